//! Nothing lost, nothing mixed, nothing crashes: the program in bad company.

mod environment;
mod escaping;
mod inputs;
mod limits;
mod names;
mod signals;
mod streams;
mod two_runs;

use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

fn program() -> PathBuf {
    assert_cmd::cargo::cargo_bin("catchment")
}

/// The program, in a folder.
fn catchment(folder: &Path) -> Command {
    let mut command = Command::new(program());
    command.current_dir(folder).stdin(Stdio::null());
    command
}

fn done(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = catchment(folder);
    command.args(arguments).output().expect("it starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with the example study in it.
fn example() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let made = done(folder.path(), &["init", "."]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    folder
}

/// Words of a command line, none of which has a space in it.
fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// What is run over the cells of [`grid`].
const GRID_RUN: &str = "grid run cells.csv --hospitals hospitals.csv -o out";

/// A folder with cells of people and hospitals for a grid.
fn grid() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write =
        |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("hospitals.csv", "id,lat,lon\nA,52.5,-1.5\nB,52.0,-1.0\n");
    let cells = (0..400).map(|cell| {
        let (row, column) = (f64::from(cell / 20), f64::from(cell % 20));
        format!(
            "{},{},{}\n",
            -1.5 + column / 100.0,
            52.0 + row / 100.0,
            cell + 1
        )
    });
    let cells: String = cells.collect();
    write("cells.csv", &format!("lon,lat,population\n{cells}"));
    folder
}

/// All files of a folder by their names, hidden ones included.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder");
    let entries = entries.map(|entry| entry.expect("readable").path());
    let files = entries.filter(|path| path.is_file()).map(|path| {
        let name = path.file_name().expect("a name").to_string_lossy();
        (name.into_owned(), fs::read(&path).expect("readable"))
    });
    files.collect()
}

fn sha256(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn manifest(folder: &Path) -> serde_json::Value {
    let text = fs::read(folder.join("run.json")).expect("a manifest");
    serde_json::from_slice(&text).expect("JSON")
}

/// The files of a folder are those of its manifest, each with its size and hash.
fn assert_is_one_run_s(folder: &Path) {
    let manifest = manifest(folder);
    let mut found = files(folder);
    found.remove("run.json");
    let listed = manifest["outputs"].as_array().expect("a list");
    for file in listed {
        let path = file["path"].as_str().expect("a name");
        let bytes = found.remove(path).unwrap_or_else(|| {
            fs::read(folder.join("..").join(path)).unwrap_or_else(|_| panic!("no {path}"))
        });
        assert_eq!(file["bytes"], bytes.len(), "{path}");
        assert_eq!(file["sha256"], sha256(&bytes), "{path}");
    }
    let left: Vec<&String> = found.keys().collect();
    assert!(left.is_empty(), "{left:?} are in no manifest");
}

/// The manifest of every command lists its outputs and its inputs with hashes, the study among them.
#[test]
fn every_manifest_has_the_hashes_of_outputs_and_inputs() {
    let folder = example();
    let of_file = |name: &str| sha256(&fs::read(folder.path().join(name)).expect("there"));
    for command in [
        &["run", "study.toml"][..],
        &["maps", "study.toml"],
        &["optimise", "study.toml", "--centres", "2", "--no-maps"],
        &["curve", "study.toml", "--to", "2"],
        &["expand", "study.toml", "--keep", "plymouth", "--to", "2"],
    ] {
        let out = format!("out-{}", command[0]);
        let ran = done(folder.path(), &[command, &["-o", &out]].concat());
        assert!(ran.status.success(), "{command:?}: {}", text(&ran.stderr));
        assert_is_one_run_s(&folder.path().join(&out));
        let manifest = manifest(&folder.path().join(&out));
        assert_eq!(manifest["subcommand"], command[0]);
        let inputs = manifest["inputs"].as_array().expect("a list");
        for name in ["study.toml", "population.csv", "hospitals.csv"] {
            let input = inputs.iter().find(|input| input["path"] == name);
            let input = input.unwrap_or_else(|| panic!("{command:?} says nothing of {name}"));
            assert_eq!(input["sha256"], of_file(name), "{command:?}: {name}");
        }
    }
    let folder = grid();
    let mut arguments = words(GRID_RUN);
    arguments.extend(["--cells", "cells.parquet"]);
    let ran = done(folder.path(), &arguments);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    assert_is_one_run_s(&folder.path().join("out"));
    let manifest = manifest(&folder.path().join("out"));
    let inputs = manifest["inputs"].as_array().expect("a list");
    for name in ["cells.csv", "hospitals.csv"] {
        let input = inputs.iter().find(|input| input["path"] == name);
        let bytes = fs::read(folder.path().join(name)).expect("there");
        assert_eq!(input.expect(name)["sha256"], sha256(&bytes));
    }
}
