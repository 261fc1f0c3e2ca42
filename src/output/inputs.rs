use std::collections::BTreeSet;
use std::path::Path;

/// Files that a run reads and must never write, known by what the system calls them: links, other
/// spellings of a path and of upper and lower case lead to the same file.
#[derive(Debug, Clone, Default)]
pub(crate) struct InputFiles(BTreeSet<Identity>);

/// Device and number of a file.
#[cfg(unix)]
type Identity = (u64, u64);

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let found = std::fs::metadata(path).ok()?;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
type Identity = std::path::PathBuf;

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    path.canonicalize().ok()
}

impl InputFiles {
    /// Those of these paths that are there.
    pub(crate) fn new<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>) -> Self {
        let mut inputs = Self::default();
        inputs.extend(paths);
        inputs
    }

    /// Adds those of these paths that are there.
    pub(crate) fn extend<P: AsRef<Path>>(&mut self, paths: impl IntoIterator<Item = P>) {
        let found = paths.into_iter().filter_map(|path| identity(path.as_ref()));
        self.0.extend(found);
    }

    /// Whether this path leads to one of the files.
    pub(crate) fn contains(&self, path: &Path) -> bool {
        identity(path).is_some_and(|found| self.0.contains(&found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By whatever path a file is reached, it is the same file.
    #[cfg(unix)]
    #[test]
    fn links_lead_to_the_file_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("people.csv"), "id").unwrap();
        std::fs::write(path("other.csv"), "id").unwrap();
        std::os::unix::fs::symlink(path("people.csv"), path("link.csv")).unwrap();
        std::os::unix::fs::symlink(folder.path(), path("way")).unwrap();
        std::fs::hard_link(path("people.csv"), path("hard.csv")).unwrap();
        let inputs = InputFiles::new([path("link.csv"), path("gone.csv")]);
        for same in ["people.csv", "link.csv", "hard.csv", "way/way/people.csv"] {
            assert!(inputs.contains(&path(same)), "{same}");
        }
        for other in ["other.csv", "gone.csv", "way"] {
            assert!(!inputs.contains(&path(other)), "{other}");
        }
    }
}
