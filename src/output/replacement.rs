use super::disk;
use std::io;
use std::path::{Path, PathBuf};

/// A file that gets its name or goes.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Where the new file waits; `None` if there is none.
    pub(super) staged: Option<PathBuf>,
    /// The name.
    pub(super) target: PathBuf,
    /// Where the earlier file of that name goes.
    pub(super) earlier: PathBuf,
}

/// Files that get their names together.
///
/// The manifest of the earlier run goes first and that of the new one comes last: in between there is
/// none, and nobody takes the folder for a run's.
#[derive(Debug)]
pub(super) struct Replacement {
    pub(super) entries: Vec<Entry>,
    /// The manifest.
    pub(super) last: Option<Entry>,
}

/// Work that came to an end before it was done.
#[derive(Debug)]
pub(super) struct Stopped {
    /// The file that could not be moved.
    pub(super) path: PathBuf,
    pub(super) source: io::Error,
    /// Whether everything is as it was before.
    pub(super) is_undone: bool,
}

/// Moves of files in the order in which they were made.
type Moves = Vec<(PathBuf, PathBuf)>;

impl Replacement {
    /// Gives all files their names, or puts back what was there.
    pub(super) fn carry_out(&self) -> Result<(), Stopped> {
        let mut moves = Moves::new();
        self.go_on(&mut moves).map_err(|(path, source)| {
            let mut back = moves.iter().rev();
            let is_undone = back.all(|(from, to)| disk::rename(to, from).is_ok());
            Stopped {
                path,
                source,
                is_undone,
            }
        })
    }

    /// Finishes what an earlier process began, wherever it stopped.
    pub(super) fn go_on(&self, moves: &mut Moves) -> Result<(), (PathBuf, io::Error)> {
        if let Some(manifest) = &self.last {
            manifest.set_earlier_aside(moves)?;
        }
        for entry in &self.entries {
            entry.set_earlier_aside(moves)?;
            entry.place(moves)?;
        }
        match &self.last {
            Some(manifest) => manifest.place(moves),
            None => Ok(()),
        }
    }

    /// Folders whose names change.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Path> {
        let entries = self.entries.iter().chain(&self.last);
        entries.filter_map(|entry| entry.target.parent())
    }
}

impl Entry {
    /// The earlier file goes, unless the new one already has its name.
    fn set_earlier_aside(&self, moves: &mut Moves) -> Result<(), (PathBuf, io::Error)> {
        let is_placed = self.staged.as_deref().is_some_and(|new| !disk::exists(new));
        if is_placed || disk::exists(&self.earlier) || !disk::exists(&self.target) {
            return Ok(());
        }
        rename(&self.target, &self.earlier, &self.target, moves)
    }

    fn place(&self, moves: &mut Moves) -> Result<(), (PathBuf, io::Error)> {
        match &self.staged {
            Some(staged) if disk::exists(staged) => {
                rename(staged, &self.target, &self.target, moves)
            }
            _ => Ok(()),
        }
    }
}

fn rename(
    from: &Path,
    to: &Path,
    target: &Path,
    moves: &mut Moves,
) -> Result<(), (PathBuf, io::Error)> {
    disk::rename(from, to).map_err(|source| (target.to_owned(), source))?;
    moves.push((from.to_owned(), to.to_owned()));
    Ok(())
}
