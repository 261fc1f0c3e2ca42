use crate::optimise::side_constraints::volume::regions::nearest_order::NearestOrder;
use rayon::prelude::*;

/// The bits of a set of open candidates.
pub(crate) const MOST_CANDIDATES: usize = 128;

/// By candidate, every point that it can serve with the candidates that are nearer, as a set, and its demand.
pub(crate) struct NearerSites {
    points: Vec<Vec<(u128, u64)>>,
}

impl NearerSites {
    /// Candidate `number[c]` of the sets is the candidate `c` of the order.
    pub(crate) fn new(order: &NearestOrder, number: &[usize]) -> Self {
        let mut candidate = vec![0; number.len()];
        for (old, &new) in number.iter().enumerate() {
            candidate[new] = old;
        }
        let points_of = |&own: &usize| {
            let of_point = order.points.iter().filter_map(|point| {
                let mut nearer = 0_u128;
                for &(_, other) in &point.near {
                    if usize::from(other) == own {
                        return Some((nearer, point.demand));
                    }
                    nearer |= 1 << number[usize::from(other)];
                }
                None
            });
            of_point.collect()
        };
        Self {
            points: candidate.par_iter().map(points_of).collect(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.points.len()
    }

    /// What a candidate serves if it is open and these are, in millionths.
    pub(crate) fn volume(&self, candidate: usize, open: u128) -> u64 {
        self.kept_from(candidate, open)
            .map(|(_, demand)| demand)
            .sum()
    }

    /// Points that none of these is nearer to.
    pub(crate) fn kept_from(
        &self,
        candidate: usize,
        open: u128,
    ) -> impl Iterator<Item = (u128, u64)> + '_ {
        let points = self.points[candidate].iter().copied();
        points.filter(move |&(nearer, _)| nearer & open == 0)
    }

    /// By set of the `scope` that is nearer, demand; a bit of a set is a place in the scope.
    pub(crate) fn by_nearer_of(&self, candidate: usize, scope: &[usize]) -> Vec<(u32, u64)> {
        let mut by_set: Vec<(u32, u64)> = self.points[candidate]
            .iter()
            .map(|&(nearer, demand)| {
                let bits = scope.iter().enumerate();
                let set = bits.fold(0, |set, (place, &other)| {
                    set | u32::from(nearer >> other & 1 == 1) << place
                });
                (set, demand)
            })
            .collect();
        by_set.sort_unstable();
        by_set.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            kept.1 += if is_same { next.1 } else { 0 };
            is_same
        });
        by_set
    }
}
