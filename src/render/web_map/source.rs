use crate::evaluation::Evaluation;
use crate::inequality::ColdSpot;
use crate::load::Dataset;
use crate::study::Study;
use crate::treatment::Treatment;
use crate::units::TravelTime;

/// What the map of a run is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WebMapOf<'a> {
    /// What was loaded.
    pub(crate) data: &'a Dataset,
    /// The choices.
    pub(crate) study: &'a Study,
    /// One for each layout.
    pub(crate) evaluations: &'a [Evaluation],
    /// Where people beyond a standard live together.
    pub(crate) cold_spots: ColdSpotsOf<'a>,
    /// From onset to treatment; `None` for a study without a pathway.
    pub(crate) treatment: Option<&'a Treatment>,
}

/// The cold spots of every layout, in their order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ColdSpotsOf<'a> {
    /// Who is beyond it is in one.
    pub(crate) standard: TravelTime,
    /// The one with the most demand first.
    pub(crate) by_layout: &'a [Vec<ColdSpot>],
}
