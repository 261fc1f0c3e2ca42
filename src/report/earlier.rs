use super::output_error::OutputError;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// The manifest that a run writes with its results.
pub(crate) const MANIFEST: &str = "run.json";

/// What an earlier run of the same command left in a folder, as its `run.json` lists it.
#[derive(Debug)]
pub(crate) struct EarlierRun {
    folder: PathBuf,
    files: Vec<String>,
}

impl EarlierRun {
    /// Reads the list; it is empty if there is no `run.json` from this subcommand, or it cannot be
    /// read, or it was written by a version that listed no files.
    #[must_use]
    pub(crate) fn read(folder: &Path, subcommand: &str) -> Self {
        Self {
            folder: folder.to_owned(),
            files: listed(&folder.join(MANIFEST), subcommand).unwrap_or_default(),
        }
    }

    /// Removes the files that were listed, lie in the folder itself, and are neither among those
    /// now `written` there nor among `others`, the input first of all.
    ///
    /// # Errors
    ///
    /// If a file cannot be removed.
    pub(crate) fn remove(self, written: &[String], others: &[PathBuf]) -> Result<(), OutputError> {
        // By what the system calls them: names may differ in case alone, and links may lead here.
        let written = written.iter().map(|name| self.folder.join(name));
        let kept: BTreeSet<PathBuf> = written
            .chain(others.iter().cloned())
            .filter_map(|path| path.canonicalize().ok())
            .collect();
        for name in self.files.iter().filter(|name| is_plain(name)) {
            let path = self.folder.join(name);
            // What was written was a file: a link or a folder of its name is somebody else's.
            let is_file = path.symlink_metadata().is_ok_and(|found| found.is_file());
            let stale = path.canonicalize().is_ok_and(|path| !kept.contains(&path));
            if is_file && stale {
                std::fs::remove_file(&path).map_err(|source| OutputError::Stale {
                    path: path.display().to_string(),
                    source,
                })?;
            }
        }
        Ok(())
    }
}

fn listed(manifest: &Path, subcommand: &str) -> Option<Vec<String>> {
    if !manifest.symlink_metadata().ok()?.is_file() {
        return None;
    }
    let manifest: Value = serde_json::from_slice(&std::fs::read(manifest).ok()?).ok()?;
    if manifest.get("subcommand")? != subcommand {
        return None;
    }
    let names = manifest.get("files")?.as_array()?.iter();
    Some(names.filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Whether a name is that of a file in the folder itself, and not the manifest's.
fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let one = matches!(
        (parts.next(), parts.next()),
        (Some(Component::Normal(_)), None)
    );
    one && !name.contains(['/', '\\']) && name != MANIFEST
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder `results` with `old.png` and this manifest, and `outside.png` beside it.
    fn folder(manifest: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let results = folder.path().join("results");
        fs::create_dir_all(results.join("below")).unwrap();
        for file in ["outside.png", "results/old.png", "results/below/old.png"] {
            fs::write(folder.path().join(file), b"x").unwrap();
        }
        fs::write(results.join(MANIFEST), manifest).unwrap();
        folder
    }

    fn remove(folder: &Path, others: &[PathBuf]) {
        let earlier = EarlierRun::read(&folder.join("results"), "run");
        earlier.remove(&[MANIFEST.to_owned()], others).unwrap();
    }

    #[test]
    fn only_plain_names_of_files_in_the_folder_are_removed() {
        let anywhere = tempfile::tempdir().unwrap();
        let absolute = anywhere.path().join("absolute.png");
        fs::write(&absolute, b"x").unwrap();
        let names = serde_json::json!([
            "old.png",
            "../outside.png",
            "./old.png",
            "below/old.png",
            "below",
            "..",
            ".",
            "",
            "run.json",
            "gone.png",
            absolute,
            7,
            null,
            ["old.png"],
        ]);
        let manifest = serde_json::json!({ "subcommand": "run", "files": names });
        let folder = folder(&manifest.to_string());
        remove(folder.path(), &[]);
        assert!(!folder.path().join("results/old.png").exists());
        for kept in ["outside.png", "results/below/old.png", "results/run.json"] {
            assert!(folder.path().join(kept).exists(), "{kept}");
        }
        assert!(absolute.exists());
    }

    #[test]
    fn a_manifest_that_is_damaged_old_or_of_another_command_removes_nothing() {
        for manifest in [
            "",
            "{\"subcommand\": \"run\", \"files\": [\"old.png\"",
            "\u{0}\u{1}",
            "[\"old.png\"]",
            "{\"subcommand\": \"run\"}",
            "{\"subcommand\": \"run\", \"files\": \"old.png\"}",
            "{\"subcommand\": \"run\", \"files\": {\"old.png\": 1}}",
            "{\"files\": [\"old.png\"]}",
            "{\"subcommand\": \"optimise\", \"files\": [\"old.png\"]}",
        ] {
            let folder = folder(manifest);
            remove(folder.path(), &[]);
            assert!(folder.path().join("results/old.png").exists(), "{manifest}");
        }
    }

    /// By whatever path an input is reached, it stays; so does a link where a file was.
    #[cfg(unix)]
    #[test]
    fn inputs_and_links_stay() {
        let folder = folder("{\"subcommand\": \"run\", \"files\": [\"old.png\", \"link.png\"]}");
        let path = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink(path("outside.png"), path("results/link.png")).unwrap();
        std::os::unix::fs::symlink(path("results"), path("way")).unwrap();
        remove(folder.path(), &[path("way/below/../old.png")]);
        assert!(path("results/old.png").exists());
        assert!(path("results/link.png").exists() && path("outside.png").exists());
        remove(folder.path(), &[]);
        assert!(!path("results/old.png").exists());
    }
}
