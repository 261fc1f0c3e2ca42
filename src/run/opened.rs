use super::prepare::Prepared;
use super::source::StudySource;
use crate::output::InputFiles;
use crate::report::Stage;

/// A study, its data and its travel times, and how long they took.
#[derive(Debug, Clone)]
pub(super) struct Opened {
    pub(super) source: StudySource,
    pub(super) prepared: Prepared,
    pub(super) stages: Vec<Stage>,
}

impl Opened {
    /// Every file that must not be written over.
    pub(super) fn input_files(&self) -> InputFiles {
        self.source.input_files(&self.prepared.dataset.report.files)
    }
}
