//! One cell of a table of travel times.

use super::rows;
use crate::travel::TimeUnit;
use crate::units::{QuantityError, TravelTime};

/// Why a cell is not a time.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TimeError {
    Text,
    NotFinite,
    OutOfRange(QuantityError),
}

/// The time of a cell; `None` where it is empty or `NA`.
///
/// Plain decimals are read digit by digit, which is quicker than by way of a binary number and
/// gives the same time.
pub(super) fn parse(cell: &[u8], unit: TimeUnit) -> Result<Option<TravelTime>, TimeError> {
    match decimal(cell).and_then(|decimal| decimal.time(unit)) {
        Some(time) => Ok(Some(time)),
        None => parse_slowly(rows::text(cell), unit),
    }
}

/// `digits / 10^places`.
struct Decimal {
    digits: u64,
    places: u32,
}

/// A number of up to 15 digits with or without a decimal point; `None` for anything else.
fn decimal(text: &[u8]) -> Option<Decimal> {
    const MOST_DIGITS: usize = 15;
    if text.is_empty() || text.len() > MOST_DIGITS {
        return None;
    }
    let mut digits = 0;
    let mut point = None;
    for (place, &byte) in text.iter().enumerate() {
        match byte {
            b'0'..=b'9' => digits = digits * 10 + u64::from(byte - b'0'),
            b'.' if point.is_none() => point = Some(place),
            _ => return None,
        }
    }
    let places = point.map_or(0, |point| text.len() - point - 1);
    (text.len() > usize::from(point.is_some())).then(|| {
        Some(Decimal {
            digits,
            places: u32::try_from(places).ok()?,
        })
    })?
}

impl Decimal {
    /// `None` for more than nine decimals, and beyond [`TravelTime::MAX`].
    fn time(&self, unit: TimeUnit) -> Option<TravelTime> {
        match unit {
            TimeUnit::Minutes => TravelTime::from_decimal_minutes(self.digits, self.places),
            TimeUnit::Seconds => TravelTime::from_decimal_seconds(self.digits, self.places),
            TimeUnit::Hours => TravelTime::from_decimal_hours(self.digits, self.places),
        }
    }
}

fn parse_slowly(text: &str, unit: TimeUnit) -> Result<Option<TravelTime>, TimeError> {
    if text.is_empty() || text == "NA" {
        return Ok(None);
    }
    let number = text.parse().map_err(|_| TimeError::Text)?;
    from_f64(number, unit).map(Some)
}

/// The time of a number: 45.1 is the same whether it was written in decimal or in binary.
pub(super) fn from_f64(number: f64, unit: TimeUnit) -> Result<TravelTime, TimeError> {
    if !number.is_finite() {
        return Err(TimeError::NotFinite);
    }
    match unit {
        TimeUnit::Minutes => TravelTime::try_from_minutes(number),
        TimeUnit::Seconds => TravelTime::try_from_seconds(number),
        TimeUnit::Hours => TravelTime::try_from_hours(number),
    }
    .map_err(TimeError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// The quick way and the general one read the same time, or neither does.
        #[test]
        fn both_ways_read_the_same(
            whole in prop_oneof![0_u64..600, 0_u64..40_000, 1_799_000_u64..1_801_000],
            part in prop::option::of("[0-9]{0,14}"),
            unit in prop::sample::select(vec![TimeUnit::Minutes, TimeUnit::Seconds, TimeUnit::Hours]),
        ) {
            let text = part.map_or_else(|| whole.to_string(), |part| format!("{whole}.{part}"));
            let quick = parse(text.as_bytes(), unit);
            let general = parse_slowly(&text, unit);
            prop_assert_eq!(quick, general, "{}", text);
        }
    }
}
