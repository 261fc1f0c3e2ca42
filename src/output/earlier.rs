use super::disk;
use super::file_name::is_plain;
use super::inputs::InputFiles;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The manifest that a run writes with its results.
pub(crate) const MANIFEST: &str = "run.json";

/// What an earlier run left in a folder, as its `run.json` lists it.
#[derive(Debug, Default)]
pub(super) struct EarlierRun {
    /// The command that wrote it.
    pub(super) subcommand: Option<String>,
    folder: PathBuf,
    files: Vec<String>,
}

impl EarlierRun {
    /// Reads the list; it is empty if there is no `run.json`, or it cannot be read, or it was written by
    /// another program or by a version that listed no files.
    pub(super) fn read(folder: &Path) -> Self {
        let nothing = Self {
            folder: folder.to_owned(),
            ..Self::default()
        };
        let listed = listed(&folder.join(MANIFEST));
        listed.map_or(nothing, |(subcommand, files)| Self {
            subcommand: Some(subcommand),
            folder: folder.to_owned(),
            files,
        })
    }

    /// The files that were listed, lie in the folder itself, and are neither among those that are
    /// `written` now nor among those to be `kept`, the inputs first of all.
    pub(super) fn stale(&self, written: &[&str], kept: &InputFiles) -> Vec<String> {
        // By what the system calls them: names may differ in case alone, and links may lead here.
        let paths = written.iter().map(|name| self.folder.join(name));
        let written_over = InputFiles::new(paths);
        let is_stale = |name: &&String| {
            let path = self.folder.join(name);
            let is_ours = is_plain(name) && *name != MANIFEST;
            // What was written was a file: a link or a folder of its name is somebody else's.
            is_ours
                && disk::is_plain_file(&path)
                && !written.contains(&name.as_str())
                && !written_over.contains(&path)
                && !kept.contains(&path)
        };
        let mut stale: Vec<String> = self.files.iter().filter(is_stale).cloned().collect();
        stale.sort_unstable();
        stale.dedup();
        stale
    }
}

fn listed(manifest: &Path) -> Option<(String, Vec<String>)> {
    if !disk::is_plain_file(manifest) {
        return None;
    }
    let manifest: Value = serde_json::from_slice(&std::fs::read(manifest).ok()?).ok()?;
    let program = manifest.get("program")?.as_str()?;
    let is_ours = program.starts_with("catchment ");
    let subcommand = manifest.get("subcommand")?.as_str()?;
    let names = manifest.get("files")?.as_array()?.iter();
    let names = names.filter_map(Value::as_str).map(str::to_owned).collect();
    is_ours.then(|| (subcommand.to_owned(), names))
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

    fn stale(folder: &Path, others: &[PathBuf]) -> Vec<String> {
        let earlier = EarlierRun::read(&folder.join("results"));
        earlier.stale(&[MANIFEST], &InputFiles::new(others))
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
        let manifest =
            serde_json::json!({ "program": "catchment 1", "subcommand": "run", "files": names });
        let folder = folder(&manifest.to_string());
        assert_eq!(stale(folder.path(), &[]), ["old.png"]);
    }

    #[test]
    fn a_manifest_that_is_damaged_old_or_of_another_program_removes_nothing() {
        for manifest in [
            "",
            "{\"program\": \"catchment 1\", \"subcommand\": \"run\", \"files\": [\"old.png\"",
            "\u{0}\u{1}",
            "[\"old.png\"]",
            "{\"program\": \"catchment 1\", \"subcommand\": \"run\"}",
            "{\"program\": \"catchment 1\", \"subcommand\": \"run\", \"files\": \"old.png\"}",
            "{\"program\": \"catchment 1\", \"subcommand\": \"run\", \"files\": {\"old.png\": 1}}",
            "{\"program\": \"catchment 1\", \"files\": [\"old.png\"]}",
            "{\"program\": \"other 1\", \"subcommand\": \"run\", \"files\": [\"old.png\"]}",
            "{\"subcommand\": \"run\", \"files\": [\"old.png\"]}",
        ] {
            let folder = folder(manifest);
            assert_eq!(stale(folder.path(), &[]), [""; 0], "{manifest}");
        }
    }

    /// By whatever path an input is reached, it stays; so does a link where a file was.
    #[cfg(unix)]
    #[test]
    fn inputs_and_links_stay() {
        let folder = folder(
            "{\"program\": \"catchment 1\", \"subcommand\": \"run\", \"files\": [\"old.png\", \"link.png\"]}",
        );
        let path = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink(path("outside.png"), path("results/link.png")).unwrap();
        std::os::unix::fs::symlink(path("results"), path("way")).unwrap();
        let input = path("way/below/../old.png");
        assert_eq!(stale(folder.path(), &[input]), [""; 0]);
        assert_eq!(stale(folder.path(), &[]), ["old.png"]);
    }
}
