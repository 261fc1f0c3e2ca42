//! Ctrl-C while cells are read.

use super::command::{example, names};
use std::fs;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// Ctrl-C in the middle of a run: exit code 130, and neither files nor folders.
#[test]
fn ctrl_c_leaves_nothing() {
    let folder = example();
    let before = names(folder.path());
    let (mut run, mut cells) = endless(&folder);
    interrupt(&run);
    // Cells go on until the program hangs up: without the signal this would never end.
    let row = "-1.5,52.5,3\n".repeat(10_000);
    while cells.write_all(row.as_bytes()).is_ok() {}
    assert_eq!(run.wait().unwrap().code(), Some(130));
    assert_eq!(with_pipe(before), names(folder.path()));
}

/// While it waits for cells, it cannot see that it was asked to end; asked once more, it ends at once.
#[test]
fn a_second_ctrl_c_leaves_nothing_either() {
    let folder = example();
    let before = names(folder.path());
    let (mut run, cells) = endless(&folder);
    let mut asked = 0;
    let code = loop {
        if let Some(status) = run.try_wait().unwrap() {
            break status.code();
        }
        interrupt(&run);
        asked += 1;
        std::thread::sleep(Duration::from_millis(50));
    };
    assert!(asked > 1, "the first one ended it, or something else");
    assert_eq!(code, Some(130));
    assert_eq!(with_pipe(before), names(folder.path()));
    drop(cells);
}

/// A run over cells that never end, once it has begun, and where its cells come from.
fn endless(folder: &TempDir) -> (Child, fs::File) {
    let pipe = folder.path().join(PIPE);
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let run = Command::new(assert_cmd::cargo::cargo_bin("catchment"))
        .current_dir(folder.path())
        .args(["grid", "run", PIPE, "--hospitals", "hospitals.csv"])
        .args(["--cells", "cells.parquet", "--output", "made/here"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut cells = fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    cells.write_all(b"lon,lat,population\n").unwrap();
    // The run has begun when its unnamed file is there.
    let begun = || {
        names(folder.path())
            .iter()
            .any(|name| name.starts_with(".catchment-"))
    };
    while !begun() {
        std::thread::sleep(Duration::from_millis(5));
    }
    (run, cells)
}

const PIPE: &str = "endless.csv";

fn with_pipe(mut names: Vec<String>) -> Vec<String> {
    names.push(PIPE.to_owned());
    names.sort();
    names
}

fn interrupt(run: &Child) {
    let signal = Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status();
    assert!(signal.unwrap().success());
}
