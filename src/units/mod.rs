//! Quantities with units: never a bare `f64` for time, length or people.

mod currency;
mod demand;
mod length;
mod measure;
mod travel_time;
mod share;
mod site_cost;
mod speed;

pub use currency::Currency;
pub use demand::{Demand, DemandMinutes};
pub use length::Metres;
pub use measure::{CostUnit, Measure};
pub use share::Share;
pub use site_cost::SiteCost;
pub use speed::KmPerHour;
pub use travel_time::TravelTime;

/// A number that is not valid for its quantity.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{quantity} must be {expected} (got `{found}`)")]
pub struct QuantityError {
    /// The quantity with its unit, in words.
    pub quantity: &'static str,
    /// What was expected.
    pub expected: &'static str,
    /// The number as it was given.
    pub found: f64,
}
