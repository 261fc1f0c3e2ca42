use super::disk;
use super::file_name::folder_of;
use super::unfinished::{Known, hold};
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file under a temporary name beside its own; if it is dropped before it is finished, it leaves
/// nothing behind.
#[derive(Debug)]
pub(crate) struct StagedFile {
    name: PathBuf,
    // In this order: the file goes before it is forgotten.
    temporary: NamedTempFile,
    _known: Known,
}

const PREFIX: &str = ".catchment-";

/// Letters and digits after the prefix of a temporary name.
const RANDOM: usize = 6;

/// Whether a name is that of a file which waits for its name.
pub(super) fn is_temporary_name(name: &str) -> bool {
    name.strip_prefix(PREFIX).is_some_and(|rest| {
        rest.len() == RANDOM && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

impl StagedFile {
    /// Starts a file that will have this name, and takes away what processes that were killed left
    /// beside it.
    ///
    /// # Errors
    ///
    /// Its folder does not exist or cannot be written to.
    pub(crate) fn create(name: &Path) -> io::Result<Self> {
        let folder = folder_of(name);
        remove_left_behind(folder);
        // Held until the file is known, so that none slips through when all are removed.
        let mut all = hold();
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX).rand_bytes(RANDOM);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // The system takes the umask from it.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let temporary = builder.tempfile_in(folder)?;
        // The lock says that somebody is at work on it; a file system without locks has no such sign.
        let _ = temporary.as_file().try_lock();
        let known = Known::enter(temporary.path().to_owned(), &mut all);
        Ok(Self {
            name: name.to_owned(),
            temporary,
            _known: known,
        })
    }

    /// The name that it will have.
    #[must_use]
    pub(crate) fn name(&self) -> &Path {
        &self.name
    }

    /// The name that it has until then.
    pub(super) fn temporary_name(&self) -> &Path {
        self.temporary.path()
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

    /// Leaves it on the disk under its temporary name, for the next run.
    pub(super) fn leave(self) {
        // Without success it is removed, as if it were dropped.
        let _ = self.temporary.keep();
    }

    /// Moves the file to its final name.
    ///
    /// # Errors
    ///
    /// It cannot be moved there; an existing file of that name is left unchanged.
    pub(crate) fn finish(self) -> io::Result<()> {
        disk::sync(self.temporary.path())?;
        if disk::is_plain_folder(&self.name) {
            return Err(io::Error::other("a folder of this name is in the way"));
        }
        let all = hold();
        disk::rename(self.temporary.path(), &self.name)?;
        disk::sync_dir(folder_of(&self.name));
        drop(all);
        Ok(())
    }
}

/// Removes the temporary files of processes that were killed: those that nobody has locked.
pub(super) fn remove_left_behind(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let path = entry.path();
        let is_ours = entry.file_name().to_str().is_some_and(is_temporary_name);
        if is_ours && disk::is_plain_file(&path) && is_nobodys(&path) {
            // Another process may have done the same.
            let _ = std::fs::remove_file(&path);
        }
    }
}

fn is_nobodys(path: &Path) -> bool {
    let Ok(file) = File::options().write(true).open(path) else {
        return false;
    };
    !matches!(file.try_lock(), Err(TryLockError::WouldBlock))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn files(folder: &Path) -> usize {
        std::fs::read_dir(folder).unwrap().count()
    }

    /// What is not finished leaves nothing, neither in the folder nor in the list.
    #[test]
    fn a_file_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("a.csv");
        let begun = StagedFile::create(&name).unwrap();
        begun.as_file().write_all(b"half").unwrap();
        let temporary = begun.temporary.path().to_owned();
        assert!(hold().contains(&temporary));
        drop(begun);
        assert!(!hold().contains(&temporary));
        assert_eq!(files(folder.path()), 0);

        let begun = StagedFile::create(&name).unwrap();
        begun.as_file().write_all(b"whole").unwrap();
        begun.finish().unwrap();
        assert_eq!(std::fs::read(&name).unwrap(), b"whole");
        assert_eq!(files(folder.path()), 1);
    }

    /// What a process left that was killed goes; what another one is writing, and files of others, stay.
    #[test]
    fn only_what_was_left_behind_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in [".catchment-Ab3dE9", ".catchment-notes", "catchment-abcdef"] {
            std::fs::write(path(name), "x").unwrap();
        }
        let begun = StagedFile::create(&path("a.csv")).unwrap();
        let other = StagedFile::create(&path("b.csv")).unwrap();
        assert!(begun.temporary_name().exists() && other.temporary_name().exists());
        assert!(!path(".catchment-Ab3dE9").exists());
        assert!(path(".catchment-notes").exists() && path("catchment-abcdef").exists());
    }
}
