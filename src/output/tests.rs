//! A folder is one run's, or the earlier one's, whatever fails.

use super::disk::fault::Fault;
use super::{InputFiles, MANIFEST, OutputError, OutputFolder, StagedFile};
use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// What is in a folder and in the folders of it, by name; what is hidden is left out.
fn seen(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
    let files = files.map(|entry| {
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap())
    });
    files.filter(|(name, _)| !name.starts_with('.')).collect()
}

fn hidden(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    names.filter(|name| name.starts_with('.')).collect()
}

/// A run that writes these files, and one elsewhere.
fn run(folder: &Path, files: &[(&str, &str)], elsewhere: &Path) -> Result<(), OutputError> {
    let mut output = OutputFolder::create(folder, InputFiles::default())?;
    let failed = |source| OutputError::File {
        path: elsewhere.display().to_string(),
        source,
    };
    let large = StagedFile::create(elsewhere).map_err(failed)?;
    let text = files.first().map_or("", |(_, text)| text);
    large.as_file().write_all(text.as_bytes()).map_err(failed)?;
    for (name, text) in files {
        output.write(name, text.as_bytes())?;
    }
    output.adopt(large)?;
    output.finish(|written| {
        let names: Vec<&str> = written.iter().map(|file| file.path.as_str()).collect();
        let manifest = serde_json::json!({
            "program": "catchment 1", "subcommand": "run", "files": names, "outputs": written,
        });
        manifest.to_string()
    })
}

const OLD: [(&str, &str); 3] = [("a.csv", "old"), ("b.csv", "old"), ("gone.csv", "old")];
const NEW: [(&str, &str); 3] = [("a.csv", "new"), ("b.csv", "new"), ("more.csv", "new")];

/// The files of the folder, and the one elsewhere.
type State = (BTreeMap<String, Vec<u8>>, Vec<u8>);

/// The states that there may be: all of the old run, or all of the new one.
fn states() -> [State; 2] {
    [&OLD, &NEW].map(|files| {
        let folder = tempfile::tempdir().unwrap();
        let (results, large) = (folder.path().join("out"), folder.path().join("large.bin"));
        run(&results, files, &large).unwrap();
        let mut seen = seen(&results);
        seen.remove(MANIFEST);
        (seen, fs::read(large).unwrap())
    })
}

/// Every piece of work on the disk fails once, or fails and everything after it too.
#[test]
fn a_folder_is_the_old_run_s_or_the_new_one_s_whatever_fails() {
    let states = states();
    for lasts in [false, true] {
        let mut failed = 0;
        for before in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let (results, large) = (folder.path().join("out"), folder.path().join("large.bin"));
            run(&results, &OLD, &large).unwrap();
            fs::write(results.join("notes.txt"), "mine").unwrap();
            let fault = Fault::after(before, lasts, folder.path());
            let done = run(&results, &NEW, &large);
            let count = fault.done();
            drop(fault);
            let state = |results: &Path| {
                let mut seen = seen(results);
                assert_eq!(seen.remove("notes.txt").unwrap(), b"mine");
                let manifest = seen.remove(MANIFEST);
                let manifest = manifest.map(|text| String::from_utf8(text).unwrap());
                (manifest, (seen, fs::read(&large).unwrap_or_default()))
            };
            let (manifest, found) = state(&results);
            let context = format!("{before} of {count}, {lasts}: {done:?}");
            match &done {
                Ok(()) => assert_eq!(found, states[1], "{context}"),
                Err(OutputError::Unfinished { .. }) => {
                    assert_eq!(manifest, None, "a mixture is nobody's: {context}");
                }
                Err(_) => assert_eq!(found, states[0], "{context}"),
            }
            failed += usize::from(done.is_err());
            // The next run puts things right, even one that writes nothing.
            drop(OutputFolder::create(&results, InputFiles::default()).unwrap());
            let (manifest, found) = state(&results);
            let is_new = manifest.unwrap().contains("more.csv");
            assert_eq!(found, states[usize::from(is_new)], "{context}");
            assert_eq!(hidden(&results), [""; 0], "{context}");
            if count <= before {
                break;
            }
        }
        assert!(failed > 20, "only {failed} failures");
    }
}

/// Nothing of the run is seen before all of it is there.
#[test]
fn a_run_that_is_dropped_leaves_the_folder_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let results = folder.path().join("a/b");
    let output = OutputFolder::create(&results, InputFiles::default()).unwrap();
    output.write("x.csv", b"new").unwrap();
    assert!(seen(&results).is_empty());
    drop(output);
    assert!(seen(&results).is_empty() && hidden(&results).is_empty());
}

#[test]
fn two_results_never_share_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let output = OutputFolder::create(folder.path(), InputFiles::default()).unwrap();
    output.write("access-a.svg", b"1").unwrap();
    for name in ["access-a.svg", "access-A.svg"] {
        let error = output.write(name, b"2").unwrap_err().to_string();
        assert!(error.contains("two results would share"), "{error}");
    }
}

#[test]
fn an_input_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let people = folder.path().join("people.csv");
    fs::write(&people, "precious").unwrap();
    let inputs = InputFiles::new([&people]);
    let mut output = OutputFolder::create(folder.path(), inputs).unwrap();
    let error = output.write("people.csv", b"new").unwrap_err().to_string();
    assert!(error.contains("is an input"), "{error}");
    let large = StagedFile::create(&people).unwrap();
    assert!(output.adopt(large).is_err());
    output.finish_without_manifest().unwrap();
    assert_eq!(fs::read(&people).unwrap(), b"precious");
}

#[test]
fn a_folder_that_is_a_file_and_a_file_that_is_a_folder_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let error = OutputFolder::create(&file, InputFiles::default());
    assert!(error.unwrap_err().to_string().contains("another folder"));
    fs::create_dir(folder.path().join("b.csv")).unwrap();
    let error = run(folder.path(), &NEW, &folder.path().join("large.bin"));
    assert!(error.unwrap_err().to_string().contains("in the way"));
    assert_eq!(
        seen(folder.path()).into_keys().collect::<Vec<_>>(),
        ["file"]
    );
}

/// A list that somebody else put into the folder moves nothing outside of it.
#[cfg(unix)]
#[test]
fn a_stranger_s_journal_moves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let staging = path("out/.catchment-run");
    for journal in [
        serde_json::json!({ "replace": ["../precious"], "remove": [], "elsewhere": [] }),
        serde_json::json!({ "replace": [], "remove": ["../precious"], "elsewhere": [] }),
        serde_json::json!({ "replace": [], "remove": [], "elsewhere": [
            { "from": path("stranger"), "to": path("precious") }
        ] }),
    ] {
        for part in ["new", "old"] {
            fs::create_dir_all(staging.join(part)).unwrap();
        }
        fs::write(staging.join("precious"), "bad").unwrap();
        fs::write(path("precious"), "kept").unwrap();
        fs::write(path("stranger"), "bad").unwrap();
        fs::write(staging.join("journal.json"), journal.to_string()).unwrap();
        drop(OutputFolder::create(&path("out"), InputFiles::default()).unwrap());
        assert_eq!(fs::read(path("precious")).unwrap(), b"kept");
        assert!(!staging.exists());
    }
    // Nor does a staging folder that is a link.
    fs::create_dir_all(path("home/new")).unwrap();
    fs::write(path("home/new/x"), "kept").unwrap();
    std::os::unix::fs::symlink(path("home"), &staging).unwrap();
    drop(OutputFolder::create(&path("out"), InputFiles::default()).unwrap());
    assert!(path("home/new/x").exists() && !staging.exists());
}

/// New files have the mode that the umask leaves, the manifest too.
#[cfg(unix)]
#[test]
fn modes_are_those_of_other_new_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let mode = |name: &str| {
        let found = fs::metadata(folder.path().join(name)).unwrap();
        found.permissions().mode() & 0o777
    };
    fs::write(folder.path().join("usual"), "").unwrap();
    run(folder.path(), &NEW, &folder.path().join("large.bin")).unwrap();
    for name in ["a.csv", MANIFEST, "large.bin"] {
        assert_eq!(mode(name), mode("usual"), "{name}");
    }
}
