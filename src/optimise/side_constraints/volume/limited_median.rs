use super::annealing::{Annealing, Effort};
use super::diagrams::feasible_layout::{DiagramSizes, Feasible, FeasibleLayout, MostFeasible};
use super::diagrams::few_layouts::{BestOfFew, FewLayouts};
use super::diagrams::growing::LeastVolume;
use super::handler::VolumeHandler;
use super::limits::VolumeLimits;
use super::prices::VolumePrices;
use super::regions::nearest_order::NearestOrder;
use super::regions::regional_branching::{Others, search_regions};
use super::regions::regional_search::RegionalSearch;
use super::rows::VolumeRows;
use super::volume_groups::VolumeGroups;
use crate::optimise::budget::{Budget, Watch};
use crate::optimise::no_solution::{NoSolution, VolumeSum};
use crate::optimise::problem::checks::check_centres;
use crate::optimise::problem::costs::{least_mean, unreachable_price};
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::constraint_handler::ConstraintHandler;
use crate::optimise::search::cover_tree::CoverTree;
use crate::optimise::search::layout_search::{FoundLayouts, LayoutSearch};
use crate::optimise::search::nearest_rows::{nearest_for, nearest_rows_within};
use crate::optimise::search::site_state::{from_sites, root_states, to_sites};
use crate::optimise::solution::Solution;
use crate::units::{Demand, DemandMinutes};

/// The p-median with volumes within limits for any number of centres, rows made once.
pub struct LimitedMedian<'a> {
    pub(crate) problem: &'a LocationProblem<'a>,
    pub(crate) volumes: VolumeLimits,
    pub(crate) tree: CoverTree,
    /// None where there was no time for them.
    groups: Option<VolumeGroups>,
    pub(crate) handler: VolumeHandler<'a>,
}

/// With more times than this, demand points and candidates, it is not asked first whether a layout exists.
const MOST_TIMES: usize = 8_000_000;

/// Nodes of a first search, after which it is worth to look longer for better layouts.
const BRIEF_NODES: u64 = 500;

impl<'a> LimitedMedian<'a> {
    /// For layouts of any number of centres.
    #[must_use]
    pub fn prepare(problem: &'a LocationProblem<'a>, volumes: VolumeLimits) -> Self {
        Self::new(problem, volumes, usize::MAX - 1, Watch::unlimited())
    }

    /// In so much time and memory as rows need, or with fewer of them.
    pub(crate) fn new(
        problem: &'a LocationProblem<'a>,
        volumes: VolumeLimits,
        nearest: usize,
        watch: Watch,
    ) -> Self {
        Self {
            problem,
            volumes,
            tree: nearest_rows_within(problem, nearest, watch),
            groups: VolumeGroups::new(problem, watch),
            handler: VolumeHandler::new(problem, volumes),
        }
    }

    pub(crate) const fn problem(&self) -> &'a LocationProblem<'a> {
        self.problem
    }

    /// As [`crate::optimise::p_median_with_volumes`].
    ///
    /// # Errors
    ///
    /// If no layout has this many centres, or none has volumes within the limits, or the budget ended
    /// before one was found.
    pub fn best(
        &self,
        centres: usize,
        budget: Budget,
    ) -> Result<Solution<DemandMinutes>, NoSolution> {
        check_centres(self.problem, centres)?;
        self.solve(centres, Watch::start(budget))
    }

    pub(crate) fn solve(
        &self,
        centres: usize,
        watch: Watch,
    ) -> Result<Solution<DemandMinutes>, NoSolution> {
        let infeasible = |sum| NoSolution::Volumes {
            centres,
            sum,
            fits: None,
            nearest: None,
        };
        if let Some(sum) = self.cannot_share(centres) {
            return Err(infeasible(Some(sum)));
        }
        let found = self.search(centres, None, watch);
        if found.layouts.is_empty() {
            if found.interrupted.is_none() {
                return Err(infeasible(None));
            }
            let proven = self.handler.search_objective().value(found.bound);
            return Err(NoSolution::Undecided {
                lower_bound: least_mean(self.problem, DemandMinutes::from_raw(proven)),
            });
        }
        let objective = self.handler.search_objective();
        Ok(Solution::from_median_search(
            self.problem,
            &found,
            objective,
            watch,
        ))
    }

    /// Searches layouts within the limits; ends at the first that costs no more than is `enough`.
    pub(crate) fn search(
        &self,
        centres: usize,
        enough: Option<u128>,
        watch: Watch,
    ) -> FoundLayouts {
        self.search_nodes(centres, enough, u64::MAX, watch)
    }

    /// The same search, which ends undecided after about this many nodes.
    pub(crate) fn search_nodes(
        &self,
        centres: usize,
        enough: Option<u128>,
        nodes: u64,
        watch: Watch,
    ) -> FoundLayouts {
        let states = root_states(self.problem);
        let plain = LayoutSearch {
            enough,
            most_nodes: nodes,
            ..LayoutSearch::new(&self.tree, states.clone(), centres, &self.handler, watch)
        };
        let greedy = plain.greedy();
        let Some(groups) = self.groups.as_ref().filter(|_| !self.handler.fits(&greedy)) else {
            return branch_and_bound(&plain, vec![greedy]);
        };
        let mut known = self.annealed(self.volumes, &greedy, &[Effort::BRIEF], watch);
        if nodes == u64::MAX && !known.iter().any(|open| self.handler.fits(open)) {
            match self.feasible_layout(centres, watch) {
                Feasible::Layout(open) => known.insert(0, open),
                Feasible::Impossible => {
                    return FoundLayouts {
                        layouts: Vec::new(),
                        bound: u128::MAX,
                        nodes: 1,
                        iterations: 0,
                        interrupted: None,
                    };
                }
                Feasible::Undecided(_) => {}
            }
        }
        let goal = known
            .first()
            .map_or(0, |open| self.problem.objective(&to_sites(open)).raw());
        let prices = VolumePrices::new(groups, &states, centres, self.volumes);
        // In seconds, as the means of groups are.
        let prices = prices.find(goal as f64 / 1_000.0, watch);
        if enough.is_none()
            && let Some(regional) = RegionalSearch::new(&plain, self.problem, self.volumes, &prices)
        {
            let efforts = [Effort::CHEAP, Effort::LONG];
            let others = Others {
                more: || self.annealed(self.volumes, &greedy, &efforts, watch),
                best_of_few: |known: Option<&[bool]>| self.best_of_few(centres, known, watch),
            };
            return search_regions(&regional, known, others);
        }
        let nearest = nearest_for(self.problem, centres);
        let rows = VolumeRows::new(self.problem, nearest, centres, self.volumes, &prices, watch);
        let handler = self.handler.with_excess(rows.excess);
        let search = |most_nodes, known| {
            let search = LayoutSearch {
                enough,
                most_nodes,
                ..LayoutSearch::new(&rows.tree, states.clone(), centres, &handler, watch)
            };
            branch_and_bound(&search, known).without(rows.excess)
        };
        let first = search(BRIEF_NODES.min(nodes), known.clone());
        let found_enough = enough.is_some() && !first.layouts.is_empty();
        let is_done = first.nodes < BRIEF_NODES || first.nodes >= nodes;
        if is_done || first.interrupted.is_some() || found_enough {
            return first;
        }
        known = self.annealed(self.volumes, &greedy, &[Effort::CHEAP, Effort::LONG], watch);
        known.extend(first.layouts.into_iter().map(|(_, open)| open));
        let then = search(nodes, known);
        FoundLayouts {
            bound: then.bound.max(first.bound),
            nodes: first.nodes + then.nodes,
            iterations: first.iterations + then.iterations,
            ..then
        }
    }

    /// A layout with this many centres in which each has the least volume, or that there is none.
    fn feasible_layout(&self, centres: usize, watch: Watch) -> Feasible {
        let sizes = DiagramSizes::USUAL;
        let found = self.ask_diagrams(watch, |least| {
            let question = FeasibleLayout {
                least,
                centres,
                sizes,
                watch,
            };
            question.find()
        });
        let Some(Feasible::Layout(candidates)) = found else {
            return found.unwrap_or(Feasible::Undecided(None));
        };
        let (kept, mut open) = (self.problem.kept_sites(), self.layout(&candidates));
        // Without a centre, no other has less.
        let mut more = open.iter().filter(|&&open| open).count() - centres;
        for site in self.problem.open_sites().iter().rev() {
            if more > 0 && open[site.get()] && !kept.contains(site) {
                open[site.get()] = false;
                more -= 1;
            }
        }
        Feasible::Layout(open)
    }

    /// The best layout with this many centres, if it costs less than the one that is known, where there are so few
    /// that all can be looked at.
    fn best_of_few(
        &self,
        centres: usize,
        known: Option<&[bool]>,
        watch: Watch,
    ) -> Option<Vec<Vec<bool>>> {
        let cost = |open: &[bool]| Some((self.candidates(open), self.handler.cost(open)?));
        let found = self.ask_diagrams(watch, |least| {
            let question = FewLayouts {
                least,
                max: self.volumes.max.map_or(u64::MAX, Demand::millionths),
                centres,
                price: unreachable_price(self.problem),
                known: known.and_then(cost),
                sizes: DiagramSizes::FEW,
                watch,
            };
            question.best()
        });
        match found? {
            Ok(BestOfFew::Better(candidates)) => Some(vec![self.layout(&candidates)]),
            Ok(BestOfFew::None) => Some(Vec::new()),
            Ok(BestOfFew::Undecided) | Err(_) => None,
        }
    }

    /// The layout with most centres that was found, of at least so many, in which each has the least volume; and
    /// whether more are impossible, unless so many sweeps do not decide it.
    pub(crate) fn most_feasible(
        &self,
        centres: usize,
        most_sweeps: usize,
        watch: Watch,
    ) -> MostFeasible {
        let sizes = DiagramSizes {
            most_sweeps,
            ..DiagramSizes::USUAL
        };
        let found = self.ask_diagrams(watch, |least| {
            let question = FeasibleLayout {
                least,
                centres,
                sizes,
                watch,
            };
            question.most()
        });
        let found = found.unwrap_or_default();
        MostFeasible {
            layout: found.layout.map(|candidates| self.layout(&candidates)),
            ..found
        }
    }

    /// `None` where diagrams are of no use, or when the time is over.
    fn ask_diagrams<T>(&self, watch: Watch, ask: impl FnOnce(LeastVolume) -> T) -> Option<T> {
        let (sites, kept) = (self.problem.open_sites(), self.problem.kept_sites());
        let min = self.volumes.min.filter(|&min| min > Demand::ZERO)?;
        if sites.len() * self.problem.demand().len() > MOST_TIMES {
            return None;
        }
        let kept: Vec<bool> = sites.iter().map(|site| kept.contains(site)).collect();
        Some(ask(LeastVolume {
            order: &NearestOrder::new(self.problem, watch)?,
            kept: &kept,
            min: min.millionths(),
        }))
    }

    /// The sites of open candidates.
    fn layout(&self, candidates: &[bool]) -> Vec<bool> {
        let both = self.problem.open_sites().into_iter().zip(candidates);
        let open = both.filter_map(|(site, &is_open)| is_open.then_some(site));
        from_sites(&open.collect::<Vec<_>>(), self.problem.matrix().sites())
    }

    /// The open candidates of a layout.
    fn candidates(&self, open: &[bool]) -> Vec<bool> {
        let candidates = self.problem.open_sites().into_iter();
        candidates.map(|site| open[site.get()]).collect()
    }

    /// Layouts with the same number of centres, searched for within limits: the best few within them, or
    /// one outside; none when there is no time to look.
    pub(crate) fn annealed(
        &self,
        volumes: VolumeLimits,
        open: &[bool],
        efforts: &[Effort],
        watch: Watch,
    ) -> Vec<Vec<bool>> {
        const FEW: usize = 2;
        let Some(groups) = &self.groups else {
            return Vec::new();
        };
        let states = root_states(self.problem);
        let centres = open.iter().filter(|&&open| open).count();
        let nearest = 2 * self.problem.open_sites().len() / centres.max(1) + 6;
        let Some(annealing) = Annealing::new(groups, nearest, &states, volumes, watch) else {
            return Vec::new();
        };
        let layouts = annealing.layouts(open, efforts, watch);
        // Groups are not quite exact.
        let fit = |open: &&Vec<bool>| self.handler.keeps_to(volumes, open);
        let few: Vec<Vec<bool>> = layouts.iter().filter(fit).take(FEW).cloned().collect();
        if few.is_empty() {
            layouts.into_iter().take(1).collect()
        } else {
            few
        }
    }

    /// Why there is too little demand for this many centres of the least volume, or more than this many
    /// of the most could take of what every layout serves; `None` if neither is so.
    pub(crate) fn cannot_share(&self, centres: usize) -> Option<VolumeSum> {
        let for_all = |limit: Demand| u128::from(limit.millionths()) * centres as u128;
        let VolumeLimits { min, max } = self.volumes;
        if let Some(each) = min {
            let demand = self.problem.reachable_demand();
            if for_all(each) > u128::from(demand.millionths()) {
                return Some(VolumeSum::TooLittle { each, demand });
            }
        }
        let each = max?;
        let demand = self.handler.served_by_every();
        let is_too_much = for_all(each) < u128::from(demand.millionths());
        is_too_much.then_some(VolumeSum::TooMuch { each, demand })
    }
}
