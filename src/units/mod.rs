//! Quantities with their unit: never a bare `f64` for time, length or people.

mod currency;
mod demand;
mod length;
mod minutes;
mod share;
mod speed;

pub use currency::Currency;
pub use demand::{Demand, DemandMinutes};
pub use length::Metres;
pub use minutes::Minutes;
pub use share::Share;
pub use speed::KmPerHour;

/// A number that cannot be the quantity it was given for.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{quantity} must be {expected} (got `{found}`)")]
pub struct QuantityError {
    /// The quantity, with its unit, as a person would name it.
    pub quantity: &'static str,
    /// What would have been accepted.
    pub expected: &'static str,
    /// The number as it was given.
    pub found: f64,
}
