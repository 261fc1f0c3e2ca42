use super::text::Text;
use crate::wording::{decimal, signed, thousands};
use std::fmt;

/// One value of a table.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Cell {
    /// Words.
    Text(Text),
    /// A number.
    Number(Number),
    /// There is no value.
    Missing,
}

/// A number and how it is written. The unit is that of its column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    value: f64,
    style: NumberStyle,
    is_estimate: bool,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberStyle {
    /// With this many decimals: `35.9`.
    Decimal(usize),
    /// With at most this many decimals, without trailing zeros.
    AtMost(usize),
    /// With its sign and this many decimals: `+1.2`; no difference has no sign.
    Difference(usize),
    /// Whole, in groups of three digits: `80,958`.
    Thousands,
}

impl Cell {
    /// A number with this many decimals.
    #[must_use]
    pub fn decimal(value: impl Into<Option<f64>>, decimals: usize) -> Self {
        Self::number(value.into(), NumberStyle::Decimal(decimals))
    }

    /// A number with at most this many decimals, without trailing zeros.
    #[must_use]
    pub fn at_most(value: impl Into<Option<f64>>, decimals: usize) -> Self {
        Self::number(value.into(), NumberStyle::AtMost(decimals))
    }

    /// A difference, with its sign and this many decimals.
    #[must_use]
    pub fn difference(value: impl Into<Option<f64>>, decimals: usize) -> Self {
        Self::number(value.into(), NumberStyle::Difference(decimals))
    }

    /// A whole number in groups of three digits.
    #[must_use]
    pub fn thousands(value: impl Into<Option<f64>>) -> Self {
        Self::number(value.into(), NumberStyle::Thousands)
    }

    /// A small count, without groups of digits.
    #[must_use]
    pub fn count(count: usize) -> Self {
        Self::decimal(count as f64, 0)
    }

    fn number(value: Option<f64>, style: NumberStyle) -> Self {
        value.map_or(Self::Missing, |value| {
            Self::Number(Number {
                value,
                style,
                is_estimate: false,
            })
        })
    }

    /// The same, marked as an estimate (`~35.9`) if it is a number and not proven.
    #[must_use]
    pub fn estimate_unless(mut self, proven: bool) -> Self {
        if let Self::Number(number) = &mut self {
            number.is_estimate = !proven;
        }
        self
    }
}

impl Number {
    /// The number, unrounded.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.value
    }

    /// How it is written.
    #[must_use]
    pub const fn style(self) -> NumberStyle {
        self.style
    }
}

/// As people read it, without its unit.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_estimate {
            f.write_str("~")?;
        }
        match self.style {
            NumberStyle::Decimal(decimals) => write!(f, "{:.*}", decimals, self.value),
            NumberStyle::AtMost(decimals) => f.write_str(&decimal(self.value, decimals)),
            NumberStyle::Difference(decimals) => f.write_str(&signed(self.value, decimals)),
            NumberStyle::Thousands => f.write_str(&thousands(self.value)),
        }
    }
}

impl<T: Into<Text>> From<T> for Cell {
    fn from(words: T) -> Self {
        Self::Text(words.into())
    }
}
