//! A number of a study that its module describes: key, default, unit, limits and source are there.

use super::error::{StudyCause, StudyError};
use super::source::Source;
use super::spanned::Spanned;
use crate::service::Parameter;
use schemars::Schema;
use serde_json::json;

/// Adds to the schema of a field all that is known of its parameter.
pub(super) fn in_schema(parameter: Parameter) -> impl FnMut(&mut Schema) {
    move |schema| {
        let (least, most) = parameter.limits;
        let (low, high) = parameter.range;
        for (keyword, value) in [
            ("minimum", json!(least)),
            ("maximum", json!(most)),
            ("default", json!(parameter.default)),
            ("x-unit", json!(parameter.unit)),
            ("x-source", json!(parameter.source)),
            ("x-range", json!([low, high])),
            ("x-certainty", json!(parameter.certainty.label())),
        ] {
            schema.insert(keyword.to_owned(), value);
        }
    }
}

/// What the study says, or the default.
pub(super) fn read(
    parameter: &Parameter,
    form: Option<&Spanned<f64>>,
    source: &Source<'_>,
) -> Result<f64, StudyError> {
    let Some(form) = form else {
        return Ok(parameter.default);
    };
    let value = *form.as_ref();
    parameter
        .check(value)
        .map_err(|cause| source.error(&form.span(), StudyCause::Parameter(cause)))?;
    Ok(value)
}
