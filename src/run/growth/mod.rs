//! The growth of a workforce, over the geography of a layout.

mod air;
mod answer;
mod error;
mod layout;
mod pictures;

use super::answer_files::AnswerFiles;
use super::observer::Observer;
use super::opened::Opened;
use super::stages::Stages;
use super::write::{WriteError, WriteOptions};
use crate::document::Document;
use crate::render::Picture;
use crate::report::{self, DataTable, GrowthAnswer, GrowthRun, Stage};
pub(super) use answer::{Extent, growth_answer};
pub use error::GrowthError;
pub(super) use layout::StaffedLayout;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The growth of a workforce, and what its hours cover; owns its results.
#[derive(Debug, Clone)]
pub struct Growth {
    opened: Arc<Opened>,
    answer: GrowthAnswer,
    stages: Vec<Stage>,
}

impl Growth {
    pub(super) fn new(
        opened: &Arc<Opened>,
        layout: Option<&str>,
        observer: &mut dyn Observer,
    ) -> Result<Self, GrowthError> {
        let mut stages = Stages::after(opened.stages.clone(), observer);
        let answer = growth_answer(opened, layout, (Extent::Everything, None), &mut stages)?;
        Ok(Self {
            answer,
            stages: stages.into_done(),
            opened: Arc::clone(opened),
        })
    }

    /// What the tables are made of.
    #[must_use]
    pub fn run(&self) -> GrowthRun<'_> {
        GrowthRun {
            study: &self.opened.source.study,
            dataset: &self.opened.prepared.dataset,
            answer: &self.answer,
        }
    }

    /// `growth.csv`: one row per policy, support and year.
    #[must_use]
    pub fn table(&self) -> DataTable {
        report::growth_table(&self.run())
    }

    /// Every table with its name.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, DataTable)> {
        let run = self.run();
        vec![
            ("growth", self.table()),
            ("growth-targets", report::growth_targets(&run)),
            ("growth-regions", report::growth_regions(&run)),
            ("growth-support", report::growth_support(&run)),
        ]
    }

    /// Every picture: the clinicians from year to year, and what their hours cover in each region.
    #[must_use]
    pub fn pictures(&self) -> Vec<Picture> {
        pictures::pictures(&self.run())
    }

    /// `report.md`: the answer in words.
    #[must_use]
    pub fn document(&self) -> Document {
        report::growth_document(&self.run())
    }

    /// Writes the report, all tables, the pictures and the manifest to a folder, or to
    /// `outputs/<name of the study>/growth`; the folder. All files or, until the first is written,
    /// none.
    ///
    /// # Errors
    ///
    /// A file cannot be written; those before it are there, whole.
    pub fn write(
        &self,
        folder: Option<&Path>,
        options: &WriteOptions,
        observer: &mut dyn Observer,
    ) -> Result<PathBuf, WriteError> {
        let pictures = || Ok(self.pictures());
        let files = AnswerFiles {
            assumed: &["rota", "growth"],
            report: Some(("report.md", self.document())),
            pictures: options.pictures.then_some(&pictures),
            ..AnswerFiles::new("growth", "growth", self.tables())
        };
        let command = options.command.clone();
        files.write(&self.opened, &self.stages, folder, command, observer)
    }
}
