//! `crs`: the coordinate reference system of eastings and northings.

use super::error::StudyError;
use super::source::Source;
use super::spanned::Spanned;
use crate::crs::Crs;

/// The code of a coordinate reference system that is known.
pub(super) fn read(
    code: Option<Spanned<String>>,
    source: &Source<'_>,
) -> Result<Option<String>, StudyError> {
    let Some(code) = code else {
        return Ok(None);
    };
    if let Ok(crs) = Crs::from_code(code.as_ref()) {
        return Ok(Some(crs.code().to_owned()));
    }
    let expected = "the code of a supported system, such as `EPSG:29903` (docs/reading.md \
        lists them)";
    Err(source.value("crs", expected, code.as_ref(), &code.span()))
}

pub(super) fn written(code: Option<&String>) -> Option<Spanned<String>> {
    code.cloned().map(Spanned::nowhere)
}
