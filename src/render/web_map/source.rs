use crate::evaluation::Evaluation;
use crate::load::Dataset;
use crate::study::Study;
use crate::treatment::Treatment;

/// What the map of a run is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct WebMapOf<'a> {
    /// What was loaded.
    pub(crate) data: &'a Dataset,
    /// The choices.
    pub(crate) study: &'a Study,
    /// One for each layout.
    pub(crate) evaluations: &'a [Evaluation],
    /// From onset to treatment; `None` for a study without a pathway.
    pub(crate) treatment: Option<&'a Treatment>,
}
