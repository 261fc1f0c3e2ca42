use super::error::StudyError;
use super::source::Source;
use super::spanned::Spanned;
use crate::units::Currency;

/// The currency of a code.
pub(super) fn read(code: &Spanned<String>, source: &Source<'_>) -> Result<Currency, StudyError> {
    Currency::from_code(code.as_ref()).ok_or_else(|| {
        let expected = "the ISO 4217 code of a currency, such as `EUR`";
        source.value("currency", expected, code.as_ref(), &code.span())
    })
}
