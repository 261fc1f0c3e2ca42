//! Full disks, other places and other orders.
#![cfg(unix)]

use super::{assert_is_one_run_s, done, example, files, program, text};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The visible files of a folder.
fn seen(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = files(folder);
    found.retain(|name, _| !name.starts_with('.'));
    found
}

/// A process that may write no file larger than so many blocks is ended by the system, or told so: the
/// old results stay.
#[test]
fn a_limit_of_the_size_of_files_leaves_the_old_results() {
    let folder = example();
    let old = done(
        folder.path(),
        &["run", "study.toml", "-o", "out", "--no-maps"],
    );
    assert!(old.status.success(), "{}", text(&old.stderr));
    let before = seen(&folder.path().join("out"));
    for blocks in [1, 16, 64, 256] {
        let line = format!("ulimit -f {blocks}; exec \"$0\" run study.toml -o out");
        let mut shell = Command::new("sh");
        shell
            .current_dir(folder.path())
            .args(["-c", &line])
            .arg(program());
        let ended = shell.output().expect("a shell");
        assert!(!ended.status.success(), "{blocks} blocks");
        assert_eq!(seen(&folder.path().join("out")), before, "{blocks} blocks");
    }
    let new = done(folder.path(), &["run", "study.toml", "-o", "out"]);
    assert!(new.status.success(), "{}", text(&new.stderr));
    assert_is_one_run_s(&folder.path().join("out"));
}

/// A disk that is too small for two results beside each other: an error, and the old ones stay.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_results() {
    let folder = example();
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).expect("made");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=600k", "tmpfs"])
        .arg(&disk)
        .output();
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        crate::skipped(
            "a_full_disk_leaves_the_old_results",
            "the right to mount a small disk",
        );
        return;
    }
    let old = done(
        folder.path(),
        &["run", "study.toml", "-o", "disk/out", "--no-maps"],
    );
    let before = seen(&disk.join("out"));
    let new = done(folder.path(), &["run", "study.toml", "-o", "disk/out"]);
    let (after, left) = (seen(&disk.join("out")), files(&disk.join("out")).len());
    let unmounted = Command::new("umount").arg(&disk).status();
    assert!(unmounted.is_ok_and(|status| status.success()));
    assert!(old.status.success(), "{}", text(&old.stderr));
    let said = text(&new.stderr);
    assert_eq!(new.status.code(), Some(2), "{said}");
    assert!(said.contains("No space left"), "{said}");
    assert_eq!(after, before);
    assert_eq!(left, before.len(), "nothing is left behind");
}

/// Whoever may not write to a folder is told so, and nothing changes.
#[test]
fn a_folder_that_cannot_be_written_to_is_an_error() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = example();
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("made");
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).expect("changed");
    if fs::write(out.join("probe"), "").is_ok() {
        crate::skipped(
            "a_folder_that_cannot_be_written_to_is_an_error",
            "a user who is not root",
        );
        return;
    }
    let ran = done(folder.path(), &["run", "study.toml", "-o", "out"]);
    assert_eq!(ran.status.code(), Some(2));
    assert!(text(&ran.stderr).contains("cannot write to the output folder"));
}

/// Threads, language, time zone and the order of rows change no result.
#[test]
fn results_do_not_depend_on_the_machine_or_the_order_of_rows() {
    let folder = example();
    let run = |out: &str, threads: &str, places: [&str; 2]| {
        let mut command = super::catchment(folder.path());
        command.args(["run", "study.toml", "-o", out, "--threads", threads]);
        command.envs([
            ("LC_ALL", places[0]),
            ("LANG", places[0]),
            ("TZ", places[1]),
        ]);
        let ran = command.output().expect("it ends");
        assert!(ran.status.success(), "{}", text(&ran.stderr));
        let mut found = seen(&folder.path().join(out));
        found.remove("run.json");
        found
    };
    let usual = run("usual", "1", ["C", "UTC"]);
    for (out, threads, places) in [
        ("two", "2", ["tr_TR.UTF-8", "Asia/Kathmandu"]),
        ("seven", "7", ["de_DE.UTF-8", "America/St_Johns"]),
    ] {
        let found = run(out, threads, places);
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&found), names(&usual));
        for (name, bytes) in &usual {
            assert!(
                found[name] == *bytes,
                "{name} with {threads} threads, {places:?}"
            );
        }
    }
    for file in ["population.csv", "hospitals.csv", "travel_times.csv"] {
        let path = folder.path().join(file);
        let rows = fs::read_to_string(&path).expect("there");
        let (header, rows) = rows.split_once('\n').expect("a header");
        let mut rows: Vec<&str> = rows.lines().collect();
        rows.reverse();
        fs::write(&path, format!("{header}\n{}\n", rows.join("\n"))).expect("written");
    }
    let found = run("reversed", "2", ["C", "UTC"]);
    for name in [
        "summary.csv",
        "groups.csv",
        "gaps.csv",
        "comparison.csv",
        "coverage.csv",
    ] {
        assert_eq!(text(&found[name]), text(&usual[name]), "{name}");
    }
}
