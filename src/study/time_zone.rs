use super::error::{StudyCause, StudyError};
use super::names::nearest_word;
use super::source::Source;
use super::spanned::Spanned;
use crate::flight::TimeZone;

/// The time zone of this IANA name.
pub(super) fn read(name: &Spanned<String>, source: &Source<'_>) -> Result<TimeZone, StudyError> {
    if let Some(zone) = TimeZone::from_name(name.as_ref()) {
        return Ok(zone);
    }
    let known: Vec<String> = TimeZone::names().collect();
    let nearest = nearest_word(name.as_ref(), &known);
    if nearest.is_none() {
        let expected = "the IANA name of a time zone, such as `Europe/Paris`";
        return Err(source.value("time_zone", expected, name.as_ref(), &name.span()));
    }
    let cause = StudyCause::UnknownChoice {
        found: name.as_ref().clone(),
        nearest,
        known: Vec::new(),
    };
    Err(source.error(&name.span(), cause))
}
