use super::observer::{Observer, Uninterrupted};
use super::opened::Opened;
use super::stages::Stages;
use super::write::{WriteError, write_picture};
use crate::document::Document;
use crate::memo::Memo;
use crate::output::OutputFolder;
use crate::render::{Fonts, Picture, RenderError};
use crate::report::{self, CommandLine, DataTable, Run, RunManifest, Stage};
use crate::study::{RotaChoice, SimulationChoice, Study};
use parquet::errors::ParquetError;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// What an answer beside that of `run` writes to a folder of its own.
pub(super) struct AnswerFiles<'a> {
    /// The command that gives such answers.
    pub(super) subcommand: &'static str,
    /// Name of the folder among the results of the study.
    pub(super) folder: &'static str,
    /// The tables of the study that the answer is worked out with; those that it does not have are taken
    /// with their defaults.
    pub(super) assumed: &'static [&'static str],
    /// Every table with its name.
    pub(super) tables: Vec<(&'static str, DataTable)>,
    /// The answer in words, with the name of its file.
    pub(super) report: Option<(&'static str, Document)>,
    /// A table that is too long for CSV, with its name.
    pub(super) parquet: Option<(&'static str, &'a Parquet<'a>)>,
    /// Draws the pictures; `None` where there are none or they are not wanted.
    pub(super) pictures: Option<&'a Pictures<'a>>,
}

type Parquet<'a> = dyn Fn() -> Result<Vec<u8>, ParquetError> + 'a;
type Pictures<'a> = dyn Fn() -> Result<Vec<Picture>, RenderError> + 'a;

impl AnswerFiles<'_> {
    /// Tables in a folder of the study's results, worked out without tables of the study that it may lack; no
    /// pictures.
    pub(super) const fn new(
        subcommand: &'static str,
        folder: &'static str,
        tables: Vec<(&'static str, DataTable)>,
    ) -> Self {
        Self {
            subcommand,
            folder,
            assumed: &[],
            tables,
            report: None,
            parquet: None,
            pictures: None,
        }
    }

    /// Writes them and the manifest to a folder, or to the usual one; the folder. `stages` are those
    /// done before.
    ///
    /// # Errors
    ///
    /// A file cannot be written or a picture drawn; the folder is as it was.
    pub(super) fn write(
        &self,
        opened: &Opened,
        stages: &[Stage],
        folder: Option<&Path>,
        command: Vec<String>,
        observer: &mut dyn Observer,
    ) -> Result<PathBuf, WriteError> {
        let mut observer = Uninterrupted(observer);
        let mut stages = Stages::after(stages.to_vec(), &mut observer);
        let source = &opened.source;
        let usual = || source.output_folder().join(self.folder);
        let folder = folder.map_or_else(usual, Path::to_owned);
        let output = OutputFolder::create(&folder, opened.input_files())?;
        stages.stage("write the tables", || -> Result<(), WriteError> {
            for (name, table) in &self.tables {
                output.write(&format!("{name}.csv"), table.to_csv().as_bytes())?;
            }
            if let Some((name, report)) = &self.report {
                output.write(name, report::markdown(report).as_bytes())?;
            }
            if let Some((name, table)) = &self.parquet {
                output.write(&format!("{name}.parquet"), &table()?)?;
            }
            Ok(())
        })?;
        if let Some(pictures) = self.pictures {
            stages.stage("draw pictures", || -> Result<(), WriteError> {
                let fonts = Fonts::embedded();
                pictures()?
                    .par_iter()
                    .with_max_len(1)
                    .try_for_each(|picture| write_picture(picture, &output, &fonts))
            })?;
        }
        let study = self.as_used(&source.study);
        let cold_spots = Memo::new();
        let run = Run {
            study: &study,
            dataset: &opened.prepared.dataset,
            evaluations: &[],
            comparisons: &[],
            optima: &[],
            treatment: None,
            clinicians: None,
            cold_spots: &cold_spots,
        };
        output.finish(|files| {
            let command = CommandLine::new(self.subcommand, command);
            RunManifest::new(&run, command, files, &source.report(), stages.done())
                .with_tables(&run, self.assumed)
                .to_json()
        })?;
        Ok(folder)
    }

    /// The study with the defaults of the tables that were used and that it does not have.
    fn as_used(&self, study: &Study) -> Study {
        let mut study = study.clone();
        if self.assumed.contains(&"simulation") && study.simulation.is_none() {
            study.simulation = Some(SimulationChoice::without_table(study.seed));
        }
        if self.assumed.contains(&"rota") && study.rota.is_none() {
            study.rota = Some(RotaChoice::default());
        }
        study
    }
}
