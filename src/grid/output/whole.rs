use crate::grid::GridError;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file that appears under its name only when it is complete; dropped before, it leaves nothing.
#[derive(Debug)]
pub(in crate::grid) struct WholeFile {
    name: PathBuf,
    temporary: NamedTempFile,
}

impl WholeFile {
    pub(in crate::grid) fn create(name: &Path) -> Result<Self, GridError> {
        let folder = match name.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let temporary = tempfile::Builder::new()
            .prefix(".catchment-")
            .tempfile_in(folder)
            .map_err(|e| GridError::io(name, e))?;
        Ok(Self {
            name: name.to_owned(),
            temporary,
        })
    }

    /// A file with all that shall be in it.
    pub(in crate::grid) fn of(name: &Path, bytes: &[u8]) -> Result<Self, GridError> {
        let whole = Self::create(name)?;
        let written = whole.temporary.as_file().write_all(bytes);
        written.map_err(|e| GridError::io(name, e))?;
        Ok(whole)
    }

    pub(in crate::grid) fn name(&self) -> &Path {
        &self.name
    }

    /// To write with.
    pub(in crate::grid) fn file(&self) -> Result<File, GridError> {
        let file = self.temporary.reopen();
        file.map_err(|e| GridError::io(&self.name, e))
    }

    /// Gives the file its name.
    pub(in crate::grid) fn finish(self) -> Result<(), GridError> {
        let Self { name, temporary } = self;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let readable = std::fs::Permissions::from_mode(0o644);
            let set = temporary.as_file().set_permissions(readable);
            set.map_err(|e| GridError::io(&name, e))?;
        }
        let kept = temporary.persist(&name);
        kept.map_err(|e| GridError::io(&name, e.error))?;
        Ok(())
    }
}
