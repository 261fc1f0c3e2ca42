use super::totals::LayoutTotals;
use crate::units::{Demand, DemandMinutes};

/// Sums by centre while cells are swept: people in whole millionths, times in whole seconds.
#[derive(Debug, Clone)]
pub(in crate::grid) struct CentreSums {
    pub(in crate::grid) people: Vec<u64>,
    pub(in crate::grid) people_seconds: Vec<u128>,
    /// By centre, then by standard.
    pub(in crate::grid) within: Vec<u64>,
    pub(in crate::grid) standards: usize,
}

impl CentreSums {
    pub(in crate::grid) fn new(centres: usize, standards: usize) -> Self {
        Self {
            people: vec![0; centres],
            people_seconds: vec![0; centres],
            within: vec![0; centres * standards],
            standards,
        }
    }

    /// The sums of the centres of a layout, in its order.
    pub(in crate::grid) fn layout_totals(&self, layout: &[u16]) -> LayoutTotals {
        let mut totals = LayoutTotals::new(layout.len(), self.standards);
        for (&centre, sums) in layout.iter().zip(&mut totals.by_centre) {
            let centre = usize::from(centre);
            sums.people = Demand::from_millionths(self.people[centre]);
            sums.people_minutes = DemandMinutes::from_demand_seconds(self.people_seconds[centre]);
            let within = &self.within[centre * self.standards..][..self.standards];
            for (sum, &millionths) in sums.within.iter_mut().zip(within) {
                *sum = Demand::from_millionths(millionths);
            }
        }
        totals
    }

    pub(in crate::grid) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.people.iter_mut().zip(&other.people) {
            *mine += theirs;
        }
        for (mine, theirs) in self.people_seconds.iter_mut().zip(&other.people_seconds) {
            *mine += theirs;
        }
        for (mine, theirs) in self.within.iter_mut().zip(&other.within) {
            *mine += theirs;
        }
    }
}
