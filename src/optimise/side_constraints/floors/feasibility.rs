use super::group_rows::GroupRows;
use super::handler::FloorHandler;
use super::limits::Floors;
use super::remedies::Shortfall;
use super::swap_search::SwapSearch;
use crate::optimise::budget::Watch;
use crate::optimise::problem::location_problem::LocationProblem;
use crate::optimise::search::branch_and_bound::branch_and_bound;
use crate::optimise::search::cover_tree::CoverTree;
use crate::optimise::search::layout_search::LayoutSearch;
use crate::optimise::search::site_state::root_states;
use crate::units::{Demand, Share, TravelTime};

/// Groups and how much of each must be within a standard.
#[derive(Debug, Clone)]
pub(crate) struct FloorGroups<'a> {
    pub(crate) problem: &'a LocationProblem<'a>,
    members: &'a [u32],
    pub(crate) rows: Vec<GroupRows>,
    pub(crate) floors: Vec<Share>,
    /// Of every group, in millionths.
    pub(crate) required: Vec<u64>,
}

/// Whether a layout with this many centres gives every group its floor.
pub(crate) enum Feasibility {
    Feasible(Vec<bool>),
    Infeasible,
    Undecided,
}

impl<'a> FloorGroups<'a> {
    /// `None` when the time is over.
    pub(crate) fn new(
        problem: &'a LocationProblem<'a>,
        floors: &Floors<'a>,
        watch: Watch,
    ) -> Option<Self> {
        let groups = floors.floors.len();
        let rows = GroupRows::for_groups(problem, floors.standard, floors.members, groups, watch)?;
        let none = Self {
            problem,
            members: floors.members,
            rows,
            floors: Vec::new(),
            required: Vec::new(),
        };
        Some(none.with_floors(floors.floors.to_vec()))
    }

    /// With this much demand of every group, in their order; `None` when the time is over.
    pub(crate) fn requiring(
        problem: &'a LocationProblem<'a>,
        members: &'a [u32],
        standard: TravelTime,
        required: &[Demand],
        watch: Watch,
    ) -> Option<Self> {
        let rows = GroupRows::for_groups(problem, standard, members, required.len(), watch)?;
        let share = |(group, demand): (&GroupRows, &Demand)| {
            let percent = demand.percent_of(group.demand).unwrap_or(100.0);
            Share::try_new((percent / 100.0).clamp(0.0, 1.0)).unwrap_or(Share::ALL)
        };
        Some(Self {
            floors: rows.iter().zip(required).map(share).collect(),
            required: required.iter().map(|demand| demand.millionths()).collect(),
            problem,
            members,
            rows,
        })
    }

    pub(crate) fn with_floors(self, floors: Vec<Share>) -> Self {
        let required = self
            .rows
            .iter()
            .zip(&floors)
            .map(|(group, &floor)| floor.of_rounded_up(group.demand).millionths())
            .collect();
        Self {
            floors,
            required,
            ..self
        }
    }

    /// The same floors within another standard; `None` when the time is over.
    pub(crate) fn within(&self, standard: TravelTime, watch: Watch) -> Option<Self> {
        let (problem, members) = (self.problem, self.members);
        let groups = self.floors.len();
        let rows = GroupRows::for_groups(problem, standard, members, groups, watch)?;
        Some(Self {
            rows,
            floors: self.floors.clone(),
            required: self.required.clone(),
            ..*self
        })
    }

    /// The groups that have less than their floor if everything is open.
    pub(crate) fn shortfalls(&self) -> Vec<Shortfall> {
        (0..)
            .zip(self.rows.iter().zip(&self.required))
            .map(|(number, (group, &required))| Shortfall {
                group: number,
                covered: Demand::from_millionths(group.covered(&group.hits(|_| true))),
                required: Demand::from_millionths(required),
                demand: group.demand,
            })
            .filter(|group| group.covered < group.required)
            .collect()
    }

    /// A layout with this many centres that gives every group its floor, or a proof that there is none;
    /// undecided after this many nodes. Also the number of nodes used.
    pub(crate) fn layout(
        &self,
        centres: usize,
        most_nodes: u64,
        watch: Watch,
    ) -> (Feasibility, u64) {
        if !self.shortfalls().is_empty() {
            return (Feasibility::Infeasible, 0);
        }
        if let Some(open) =
            SwapSearch::new(self.problem, &self.rows, &self.required).layout(centres, watch)
        {
            return (Feasibility::Feasible(open), 0);
        }
        let handler = FloorHandler {
            groups: &self.rows,
            required: &self.required,
            median: None,
            watch,
        };
        let tree = CoverTree::default();
        let search = LayoutSearch {
            below: 1,
            enough: Some(0),
            capped: false,
            most_nodes,
            ..LayoutSearch::new(&tree, root_states(self.problem), centres, &handler, watch)
        };
        let found = branch_and_bound(&search, Vec::new());
        let feasibility = match found.layouts.into_iter().next() {
            Some((_, open)) => Feasibility::Feasible(open),
            None if found.bound >= search.below => Feasibility::Infeasible,
            None => Feasibility::Undecided,
        };
        (feasibility, found.nodes)
    }
}
