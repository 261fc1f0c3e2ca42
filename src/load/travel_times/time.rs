//! One cell of a table of travel times.

use super::rows;
use crate::study::TimeUnit;
use crate::units::{Minutes, QuantityError};

/// Why a cell is no time.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TimeError {
    Text,
    NotFinite,
    OutOfRange(QuantityError),
}

/// The time of a cell; `None` where it is empty or `NA`.
///
/// Plain decimals are read digit by digit, so that the nearest second is exact.
pub(super) fn parse(cell: &[u8], unit: TimeUnit) -> Result<Option<Minutes>, TimeError> {
    match decimal(cell).and_then(|decimal| decimal.seconds(unit)) {
        Some(seconds) => Ok(Some(seconds)),
        None => parse_slowly(rows::text(cell), unit),
    }
}

/// `digits / 10^places`.
struct Decimal {
    digits: u64,
    places: u32,
}

/// A number of up to 15 digits with or without a decimal point; `None` of anything else.
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
    /// The nearest second, halves upwards; `None` beyond [`Minutes::MAX`].
    fn seconds(&self, unit: TimeUnit) -> Option<Minutes> {
        let seconds = match (unit, self.places) {
            (TimeUnit::Minutes, 0) => self.digits * 60,
            (TimeUnit::Minutes, 1) => self.digits * 6,
            (TimeUnit::Minutes, places) => round(self.digits * 60, 10_u64.pow(places)),
            (TimeUnit::Seconds, 0) => self.digits,
            (TimeUnit::Seconds, places) => round(self.digits, 10_u64.pow(places)),
        };
        let seconds = u32::try_from(seconds).ok()?;
        (seconds <= Minutes::MAX.seconds()).then(|| Minutes::from_seconds(seconds))
    }
}

const fn round(dividend: u64, divisor: u64) -> u64 {
    (dividend + divisor / 2) / divisor
}

fn parse_slowly(text: &str, unit: TimeUnit) -> Result<Option<Minutes>, TimeError> {
    if text.is_empty() || text == "NA" {
        return Ok(None);
    }
    let number = text.parse().map_err(|_| TimeError::Text)?;
    from_f64(number, unit).map(Some)
}

/// A number to the nearest second, by way of the nearest millionth of its unit: so 45.1 is the
/// same time whether it was written in decimal or in binary.
pub(super) fn from_f64(number: f64, unit: TimeUnit) -> Result<Minutes, TimeError> {
    const MILLION: f64 = 1e6;
    if !number.is_finite() {
        return Err(TimeError::NotFinite);
    }
    match unit {
        TimeUnit::Minutes => Minutes::try_from_minutes(number),
        TimeUnit::Seconds => Minutes::try_from_seconds(number),
    }
    .map_err(TimeError::OutOfRange)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative and at most 600 million, as just checked"
    )]
    let millionths = (number * MILLION).round() as u64;
    let seconds = match unit {
        TimeUnit::Minutes => round(millionths * 60, 1_000_000),
        TimeUnit::Seconds => round(millionths, 1_000_000),
    };
    Ok(Minutes::from_seconds(
        u32::try_from(seconds).unwrap_or(u32::MAX),
    ))
}
