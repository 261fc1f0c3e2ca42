use super::error::GridRunError;
use super::input_digests::InputDigests;
use super::map;
use super::request::{GridRequest, GridSites};
use super::setup::Setup;
use super::tables::tables;
use crate::grid::{GridOptions, GridResult, GridRun};
use crate::load::{Dataset, Warning};
use crate::output::WrittenFile;
use crate::report::{self, DataTable};
use crate::run::new_folder::NewFolder;
use crate::run::observer::{Interrupted, Observer};
use crate::run::source::StudySource;
use std::path::PathBuf;
use std::time::Instant;

/// What a grid was computed from, and what was found.
#[derive(Debug)]
pub(super) struct Computed {
    pub(super) request: GridRequest,
    pub(super) source: StudySource,
    pub(super) data: Dataset,
    pub(super) setup: Setup,
    pub(super) folder: NewFolder,
    /// Of the sites, and since then of the cells.
    pub(super) earlier_warnings: Vec<Warning>,
    pub(super) warnings: Vec<Warning>,
    pub(super) notes: Vec<String>,
    pub(super) began: Instant,
    pub(super) digests: InputDigests,
    pub(super) run: GridRun,
}

/// A grid that is computed. Its large files are complete but not yet under their names; dropped
/// before [`GridResults::write`], it leaves nothing.
#[derive(Debug)]
pub struct GridResults(Computed);

/// A grid whose files are all written.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WrittenGrid {
    /// What it was computed with.
    pub options: GridOptions,
    /// What was found.
    pub result: GridResult,
    /// The tables with the names of their files; the first is the summary.
    pub tables: Vec<(&'static str, DataTable)>,
    /// How the input was read.
    pub notes: Vec<String>,
    /// The folder of the tables.
    pub folder: PathBuf,
}

impl GridResults {
    pub(super) fn new(computed: Computed) -> Self {
        Self(computed)
    }

    /// What was found.
    #[must_use]
    pub fn result(&self) -> &GridResult {
        &self.0.run.result
    }

    /// What a reader of the answer needs to know of the cells and polygons.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.0.warnings
    }

    /// The tables of the results with the names of their files; the first is the summary.
    #[must_use]
    pub fn tables(&self) -> Vec<(&'static str, DataTable)> {
        tables(&self.0.setup.options, self.result())
    }

    /// Draws the map, writes the tables and the manifest, and gives all files their names. The
    /// manifest says which `command` led here.
    ///
    /// # Errors
    ///
    /// The map cannot be drawn, a file cannot be written, or the observer ended the work.
    pub fn write(
        self,
        command: Vec<String>,
        observer: &dyn Observer,
    ) -> Result<WrittenGrid, GridRunError> {
        let tables = self.tables();
        let Computed {
            request,
            source,
            data,
            setup,
            folder,
            earlier_warnings,
            warnings,
            notes,
            began,
            digests,
            mut run,
        } = self.0;
        if let Some(file) = &request.map
            && let Some(png) = map::draw(&run, &setup, &data)?
        {
            run.add(file, &png)?;
        }
        let milliseconds = (began.elapsed().as_secs_f64() * 1e6).round() / 1e3;
        let mut inputs = match &request.sites {
            GridSites::Study(_) => vec![source.report()],
            GridSites::Hospitals(_) => Vec::new(),
        };
        inputs.extend(data.report.files.clone());
        inputs.extend(digests.end());
        let output = folder.path().to_owned();
        let warnings = [earlier_warnings, warnings].concat();
        let (result, large_files) = run.into_parts();
        folder.keep(|mut output| {
            for (name, table) in &tables {
                output.write(name, table.to_csv().as_bytes())?;
            }
            for file in large_files {
                output.adopt(file)?;
            }
            if observer.is_cancelled() {
                return Err(GridRunError::from(Interrupted));
            }
            let manifest = |outputs: &[WrittenFile]| {
                let of_folder =
                    |file: &&WrittenFile| tables.iter().any(|(name, _)| *name == file.path);
                let manifest = report::grid_manifest(
                    &setup.options,
                    &result,
                    report::GridCommand {
                        words: command,
                        study_file: source.label(),
                        files: outputs.iter().filter(of_folder).cloned().collect(),
                        named_files: outputs
                            .iter()
                            .filter(|file| !of_folder(file))
                            .cloned()
                            .collect(),
                        inputs,
                        milliseconds,
                    },
                    &warnings,
                    &notes,
                );
                format!("{manifest:#}\n")
            };
            Ok(output.finish(manifest)?)
        })?;
        Ok(WrittenGrid {
            options: setup.options,
            result,
            tables,
            notes,
            folder: output,
        })
    }
}
