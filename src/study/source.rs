use super::error::{StudyCause, StudyError};
use super::names::{names_files, nearest_word};
use super::spanned::Spanned;
use crate::units::QuantityError;
use std::ops::Range;

/// The text being read: errors give their line in it.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    /// How errors name the text.
    pub(super) file: &'a str,
}

impl Source<'_> {
    pub(super) fn error(&self, place: &Range<usize>, cause: StudyCause) -> StudyError {
        StudyError {
            file: self.file.to_owned(),
            line: self.line(place),
            cause,
        }
    }

    pub(super) fn line(&self, place: &Range<usize>) -> usize {
        let before = &self.text.as_bytes()[..place.start.min(self.text.len())];
        before
            .iter()
            .fold(1, |line, &byte| line + usize::from(byte == b'\n'))
    }

    /// A value that is well formed and cannot be.
    pub(super) fn value(
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

    /// A choice that has no effect beside another one.
    pub(super) fn no_effect(
        &self,
        key: &'static str,
        because: &'static str,
        span: &Range<usize>,
    ) -> StudyError {
        self.error(span, StudyCause::NoEffect { key, because })
    }

    pub(super) fn unknown_key(&self, key: &Spanned<String>, known: &[&str]) -> StudyError {
        let cause = StudyCause::UnknownKey {
            key: key.as_ref().clone(),
            nearest: nearest_word(key.as_ref(), known),
            known: known.iter().map(ToString::to_string).collect(),
        };
        self.error(&key.span(), cause)
    }

    /// Refuses a word that is not one of the choices.
    pub(super) fn check_choice(
        &self,
        found: &Spanned<String>,
        known: &[&str],
    ) -> Result<(), StudyError> {
        if known.contains(&found.as_ref().as_str()) {
            return Ok(());
        }
        Err(self.unknown_choice(found, known))
    }

    /// A word that is not one of the choices.
    pub(super) fn unknown_choice(&self, found: &Spanned<String>, known: &[&str]) -> StudyError {
        let cause = StudyCause::UnknownChoice {
            found: found.as_ref().clone(),
            nearest: nearest_word(found.as_ref(), known),
            known: known.iter().map(ToString::to_string).collect(),
        };
        self.error(&found.span(), cause)
    }

    pub(super) fn duplicate(
        &self,
        what: &'static str,
        name: &str,
        span: &Range<usize>,
        first: &Range<usize>,
    ) -> StudyError {
        let cause = StudyCause::Duplicate {
            what,
            name: name.to_owned(),
            first: self.line(first),
        };
        self.error(span, cause)
    }

    /// A name of which files are called, among those before it.
    ///
    /// # Errors
    ///
    /// One of them has it, or has it but for upper and lower case: for many systems files of these names
    /// are the same.
    pub(super) fn own_name<'a>(
        &self,
        what: &'static str,
        name: &str,
        span: &Range<usize>,
        mut others: impl Iterator<Item = (&'a str, usize)>,
    ) -> Result<(), StudyError> {
        let Some((other, first)) = others.find(|(other, _)| other.eq_ignore_ascii_case(name))
        else {
            return Ok(());
        };
        let name = name.to_owned();
        let cause = if other == name {
            StudyCause::Duplicate { what, name, first }
        } else {
            let other = other.to_owned();
            StudyCause::SameButCase {
                what,
                name,
                other,
                first,
            }
        };
        Err(self.error(span, cause))
    }

    pub(super) fn quantity<T>(
        &self,
        key: &'static str,
        span: &Range<usize>,
        result: Result<T, QuantityError>,
    ) -> Result<T, StudyError> {
        result.map_err(|source| self.error(span, StudyCause::Quantity { key, source }))
    }

    /// A name that folders and files may carry on every system.
    pub(super) fn file_name(
        &self,
        key: &'static str,
        name: &str,
        span: &Range<usize>,
    ) -> Result<String, StudyError> {
        const SHOWN: usize = 40;
        if names_files(name) {
            return Ok(name.to_owned());
        }
        let expected =
            "1 to 100 letters, digits, `-`, `_` and `.`, because it is used in file names";
        let mut found: String = name.chars().take(SHOWN).collect();
        if name.chars().nth(SHOWN).is_some() {
            found = format!("{found}…, {} letters", name.chars().count());
        }
        Err(self.value(key, expected, &found, span))
    }

    /// Names that each appear once.
    pub(super) fn distinct(
        &self,
        what: &'static str,
        names: Vec<Spanned<String>>,
    ) -> Result<Vec<String>, StudyError> {
        for (place, name) in names.iter().enumerate() {
            let before = names[..place].iter();
            let mut same = before.filter(|other| other.as_ref() == name.as_ref());
            if let Some(first) = same.next() {
                return Err(self.duplicate(what, name.as_ref(), &name.span(), &first.span()));
            }
        }
        Ok(names.into_iter().map(Spanned::into_inner).collect())
    }

    /// Sorts the parser's message by its cause.
    ///
    /// `serde` words unknown and missing keys in one fixed way, with the names in backticks; that
    /// list is the one place where the keys of a study are listed, so nothing can disagree with it.
    pub(super) fn toml_error(&self, error: &toml::de::Error) -> StudyError {
        let message = error.message();
        let mut names = message.split('`').skip(1).step_by(2).map(str::to_owned);
        let name = names.next().unwrap_or_default();
        let known: Vec<String> = names.collect();
        let nearest = nearest_word(&name, &known);
        let cause = if message.starts_with("unknown field") {
            StudyCause::UnknownKey {
                key: name,
                nearest,
                known,
            }
        } else if message.starts_with("unknown variant") {
            StudyCause::UnknownChoice {
                found: name,
                nearest,
                known,
            }
        } else if message.starts_with("missing field") {
            StudyCause::MissingKey(name)
        } else {
            StudyCause::Syntax(message.to_owned())
        };
        self.error(&error.span().unwrap_or_default(), cause)
    }
}
