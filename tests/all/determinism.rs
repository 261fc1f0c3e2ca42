//! Results do not depend on the number of threads: whole runs leave the same bytes.

use assert_cmd::Command;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file of a run but the manifest, which holds timings.
fn outputs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(folder)
        .expect("the run made it")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.file_name().is_none_or(|name| name != "run.json"))
        .map(|path| {
            (
                path.display().to_string(),
                fs::read(&path).expect("readable"),
            )
        })
        .map(|(path, bytes)| (path.replace(&folder.display().to_string(), ""), bytes))
        .collect()
}

fn run_with(threads: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let study = folder.path().join("study");
    let results = folder.path().join("results");
    let program = || Command::cargo_bin("catchment").expect("the program is built with the tests");
    program().arg("init").arg(&study).assert().success();
    program()
        .args(["run", "--parquet", "--threads", threads, "--output"])
        .arg(&results)
        .arg(&study)
        .assert()
        .success();
    outputs(&results)
}

#[test]
fn one_two_and_five_threads_leave_the_same_bytes() {
    let one = run_with("1");
    assert!(one.len() > 12, "{:?}", one.keys());
    for threads in ["2", "5"] {
        let many = run_with(threads);
        assert_eq!(
            one.keys().collect::<Vec<_>>(),
            many.keys().collect::<Vec<_>>()
        );
        for (name, bytes) in &one {
            assert!(many[name] == *bytes, "{name} differs on {threads} threads");
        }
    }
}
