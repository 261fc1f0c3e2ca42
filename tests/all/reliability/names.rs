//! No two results share a file or a column, whatever things are called.

use super::{assert_is_one_run_s, done, example, text};
use std::fs;
use std::path::Path;

/// A study with a pathway, helicopters and polygons.
fn air() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/air");
    for entry in fs::read_dir(seeds).expect("seeds") {
        let path = entry.expect("readable").path();
        fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("copied");
    }
    folder
}

/// A base layout `one` and a layout `bases-one`.
#[test]
fn pictures_of_layouts_whose_names_contain_each_other_are_apart() {
    let folder = air();
    let ran = done(folder.path(), &["run", "study.toml", "-o", "out"]);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    let out = folder.path().join("out");
    assert_is_one_run_s(&out);
    for name in ["bases-one.svg", "helicopter-one.svg"] {
        assert!(out.join(name).exists(), "{name}");
    }
}

fn renamed(from: &str, to: &str) -> (Option<i32>, String) {
    let folder = example();
    let study = fs::read_to_string(folder.path().join("study.toml")).expect("a study");
    assert!(study.contains(from), "{from}");
    fs::write(folder.path().join("study.toml"), study.replace(from, to)).expect("written");
    let ran = done(
        folder.path(),
        &["run", "study.toml", "-o", "out", "--no-maps"],
    );
    if ran.status.success() {
        assert_is_one_run_s(&folder.path().join("out"));
    } else {
        assert!(!folder.path().join("out").exists(), "nothing is written");
    }
    (ran.status.code(), text(&ran.stderr))
}

/// Names that differ in case alone would be one file on many systems.
#[test]
fn layouts_that_differ_in_case_alone_are_refused() {
    let (code, said) = renamed("name = \"ivt\"", "name = \"Plymouth\"");
    assert_eq!(code, Some(2));
    assert!(
        said.contains("differs from `plymouth`") && said.contains("study.toml:"),
        "{said}"
    );
}

#[test]
fn a_layout_called_minutes_would_share_a_column_and_is_refused() {
    let (code, said) = renamed("name = \"ivt\"", "name = \"minutes\"");
    assert_eq!(code, Some(2));
    assert!(
        said.contains("`coverage.csv` has a column of this name"),
        "{said}"
    );
}

/// `all` is what tables call everybody.
#[test]
fn a_column_of_groups_called_all_is_refused() {
    let (code, said) = renamed("groups = [\"local_authority\"]", "groups = [\"all\"]");
    assert_eq!(code, Some(2));
    assert!(
        said.contains("`all` is what tables call everybody"),
        "{said}"
    );
}
