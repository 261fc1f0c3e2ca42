//! The uncertain numbers of the workforce.

use crate::growth::{GrowthInput, Shape, Uncertain};
use crate::study::error::{StudyCause, StudyError};
use crate::study::parameter;
use crate::study::source::Source;
use crate::study::spanned::Spanned;

/// A number with its range: what the study says. A range that it does not give is that of the default,
/// and nothing around a number of the study's own.
pub(super) fn uncertain(
    input: GrowthInput,
    form: Option<&Spanned<f64>>,
    range: Option<&Spanned<[f64; 2]>>,
    source: &Source<'_>,
) -> Result<Uncertain, StudyError> {
    let described = input.described();
    let value = parameter::read(&described, form, source)?;
    let (low, high) = match range {
        Some(range) => {
            let [low, high] = *range.as_ref();
            for end in [low, high] {
                described
                    .check(end)
                    .map_err(|cause| source.error(&range.span(), StudyCause::Parameter(cause)))?;
            }
            (low, high)
        }
        None if form.is_none() => described.range,
        None => (value, value),
    };
    Uncertain::try_new(low, value, high, Shape::Triangular).map_err(|_| {
        let key = match input {
            GrowthInput::Stock => "stock_range",
            GrowthInput::Trainees => "trainees_range",
            GrowthInput::Credentialed => "credentialed_range",
            GrowthInput::Leaving => "leaving_range",
        };
        let expected = "a least and a greatest number with the value between them";
        let place = range.map_or(0..0, Spanned::span);
        source.value(key, expected, &format!("{low}, {high}"), &place)
    })
}
