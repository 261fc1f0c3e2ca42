use super::centres::Centres;
use super::travel_time_lookup::TravelTimeLookup;
use crate::grid::error::GridError;
use crate::units::TravelTime;

/// What is computed for every cell: the nearest centre of each layout, and the road time to it.
#[derive(Debug, Clone)]
pub struct GridQuery<'a> {
    /// All centres.
    pub centres: &'a Centres,
    /// The centres of each layout, ascending, without duplicates.
    pub layouts: &'a [Vec<u16>],
    /// Road time as a function of distance.
    pub travel_times: &'a TravelTimeLookup,
    /// Time standards, ascending, each inclusive.
    pub standards: &'a [TravelTime],
}

impl GridQuery<'_> {
    /// Refuses a query that contradicts itself.
    ///
    /// # Errors
    ///
    /// A layout without a centre, with one that does not exist, or not in ascending order without
    /// duplicates; standards that are not in ascending order.
    pub(in crate::grid) fn check(&self) -> Result<(), GridError> {
        for (number, layout) in self.layouts.iter().enumerate() {
            let sound = layout.is_sorted_by(|a, b| a < b)
                && layout
                    .last()
                    .is_some_and(|&last| usize::from(last) < self.centres.len());
            if !sound {
                return Err(GridError::Layout(number, self.centres.len()));
            }
        }
        if !self.standards.is_sorted() {
            return Err(GridError::Standards);
        }
        Ok(())
    }

    /// The squared chord from which each standard is missed.
    pub(in crate::grid) fn beyond(&self) -> Vec<f64> {
        self.standards
            .iter()
            .map(|&standard| self.travel_times.beyond(standard))
            .collect()
    }
}
