use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What this process has put on the disk and will take away or rename before it ends.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// While this is held, nobody else begins or finishes a file and nothing is abandoned.
pub(super) fn hold() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The entry of a file or folder in the list of them.
#[derive(Debug)]
pub(super) struct Known(PathBuf);

impl Known {
    pub(super) fn enter(path: PathBuf, all: &mut BTreeSet<PathBuf>) -> Self {
        all.insert(path.clone());
        Self(path)
    }
}

impl Drop for Known {
    fn drop(&mut self) {
        hold().remove(&self.0);
    }
}

/// Removes everything of this process that is not finished, for an exit in the middle of the work. It
/// waits for files that are getting their names; nobody begins or finishes another one after it.
pub(crate) fn abandon() {
    let all = hold();
    for path in all.iter() {
        // What cannot be removed has gone already, or cannot be helped.
        let _ = if super::disk::is_plain_folder(path) {
            std::fs::remove_dir_all(path)
        } else {
            std::fs::remove_file(path)
        };
    }
    std::mem::forget(all);
}
