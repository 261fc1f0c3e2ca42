use super::disk;
use super::earlier::MANIFEST;
use super::file_name::is_plain;
use super::replacement::{Entry, Replacement};
use super::staged_file::is_temporary_name;
use super::staging::StagingPlace;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};

/// What is to be done with the files of a folder to make it the new run's, written down before it is done.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Names of new files that wait in the staging folder.
    pub(super) replace: Vec<String>,
    /// Names of earlier files that go.
    pub(super) remove: Vec<String>,
    /// New files of other folders.
    pub(super) elsewhere: Vec<Elsewhere>,
}

/// A new file that waits beside its place in another folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Elsewhere {
    /// Its temporary name.
    pub(super) from: PathBuf,
    /// Its name.
    pub(super) to: PathBuf,
}

impl Journal {
    /// Writes it to the disk. From here on the work can be finished whatever happens.
    pub(super) fn write(&self, place: &StagingPlace) -> io::Result<()> {
        let text = serde_json::to_vec_pretty(self).map_err(io::Error::other)?;
        let draft = place.path().join("journal.draft");
        disk::create(&draft, &text)?;
        disk::sync(&draft)?;
        disk::rename(&draft, &place.journal())?;
        disk::sync_dir(place.path());
        Ok(())
    }

    /// What an earlier run wrote down and did not finish; `None` if there is nothing or it makes no sense.
    pub(super) fn read(place: &StagingPlace) -> Option<Self> {
        if !place.is_sound() || !disk::is_plain_file(&place.journal()) {
            return None;
        }
        let journal: Self = serde_json::from_slice(&std::fs::read(place.journal()).ok()?).ok()?;
        journal.is_ours().then_some(journal)
    }

    /// Whether it names nothing but files of the folder, and elsewhere only temporary files beside their
    /// names: a list from a stranger must not move anything else.
    fn is_ours(&self) -> bool {
        let mut names = self.replace.iter().chain(&self.remove);
        let beside = |file: &Elsewhere| {
            let name = file.from.file_name().and_then(|name| name.to_str());
            name.is_some_and(is_temporary_name)
                && file.from.parent() == file.to.parent()
                && file.to.file_name().is_some()
        };
        names.all(|name| is_plain(name)) && self.elsewhere.iter().all(beside)
    }

    /// The work, with the manifest last.
    pub(super) fn replacement(&self, folder: &Path, place: &StagingPlace) -> Replacement {
        let of_folder = |name: &String, is_new: bool| Entry {
            staged: is_new.then(|| place.new_file(name)),
            target: folder.join(name),
            earlier: place.old_file(name),
        };
        let others = self.replace.iter().filter(|name| *name != MANIFEST);
        let mut entries: Vec<Entry> = others.map(|name| of_folder(name, true)).collect();
        entries.extend(self.elsewhere.iter().map(|file| Entry {
            staged: Some(file.from.clone()),
            target: file.to.clone(),
            earlier: file.from.with_extension("old"),
        }));
        entries.extend(self.remove.iter().map(|name| of_folder(name, false)));
        let manifest = self.replace.iter().find(|name| *name == MANIFEST);
        Replacement {
            entries,
            last: manifest.map(|name| of_folder(name, true)),
        }
    }
}
