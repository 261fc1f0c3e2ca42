use super::annealing::Effort;
use super::{LimitedMedian, VolumeLimits};
use crate::model::SiteIndex;
use crate::optimise::branch::Search;
use crate::optimise::budget::Watch;
use crate::optimise::p_median::root_states;
use crate::units::Demand;

/// How near layouts come to limits that none of them keeps to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeMiss {
    /// In the layout least outside the limits that was found: centres that have too little or too
    /// much, and what they have.
    pub outside: Vec<(SiteIndex, Demand)>,
    /// Limits as near to those asked for as a layout was found for.
    pub eased: VolumeLimits,
    /// Whether it is proven that no limit is nearer, to within a ten-thousandth of it.
    pub is_proven: bool,
}

/// The search for a limit ends when it is known to so many parts of it.
const RESOLUTION: u64 = 10_000;

/// Nodes of all searches for a limit together, after which it is found and not proven.
const MOST_NODES: u64 = 200;

/// All layouts are tried where that looks at no more times of demand points than this.
const FEW_TIMES: u128 = 20_000_000;

impl LimitedMedian<'_> {
    /// How near so many centres come to the limits, which no layout keeps to.
    pub(super) fn miss(&self, centres: usize, watch: Watch) -> VolumeMiss {
        let of_few = self.nearest_of_few(centres);
        of_few.unwrap_or_else(|| self.bisected(centres, watch))
    }

    /// By bisection between limits that a layout keeps to and limits that none does, or none was
    /// found for.
    fn bisected(&self, centres: usize, watch: Watch) -> VolumeMiss {
        let states = root_states(self.problem);
        let search = Search::new(&self.tree, states, centres, &self.judge, watch);
        let greedy = search.greedy();
        let near = self.annealed(self.volumes, &greedy, &[Effort::STRICT], watch);
        let mut open = near.into_iter().next().unwrap_or(greedy);
        let asked = self.volumes;
        let mut miss = self.miss_of(&open, true);
        let mut broken = asked;
        let mut nodes = MOST_NODES;
        while miss.eased.is_apart_from(broken) && watch.interruption().is_none() {
            let between = miss.eased.halfway(broken);
            match self.layout_within(between, (centres, &open), &mut nodes, watch) {
                Ok(Some(found)) => {
                    miss.eased = asked.widened_to(&self.judge.volumes(&found));
                    open = found;
                }
                Ok(None) => broken = between,
                Err(Undecided) => (broken, miss.is_proven) = (between, false),
            }
        }
        // Both limits are eased together: another way from one to the other may be shorter.
        let is_one = asked.min.is_some() != asked.max.is_some();
        let is_apart = miss.eased.is_apart_from(broken);
        VolumeMiss {
            is_proven: miss.is_proven && is_one && !is_apart,
            ..miss
        }
    }

    /// A layout within other limits, or nothing where there is none.
    fn layout_within(
        &self,
        limits: VolumeLimits,
        (centres, open): (usize, &[bool]),
        nodes: &mut u64,
        watch: Watch,
    ) -> Result<Option<Vec<bool>>, Undecided> {
        let efforts = [Effort::STRICT];
        let annealed = self.annealed(limits, open, &efforts, watch);
        let fits = |open: &Vec<bool>| self.judge.keeps_to(limits, open);
        if let Some(found) = annealed.into_iter().find(fits) {
            return Ok(Some(found));
        }
        let eased = Self::new(
            self.problem,
            limits,
            super::nearest_for(self.problem, centres),
        );
        if eased.cannot_share(centres).is_some() {
            return Ok(None);
        }
        if *nodes == 0 {
            return Err(Undecided);
        }
        let found = eased.search_nodes(centres, Some(u128::MAX), *nodes, watch);
        let is_whole = found.nodes < *nodes && found.interrupted.is_none();
        *nodes = nodes.saturating_sub(found.nodes);
        match found.layouts.into_iter().next() {
            Some((_, open)) => Ok(Some(open)),
            None if is_whole => Ok(None),
            None => Err(Undecided),
        }
    }

    /// The nearest limits of all layouts of so many centres, where those are few.
    pub(super) fn nearest_of_few(&self, centres: usize) -> Option<VolumeMiss> {
        let kept = self.problem.kept_sites();
        let mut free = self.problem.open_sites();
        free.retain(|site| !kept.contains(site));
        let chosen = centres.checked_sub(kept.len())?;
        let each = (self.problem.demand().len() * centres) as u128;
        if layouts(free.len(), chosen).saturating_mul(each) > FEW_TIMES {
            return None;
        }
        let asked = self.volumes;
        let mut open = vec![false; self.problem.matrix().sites()];
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
            let volumes = self.judge.volumes(&layout);
            let away = asked.widened_to(&volumes).away_from(asked);
            if best.as_ref().is_none_or(|&(least, _)| away < least) {
                best = Some((away, layout));
            }
            if !next_choice(&mut places, free.len()) {
                break;
            }
        }
        let is_one = asked.min.is_some() != asked.max.is_some();
        best.map(|(_, layout)| self.miss_of(&layout, is_one))
    }

    fn miss_of(&self, open: &[bool], is_proven: bool) -> VolumeMiss {
        let asked = self.volumes;
        let volumes = self.judge.volumes(open);
        let is_outside = |&(_, volume): &(SiteIndex, Demand)| {
            asked.min.is_some_and(|min| volume < min) || asked.max.is_some_and(|max| volume > max)
        };
        VolumeMiss {
            outside: volumes.iter().copied().filter(is_outside).collect(),
            eased: asked.widened_to(&volumes),
            is_proven,
        }
    }
}

/// The nodes or the budget ended.
struct Undecided;

/// How many ways there are to choose so many of all.
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

impl VolumeLimits {
    /// The limits, no narrower than these volumes need.
    fn widened_to(self, volumes: &[(SiteIndex, Demand)]) -> Self {
        let of_all = || volumes.iter().map(|&(_, volume)| volume);
        Self {
            min: self.min.map(|min| of_all().fold(min, Demand::min)),
            max: self.max.map(|max| of_all().fold(max, Demand::max)),
        }
    }

    fn halfway(self, other: Self) -> Self {
        let middle = |a: Option<Demand>, b: Option<Demand>| {
            let (a, b) = (a?.millionths(), b?.millionths());
            Some(Demand::from_millionths(a.midpoint(b)))
        };
        Self {
            min: middle(self.min, other.min),
            max: middle(self.max, other.max),
        }
    }

    /// By how much the limits differ from others, in millionths.
    fn away_from(self, other: Self) -> u64 {
        let between = |a: Option<Demand>, b: Option<Demand>| {
            let both = a.zip(b);
            both.map_or(0, |(a, b)| a.millionths().abs_diff(b.millionths()))
        };
        between(self.min, other.min) + between(self.max, other.max)
    }

    /// Whether a limit between these and others is worth looking for.
    fn is_apart_from(self, other: Self) -> bool {
        let limit = self.max.or(self.min).unwrap_or_default().millionths();
        self.away_from(other) > (limit / RESOLUTION).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optimise::Budget;
    use crate::optimise::oracle::{SmallProblem, layouts as all_layouts};
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
            let nearest = all
                .iter()
                .map(|sites| {
                    let mut open = vec![false; problem.matrix().sites()];
                    for site in sites {
                        open[site.get()] = true;
                    }
                    limits.widened_to(&median.judge.volumes(&open)).away_from(limits)
                })
                .min();
            prop_assume!(nearest > Some(0));
            let tried = median.nearest_of_few(centres).unwrap();
            prop_assert_eq!(Some(tried.eased.away_from(limits)), nearest);
            prop_assert!(tried.is_proven && !tried.outside.is_empty());
            let bisected = median.bisected(centres, Watch::start(Budget::default()));
            prop_assert!(Some(bisected.eased.away_from(limits)) >= nearest);
            if bisected.is_proven {
                prop_assert!(!bisected.eased.is_apart_from(tried.eased));
            }
        }
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
