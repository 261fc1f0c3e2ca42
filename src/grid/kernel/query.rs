use super::centres::Centres;
use super::travel_time_lookup::TravelTimeLookup;
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
    /// The squared chord from which each standard is missed.
    pub(in crate::grid) fn beyond(&self) -> Vec<f64> {
        self.standards
            .iter()
            .map(|&standard| self.travel_times.beyond(standard))
            .collect()
    }
}
