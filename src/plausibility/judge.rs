//! What a distance says against a travel time.

use crate::travel::RoadCurve;
use crate::units::Metres;
use std::ops::RangeInclusive;

/// Nothing on a road is faster, in km/h …
const FASTEST_KMH: f64 = 300.0;

/// … once this much is taken from the distance, in km: coordinates of an area are those of a point
/// in it, and up to 5.5 km from where its people live (England's largest areas).
const SLACK_KM: f64 = 10.0;

/// A cell this many times above what the table has over the same distance: the ferry to the Isle
/// of Wight makes 6.2, a misplaced decimal point 10.
const SLOW: f64 = 8.0;

/// A cell this many times below: England's fastest is 1.6 times below.
const FAST: f64 = 4.0;

/// Shorter journeys have no telling ratio.
const SHORTEST_KM: f64 = 5.0;

/// What a distance says against a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    TooShort,
    TooLong,
}

/// Holds a time against its distance.
pub(super) struct Judge {
    curve: RoadCurve,
    /// The median of the table's times over those of the curve.
    usual: Option<f64>,
}

impl Judge {
    pub(super) fn new(usual: Option<f64>) -> Self {
        Self {
            curve: RoadCurve::default(),
            usual,
        }
    }

    /// What this many kilometres say against this many minutes.
    pub(super) fn verdict(&self, km: f64, minutes: f64) -> Option<Verdict> {
        if km - SLACK_KM > FASTEST_KMH * minutes / 60.0 {
            return Some(Verdict::TooShort);
        }
        match ratio(&self.curve, km, minutes)? / self.usual? {
            relative if relative < 1.0 / FAST => Some(Verdict::TooShort),
            relative if relative > SLOW => Some(Verdict::TooLong),
            _ => None,
        }
    }

    /// Minutes against which no distance between these speaks.
    pub(super) fn unremarkable(&self, from_km: f64, to_km: f64) -> RangeInclusive<f64> {
        /// The bounds are drawn in by more than rounding moves a verdict.
        const ROUNDING: f64 = 1e-9;
        let fastest = 60.0 * (to_km - SLACK_KM) / FASTEST_KMH;
        let (mut least, mut most) = (fastest.max(0.0), f64::INFINITY);
        if let Some(usual) = self.usual
            && to_km >= SHORTEST_KM
            && let Some((near, far)) =
                curve_minutes(&self.curve, from_km).zip(curve_minutes(&self.curve, to_km))
        {
            least = least.max(usual * far / FAST);
            most = usual * near * SLOW;
        }
        least * (1.0 + ROUNDING)..=most * (1.0 - ROUNDING)
    }
}

/// A time over that of the curve of England's roads; what is usual for a table is its median.
pub(super) fn ratio(curve: &RoadCurve, km: f64, minutes: f64) -> Option<f64> {
    let usual = (km >= SHORTEST_KM).then(|| curve_minutes(curve, km))??;
    Some(minutes / usual)
}

fn curve_minutes(curve: &RoadCurve, km: f64) -> Option<f64> {
    let metres = Metres::try_new(1_000.0 * km).ok()?;
    Some(curve.travel_time(metres).as_f64())
}
