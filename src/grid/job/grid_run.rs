use super::results::GridResult;
use crate::grid::error::GridError;
use crate::grid::output::image::GridImage;
use crate::grid::output::output_file::OutputFile;
use crate::output::StagedFile;
use std::path::Path;

/// A run that is done: what it found, and its files, complete but not yet under their names.
///
/// Dropped before [`GridRun::finish`], it leaves no file.
#[derive(Debug)]
pub struct GridRun {
    /// What it found.
    pub result: GridResult,
    /// The picture, if it was requested and the file has people.
    pub image: Option<GridImage>,
    pub(in crate::grid) files: Vec<OutputFile>,
}

impl GridRun {
    /// Writes one more file of results.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub fn add(&mut self, name: &Path, bytes: &[u8]) -> Result<(), GridError> {
        self.files.push(OutputFile::with_contents(name, bytes)?);
        Ok(())
    }

    /// What was found, and the files, which wait for their names.
    pub(crate) fn into_parts(self) -> (GridResult, Vec<StagedFile>) {
        let files = self.files.into_iter().map(OutputFile::into_staged);
        (self.result, files.collect())
    }

    /// Gives all files their names.
    ///
    /// # Errors
    ///
    /// A file cannot be put under its name; those before it are there, whole.
    pub fn finish(self) -> Result<GridResult, GridError> {
        for file in self.files {
            file.finish()?;
        }
        Ok(self.result)
    }
}
