use super::collector::Collector;
use super::grid_run::GridRun;
use super::options::GridOptions;
use super::results::GridResult;
use crate::grid::error::GridError;
use crate::grid::kernel::query::GridQuery;
use crate::grid::output::image::GridImage;
use crate::grid::output::output_file::OutputFile;
use crate::grid::progress::Progress;
use crate::load::Warning;
use crate::units::Demand;
use std::ops::ControlFlow;

/// A run at work: what it has found so far, and how it reports its progress.
pub(in crate::grid) struct Job<'a> {
    pub(in crate::grid) options: &'a GridOptions,
    pub(in crate::grid) query: &'a GridQuery<'a>,
    progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    pub(in crate::grid) collector: Collector<'a>,
    pub(in crate::grid) cells: u64,
    pub(in crate::grid) nowhere: Demand,
    pub(in crate::grid) notes: Vec<String>,
    pub(in crate::grid) warnings: Vec<Warning>,
}

impl<'a> Job<'a> {
    pub(in crate::grid) fn new(
        options: &'a GridOptions,
        query: &'a GridQuery<'a>,
        progress: &'a mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Self, GridError> {
        Ok(Self {
            options,
            query,
            progress,
            collector: Collector::new(options, query)?,
            cells: 0,
            nowhere: Demand::ZERO,
            notes: Vec::new(),
            warnings: Vec::new(),
        })
    }

    /// Reports the part of the input that has been read.
    ///
    /// # Errors
    ///
    /// The run is to stop.
    pub(in crate::grid) fn report(&mut self, part: f64) -> Result<(), GridError> {
        let cells = self.cells;
        match (self.progress)(Progress { cells, part }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(GridError::Cancelled),
        }
    }

    /// Keeps the notes of a reader, with the name of the file.
    pub(in crate::grid) fn take_notes(&mut self, notes: Vec<String>) {
        let name = self.options.input.file_name().unwrap_or_default();
        let named = |note| format!("{}: {note}", name.display());
        self.notes = notes.into_iter().map(named).collect();
    }

    /// Completes the files; `raster` is one of minutes.
    pub(in crate::grid) fn finish(self, raster: Option<OutputFile>) -> Result<GridRun, GridError> {
        let mut files: Vec<OutputFile> = raster.into_iter().collect();
        if let Some((file, table)) = self.collector.table {
            table
                .finish()
                .map_err(|e| GridError::file(file.name(), e))?;
            files.push(file);
        }
        Ok(GridRun {
            result: GridResult {
                layouts: self.collector.sums,
                cells: self.cells,
                people: self.collector.people + self.nowhere,
                nowhere: self.nowhere,
                notes: self.notes,
                warnings: self.warnings,
            },
            image: self.collector.image.and_then(GridImage::finished),
            files,
        })
    }
}
