//! Two runs into one folder.

use super::{GRID_RUN, assert_is_one_run_s, catchment, done, example, text, words};
use std::fs;
use std::process::Stdio;

/// Whoever comes second is told who is writing; the folder is the first one's, whole.
#[test]
fn the_folder_of_two_runs_at_once_is_one_run_s() {
    let folder = example();
    let mut refused = 0;
    for _ in 0..8 {
        let start = |layouts: &str| {
            let mut command = catchment(folder.path());
            command
                .args(["run", "study.toml", "-o", "out"])
                .args(layouts.split_whitespace());
            command.stderr(Stdio::piped()).stdout(Stdio::null());
            command.spawn().expect("it starts")
        };
        let runs = [start(""), start("--no-maps")];
        let ended = runs.map(|run| run.wait_with_output().expect("it ends"));
        let mut succeeded = 0;
        for run in &ended {
            match run.status.code() {
                Some(0) => succeeded += 1,
                Some(2) => {
                    let said = text(&run.stderr);
                    assert!(said.contains("is in use by"), "{said}");
                    refused += 1;
                }
                other => panic!("ended with {other:?}: {}", text(&run.stderr)),
            }
        }
        assert!(succeeded > 0);
        assert_is_one_run_s(&folder.path().join("out"));
    }
    eprintln!("{refused} of 16 runs were refused");
}

/// A second run says who holds the folder.
#[cfg(unix)]
#[test]
fn a_second_run_says_who_holds_the_folder() {
    let folder = super::grid();
    let pipe = folder.path().join("endless.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    let mut first = catchment(folder.path());
    first.args(words(
        "grid run endless.csv --hospitals hospitals.csv -o out",
    ));
    let mut first = first.stderr(Stdio::null()).spawn().expect("it starts");
    let cells = fs::OpenOptions::new()
        .write(true)
        .open(&pipe)
        .expect("opened");
    let second = words(GRID_RUN);
    let refused = done(folder.path(), &second);
    let said = text(&refused.stderr);
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(
        said.contains(&format!("process {} since", first.id())),
        "{said}"
    );
    assert!(said.contains("grid run endless.csv"), "{said}");
    drop(cells);
    first.kill().expect("killed");
    first.wait().expect("ended");
    // The lock ends with its owner, and what it left goes.
    let ran = done(folder.path(), &second);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    assert_is_one_run_s(&folder.path().join("out"));
}
