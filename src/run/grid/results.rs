use super::error::GridRunError;
use super::map;
use super::request::GridRequest;
use super::setup::Setup;
use super::tables::tables;
use crate::grid::{GridOptions, GridResult, GridRun};
use crate::load::{Dataset, Warning};
use crate::report::{self, DataTable, EarlierRun};
use crate::run::new_folder::NewFolder;
use crate::run::observer::{Interrupted, Observer};
use crate::run::source::StudySource;
use std::path::{Path, PathBuf};
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
            mut run,
        } = self.0;
        for (name, table) in &tables {
            run.add(&folder.path().join(name), table.to_csv().as_bytes())?;
        }
        if let Some(file) = &request.map
            && let Some(png) = map::draw(&run, &setup, &data)?
        {
            run.add(file, &png)?;
        }
        let milliseconds = (began.elapsed().as_secs_f64() * 1e6).round() / 1e3;
        let mut files: Vec<String> = tables.iter().map(|(name, _)| (*name).to_owned()).collect();
        files.push(report::MANIFEST.to_owned());
        files.sort_unstable();
        let named_files = request.named_files();
        let manifest = report::grid_manifest(
            &setup.options,
            &run.result,
            report::GridCommand {
                words: command,
                study_file: source.label(),
                files: &files,
                named_files: &named_files,
                milliseconds,
            },
            &[earlier_warnings, warnings].concat(),
            &notes,
        );
        run.add(
            &folder.path().join(report::MANIFEST),
            format!("{manifest:#}\n").as_bytes(),
        )?;
        if observer.is_cancelled() {
            return Err(Interrupted.into());
        }
        let output = folder.path().to_owned();
        let earlier = EarlierRun::read(&output, report::GRID_RUN);
        let result = run.finish()?;
        folder.keep();
        let mut others = source.inputs();
        others.push(request.input.clone());
        others.extend(request.friction.clone());
        others.extend(request.groups.as_ref().map(|groups| groups.file.clone()));
        others.extend(named_files.into_iter().map(Path::to_owned));
        earlier.remove(&files, &others)?;
        Ok(WrittenGrid {
            options: setup.options,
            result,
            tables,
            notes,
            folder: output,
        })
    }
}
