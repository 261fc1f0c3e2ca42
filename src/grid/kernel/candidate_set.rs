use super::ball::Ball;
use super::chord::chord2;
use super::exclusion_bound::ExclusionBound;

/// The centres of a layout, stored coordinate by coordinate, to find which of them can be nearest
/// to any cell of a batch.
#[derive(Debug, Clone)]
pub(in crate::grid) struct CandidateSet {
    /// Their places, coordinate by coordinate.
    places: [Vec<f64>; 3],
    /// Their numbers.
    layout: Vec<u16>,
}

/// With more centres, looking at all of them takes longer than looking at each cell.
const MOST_CENTRES: usize = 64;

/// Centres that can be nearest, ascending, and the squared chord from the middle to the nearest.
pub(in crate::grid) struct PrunedCandidates {
    centres: [u16; Self::ROOM],
    len: usize,
    pub(in crate::grid) nearest_chord2: f64,
}

impl PrunedCandidates {
    /// Where more are left, a square of the map has fewer for most cells.
    const ROOM: usize = 4;

    pub(in crate::grid) fn centres(&self) -> &[u16] {
        &self.centres[..self.len]
    }
}

impl CandidateSet {
    /// `None` if the layout has too many centres.
    pub(in crate::grid) fn new(unit: &[[f64; 3]], layout: &[u16]) -> Option<Self> {
        if layout.len() > MOST_CENTRES {
            return None;
        }
        let places = layout.iter().map(|&centre| unit[usize::from(centre)]);
        Some(Self {
            places: [0, 1, 2].map(|axis| places.clone().map(|place| place[axis]).collect()),
            layout: layout.to_vec(),
        })
    }

    /// The centres that can be nearest to any place of a ball; `None` if more than four are left.
    #[inline(always)]
    pub(in crate::grid) fn prune(&self, ball: Ball) -> Option<PrunedCandidates> {
        let middle = ball.middle;
        let [x, y, z] = self.places.each_ref().map(Vec::as_slice);
        let places = || x.iter().zip(y).zip(z).map(|((&x, &y), &z)| [x, y, z]);
        // The order of positive numbers is that of their bits, and of whole numbers the least is
        // found several at a time.
        let mut least = u64::MAX;
        for place in places() {
            least = least.min(chord2(middle, place).to_bits());
        }
        let first = places().position(|place| chord2(middle, place).to_bits() == least)?;
        let nearest = [x[first], y[first], z[first]];
        let nearest_chord2 = f64::from_bits(least);
        let bound = ExclusionBound::new(ball, nearest, nearest_chord2);
        let out = |place: [f64; 3]| bound.excludes(place, chord2(middle, place));
        let mut len = 0_u64;
        for place in places() {
            len += u64::from(!out(place));
        }
        let mut pruned = PrunedCandidates {
            centres: [self.layout[first]; PrunedCandidates::ROOM],
            len: usize::try_from(len).ok()?,
            nearest_chord2,
        };
        let room = pruned.centres.get_mut(..pruned.len)?;
        if room.len() == 1 {
            return Some(pruned);
        }
        let mut room = room.iter_mut();
        for (place, &centre) in places().zip(&self.layout) {
            if !out(place)
                && let Some(next) = room.next()
            {
                *next = centre;
            }
        }
        Some(pruned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::kernel::unit_vector::unit_vector;
    use proptest::prelude::*;

    fn place() -> impl Strategy<Value = [f64; 3]> {
        (-180.0..180.0_f64, -90.0..90.0_f64).prop_map(|(lon, lat)| unit_vector(lon, lat))
    }

    proptest! {
        /// Whatever is nearest to a place in the ball is still listed.
        #[test]
        fn the_nearest_is_listed(
            mut unit in prop::collection::vec(place(), 1..60),
            middle in place(),
            radius in prop_oneof![0.0..2.0_f64, 0.0..0.1_f64],
            places in prop::collection::vec(place(), 50),
            twice in any::<bool>(),
        ) {
            if twice {
                unit.push(unit[0]);
            }
            let layout: Vec<u16> = (0..).take(unit.len()).collect();
            let Some(pruned) = CandidateSet::new(&unit, &layout).unwrap().prune(Ball { middle, radius }) else {
                return Ok(());
            };
            prop_assert!(pruned.centres().is_sorted_by(|a, b| a < b));
            // Places of the ball, on the sphere: as far towards others as the chord allows.
            for other in places.into_iter().chain([middle]) {
                let towards = |part: f64| {
                    let place: [f64; 3] =
                        std::array::from_fn(|axis| middle[axis] + part * (other[axis] - middle[axis]));
                    let length = chord2(place, [0.0; 3]).sqrt();
                    place.map(|axis| axis / length)
                };
                for place in [1.0, 0.5, 0.1, 0.01].map(towards) {
                    if chord2(place, middle).sqrt() > radius {
                        continue;
                    }
                    let of = |centre: u16| chord2(place, unit[usize::from(centre)]);
                    let nearest = layout.iter().copied().reduce(|best, next| {
                        if of(next) < of(best) { next } else { best }
                    });
                    prop_assert!(pruned.centres().contains(&nearest.unwrap()));
                }
            }
        }
    }

    #[test]
    fn with_many_centres_there_is_no_list() {
        let unit = vec![[1.0, 0.0, 0.0]; MOST_CENTRES + 1];
        let layout: Vec<u16> = (0..).take(unit.len()).collect();
        assert!(CandidateSet::new(&unit, &layout).is_none());
        let few = CandidateSet::new(&unit, &layout[..MOST_CENTRES]).unwrap();
        assert!(
            few.prune(Ball {
                middle: [1.0, 0.0, 0.0],
                radius: 0.1
            })
            .is_none(),
            "all at one place"
        );
    }
}
