#![expect(
    clippy::needless_range_loop,
    reason = "loops over several arrays of a batch at once"
)]

use super::angles::HalfAngle;
use super::ball::Ball;
use super::cell_batch::{BATCH, RowBatch};
use super::nearest_batch::NearestBatch;
use super::nearest_map::NearestMap;
use super::query::GridQuery;
use super::travel_time_lookup::rounding_of;
use super::unit_vector::{RADIANS, sin_cos};

/// What the chords from a parallel are computed with.
#[derive(Debug, Clone, Copy)]
struct Parallel {
    degrees: f64,
    half: HalfAngle,
    sin: f64,
    cos: f64,
}

impl Parallel {
    const EQUATOR: Self = Self {
        degrees: 0.0,
        half: HalfAngle { sin: 0.0, cos: 1.0 },
        sin: 0.0,
        cos: 1.0,
    };

    #[inline(never)]
    fn at(degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self {
            degrees,
            half: HalfAngle::from_degrees(degrees),
            sin,
            cos,
        }
    }
}

/// Differences of longitude, in degrees, up to which [`half_sine`] is exact but for the last bits.
const NEAR: f64 = 12.0;

/// The most that rounding can add to a chord, with a wide margin: a hundredth of a millimetre.
const ROUNDING: f64 = 1e-12;

/// The sine of half a difference of longitude, by the first terms of its series.
#[inline(always)]
fn half_sine(degrees: f64) -> f64 {
    let angle = degrees * (RADIANS / 2.0);
    let square = angle * angle;
    let fourth = square * square;
    let low = -1.0 / 6.0 + square * (1.0 / 120.0);
    let high = -1.0 / 5_040.0 + square * (1.0 / 362_880.0 - square * (1.0 / 39_916_800.0));
    angle + angle * square * (low + fourth * high)
}

/// Computes batches of cells that lie on one parallel.
pub(in crate::grid) struct RowKernel {
    /// The parallel of the last row.
    parallel: Parallel,
    /// Whether the last centre is nearer than those before.
    nearer: [u64; BATCH],
}

impl Default for RowKernel {
    fn default() -> Self {
        Self {
            parallel: Parallel::EQUATOR,
            nearer: [0; BATCH],
        }
    }
}

impl RowKernel {
    /// Computes cells of a row to which few centres can be nearest, where these are quickly found;
    /// `fetch` asks for a part of the next batch.
    ///
    /// Chords are computed from differences in longitude here, not from points of the sphere, which
    /// differ in the last bits. Where these bits could decide, this gives `false`, and the batch is
    /// left to [`PointKernel`], whose answer is the one that counts; so it does where the candidates
    /// are not quickly found.
    ///
    /// [`PointKernel`]: super::point_kernel::PointKernel
    #[inline(always)]
    pub(in crate::grid) fn compute(
        &mut self,
        query: &GridQuery,
        map: &NearestMap,
        row: RowBatch,
        found: &mut NearestBatch,
        fetch: impl Fn(usize),
    ) -> bool {
        let Some(candidates) = map.candidates() else {
            return false;
        };
        let lon = row.lon;
        if row.lat.to_bits() != self.parallel.degrees.to_bits() {
            self.parallel = Parallel::at(row.lat);
        }
        let parallel = self.parallel;
        let middle_lon = 0.5 * (lon[0] + lon[BATCH - 1]);
        // The order of positive numbers is that of their bits, and of whole numbers the greatest is
        // found several at a time.
        let mut farthest = 0;
        for n in 0..BATCH {
            farthest = farthest.max((lon[n] - middle_lon).abs().to_bits());
        }
        let farthest = f64::from_bits(farthest);
        fetch(0);
        let (sin, cos) = sin_cos(middle_lon * RADIANS);
        let middle = [parallel.cos * cos, parallel.cos * sin, parallel.sin];
        // An arc of the parallel is longer than its chord.
        let radius = parallel.cos * farthest * RADIANS + ROUNDING;
        let Some(pruned) = candidates.prune(Ball { middle, radius }) else {
            return false;
        };
        let longest = pruned.nearest_chord2.sqrt() + radius;
        if longest * longest >= query.travel_times.end() {
            return false;
        }
        fetch(1);
        let mut unsure = 0;
        for (before, &centre) in pruned.centres().iter().enumerate() {
            let nearest = query.centres.places()[usize::from(centre)].lon();
            if (middle_lon - nearest).abs() + farthest > NEAR {
                return false;
            }
            let angles = query.centres.angles()[usize::from(centre)];
            let of_row = 4.0 * parallel.half.haversine(angles.lat);
            let factor = 4.0 * parallel.cos * angles.cos_lat;
            let chord2 = |lon: f64| {
                let sine = half_sine(lon - nearest);
                of_row + factor * (sine * sine)
            };
            if before == 0 {
                found.centre = [centre; BATCH];
                for n in 0..BATCH {
                    found.chord2[n] = chord2(lon[n]);
                }
            } else {
                unsure += self.offer(found, centre, lon, chord2);
            }
        }
        fetch(2);
        let table = query.travel_times;
        let sure = table.fill_if_sure(&found.chord2, &mut found.seconds);
        fetch(3);
        sure && unsure == 0
    }

    /// Gives a centre the cells that are nearer to it than to the centres before it. Returns the number
    /// of cells where rounding could decide that.
    #[inline(always)]
    fn offer(
        &mut self,
        found: &mut NearestBatch,
        centre: u16,
        lon: &[f64; BATCH],
        chord2: impl Fn(f64) -> f64,
    ) -> u64 {
        let mut unsure = 0;
        for n in 0..BATCH {
            let (chord2, least) = (chord2(lon[n]), found.chord2[n]);
            unsure += u64::from((chord2 - least).abs() <= rounding_of(chord2) + rounding_of(least));
            self.nearer[n] = u64::from(chord2 < least);
            found.chord2[n] = if chord2 < least { chord2 } else { least };
        }
        for n in 0..BATCH {
            if self.nearer[n] != 0 {
                found.centre[n] = centre;
            }
        }
        unsure
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::build::population_generator::PopulationGenerator;
    use crate::grid::kernel::cell_batch::UnitBatch;
    use crate::grid::kernel::centres::Centres;
    use crate::grid::kernel::extent::Extent;
    use crate::grid::kernel::geo_transform::GeoTransform;
    use crate::grid::kernel::point_kernel::PointKernel;
    use crate::grid::kernel::travel_time_lookup::TravelTimeLookup;
    use crate::grid::kernel::travel_time_lookup::tests::curve;
    use crate::grid::kernel::unit_vector::unit_vector;
    use crate::model::LatLon;
    use crate::units::Demand;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    #[expect(clippy::disallowed_methods, reason = "made by one thread")]
    static SECONDS: LazyLock<TravelTimeLookup> =
        LazyLock::new(|| TravelTimeLookup::new(curve(5, 1.3, 30.0, 50.0)));

    const EARTH: Extent = Extent {
        low: [-1.0; 2],
        high: [1.0; 2],
    };

    /// Whether a row is computed as one; if so, it is what its cells are by themselves.
    fn is_row(centres: &Centres, lat: f64, lon: &[f64; BATCH]) -> Result<bool, TestCaseError> {
        let layout: Vec<u16> = (0..).take(centres.len()).collect();
        let query = GridQuery {
            centres,
            layouts: std::slice::from_ref(&layout),
            travel_times: &SECONDS,
            standards: &[],
        };
        let map = NearestMap::new(centres, &layout, EARTH);
        let (mut row, mut cells) = (NearestBatch::default(), NearestBatch::default());
        let of_row = RowBatch { lon, lat };
        if !RowKernel::default().compute(&query, &map, of_row, &mut row, |_| ()) {
            return Ok(false);
        }
        let mut units = UnitBatch::empty_at([0.0; 3]);
        for n in 0..BATCH {
            units.set(n, unit_vector(lon[n], lat), Demand::ZERO);
        }
        PointKernel::default().compute(&query, &map, units.get().places, &mut cells, |_| ());
        for n in 0..BATCH {
            let (found, expected) = (row.chord2[n], cells.chord2[n]);
            // The bound has room for twice as much.
            prop_assert!(
                2.0 * (found - expected).abs() <= rounding_of(expected),
                "{found} {expected}"
            );
        }
        prop_assert_eq!(row.centre, cells.centre);
        prop_assert_eq!(row.seconds, cells.seconds);
        Ok(true)
    }

    proptest! {
        /// At the poles, at the date line, near centres and with centres at one place as well.
        #[test]
        fn a_row_is_what_its_cells_are(
            lat in prop_oneof![-90.0..=90.0_f64, Just(90.0), Just(0.0), 50.0..55.0_f64],
            west in prop_oneof![-180.0..175.0_f64, Just(179.0), -5.0..0.0_f64],
            step in prop_oneof![Just(0.0), 0.0..0.000_1_f64, 0.0..0.005_f64],
            gaps in prop::collection::vec(0..4_u8, BATCH),
            near in prop::collection::vec(
                (-3.0..3.0_f64, prop_oneof![-3.0..3.0_f64, -180.0..180.0_f64]), 1..12),
            twice in any::<bool>(),
        ) {
            let mut at = west;
            let lon = std::array::from_fn(|n| {
                at += step * f64::from(gaps[n]);
                if at > 180.0 { at - 360.0 } else { at }
            });
            let place = |&(up, right): &(f64, f64)| {
                let lat = (lat + up).clamp(-90.0, 90.0);
                let lon = west + right;
                let turns = if lon > 180.0 { 360.0 } else if lon < -180.0 { -360.0 } else { 0.0 };
                LatLon::try_new(lat, lon - turns).unwrap()
            };
            let mut places: Vec<LatLon> = near.iter().map(place).collect();
            if twice {
                places.push(places[0]);
            }
            is_row(&Centres::try_new(places).unwrap(), lat, &lon)?;
        }
    }

    fn centres(lat: f64, lon: &[f64]) -> Centres {
        let place = |&lon: &f64| LatLon::try_new(lat, lon).unwrap();
        Centres::try_new(lon.iter().map(place).collect()).unwrap()
    }

    /// Rounding decides which of two centres is nearest to a cell between them: a row does not say.
    #[test]
    fn a_row_with_a_cell_between_two_centres_is_none() {
        let two = centres(52.0, &[-0.5, 0.5]);
        let lon = |shift: f64| std::array::from_fn(|n| shift + 0.001 * (n as f64 - 64.0));
        assert!(!is_row(&two, 52.0, &lon(0.0)).unwrap());
        assert!(is_row(&two, 52.0, &lon(0.000_5)).unwrap());
    }

    /// The series is short: across the date line differences in longitude are too great for it.
    #[test]
    fn a_row_beside_the_date_line_is_none_for_centres_beyond_it() {
        let lon: [f64; BATCH] = std::array::from_fn(|n| 179.8 + 0.001 * n as f64);
        assert!(!is_row(&centres(52.0, &[-179.9]), 52.0, &lon).unwrap());
        assert!(is_row(&centres(52.0, &[179.9]), 52.0, &lon).unwrap());
    }

    /// Most rows of a country are computed as rows.
    #[test]
    fn rows_of_a_country_are_rows() {
        let at = GeoTransform {
            west: -5.8,
            north: 55.8,
            step_x: 0.007_6,
            step_y: 0.006,
        };
        let places = PopulationGenerator::new(1, 1_000, 1_000).centres(30, at);
        let centres = Centres::try_new(places).unwrap();
        let mut taken = 0;
        for row in 0..100 {
            let lat = 50.1 + 0.05 * f64::from(row);
            let west = -4.0 + 0.04 * f64::from(row);
            let lon = std::array::from_fn(|n| west + 0.002 * n as f64);
            taken += u32::from(is_row(&centres, lat, &lon).unwrap());
        }
        assert!(taken > 80, "{taken} of 100");
    }
}
