use super::prepare::Prepared;
use super::source::StudySource;
use crate::report::Stage;

/// A study, its data and its travel times, and how long they took.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub(super) source: StudySource,
    pub(super) prepared: Prepared,
    pub(super) stages: Vec<Stage>,
}
