//! What is done to the disk, one function per kind of work, so that tests can make the n-th of them fail.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Fails where a test wants this piece of work to fail.
#[cfg(test)]
fn allowed(path: &Path) -> io::Result<()> {
    fault::next(path)
}

#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "tests make it fail")]
const fn allowed(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(super) fn create_dir(path: &Path) -> io::Result<()> {
    allowed(path)?;
    std::fs::create_dir(path)
}

/// A new file of this content; its mode is what the umask leaves of reading and writing for all.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    allowed(path)?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    allowed(path)?;
    file.write_all(bytes)
}

/// Waits until the content of a file is on the disk.
pub(super) fn sync(path: &Path) -> io::Result<()> {
    allowed(path)?;
    // Systems without a file descriptor for reading that can be synced want one for writing.
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Waits until the names of a folder are on the disk; no error, as some file systems cannot.
pub(super) fn sync_dir(path: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(path)
    {
        let _ = folder.sync_all();
    }
}

pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    allowed(to)?;
    std::fs::rename(from, to)
}

pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    allowed(path)?;
    std::fs::remove_file(path)
}

/// Whether there is something of this name, a link that leads nowhere included.
pub(super) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Whether this is a file and no link to one.
pub(super) fn is_plain_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file())
}

/// Whether this is a folder and no link to one.
pub(super) fn is_plain_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_dir())
}

#[cfg(test)]
pub(super) mod fault {
    //! Work below a folder that fails on purpose.

    use std::collections::BTreeMap;
    use std::io;
    use std::path::{Path, PathBuf};
    use std::sync::Mutex;

    /// What is still to be done below a folder before it fails, and for how long it fails then.
    #[derive(Debug, Clone, Copy)]
    struct Plan {
        before: usize,
        lasts: bool,
        done: usize,
    }

    static PLANS: Mutex<BTreeMap<PathBuf, Plan>> = Mutex::new(BTreeMap::new());

    /// The work below a folder fails after `before` pieces of it: one of them, or all from then on.
    #[derive(Debug)]
    pub(crate) struct Fault(PathBuf);

    impl Fault {
        pub(crate) fn after(before: usize, lasts: bool, folder: &Path) -> Self {
            let plan = Plan {
                before,
                lasts,
                done: 0,
            };
            PLANS.lock().unwrap().insert(folder.to_owned(), plan);
            Self(folder.to_owned())
        }

        /// How many pieces of work there were.
        pub(crate) fn done(&self) -> usize {
            PLANS.lock().unwrap()[&self.0].done
        }
    }

    impl Drop for Fault {
        fn drop(&mut self) {
            PLANS.lock().unwrap().remove(&self.0);
        }
    }

    pub(super) fn next(path: &Path) -> io::Result<()> {
        let mut plans = PLANS.lock().unwrap();
        for (folder, plan) in plans.iter_mut() {
            if path.starts_with(folder) {
                plan.done += 1;
                let over = plan.done > plan.before;
                if over && (plan.lasts || plan.done == plan.before + 1) {
                    return Err(io::Error::other("a fault on purpose"));
                }
            }
        }
        Ok(())
    }
}
