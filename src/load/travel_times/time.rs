//! One cell of a table of travel times.

use super::rows;
use crate::travel::{TableUnit, TimeUnit};
use crate::units::{CostUnit, QuantityError, TravelTime};

/// Why a cell is not a time.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TimeError {
    Text,
    NotFinite,
    OutOfRange(QuantityError),
}

/// The time, or the cost, of a cell; `None` where it is empty or `NA`.
///
/// Plain decimals are read digit by digit, which is quicker than by way of a binary number and
/// gives the same time.
pub(super) fn parse(cell: &[u8], unit: &TableUnit) -> Result<Option<TravelTime>, TimeError> {
    match unit {
        TableUnit::Time(unit) => parse_time(cell, *unit),
        TableUnit::Cost(unit) => parse_cost(rows::text(cell), unit),
    }
}

/// A cost is read digit by digit, so that it is kept as it was written or refused.
fn parse_cost(text: &str, unit: &CostUnit) -> Result<Option<TravelTime>, TimeError> {
    if text.is_empty() || text == "NA" {
        return Ok(None);
    }
    // What `f64` writes is the shortest decimal of a number, without an exponent.
    let given: f64 = text.parse().map_err(|_| TimeError::Text)?;
    let plain = decimal(text.as_bytes());
    let number = plain.or_else(|| decimal(shortest(text, given)?.as_bytes()));
    match number {
        Some(Decimal { digits, places }) => unit.cost(digits, places).map(Some),
        None => Err(refused_cost(given)),
    }
    .map_err(|error| {
        if given.is_finite() {
            TimeError::OutOfRange(error)
        } else {
            TimeError::NotFinite
        }
    })
}

/// A number with a sign or an exponent as a plain decimal; `None` for one with more digits than are
/// read, which the shortest decimal of a binary number would hide.
fn shortest(text: &str, given: f64) -> Option<String> {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (digits <= MOST_DIGITS)
        .then(|| given.abs().to_string())
        .filter(|_| given >= 0.0)
}

fn refused_cost(found: f64) -> QuantityError {
    QuantityError {
        quantity: "a cost",
        expected: "a number of at least 0 with at most 14 digits",
        found,
    }
}

fn parse_time(cell: &[u8], unit: TimeUnit) -> Result<Option<TravelTime>, TimeError> {
    match decimal(cell).and_then(|decimal| decimal.time(unit)) {
        Some(time) => Ok(Some(time)),
        None => parse_slowly(rows::text(cell), unit),
    }
}

/// The longest text that is read digit by digit.
const MOST_DIGITS: usize = 15;

/// `digits / 10^places`.
struct Decimal {
    digits: u64,
    places: u32,
}

/// A number of up to 15 digits with or without a decimal point; `None` for anything else.
fn decimal(text: &[u8]) -> Option<Decimal> {
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

/// The time, or the cost, of a number.
pub(super) fn from_number(number: f64, unit: &TableUnit) -> Result<TravelTime, TimeError> {
    match unit {
        TableUnit::Time(unit) => from_f64(number, *unit),
        TableUnit::Cost(unit) => {
            let cost = parse_cost(&number.to_string(), unit)?;
            cost.ok_or(TimeError::NotFinite)
        }
    }
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

    /// Costs are what was written, in whichever way; what cannot be kept is refused.
    #[test]
    fn costs_are_kept_as_they_were_written() {
        let metres = TableUnit::Cost(CostUnit::try_new("km", 1_000).unwrap());
        let read = |text: &str| parse(text.as_bytes(), &metres);
        for (text, kilometres) in [
            ("12345", 12.345),
            ("12345.1", 12.345_1),
            ("1e4", 10.0),
            ("+7", 0.007),
            ("0", 0.0),
            ("30000000", 30_000.0),
        ] {
            let cost = read(text).unwrap().unwrap();
            assert_eq!(cost.as_f64().to_bits(), f64::to_bits(kilometres), "{text}");
        }
        for refused in [
            "12345.12",
            "-1",
            "30000001",
            "inf",
            "NaN",
            "1e300",
            "0.00000000000000001",
        ] {
            assert!(read(refused).is_err(), "{refused}");
        }
        assert_eq!(read("x"), Err(TimeError::Text));
        assert_eq!((read(""), read("NA")), (Ok(None), Ok(None)));
        assert_eq!(from_number(0.1, &metres), read("0.1").map(Option::unwrap));
        assert!(
            from_number(0.1 + 0.2, &metres).is_err(),
            "no decimal that was given"
        );
    }

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
            let quick = parse_time(text.as_bytes(), unit);
            let general = parse_slowly(&text, unit);
            prop_assert_eq!(quick, general, "{}", text);
        }
    }
}
