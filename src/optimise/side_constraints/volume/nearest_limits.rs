use super::annealing::Effort;
use super::diagrams::feasible_layout::MostFeasible;
use super::limited_median::LimitedMedian;
use super::limits::{NearestFeasibleLimits, NearestNumber, VolumeLimits};
use crate::model::SiteIndex;
use crate::optimise::budget::Watch;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::nearest_rows::nearest_for;
use crate::optimise::search::site_state::{root_states, to_sites};
use crate::units::Demand;

/// The search for a limit ends when it is known to one part in this many.
const RESOLUTION: u64 = 10_000;

/// Nodes of all searches for a limit together, after which it is found and not proven.
const MOST_NODES: u64 = 200;

/// Sweeps of decision diagrams after which the number of centres is found and not proven.
const MOST_SWEEPS: usize = 12;

/// All layouts are tried where that looks at no more times of demand points than this.
const FEW_TIMES: u128 = 20_000_000;

/// Looks for what is nearest to limits that no layout keeps to.
pub(crate) struct NearestLimits<'a> {
    pub(crate) median: &'a LimitedMedian<'a>,
    pub(crate) watch: Watch<'a>,
}

impl NearestLimits<'_> {
    /// How near this many centres come to limits that no layout meets.
    pub(crate) fn limits(&self, centres: usize) -> NearestFeasibleLimits {
        let of_few = self.limits_of_few(centres);
        of_few.unwrap_or_else(|| self.bisected(centres))
    }

    /// By bisection between limits that a layout keeps to and limits that none does, or none was
    /// found for.
    fn bisected(&self, centres: usize) -> NearestFeasibleLimits {
        let states = root_states(self.median.problem);
        let search = LayoutSearch::new(
            &self.median.tree,
            states,
            centres,
            &self.median.handler,
            self.watch,
        );
        let greedy = search.greedy();
        let near =
            self.median
                .annealed(self.median.volumes, &greedy, &[Effort::STRICT], self.watch);
        let mut open = near.into_iter().next().unwrap_or(greedy);
        let asked = self.median.volumes;
        let mut miss = self.reached_by(&open, true);
        let mut broken = asked;
        let mut nodes = MOST_NODES;
        while are_apart(miss.limits, broken) && !self.watch.is_over() {
            let between = miss.limits.halfway(broken);
            match self.layout_within(between, centres, &open, &mut nodes) {
                Ok(Some(found)) => {
                    miss.limits = asked.widened_to(&self.median.handler.volumes(&found));
                    open = found;
                }
                Ok(None) => broken = between,
                Err(Undecided) => (broken, miss.is_proven) = (between, false),
            }
        }
        // Both limits are eased together: another way from one to the other may be shorter.
        let is_one = asked.min.is_some() != asked.max.is_some();
        let is_apart = are_apart(miss.limits, broken);
        NearestFeasibleLimits {
            is_proven: miss.is_proven && is_one && !is_apart,
            ..miss
        }
    }

    /// A layout within other limits, or `None` if there is none.
    fn layout_within(
        &self,
        limits: VolumeLimits,
        centres: usize,
        open: &[bool],
        nodes: &mut u64,
    ) -> Result<Option<Vec<bool>>, Undecided> {
        let efforts = [Effort::STRICT];
        let annealed = self.median.annealed(limits, open, &efforts, self.watch);
        let fits = |open: &Vec<bool>| self.median.handler.keeps_to(limits, open);
        if let Some(found) = annealed.into_iter().find(fits) {
            return Ok(Some(found));
        }
        let limits = LimitedMedian::new(
            self.median.problem,
            limits,
            nearest_for(self.median.problem, centres),
            self.watch,
        );
        if limits.cannot_share(centres).is_some() {
            return Ok(None);
        }
        if *nodes == 0 {
            return Err(Undecided);
        }
        let found = limits.search_nodes(centres, Some(u128::MAX), *nodes, self.watch);
        let is_whole = found.nodes < *nodes && found.interrupted.is_none();
        *nodes = nodes.saturating_sub(found.nodes);
        match found.layouts.into_iter().next() {
            Some((_, open)) => Ok(Some(open)),
            None if is_whole => Ok(None),
            None => Err(Undecided),
        }
    }

    /// The nearest limits of all layouts with this many centres, if there are few.
    pub(crate) fn limits_of_few(&self, centres: usize) -> Option<NearestFeasibleLimits> {
        let kept = self.median.problem.kept_sites();
        let mut free = self.median.problem.open_sites();
        free.retain(|site| !kept.contains(site));
        let chosen = centres.checked_sub(kept.len())?;
        let each = (self.median.problem.demand().len() * centres) as u128;
        if layouts(free.len(), chosen).saturating_mul(each) > FEW_TIMES {
            return None;
        }
        let asked = self.median.volumes;
        let mut open = vec![false; self.median.problem.matrix().sites()];
        for site in &kept {
            open[site.get()] = true;
        }
        let mut best: Option<(u64, Vec<bool>)> = None;
        let mut places: Vec<usize> = (0..chosen).collect();
        loop {
            let mut layout = open.clone();
            for &place in &places {
                layout[free[place].get()] = true;
            }
            let volumes = self.median.handler.volumes(&layout);
            let away = asked.widened_to(&volumes).away_from(asked);
            if best.as_ref().is_none_or(|&(least, _)| away < least) {
                best = Some((away, layout));
            }
            if !next_choice(&mut places, free.len()) {
                break;
            }
        }
        let is_one = asked.min.is_some() != asked.max.is_some();
        best.map(|(_, layout)| self.reached_by(&layout, is_one))
    }

    fn reached_by(&self, open: &[bool], is_proven: bool) -> NearestFeasibleLimits {
        let asked = self.median.volumes;
        let volumes = self.median.handler.volumes(open);
        let is_outside = |&(_, volume): &(SiteIndex, Demand)| {
            asked.min.is_some_and(|min| volume < min) || asked.max.is_some_and(|max| volume > max)
        };
        NearestFeasibleLimits {
            outside: volumes.iter().copied().filter(is_outside).collect(),
            limits: asked.widened_to(&volumes),
            is_proven,
        }
    }

    /// The number of centres nearest to the one asked for that the limits allow: proven where the
    /// numbers between are ruled out by few sweeps or nodes. `None` where no number does.
    pub(crate) fn number(&self, centres: usize) -> Option<NearestNumber> {
        let problem = self.median.problem;
        let kept = problem.kept_sites().len().max(1);
        let all = problem.open_sites().len();
        // A layout stays within a minimum when it loses a centre: a larger number is ruled out too.
        let most = if self.median.volumes.max.is_none() {
            centres
        } else {
            all
        };
        let (mut nodes, mut is_proven) = (MOST_NODES, true);
        let found = self.most_possible(kept);
        let possible = found.layout.map(|open| to_sites(&open).len());
        let possible = possible.filter(|&possible| possible < centres);
        if let (Some(possible), true) = (possible, found.is_proven) {
            return Some(NearestNumber::Proven(possible));
        }
        for step in 1..all {
            let fewer = centres.checked_sub(step).filter(|&fewer| fewer >= kept);
            let more = Some(centres + step).filter(|&more| more <= most);
            for other in [fewer, more].into_iter().flatten() {
                if self.watch.is_over() {
                    return Some(possible.map_or(NearestNumber::Undecided, NearestNumber::Found));
                }
                let found = if possible == Some(other) {
                    Ok(true)
                } else {
                    self.has_layout(other, &mut nodes)
                };
                match found {
                    Ok(true) if is_proven => return Some(NearestNumber::Proven(other)),
                    Ok(true) => return Some(NearestNumber::Found(other)),
                    Ok(false) => {}
                    Err(Undecided) => is_proven = false,
                }
            }
        }
        (!is_proven).then_some(NearestNumber::Undecided)
    }

    /// The most centres that a minimum alone allows.
    fn most_possible(&self, kept: usize) -> MostFeasible {
        if self.median.volumes.max.is_some() {
            return MostFeasible::default();
        }
        self.median.most_feasible(kept, MOST_SWEEPS, self.watch)
    }

    /// Whether a layout with this many centres is within the limits.
    fn has_layout(&self, centres: usize, nodes: &mut u64) -> Result<bool, Undecided> {
        let median = self.median;
        if median.cannot_share(centres).is_some() {
            return Ok(false);
        }
        let states = root_states(median.problem);
        let search = LayoutSearch::new(&median.tree, states, centres, &median.handler, self.watch);
        let greedy = search.greedy();
        let fits = |open: &Vec<bool>| median.handler.fits(open);
        if fits(&greedy) || self.annealed(&greedy, &[Effort::CHEAP]).iter().any(fits) {
            return Ok(true);
        }
        let found = self.layout_within(median.volumes, centres, &greedy, nodes)?;
        Ok(found.is_some())
    }

    fn annealed(&self, open: &[bool], efforts: &[Effort]) -> Vec<Vec<bool>> {
        let median = self.median;
        median.annealed(median.volumes, open, efforts, self.watch)
    }
}

/// The nodes or the budget ended.
struct Undecided;

/// The number of ways to choose this many of all.
fn layouts(all: usize, chosen: usize) -> u128 {
    let chosen = chosen.min(all.saturating_sub(chosen)) as u128;
    (0..chosen).fold(1_u128, |ways, n| {
        ways.saturating_mul(all as u128 - n) / (n + 1)
    })
}

/// The next choice of places below `all` in ascending order; `false` after the last.
fn next_choice(places: &mut [usize], all: usize) -> bool {
    let chosen = places.len();
    let can_move = |&place: &usize| places[place] < all - chosen + place;
    let Some(last) = (0..chosen).rev().find(can_move) else {
        return false;
    };
    places[last] += 1;
    for place in last + 1..chosen {
        places[place] = places[place - 1] + 1;
    }
    true
}

/// Whether a limit between these and others is worth looking for.
fn are_apart(one: VolumeLimits, other: VolumeLimits) -> bool {
    let limit = one.max.or(one.min).unwrap_or_default().millionths();
    one.away_from(other) > (limit / RESOLUTION).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::budget::Budget;
    use crate::optimise::oracle::SmallProblem;
    use crate::optimise::oracle::layouts as all_layouts;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        /// The nearest limit of all layouts, by trying them and by bisection, is that of the
        /// definition; what is proven is true.
        #[test]
        fn no_layout_keeps_to_a_nearer_limit(
            small in SmallProblem::reachable(),
            centres in 1_usize..6,
            is_least in any::<bool>(),
            part in 0.2_f64..1.5,
        ) {
            let problem = small.problem();
            let all = all_layouts(&problem, centres);
            prop_assume!(!all.is_empty());
            let mean = problem.total_demand().as_f64() / centres as f64;
            let limit = Some(Demand::try_new(mean * part).unwrap());
            let limits = if is_least {
                VolumeLimits { min: limit, max: None }
            } else {
                VolumeLimits { min: None, max: limit }
            };
            let median = LimitedMedian::prepare(&problem, limits);
            let watch = Watch::start(Budget::default());
            let nearest_limits = NearestLimits { median: &median, watch };
            let nearest = all
                .iter()
                .map(|sites| {
                    let mut open = vec![false; problem.matrix().sites()];
                    for site in sites {
                        open[site.get()] = true;
                    }
                    limits.widened_to(&median.handler.volumes(&open)).away_from(limits)
                })
                .min();
            prop_assume!(nearest > Some(0));
            let tried = nearest_limits.limits_of_few(centres).unwrap();
            prop_assert_eq!(Some(tried.limits.away_from(limits)), nearest);
            prop_assert!(tried.is_proven && !tried.outside.is_empty());
            let bisected = nearest_limits.bisected(centres);
            prop_assert!(Some(bisected.limits.away_from(limits)) >= nearest);
            if bisected.is_proven {
                prop_assert!(!are_apart(bisected.limits, tried.limits));
            }
        }
    }

    /// A budget that has ended decides nothing: no number is named that a longer search would contradict.
    #[test]
    fn no_number_is_named_out_of_time() {
        let small = SmallProblem::scattered(40, 10, 2);
        let problem = small.problem();
        let limits = VolumeLimits {
            min: Some(Demand::try_new(problem.total_demand().as_f64() / 4.0).unwrap()),
            max: None,
        };
        let median = LimitedMedian::prepare(&problem, limits);
        let number = |watch| {
            NearestLimits {
                median: &median,
                watch,
            }
            .number(6)
        };
        let in_time = number(Watch::start(Budget::default()));
        assert!(
            matches!(in_time, Some(NearestNumber::Proven(_))),
            "{in_time:?}"
        );
        let at_once = Watch::start(Budget::default().within(std::time::Duration::ZERO));
        assert_eq!(number(at_once), Some(NearestNumber::Undecided));
    }

    #[test]
    fn all_choices_come_once_in_order() {
        let mut choice = vec![0, 1, 2];
        let mut seen = vec![choice.clone()];
        while next_choice(&mut choice, 6) {
            seen.push(choice.clone());
        }
        assert_eq!(seen.len() as u128, layouts(6, 3));
        assert!(seen.is_sorted() && seen.last() == Some(&vec![3, 4, 5]));
        assert!(!next_choice(&mut [], 4));
    }
}
