#![expect(
    clippy::needless_range_loop,
    reason = "loops over several arrays of a run at once"
)]

use super::cell_run::RUN;
use super::centres::HalfAngle;
use super::nearest_map::NearestMap;
use super::point_work::Work;
use super::seconds::off;
use super::sweep::Question;
use super::unit_vector::sin_cos;

/// Cells of a run that lie on one parallel, as those of a row of a raster do.
#[derive(Clone, Copy)]
pub(super) struct RowRun<'a> {
    /// In degrees.
    pub(super) lon: &'a [f64; RUN],
    pub(super) lat: f64,
}

/// What chords need of a parallel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parallel {
    degrees: f64,
    half: HalfAngle,
    sin: f64,
    cos: f64,
}

impl Parallel {
    pub(super) const EQUATOR: Self = Self {
        degrees: 0.0,
        half: HalfAngle { sin: 0.0, cos: 1.0 },
        sin: 0.0,
        cos: 1.0,
    };

    #[inline(never)]
    fn of(degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self {
            degrees,
            half: HalfAngle::of_degrees(degrees),
            sin,
            cos,
        }
    }
}

/// Differences of longitude up to which [`half_sine`] is exact to the last bits: in degrees.
const NEAR: f64 = 12.0;

/// Half a degree in radians.
const HALF: f64 = std::f64::consts::PI / 360.0;

/// The sine of half a difference of longitude, as the first terms of its series.
#[inline(always)]
fn half_sine(degrees: f64) -> f64 {
    let angle = degrees * HALF;
    let square = angle * angle;
    let fourth = square * square;
    let low = -1.0 / 6.0 + square * (1.0 / 120.0);
    let high = -1.0 / 5_040.0 + square * (1.0 / 362_880.0 - square * (1.0 / 39_916_800.0));
    angle + angle * square * (low + fourth * high)
}

impl Work {
    /// Computes cells of a row to which one centre is nearest, where that is soon told; `fetch` asks
    /// for a part of the next run.
    ///
    /// Chords come of differences in longitude here, not of points of the sphere, which differ in
    /// the last bits. Where these could decide about a second, the run is left to
    /// [`Work::compute`], whose answer is the one that counts.
    #[inline(always)]
    pub(super) fn compute_row(
        &mut self,
        question: &Question,
        map: &NearestMap,
        row: RowRun,
        fetch: impl Fn(usize),
    ) -> bool {
        let RowRun { lon, lat } = row;
        if lat.to_bits() != self.parallel.degrees.to_bits() {
            self.parallel = Parallel::of(lat);
        }
        let parallel = self.parallel;
        let middle_lon = 0.5 * (lon[0] + lon[RUN - 1]);
        // The order of positive numbers is that of their bits, and of whole numbers the greatest is
        // found several at a time.
        let mut farthest = 0;
        for n in 0..RUN {
            farthest = farthest.max((lon[n] - middle_lon).abs().to_bits());
        }
        let farthest = f64::from_bits(farthest);
        fetch(0);
        let (sin, cos) = sin_cos(middle_lon * 2.0 * HALF);
        let middle = [parallel.cos * cos, parallel.cos * sin, parallel.sin];
        // An arc of the parallel is longer than its chord.
        let radius = parallel.cos * farthest * 2.0 * HALF + 1e-12;
        let Some(listed) = map.rivals().within(middle, radius) else {
            return false;
        };
        let longest = listed.nearest2.sqrt() + radius;
        if longest * longest >= question.seconds.end() {
            return false;
        }
        fetch(1);
        let mut unsure = 0_u64;
        for (place, &centre) in listed.centres().iter().enumerate() {
            let nearest = question.centres.places()[usize::from(centre)].lon();
            if (middle_lon - nearest).abs() + farthest > NEAR {
                return false;
            }
            let angles = question.centres.angles()[usize::from(centre)];
            let of_row = 4.0 * parallel.half.haversine(angles.lat);
            let factor = 4.0 * parallel.cos * angles.cos_lat;
            let chord2 = |lon: f64| {
                let sine = half_sine(lon - nearest);
                of_row + factor * (sine * sine)
            };
            if place == 0 {
                self.centre = [centre; RUN];
                for n in 0..RUN {
                    self.chord2[n] = chord2(lon[n]);
                }
                continue;
            }
            for n in 0..RUN {
                let (chord2, least) = (chord2(lon[n]), self.chord2[n]);
                unsure += u64::from((chord2 - least).abs() <= off(chord2) + off(least));
                self.nearer[n] = u64::from(chord2 < least);
                self.chord2[n] = if chord2 < least { chord2 } else { least };
            }
            for n in 0..RUN {
                self.centre[n] = if self.nearer[n] != 0 {
                    centre
                } else {
                    self.centre[n]
                };
            }
        }
        fetch(2);
        let sure = question
            .seconds
            .fill_if_sure(&self.chord2, &mut self.seconds);
        fetch(3);
        sure && unsure == 0
    }
}
