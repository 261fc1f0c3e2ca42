use super::disk;
use super::unfinished::{Known, hold};
use std::io;
use std::path::{Path, PathBuf};

/// The folder within a folder of results where files wait for their names, and where the earlier ones go.
#[derive(Debug)]
pub(super) struct Staging {
    place: StagingPlace,
    is_left: bool,
    _known: Known,
}

/// Where things are in a staging folder.
#[derive(Debug, Clone)]
pub(super) struct StagingPlace(PathBuf);

impl StagingPlace {
    /// The one of a folder of results.
    pub(super) fn of(folder: &Path) -> Self {
        Self(folder.join(".catchment-run"))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// Where a new file waits.
    pub(super) fn new_file(&self, name: &str) -> PathBuf {
        self.0.join("new").join(name)
    }

    /// Where an earlier file goes.
    pub(super) fn old_file(&self, name: &str) -> PathBuf {
        self.0.join("old").join(name)
    }

    /// The list of what is to be done; once it is there, all of it will be.
    pub(super) fn journal(&self) -> PathBuf {
        self.0.join("journal.json")
    }

    /// Whether its folders are folders, and not links to some.
    pub(super) fn is_sound(&self) -> bool {
        let parts = [self.0.clone(), self.0.join("new"), self.0.join("old")];
        parts.iter().all(|part| disk::is_plain_folder(part))
    }

    /// Removes the list: without it, what else is left means nothing.
    pub(super) fn forget(&self) -> io::Result<()> {
        let journal = self.journal();
        if disk::exists(&journal) {
            disk::remove_file(&journal)?;
            disk::sync_dir(&self.0);
        }
        Ok(())
    }

    /// Removes it with all that is in it.
    pub(super) fn remove(&self) -> io::Result<()> {
        if disk::is_plain_folder(&self.0) {
            self.forget()?;
            std::fs::remove_dir_all(&self.0)
        } else if disk::exists(&self.0) {
            disk::remove_file(&self.0)
        } else {
            Ok(())
        }
    }
}

impl Staging {
    /// Makes it; there is none yet.
    pub(super) fn create(folder: &Path) -> io::Result<Self> {
        let place = StagingPlace::of(folder);
        let mut all = hold();
        disk::create_dir(place.path())?;
        let known = Known::enter(place.path().to_owned(), &mut all);
        drop(all);
        let staging = Self {
            place,
            is_left: false,
            _known: known,
        };
        for part in ["new", "old"] {
            disk::create_dir(&staging.place.path().join(part))?;
        }
        Ok(staging)
    }

    pub(super) fn place(&self) -> &StagingPlace {
        &self.place
    }

    /// Leaves it on the disk for the next run.
    pub(super) fn leave(mut self) {
        self.is_left = true;
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.is_left {
            // What is left is recognised by the next run.
            let _ = self.place.remove();
        }
    }
}
