//! Files that appear under their final names only when they are complete.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::NamedTempFile;

/// A file under a temporary name; if it is dropped before it is finished, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    name: PathBuf,
    // In this order: the file goes before it is forgotten.
    temporary: NamedTempFile,
    _known: Known,
}

/// The temporary files of this process that are there.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The entry of a temporary file in the list of them.
#[derive(Debug)]
struct Known(PathBuf);

impl Drop for Known {
    fn drop(&mut self) {
        unfinished().remove(&self.0);
    }
}

impl AtomicFile {
    /// Starts a file that will have this name.
    ///
    /// # Errors
    ///
    /// Its folder does not exist or cannot be written to.
    pub(crate) fn create(name: &Path) -> io::Result<Self> {
        let folder = match name.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        // Held until the file is known, so that none slips through when all are removed.
        let mut all = unfinished();
        let temporary = tempfile::Builder::new()
            .prefix(".catchment-")
            .tempfile_in(folder)?;
        all.insert(temporary.path().to_owned());
        Ok(Self {
            name: name.to_owned(),
            _known: Known(temporary.path().to_owned()),
            temporary,
        })
    }

    /// The name that it will have.
    #[must_use]
    pub(crate) fn name(&self) -> &Path {
        &self.name
    }

    /// To write with.
    #[must_use]
    pub(crate) fn as_file(&self) -> &File {
        self.temporary.as_file()
    }

    /// To write with apart from the others, from the beginning.
    ///
    /// # Errors
    ///
    /// It cannot be opened again.
    pub(crate) fn reopen(&self) -> io::Result<File> {
        self.temporary.reopen()
    }

    /// Moves the file to its final name, readable for everybody who may read the folder.
    ///
    /// # Errors
    ///
    /// It cannot be moved there; an existing file of that name is left unchanged.
    pub(crate) fn finish(self) -> io::Result<()> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let readable = std::fs::Permissions::from_mode(0o644);
            self.temporary.as_file().set_permissions(readable)?;
        }
        let persisted = self.temporary.persist(&self.name);
        persisted.map(|_| ()).map_err(|failed| failed.error)
    }
}

/// Removes all files of this process that are not finished, for an exit in the middle of the work;
/// who would begin or finish another one after that waits for the exit.
pub(crate) fn abandon() {
    let all = unfinished();
    for file in all.iter() {
        // What cannot be removed has gone already, or cannot be helped.
        let _ = std::fs::remove_file(file);
    }
    std::mem::forget(all);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    /// What is not finished leaves nothing, neither in the folder nor in the list.
    #[test]
    fn a_file_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("a.csv");
        let begun = AtomicFile::create(&name).unwrap();
        begun.as_file().write_all(b"half").unwrap();
        let temporary = begun.temporary.path().to_owned();
        assert!(unfinished().contains(&temporary));
        drop(begun);
        assert!(!unfinished().contains(&temporary));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);

        let begun = AtomicFile::create(&name).unwrap();
        begun.as_file().write_all(b"whole").unwrap();
        begun.finish().unwrap();
        assert_eq!(std::fs::read(&name).unwrap(), b"whole");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
