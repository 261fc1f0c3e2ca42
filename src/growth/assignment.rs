use super::plan::{GrowthCentre, GrowthPlan};
use super::policy::AssignmentPolicy;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Clinicians at each centre: exactly `stock` in all.
///
/// Existing posts are filled first, evenly; then posts up to a full centre, by the policy; then the
/// rest, evenly. Ties go to the lower place in the layout. A plan without centres has no posts.
#[must_use]
pub fn assign(plan: &GrowthPlan, stock: u32) -> Vec<u32> {
    let mut filling = Filling::new(plan);
    if !plan.centres.is_empty() {
        for _ in 0..stock {
            filling.fill_next();
        }
    }
    filling.staff
}

/// Centres with some of their posts filled.
struct Filling<'a> {
    plan: &'a GrowthPlan,
    staff: Vec<u32>,
    /// Rank of each centre's network, that with the largest demand first.
    network_rank: Vec<usize>,
    /// Rank of each centre in the given order.
    order_rank: Vec<usize>,
    /// Share of demand in open hours, by clinicians up to a full centre.
    open_share: Vec<f64>,
}

impl<'a> Filling<'a> {
    fn new(plan: &'a GrowthPlan) -> Self {
        let count = plan.centres.len();
        let mut order_rank = vec![count; count];
        if let AssignmentPolicy::GivenOrder(order) = &plan.policy {
            for (rank, &centre) in order.iter().enumerate() {
                if let Some(slot) = order_rank.get_mut(centre) {
                    *slot = rank;
                }
            }
        }
        let share = |staff| plan.profile.share_in(&plan.hours_by_stock.hours(staff));
        Self {
            plan,
            staff: vec![0; count],
            network_rank: network_ranks(&plan.centres),
            order_rank,
            open_share: (0..=plan.full).map(share).collect(),
        }
    }

    fn fill_next(&mut self) {
        let fewest = |&centre: &usize| (self.staff[centre], centre);
        let with_posts = |posts: &dyn Fn(usize) -> u32| -> Vec<usize> {
            (0..self.staff.len())
                .filter(|&centre| self.staff[centre] < posts(centre))
                .collect()
        };
        let existing = with_posts(&|centre| self.plan.centres[centre].existing);
        let not_full = with_posts(&|_| self.plan.full);
        let next = if !existing.is_empty() {
            existing.into_iter().min_by_key(fewest)
        } else if !not_full.is_empty() {
            self.by_policy(&not_full)
        } else {
            (0..self.staff.len()).min_by_key(fewest)
        };
        if let Some(centre) = next {
            self.staff[centre] += 1;
        }
    }

    fn by_policy(&self, not_full: &[usize]) -> Option<usize> {
        let candidates = not_full.iter().copied();
        match &self.plan.policy {
            AssignmentPolicy::Equal => candidates.min_by_key(|&c| (self.staff[c], c)),
            AssignmentPolicy::GivenOrder(_) => candidates.min_by_key(|&c| (self.order_rank[c], c)),
            AssignmentPolicy::OneNetworkFirst => {
                candidates.min_by_key(|&c| (self.network_rank[c], self.staff[c], c))
            }
            AssignmentPolicy::LargestUnmetDemand => self.largest_unmet(candidates),
            AssignmentPolicy::WorstServedRegionFirst => {
                let region = |centre: usize| self.plan.centres[centre].region;
                let worst = candidates.clone().map(region).min_by(|&a, &b| {
                    self.met_share(a)
                        .total_cmp(&self.met_share(b))
                        .then(a.cmp(&b))
                });
                self.largest_unmet(candidates.filter(|&centre| Some(region(centre)) == worst))
            }
        }
    }

    /// The largest demand in closed hours; between equals, the fewest clinicians.
    fn largest_unmet(&self, candidates: impl Iterator<Item = usize>) -> Option<usize> {
        let order = |&a: &usize, &b: &usize| -> Ordering {
            self.unmet(b)
                .total_cmp(&self.unmet(a))
                .then(self.staff[a].cmp(&self.staff[b]))
                .then(a.cmp(&b))
        };
        candidates.min_by(order)
    }

    fn unmet(&self, centre: usize) -> f64 {
        self.plan.centres[centre].demand * (1.0 - self.share(centre))
    }

    fn share(&self, centre: usize) -> f64 {
        self.open_share[self.staff[centre].min(self.plan.full) as usize]
    }

    /// The share of the demand of a region's centres that arises in their open hours.
    fn met_share(&self, region: usize) -> f64 {
        let (mut met, mut demand) = (0.0, 0.0);
        for (centre, of) in self.plan.centres.iter().enumerate() {
            if of.region == region {
                met += of.demand * self.share(centre);
                demand += of.demand;
            }
        }
        if demand > 0.0 { met / demand } else { 1.0 }
    }
}

/// The rank of each centre's network by its demand; a centre without one is a network by itself.
fn network_ranks(centres: &[GrowthCentre]) -> Vec<usize> {
    // Networks first, then centres by themselves.
    let key = |(place, centre): (usize, &GrowthCentre)| match centre.network {
        Some(network) => (0, network),
        None => (1, place),
    };
    let mut demand: BTreeMap<(u8, usize), f64> = BTreeMap::new();
    for centre in centres.iter().enumerate() {
        *demand.entry(key(centre)).or_default() += centre.1.demand;
    }
    let mut ranked: Vec<_> = demand.into_iter().collect();
    ranked.sort_by(|(a, of_a), (b, of_b)| of_b.total_cmp(of_a).then(a.cmp(b)));
    let rank_of = |centre| {
        ranked
            .iter()
            .position(|(network, _)| *network == key(centre))
    };
    centres
        .iter()
        .enumerate()
        .map(|centre| rank_of(centre).unwrap_or(ranked.len()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn policies(centres: usize) -> [AssignmentPolicy; 5] {
        [
            AssignmentPolicy::LargestUnmetDemand,
            AssignmentPolicy::Equal,
            AssignmentPolicy::OneNetworkFirst,
            AssignmentPolicy::WorstServedRegionFirst,
            AssignmentPolicy::GivenOrder((0..centres).rev().collect()),
        ]
    }

    fn centres() -> impl Strategy<Value = Vec<GrowthCentre>> {
        let centre = (
            0..3_usize,
            proptest::option::of(0..3_usize),
            0..500_u32,
            0..7_u32,
        )
            .prop_map(|(region, network, demand, existing)| GrowthCentre {
                region,
                network,
                demand: f64::from(demand),
                existing,
            });
        proptest::collection::vec(centre, 1..9)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        /// Every policy assigns exactly the stock, and one more clinician moves nobody.
        #[test]
        fn every_clinician_has_one_post(centres in centres(), stock in 0..80_u32, which in 0..5_usize) {
            let policy = policies(centres.len())[which].clone();
            let plan = GrowthPlan::new(centres, 3, policy);
            let staff = assign(&plan, stock);
            prop_assert_eq!(staff.iter().sum::<u32>(), stock);
            let more = assign(&plan, stock + 1);
            prop_assert!(staff.iter().zip(&more).all(|(before, after)| before <= after));
        }

        /// Who has posts keeps them while there is anyone to fill them, and no centre is more than
        /// full before all are.
        #[test]
        fn centres_fill_in_turn(centres in centres(), stock in 0..80_u32, which in 0..5_usize) {
            let policy = policies(centres.len())[which].clone();
            let plan = GrowthPlan::new(centres, 3, policy);
            let staff = assign(&plan, stock);
            let existing: u32 = plan.centres.iter().map(|centre| centre.existing).sum();
            let pairs = || staff.iter().zip(&plan.centres);
            if stock >= existing {
                prop_assert!(pairs().all(|(&staff, centre)| staff >= centre.existing));
            } else {
                prop_assert!(pairs().all(|(&staff, centre)| staff <= centre.existing));
            }
            let over = |(&staff, centre): (&u32, &GrowthCentre)| {
                staff > plan.full.max(centre.existing)
            };
            if pairs().any(over) {
                prop_assert!(staff.iter().all(|&staff| staff >= plan.full));
            }
        }
    }

    fn centre(region: usize, network: usize, demand: f64) -> GrowthCentre {
        GrowthCentre {
            region,
            network: Some(network),
            demand,
            existing: 0,
        }
    }

    /// Two networks, the second with more demand; region 1 has the smallest centre.
    #[test]
    fn policies_choose_as_they_say() {
        let centres = vec![
            centre(0, 0, 200.0),
            centre(1, 0, 50.0),
            centre(0, 1, 150.0),
            centre(0, 1, 160.0),
        ];
        let staff = |policy, stock| assign(&GrowthPlan::new(centres.clone(), 2, policy), stock);
        assert_eq!(staff(AssignmentPolicy::Equal, 6), [2, 2, 1, 1]);
        assert_eq!(staff(AssignmentPolicy::OneNetworkFirst, 10), [0, 0, 5, 5]);
        assert_eq!(staff(AssignmentPolicy::OneNetworkFirst, 12), [1, 1, 5, 5]);
        assert_eq!(
            staff(AssignmentPolicy::GivenOrder(vec![1, 3, 0, 2]), 11),
            [1, 5, 0, 5]
        );
        assert_eq!(staff(AssignmentPolicy::LargestUnmetDemand, 3), [1, 0, 1, 1]);
        // Region 0 is first among equals; then region 1 has nobody.
        assert_eq!(
            staff(AssignmentPolicy::WorstServedRegionFirst, 1),
            [1, 0, 0, 0]
        );
        assert_eq!(
            staff(AssignmentPolicy::WorstServedRegionFirst, 2),
            [1, 1, 0, 0]
        );
        assert_eq!(staff(AssignmentPolicy::Equal, 23), [6, 6, 6, 5]);
    }

    /// A second clinician opens no further hours, so equal centres get theirs in turn.
    #[test]
    fn equal_centres_get_their_second_clinician_in_turn() {
        let centres = vec![centre(0, 0, 100.0); 3];
        let plan = GrowthPlan::new(centres, 1, AssignmentPolicy::LargestUnmetDemand);
        assert_eq!(assign(&plan, 5), [2, 2, 1]);
    }
}
