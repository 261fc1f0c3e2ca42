use super::group_rows::GroupRows;
use crate::model::SiteIndex;
use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::pace::Pace;
use rayon::prelude::*;

/// Rounds without a smaller shortfall after which the search ends.
const PATIENCE: u32 = 30;

/// Rounds for which a site that was opened or closed stays so.
const TENURE: u32 = 6;

/// Looks for a layout that gives every group its floor by exchanging one site at a time: the exchange
/// that leaves the least shortfall, even where it leaves more than before.
///
/// # References
///
/// Glover 1989 (tabu search).
pub(crate) struct SwapSearch<'a> {
    problem: &'a LocationProblem<'a>,
    rows: &'a [GroupRows],
    /// Of every group, in millionths.
    required: &'a [u64],
    /// Sites that are neither kept nor excluded.
    free: Vec<SiteIndex>,
    /// Of every group, the place of each free site in its rows.
    places: Vec<Vec<Option<usize>>>,
    /// Of each free site, the sets of all groups that it is in.
    sets: Vec<usize>,
}

/// A layout on the way.
#[derive(Clone)]
struct Layout {
    open: Vec<bool>,
    /// Of every group, how often each of its sets is hit, and what is covered.
    hits: Vec<Vec<u32>>,
    covered: Vec<u64>,
}

/// An exchange of free sites by their numbers, after the shortfall that it leaves.
type Exchange = (u64, usize, usize);

impl<'a> SwapSearch<'a> {
    pub(crate) fn new(
        problem: &'a LocationProblem<'a>,
        rows: &'a [GroupRows],
        required: &'a [u64],
    ) -> Self {
        let kept = problem.kept_sites();
        let mut free = problem.open_sites();
        free.retain(|site| !kept.contains(site));
        let place = |group: &GroupRows| {
            let of_site = |site: &SiteIndex| group.sites.binary_search(site).ok();
            free.iter().map(of_site).collect()
        };
        let places: Vec<Vec<Option<usize>>> = rows.iter().map(place).collect();
        let mut sets = vec![0; free.len()];
        for (group, places) in rows.iter().zip(&places) {
            for (sets, &place) in sets.iter_mut().zip(places) {
                *sets += place.map_or(0, |place| group.within[place].len());
            }
        }
        Self {
            problem,
            rows,
            required,
            free,
            places,
            sets,
        }
    }

    /// A layout with this many centres that gives every group its floor, if one is found.
    pub(crate) fn layout(&self, centres: usize, watch: Watch) -> Option<Vec<bool>> {
        let chosen = centres.checked_sub(self.problem.kept_sites().len())?;
        let mut layout = self.greedy(chosen, watch)?;
        let mut least = self.shortfall(&layout.covered);
        let mut fixed_until = vec![0; self.free.len()];
        let mut latest = 0;
        for round in 1.. {
            if least == 0 {
                return Some(self.sites(&layout));
            }
            if round - latest > PATIENCE || watch.is_over() {
                return None;
            }
            let may_move = |&number: &usize| fixed_until[number] < round;
            let (shortfall, out, into) = self.best_exchange(&layout, may_move, watch)?;
            self.close(&mut layout, out);
            self.open(&mut layout, into);
            (fixed_until[out], fixed_until[into]) = (round + TENURE, round + TENURE);
            if shortfall < least {
                (least, latest) = (shortfall, round);
            }
        }
        None
    }

    /// Sites one after the other, each the one that leaves the least shortfall; `None` when the time is over.
    fn greedy(&self, chosen: usize, watch: Watch) -> Option<Layout> {
        let rows = self.rows;
        let mut layout = Layout {
            open: vec![false; self.free.len()],
            hits: rows.iter().map(|group| vec![0; group.sets.len()]).collect(),
            covered: rows.iter().map(|group| group.always).collect(),
        };
        let mut pace = Pace::new(watch);
        for _ in 0..chosen.min(self.free.len()) {
            let mut best = None;
            for number in (0..self.free.len()).filter(|&number| !layout.open[number]) {
                if pace.is_over_after(self.sets[number]) {
                    return None;
                }
                let left = (self.with(&layout, number), number);
                best = Some(best.map_or(left, |best| left.min(best)));
            }
            if let Some((_, number)) = best {
                self.open(&mut layout, number);
            }
        }
        Some(layout)
    }

    /// `None` where no exchange is allowed, or when the time is over.
    fn best_exchange(
        &self,
        layout: &Layout,
        may_move: impl Fn(&usize) -> bool + Sync,
        watch: Watch,
    ) -> Option<Exchange> {
        let all = 0..self.free.len();
        let outs: Vec<usize> = all
            .clone()
            .filter(|&n| layout.open[n])
            .filter(&may_move)
            .collect();
        let ins: Vec<usize> = all.filter(|&n| !layout.open[n]).filter(&may_move).collect();
        let best_with = |&out: &usize| {
            let mut without = layout.clone();
            self.close(&mut without, out);
            let mut pace = Pace::new(watch);
            let in_time = ins
                .iter()
                .take_while(|&&into| !pace.is_over_after(self.sets[into]));
            in_time
                .map(|&into| (self.with(&without, into), out, into))
                .min()
        };
        outs.par_iter().filter_map(best_with).min()
    }

    /// What is short of the floors with one site more.
    fn with(&self, layout: &Layout, number: usize) -> u64 {
        let groups = self.rows.iter().enumerate();
        let covered = groups.map(|(group, rows)| {
            let gain = self.places[group][number];
            let gain = gain.map_or(0, |place| rows.gain(place, &layout.hits[group]));
            layout.covered[group] + gain
        });
        self.shortfall_of(covered)
    }

    fn open(&self, layout: &mut Layout, number: usize) {
        layout.open[number] = true;
        for (group, rows) in self.rows.iter().enumerate() {
            let Some(place) = self.places[group][number] else {
                continue;
            };
            layout.covered[group] += rows.gain(place, &layout.hits[group]);
            for &row in &rows.within[place] {
                layout.hits[group][row] += 1;
            }
        }
    }

    fn close(&self, layout: &mut Layout, number: usize) {
        layout.open[number] = false;
        for (group, rows) in self.rows.iter().enumerate() {
            let Some(place) = self.places[group][number] else {
                continue;
            };
            for &row in &rows.within[place] {
                layout.hits[group][row] -= 1;
            }
            layout.covered[group] -= rows.gain(place, &layout.hits[group]);
        }
    }

    fn shortfall(&self, covered: &[u64]) -> u64 {
        self.shortfall_of(covered.iter().copied())
    }

    /// In millionths of each group's demand, rounded up, of all groups together.
    fn shortfall_of(&self, covered: impl Iterator<Item = u64>) -> u64 {
        let groups = self.required.iter().zip(self.rows);
        let short = covered.zip(groups).map(|(covered, (&required, rows))| {
            let short = u128::from(required.saturating_sub(covered)) * 1_000_000;
            let demand = u128::from(rows.demand.millionths()).max(1);
            u64::try_from(short.div_ceil(demand)).unwrap_or(u64::MAX)
        });
        short.fold(0, u64::saturating_add)
    }

    /// The sites of a layout, kept ones included.
    fn sites(&self, layout: &Layout) -> Vec<bool> {
        let problem = self.problem;
        let mut open = vec![false; problem.matrix().sites()];
        for site in problem.kept_sites() {
            open[site.get()] = true;
        }
        for (site, &is_open) in self.free.iter().zip(&layout.open) {
            open[site.get()] = is_open;
        }
        open
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::budget::Budget;
    use crate::optimise::oracle::SmallProblem;
    use crate::units::{Share, TravelTime};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// What is found has as many centres as asked for and gives every group its floor.
        #[test]
        fn layouts_that_are_found_give_the_floors(
            small in SmallProblem::any(),
            centres in 1_usize..6,
            standard in (1_u32..10).prop_map(TravelTime::from_whole),
            members in prop::collection::vec(0_u32..3, 15),
            tenths in 0_u8..11,
        ) {
            let problem = small.problem();
            prop_assume!(centres <= problem.open_sites().len());
            let members = &members[..small.demand.len()];
            let watch = Watch::start(Budget::default());
            let rows = GroupRows::for_groups(&problem, standard, members, 3, watch).unwrap();
            let floor = Share::try_new(f64::from(tenths) / 10.0).unwrap();
            let required: Vec<u64> = rows
                .iter()
                .map(|group| floor.of_rounded_up(group.demand).millionths())
                .collect();
            if let Some(open) = SwapSearch::new(&problem, &rows, &required).layout(centres, watch) {
                prop_assert_eq!(open.iter().filter(|&&open| open).count(), centres);
                for (group, &required) in rows.iter().zip(&required) {
                    let hits = group.hits(|site| open[site.get()]);
                    prop_assert!(group.covered(&hits) >= required);
                }
            }
        }
    }
}
