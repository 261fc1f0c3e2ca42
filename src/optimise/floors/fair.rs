use super::Floors;
use super::judge::FloorJudge;
use super::rows::GroupRows;
use crate::optimise::branch::Search;
use crate::optimise::budget::Watch;
use crate::optimise::cover_tree::CoverTree;
use crate::optimise::lscp::share_of;
use crate::optimise::no_solution::Shortfall;
use crate::optimise::p_median::root_states;
use crate::optimise::problem::LocationProblem;
use crate::units::{Demand, Minutes, Share};

/// Groups and how much of each must be within a standard.
#[derive(Debug, Clone)]
pub(super) struct Groups<'a> {
    pub(super) problem: &'a LocationProblem<'a>,
    members: &'a [u32],
    pub(super) rows: Vec<GroupRows>,
    pub(super) floors: Vec<Share>,
    /// Of every group, in millionths.
    pub(super) required: Vec<u64>,
}

/// Whether a layout of so many centres gives every group its floor.
pub(super) enum Fair {
    Layout(Vec<bool>),
    Impossible,
    Undecided,
}

impl<'a> Groups<'a> {
    pub(super) fn new(problem: &'a LocationProblem<'a>, floors: &Floors<'a>) -> Self {
        let groups = floors.floors.len();
        let rows = GroupRows::of_groups(problem, floors.standard, floors.members, groups);
        let none = Self {
            problem,
            members: floors.members,
            rows,
            floors: Vec::new(),
            required: Vec::new(),
        };
        none.with_floors(floors.floors.to_vec())
    }

    pub(super) fn with_floors(self, floors: Vec<Share>) -> Self {
        let required = self
            .rows
            .iter()
            .zip(&floors)
            .map(|(group, &floor)| share_of(floor, group.demand).millionths())
            .collect();
        Self {
            floors,
            required,
            ..self
        }
    }

    /// The same floors within another standard.
    pub(super) fn within(&self, standard: Minutes) -> Self {
        let groups = self.floors.len();
        let rows = GroupRows::of_groups(self.problem, standard, self.members, groups);
        Self {
            rows,
            floors: self.floors.clone(),
            required: self.required.clone(),
            ..*self
        }
    }

    /// The groups that have less than their floor if everything is open.
    pub(super) fn shortfalls(&self) -> Vec<Shortfall> {
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

    /// A layout of so many centres that gives every group its floor, or a proof that there is none;
    /// undecided after so many nodes. And how many it took.
    pub(super) fn layout(&self, centres: usize, most_nodes: u64, watch: Watch) -> (Fair, u64) {
        if !self.shortfalls().is_empty() {
            return (Fair::Impossible, 0);
        }
        let judge = FloorJudge {
            groups: &self.rows,
            required: &self.required,
            median: None,
        };
        let tree = CoverTree::default();
        let search = Search {
            below: 1,
            enough: Some(0),
            capped: false,
            most_nodes,
            ..Search::new(&tree, root_states(self.problem), centres, &judge, watch)
        };
        let found = search.run(Vec::new());
        let fair = match found.layouts.into_iter().next() {
            Some((_, open)) => Fair::Layout(open),
            None if found.bound >= search.below => Fair::Impossible,
            None => Fair::Undecided,
        };
        (fair, found.nodes)
    }
}
