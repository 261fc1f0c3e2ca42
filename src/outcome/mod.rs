//! From time to treatment to outcome: mRS, utility, QALY.
//!
//! The outcome model of the Exeter stroke group: the distribution of the modified Rankin Scale
//! (mRS) for a large-vessel occlusion (LVO) or another ischaemic stroke (`nLVO`), by the time from
//! onset to thrombolysis (IVT) and to thrombectomy (MT).
//!
//! # Source
//!
//! `stroke-outcome` 0.1.8 (`PyPI`, MIT licence), against whose output this module is checked.

mod effect;
mod expected;
mod model;
mod mrs;
mod patients;
mod population;
mod triage;

pub use effect::{EffectError, TreatmentEffect};
pub use expected::{Expected, Scales};
pub use model::OutcomeModel;
pub use mrs::{MrsDistribution, MrsError, MrsScale};
pub use patients::{MixError, PatientMix, TreatedShares};
pub use population::Population;
pub use triage::PrehospitalTest;

use crate::units::TravelTime;

/// Healthy time lost for every minute by which thrombectomy is delayed: 4.2 days.
///
/// A check from outside the model: 95% prediction interval 2.3–5.4 days.
///
/// # Source
///
/// Meretoja et al. 2017, Neurology (abstract).
pub const HEALTHY_DAYS_PER_MINUTE: f64 = 4.2;

/// Healthy years gained by one patient whose thrombectomy is earlier by `saved`, by
/// [`HEALTHY_DAYS_PER_MINUTE`].
///
/// # Examples
///
/// ```
/// use catchment::outcome::healthy_years;
/// use catchment::units::TravelTime;
/// let [hour, half] = [60, 30].map(|minutes| healthy_years(TravelTime::from_whole(minutes)));
/// assert!(hour > 0.0 && (hour - 2.0 * half).abs() < 1e-12);
/// ```
#[must_use]
pub fn healthy_years(saved: TravelTime) -> f64 {
    saved.as_f64() * HEALTHY_DAYS_PER_MINUTE / 365.25
}
