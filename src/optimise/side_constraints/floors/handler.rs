use super::blocking_sets::blocking_set;
use super::group_rows::GroupRows;
use crate::model::SiteIndex;
use crate::optimise::budget::Watch;
use crate::optimise::search::constraint_handler::ConstraintHandler;
use crate::optimise::search::cut::Cut;
use crate::optimise::search::gap::SearchObjective;
use crate::optimise::search::median_handler::MedianHandler;
use crate::optimise::search::site_state::State;
use rayon::prelude::*;

/// Layouts that give every group its floor: demand × time, or zero if any of them is enough.
pub(crate) struct FloorHandler<'a> {
    pub(crate) groups: &'a [GroupRows],
    /// Of every group, in millionths.
    pub(crate) required: &'a [u64],
    /// What layouts cost.
    pub(crate) median: Option<MedianHandler<'a>>,
    pub(crate) watch: Watch<'a>,
}

impl FloorHandler<'_> {
    fn floors(&self) -> impl Iterator<Item = (&GroupRows, u64)> {
        self.groups.iter().zip(self.required.iter().copied())
    }

    fn gives_floors(&self, counts: impl Fn(SiteIndex) -> bool) -> bool {
        self.floors()
            .all(|(group, required)| group.covered(&group.hits(&counts)) >= required)
    }
}

impl ConstraintHandler for FloorHandler<'_> {
    fn cost(&self, open: &[bool]) -> Option<u128> {
        if !self.gives_floors(|site| open[site.get()]) {
            return None;
        }
        match &self.median {
            Some(median) => median.cost(open),
            None => Some(0),
        }
    }

    fn granularity(&self) -> u128 {
        self.median.as_ref().map_or(1, MedianHandler::granularity)
    }

    fn objective(&self) -> Option<SearchObjective> {
        self.median.as_ref().map(MedianHandler::search_objective)
    }

    fn propagate(&self, states: &mut [State]) {
        for (group, required) in self.floors() {
            group.open_needed(required, states);
        }
    }

    fn is_infeasible(&self, states: &[State]) -> bool {
        !self.gives_floors(|site| states[site.get()] != State::Closed)
    }

    fn separate(&self, y: &[f64]) -> Vec<Vec<u16>> {
        self.groups
            .par_iter()
            .zip(self.required)
            .filter_map(|(group, &required)| blocking_set(group, required, y, self.watch))
            .collect()
    }

    fn separate_cuts(&self, y: &[f64]) -> Vec<Cut> {
        let cuts = self
            .floors()
            .map(|(group, required)| group.cut(required, y));
        cuts.flatten().collect()
    }
}
