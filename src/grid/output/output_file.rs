use crate::grid::error::GridError;
use crate::output::StagedFile;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

/// A [`StagedFile`] whose errors name the file.
#[derive(Debug)]
pub(in crate::grid) struct OutputFile(StagedFile);

impl OutputFile {
    pub(in crate::grid) fn create(name: &Path) -> Result<Self, GridError> {
        let whole = StagedFile::create(name);
        Ok(Self(whole.map_err(|e| GridError::io(name, e))?))
    }

    /// A file with all of its contents.
    pub(in crate::grid) fn with_contents(name: &Path, bytes: &[u8]) -> Result<Self, GridError> {
        let whole = Self::create(name)?;
        let written = whole.0.as_file().write_all(bytes);
        written.map_err(|e| GridError::io(name, e))?;
        Ok(whole)
    }

    pub(in crate::grid) fn name(&self) -> &Path {
        self.0.name()
    }

    /// A handle to write with.
    pub(in crate::grid) fn file(&self) -> Result<File, GridError> {
        self.0.reopen().map_err(|e| GridError::io(self.name(), e))
    }

    /// The file, for someone else to give it its name.
    pub(in crate::grid) fn into_staged(self) -> StagedFile {
        self.0
    }

    /// Gives the file its name.
    pub(in crate::grid) fn finish(self) -> Result<(), GridError> {
        let name = self.name().to_owned();
        self.0.finish().map_err(|e| GridError::io(&name, e))
    }
}
