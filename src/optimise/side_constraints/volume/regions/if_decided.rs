use super::region::Region;
use crate::optimise::search::site_state::State;

/// The least cost of layouts in which a candidate is closed, and in which it is open: what a relaxation proves
/// of the parts that a node could be divided into.
pub(crate) struct IfDecided {
    least: Vec<[f64; 2]>,
}

/// What every part of a score is raised by, so that none is zero.
const LEAST_SCORE: f64 = 0.02;

impl IfDecided {
    /// `of_sets`: by region, the least cost of layouts with a set.
    pub(crate) fn new(candidates: usize, regions: &[Region], of_sets: &[Vec<(u32, f64)>]) -> Self {
        let mut all = vec![[f64::NEG_INFINITY; 2]; candidates];
        for (region, of_sets) in regions.iter().zip(of_sets) {
            let mut least = vec![[f64::INFINITY; 2]; region.sites.len()];
            for &(set, cost) in of_sets {
                for (bit, least) in least.iter_mut().enumerate() {
                    let least = &mut least[(set >> bit & 1) as usize];
                    *least = least.min(cost);
                }
            }
            for (&site, least) in region.sites.iter().zip(least) {
                let known = &mut all[usize::from(site)];
                *known = [known[0].max(least[0]), known[1].max(least[1])];
            }
        }
        Self { least: all }
    }

    pub(crate) fn cost(&self, site: usize, state: State) -> f64 {
        self.least[site][usize::from(state == State::Open)]
    }

    /// How good it is to divide by a candidate that is chosen with this likelihood, where the bound lacks `room`.
    pub(crate) fn score(&self, site: usize, bound: f64, room: f64, likely: f64) -> f64 {
        let gain = |cost: f64| ((cost - bound) / room.max(1.0)).clamp(0.0, 1.0) + LEAST_SCORE;
        let doubt = likely.min(1.0 - likely) + LEAST_SCORE;
        gain(self.least[site][0]) * gain(self.least[site][1]) * doubt
    }
}
