//! A number of a study: its key, default, unit, bounds and source in one place.

use super::error::StudyError;
use super::source::Source;
use super::spanned::Spanned;
use crate::units::{Demand, KmPerHour, QuantityError, Share, TravelTime};
use schemars::Schema;
use serde_json::{Value, json};
use std::marker::PhantomData;

/// A quantity that a key can hold.
pub(crate) trait Quantity: Copy {
    /// Nothing where each key names its own.
    const UNIT: Option<&'static str>;

    /// What the quantity refuses, in the words of the JSON Schema.
    const BOUNDS: &'static [(&'static str, i32)];

    fn try_from_number(number: f64) -> Result<Self, QuantityError>;

    fn number(self) -> f64;
}

impl Quantity for TravelTime {
    const UNIT: Option<&'static str> = Some("min");
    const BOUNDS: &'static [(&'static str, i32)] = &[("minimum", 0)];

    fn try_from_number(number: f64) -> Result<Self, QuantityError> {
        Self::try_limit_from_minutes(number)
    }

    fn number(self) -> f64 {
        self.as_f64()
    }
}

impl Quantity for Share {
    const UNIT: Option<&'static str> = Some("share");
    const BOUNDS: &'static [(&'static str, i32)] = &[("minimum", 0), ("maximum", 1)];

    fn try_from_number(number: f64) -> Result<Self, QuantityError> {
        Self::try_new(number)
    }

    fn number(self) -> f64 {
        self.as_f64()
    }
}

impl Quantity for Demand {
    const UNIT: Option<&'static str> = None;
    const BOUNDS: &'static [(&'static str, i32)] = &[("minimum", 0)];

    fn try_from_number(number: f64) -> Result<Self, QuantityError> {
        Self::try_new(number)
    }

    fn number(self) -> f64 {
        self.as_f64()
    }
}

impl Quantity for KmPerHour {
    const UNIT: Option<&'static str> = Some("km/h");
    const BOUNDS: &'static [(&'static str, i32)] = &[("exclusiveMinimum", 0), ("maximum", 100_000)];

    fn try_from_number(number: f64) -> Result<Self, QuantityError> {
        Self::try_new(number)
    }

    fn number(self) -> f64 {
        self.as_f64()
    }
}

/// A key that holds a number, with a default.
///
/// A section names it three times: in the attribute of the field, `transform = KEY.in_schema()`, which
/// documents the key in the schema and the reference; where the form is read; and, by [`written`],
/// where it is written back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<T> {
    key: &'static str,
    default: f64,
    source: &'static str,
    unit: Option<&'static str>,
    most: Option<f64>,
    /// Between which values a sensitivity analysis varies it.
    pub(super) range: Option<[f64; 2]>,
    /// How sure the default is, in one word such as `assumed`.
    pub(super) certainty: Option<&'static str>,
    quantity: PhantomData<fn() -> T>,
}

impl<T: Quantity> Setting<T> {
    /// A key with its default and where that comes from.
    pub(super) const fn new(key: &'static str, default: f64, source: &'static str) -> Self {
        Self {
            key,
            default,
            source,
            unit: T::UNIT,
            most: None,
            range: None,
            certainty: None,
            quantity: PhantomData,
        }
    }

    pub(super) const fn unit(self, unit: &'static str) -> Self {
        Self {
            unit: Some(unit),
            ..self
        }
    }

    /// Between which values a sensitivity analysis varies it, and how sure the default is, in one
    /// word such as `fact` or `assumption`.
    pub(super) const fn known(self, range: [f64; 2], certainty: &'static str) -> Self {
        Self {
            range: Some(range),
            certainty: Some(certainty),
            ..self
        }
    }

    /// The greatest number that the schema accepts; whoever reads the key checks it.
    pub(super) const fn at_most(self, most: f64) -> Self {
        Self {
            most: Some(most),
            ..self
        }
    }

    pub(crate) const fn default_number(&self) -> f64 {
        self.default
    }

    /// Adds to the schema of the field all that is known of it.
    pub(super) fn in_schema(self) -> impl FnMut(&mut Schema) {
        move |schema| {
            for &(keyword, bound) in T::BOUNDS {
                schema.insert(keyword.to_owned(), json!(bound));
            }
            let mut add = |keyword: &str, value: Option<Value>| {
                if let Some(value) = value {
                    schema.insert(keyword.to_owned(), value);
                }
            };
            add("maximum", self.most.map(Value::from));
            add("default", Some(json!(self.default)));
            add("x-unit", self.unit.map(Value::from));
            add("x-source", Some(json!(self.source)));
            add("x-range", self.range.map(|range| json!(range)));
            add("x-certainty", self.certainty.map(Value::from));
        }
    }

    /// What the study says, or the default.
    pub(super) fn read(
        &self,
        form: Option<&Spanned<f64>>,
        source: &Source<'_>,
    ) -> Result<T, StudyError> {
        match form {
            Some(form) => read(self.key, form, source),
            None => source.quantity(self.key, &(0..0), T::try_from_number(self.default)),
        }
    }
}

/// A number as the quantity that a key holds.
pub(super) fn read<T: Quantity>(
    key: &'static str,
    form: &Spanned<f64>,
    source: &Source<'_>,
) -> Result<T, StudyError> {
    source.quantity(key, &form.span(), T::try_from_number(*form.as_ref()))
}

/// A quantity back in the form of a study.
#[expect(clippy::unnecessary_wraps, reason = "what the form holds")]
pub(super) fn written<T: Quantity>(quantity: T) -> Option<Spanned<f64>> {
    Some(Spanned::nowhere(quantity.number()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use schemars::JsonSchema;

    const SHARE: Setting<Share> = Setting {
        range: Some([0.1, 0.3]),
        certainty: Some("assumed"),
        ..Setting::new("share", 0.2, "a survey")
    };

    #[derive(JsonSchema)]
    #[expect(dead_code, reason = "only its schema is read")]
    struct Form {
        #[schemars(transform = SHARE.in_schema())]
        share: Option<Spanned<f64>>,
    }

    #[test]
    fn the_schema_has_all_that_is_known_of_a_key() {
        let schema = schemars::schema_for!(Form).to_value();
        let mut share = schema["properties"]["share"].clone();
        for keyword in ["type", "format"] {
            share.as_object_mut().expect("a schema").remove(keyword);
        }
        let expected = json!({
            "minimum": 0, "maximum": 1, "default": 0.2, "x-unit": "share",
            "x-source": "a survey", "x-range": [0.1, 0.3], "x-certainty": "assumed",
        });
        assert_eq!(share, expected);
    }
}
