use super::group_rows::{GroupRows, MOST};
use crate::optimise::budget::Watch;
use crate::optimise::search::pace::Pace;

/// A set of sites one of which every layout must have that covers enough of a group, and of which
/// a fractional layout has less than one.
///
/// All other sites together, S, cover too little, and S is as large as it can be, so that the set
/// is small. Depth first over the sites that the fractional layout opens, those first that it opens
/// most: each is put into S or paid for. The search is cut off after [`MOST_STEPS`], or when the time is over, so
/// that a set may be overlooked, or larger than need be; one that is found is right.
///
/// # References
///
/// Balas 1975, Wolsey 1975 (cover inequalities of the knapsack); Wolsey 1982 for sets that overlap.
pub(crate) fn blocking_set(
    group: &GroupRows,
    required: u64,
    y: &[f64],
    watch: Watch,
) -> Option<Vec<u16>> {
    let opened = |place: usize| y[group.sites[place].get()];
    let mut order: Vec<usize> = (0..group.sites.len())
        .filter(|&p| opened(p) > 1e-9)
        .collect();
    order.sort_by(|&a, &b| opened(b).total_cmp(&opened(a)).then(a.cmp(&b)));
    let mut search = Walk {
        group,
        required,
        price: order.iter().map(|&place| opened(place)).collect(),
        order,
        hits: vec![0; group.sets.len()],
        covered: group.always,
        chosen: Vec::new(),
        least: MOST,
        best: None,
        steps: 0,
        pace: Pace::new(watch),
    };
    if search.covered >= required {
        return None;
    }
    search.go(0, 0.0);
    let (chosen, mut pace) = (search.best?, search.pace);
    Some(rest_of_largest(group, required, &chosen, opened, &mut pace))
}

/// Steps of the search for one set.
const MOST_STEPS: u32 = 4_000;

struct Walk<'a> {
    group: &'a GroupRows,
    required: u64,
    order: Vec<usize>,
    price: Vec<f64>,
    hits: Vec<u32>,
    covered: u64,
    chosen: Vec<usize>,
    least: f64,
    best: Option<Vec<usize>>,
    steps: u32,
    pace: Pace<'a>,
}

impl Walk<'_> {
    fn go(&mut self, depth: usize, paid: f64) {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return;
        }
        let Some(&place) = self.order.get(depth) else {
            self.least = paid;
            self.best = Some(self.chosen.clone());
            return;
        };
        if self.pace.is_over_after(self.group.within[place].len()) {
            return;
        }
        let gain = self.group.gain(place, &self.hits);
        if self.covered + gain < self.required {
            for &row in &self.group.within[place] {
                self.hits[row] += 1;
            }
            self.covered += gain;
            self.chosen.push(place);
            self.go(depth + 1, paid);
            self.chosen.pop();
            self.covered -= gain;
            for &row in &self.group.within[place] {
                self.hits[row] -= 1;
            }
        }
        let paid = paid + self.price[depth];
        if paid < self.least - 1e-9 {
            self.go(depth + 1, paid);
        }
    }
}

/// All sites but a largest set, with these in it, that covers too little; but a smaller one when the time is over.
fn rest_of_largest(
    group: &GroupRows,
    required: u64,
    chosen: &[usize],
    y: impl Fn(usize) -> f64,
    pace: &mut Pace,
) -> Vec<u16> {
    let mut taken = vec![false; group.sites.len()];
    let mut hits = vec![0; group.sets.len()];
    let mut take = |place: usize, hits: &mut [u32]| {
        taken[place] = true;
        for &row in &group.within[place] {
            hits[row] += 1;
        }
    };
    for &place in chosen {
        take(place, &mut hits);
    }
    let mut left: Vec<usize> = (0..group.sites.len())
        .filter(|place| !chosen.contains(place))
        .collect();
    loop {
        let spare = required - group.covered(&hits);
        left.retain(|&place| {
            !pace.is_over_after(group.within[place].len()) && group.gain(place, &hits) < spare
        });
        // Those first that the fractional layout opens, then those that use up least.
        let next = left.iter().copied().min_by(|&a, &b| {
            let gain = |place| group.gain(place, &hits);
            y(b).total_cmp(&y(a))
                .then_with(|| (gain(a), a).cmp(&(gain(b), b)))
        });
        let Some(next) = next else { break };
        take(next, &mut hits);
        left.retain(|&place| place != next);
    }
    let rest = group.sites.iter().zip(taken);
    rest.filter(|&(_, taken)| !taken)
        .map(|(site, _)| site.0)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::oracle::{SmallProblem, layouts};
    use crate::optimise::problem::location_problem::LocationProblem;
    use crate::units::TravelTime;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// Every layout that covers enough has a site of the set and keeps to the cut; the
        /// fractional layout does neither.
        #[test]
        fn sets_and_cuts_hold_for_all_that_cover_enough(
            small in SmallProblem::any(),
            standard in (1_u32..10).prop_map(TravelTime::from_whole),
            percent in 1_u64..101,
            drawn in prop::collection::vec(0_u8..5, 10),
        ) {
            let problem: LocationProblem = small.problem();
            let members = vec![0; small.demand.len()];
            let watch = Watch::unlimited();
            let group = &GroupRows::for_groups(&problem, standard, &members, 1, watch).unwrap()[0];
            let required = (group.demand.millionths() * percent).div_ceil(100);
            let y: Vec<f64> = drawn[..problem.matrix().sites()]
                .iter()
                .map(|&quarters| f64::from(quarters) / 4.0)
                .collect();
            let (set, cut) = (blocking_set(group, required, &y, watch), group.cut(required, &y));
            if let Some(set) = &set {
                let sum: f64 = set.iter().map(|&site| y[usize::from(site)]).sum();
                prop_assert!(sum < MOST);
            }
            for sites in (1..=problem.open_sites().len()).flat_map(|n| layouts(&problem, n)) {
                let covered = problem.covered(&sites, standard).millionths();
                let is_open = |site: u16| sites.iter().any(|open| open.0 == site);
                let hits = group.hits(|site| is_open(site.0));
                prop_assert_eq!(group.covered(&hits), covered);
                if covered >= required {
                    prop_assert!(set.iter().all(|set| set.iter().any(|&site| is_open(site))));
                    if let Some(cut) = &cut {
                        let had = cut.parts.iter().filter(|&&(site, _)| is_open(site));
                        prop_assert!(had.map(|&(_, part)| part).sum::<u64>() >= cut.needed);
                    }
                }
            }
        }
    }
}
