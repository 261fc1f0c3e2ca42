//! Checks that several keys share.

use super::super::columns::ColumnsToml;
use super::super::error::{StudyCause, StudyError};
use super::super::spanned::Spanned;
use super::super::{ColumnNames, nearest_word};
use super::Source;
use crate::crs::Crs;
use crate::flight::TimeZone;
use crate::units::{Currency, QuantityError};
use std::ops::Range;

impl Source<'_> {
    pub(super) fn columns(
        &self,
        form: ColumnsToml,
        fields: &[&str],
    ) -> Result<ColumnNames, StudyError> {
        for field in form.keys() {
            if !fields.contains(&field.as_ref().as_str()) {
                let known: Vec<String> = fields.iter().map(|&field| field.to_owned()).collect();
                let key = field.as_ref().clone();
                let nearest = nearest_word(&key, &known);
                let cause = StudyCause::UnknownKey {
                    key,
                    nearest,
                    known,
                };
                return Err(self.error(&field.span(), cause));
            }
        }
        let named = form
            .into_iter()
            .map(|(field, header)| (field.into_inner(), header))
            .collect();
        Ok(ColumnNames { named })
    }

    /// The code of a coordinate reference system that is known.
    pub(super) fn crs(&self, code: Option<Spanned<String>>) -> Result<Option<String>, StudyError> {
        let Some(code) = code else {
            return Ok(None);
        };
        if let Ok(crs) = Crs::from_code(code.as_ref()) {
            return Ok(Some(crs.code().to_owned()));
        }
        let expected = "the code of a supported system, such as `EPSG:29903` (docs/reading.md \
            lists them)";
        Err(self.value("crs", expected, code.as_ref(), &code.span()))
    }

    /// The code of a currency.
    pub(super) fn currency(
        &self,
        code: Option<Spanned<String>>,
    ) -> Result<Option<Currency>, StudyError> {
        let Some(code) = code else {
            return Ok(None);
        };
        Currency::from_code(code.as_ref()).map(Some).ok_or_else(|| {
            let expected = "the ISO 4217 code of a currency, such as `EUR`";
            self.value("currency", expected, code.as_ref(), &code.span())
        })
    }

    /// The name of a time zone.
    pub(super) fn time_zone(
        &self,
        name: Option<Spanned<String>>,
    ) -> Result<Option<TimeZone>, StudyError> {
        let Some(name) = name else {
            return Ok(None);
        };
        if let Some(zone) = TimeZone::from_name(name.as_ref()) {
            return Ok(Some(zone));
        }
        let known: Vec<String> = TimeZone::names().collect();
        let nearest = nearest_word(name.as_ref(), &known);
        if nearest.is_none() {
            let expected = "the IANA name of a time zone, such as `Europe/Paris`";
            return Err(self.value("time_zone", expected, name.as_ref(), &name.span()));
        }
        let cause = StudyCause::UnknownChoice {
            found: name.as_ref().clone(),
            nearest,
            known: Vec::new(),
        };
        Err(self.error(&name.span(), cause))
    }

    pub(super) fn distinct(
        &self,
        what: &'static str,
        names: Vec<Spanned<String>>,
    ) -> Result<Vec<String>, StudyError> {
        for (place, name) in names.iter().enumerate() {
            let first = names[..place]
                .iter()
                .find(|other| other.as_ref() == name.as_ref());
            if let Some(first) = first {
                let first = self.line(&first.span());
                let name_twice = name.as_ref().clone();
                let cause = StudyCause::Duplicate {
                    what,
                    name: name_twice,
                    first,
                };
                return Err(self.error(&name.span(), cause));
            }
        }
        Ok(names.into_iter().map(Spanned::into_inner).collect())
    }

    /// A name that folders and files may carry on every system.
    pub(super) fn file_name(
        &self,
        key: &'static str,
        name: &str,
        span: &Range<usize>,
    ) -> Result<String, StudyError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(plain) {
            Ok(name.to_owned())
        } else {
            let expected = "letters, digits, `-`, `_` and `.`, because it is used in file names";
            Err(self.value(key, expected, name, span))
        }
    }

    pub(in crate::study) fn value(
        &self,
        key: &'static str,
        expected: &'static str,
        found: &(impl ToString + ?Sized),
        span: &Range<usize>,
    ) -> StudyError {
        let cause = StudyCause::Value {
            key,
            expected,
            found: found.to_string(),
        };
        self.error(span, cause)
    }

    pub(super) fn quantity<T>(
        &self,
        key: &'static str,
        span: &Range<usize>,
        result: Result<T, QuantityError>,
    ) -> Result<T, StudyError> {
        result.map_err(|source| self.error(span, StudyCause::Quantity { key, source }))
    }
}
