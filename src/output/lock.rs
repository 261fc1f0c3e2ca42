use super::disk;
use super::error::OutputError;
use super::unfinished::{Known, hold};
use serde_json::{Value, json};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Marks a folder as in use by this process, until it is dropped.
///
/// The lock is the system's: it ends with the process, however that ends. The file says whose it is.
#[derive(Debug)]
pub(super) struct FolderLock {
    path: PathBuf,
    file: File,
    _known: Known,
}

const NAME: &str = ".catchment-lock";

/// Times that a lock is tried for whose file is taken away at the same moment.
const TRIES: usize = 100;

impl FolderLock {
    /// Takes the lock of a folder.
    ///
    /// # Errors
    ///
    /// Another process has it, or the folder cannot be written to.
    pub(super) fn take(folder: &Path) -> Result<Self, OutputError> {
        let failed = |source| OutputError::Folder {
            path: folder.display().to_string(),
            source,
        };
        let path = folder.join(NAME);
        for _ in 0..TRIES {
            let mut all = hold();
            if disk::exists(&path) && !disk::is_plain_file(&path) {
                // A link or a pipe of this name is nobody's lock.
                std::fs::remove_file(&path).map_err(failed)?;
            }
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(false);
            let file = options.open(&path).map_err(failed)?;
            if let Err(TryLockError::WouldBlock) = file.try_lock() {
                return Err(OutputError::Locked {
                    path: folder.display().to_string(),
                    owner: owner(&path),
                });
            }
            // Any other error is that of a file system without locks, where runs must not meet.
            if is_at(&file, &path) {
                let known = Known::enter(path.clone(), &mut all);
                let lock = Self {
                    path,
                    file,
                    _known: known,
                };
                // Before anything is dropped that waits for it.
                drop(all);
                lock.say_owner().map_err(failed)?;
                return Ok(lock);
            }
        }
        Err(failed(io::Error::other("its lock changes all the time")))
    }

    fn say_owner(&self) -> io::Result<()> {
        let command: Vec<String> = std::env::args_os()
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        let text = json!({
            "process": std::process::id(),
            "since": now(),
            "command": command.join(" "),
        });
        let mut file = &self.file;
        file.set_len(0)?;
        file.write_all(format!("{text}\n").as_bytes())
    }
}

/// The time of the clock, to the second.
fn now() -> String {
    let since = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let second = i64::try_from(since.as_secs()).ok();
    let now = second.and_then(|second| jiff::Timestamp::from_second(second).ok());
    now.map_or_else(String::new, |now| {
        now.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
    })
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        // Before it is unlocked: whoever has it open finds that it is no more.
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Who has the lock, as its file says.
fn owner(path: &Path) -> String {
    let read = || -> Option<String> {
        let text = std::fs::read_to_string(path).ok()?;
        let said: Value = serde_json::from_str(&text).ok()?;
        let word = |key: &str| Some(said.get(key)?.as_str()?.to_owned());
        Some(format!(
            "process {} since {} (`{}`)",
            said.get("process")?,
            word("since")?,
            word("command")?
        ))
    };
    read().unwrap_or_else(|| "another process".to_owned())
}

/// Whether an open file still has its name: its owner may have removed it in between.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (Ok(open), Ok(named)) = (file.metadata(), path.symlink_metadata()) else {
        return false;
    };
    (open.dev(), open.ino()) == (named.dev(), named.ino())
}

/// Whether an open file still has its name: this system keeps the name of an open file.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_has_one_owner_at_a_time_and_says_who() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path()).unwrap();
        let refused = FolderLock::take(folder.path()).unwrap_err().to_string();
        let process = format!("process {} since", std::process::id());
        assert!(refused.contains(&process), "{refused}");
        drop(first);
        assert!(!folder.path().join(NAME).exists());
        drop(FolderLock::take(folder.path()).unwrap());
    }

    /// A lock that was left behind is nobody's, and a link of its name is not followed.
    #[cfg(unix)]
    #[test]
    fn a_lock_left_behind_is_taken_over_and_a_link_replaced() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(NAME), "{\"process\":1}").unwrap();
        drop(FolderLock::take(folder.path()).unwrap());
        let precious = folder.path().join("precious");
        std::fs::write(&precious, "kept").unwrap();
        std::os::unix::fs::symlink(&precious, folder.path().join(NAME)).unwrap();
        drop(FolderLock::take(folder.path()).unwrap());
        assert_eq!(std::fs::read(&precious).unwrap(), b"kept");
    }
}
