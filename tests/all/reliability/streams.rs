//! Standard output and standard error that are closed or full, and words that are not UTF-8.

use super::{catchment, example, text};
use std::fs;
use std::process::{Command, Stdio};

/// Every command that prints, with a study to print of.
const COMMANDS: [&[&str]; 8] = [
    &["run", "study.toml", "--no-maps", "--format", "csv"],
    &["run", "study.toml", "--no-maps"],
    &["check", "study.toml"],
    &["check", "study.toml", "--format", "json"],
    &["schema"],
    &["completions", "bash"],
    &["optimise", "study.toml", "--centres", "2", "--no-maps"],
    &["curve", "study.toml", "--to", "2", "--no-maps"],
];

/// A full standard output is an error with a code, and nothing panics.
#[cfg(target_os = "linux")]
#[test]
fn a_full_standard_output_is_an_error() {
    let folder = example();
    for arguments in COMMANDS {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("Linux");
        let ran = catchment(folder.path())
            .args(arguments)
            .stdout(full)
            .output()
            .expect("it ends");
        let said = text(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains("cannot write to standard output"),
            "{arguments:?}: {said}"
        );
        assert!(
            !said.contains("panicked") && !said.contains("internal error"),
            "{said}"
        );
    }
}

/// So is one that is closed before anything is read from it.
#[test]
fn a_closed_standard_output_is_an_error() {
    let folder = example();
    for arguments in COMMANDS {
        let mut run = catchment(folder.path());
        run.args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut run = run.spawn().expect("it starts");
        drop(run.stdout.take());
        let ran = run.wait_with_output().expect("it ends");
        let said = text(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(
            said.contains("cannot write to standard output"),
            "{arguments:?}: {said}"
        );
    }
}

/// A standard error that is full or closed is silence: the answer and the code are the same.
#[cfg(target_os = "linux")]
#[test]
fn a_full_or_closed_standard_error_changes_nothing() {
    let folder = example();
    for (arguments, code) in [
        (
            &["run", "study.toml", "--no-maps", "--format", "json"][..],
            0,
        ),
        (&["check", "gone.toml"], 2),
        (&["run", "--nonsense"], 2),
    ] {
        let usual = catchment(folder.path())
            .args(arguments)
            .output()
            .expect("it ends");
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("Linux");
        let ran = catchment(folder.path())
            .args(arguments)
            .stderr(full)
            .output()
            .expect("it ends");
        assert_eq!(ran.status.code(), Some(code), "{arguments:?}");
        assert_eq!(ran.stdout, usual.stdout, "{arguments:?}");
        let mut closed = catchment(folder.path());
        closed
            .args(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut closed = closed.spawn().expect("it starts");
        drop(closed.stderr.take());
        assert_eq!(
            closed.wait().expect("it ends").code(),
            Some(code),
            "{arguments:?}"
        );
    }
}

/// Paths may be any bytes; other words that are not UTF-8 are an error of usage.
#[cfg(unix)]
#[test]
fn words_that_are_not_utf_8_do_not_panic() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let folder = example();
    let odd = OsStr::from_bytes(b"odd-\xff\xfe");
    let run = |prepare: &dyn Fn(&mut Command)| {
        let mut command = catchment(folder.path());
        prepare(&mut command);
        let ran = command.output().expect("it ends");
        let said = text(&ran.stderr);
        assert!(
            !said.contains("panicked") && !said.contains("internal error"),
            "{said}"
        );
        (ran.status.code(), said)
    };
    let (code, said) = run(&|command| {
        command
            .args(["run", "study.toml", "--no-maps", "-o"])
            .arg(odd);
    });
    assert_eq!(code, Some(0), "{said}");
    assert!(folder.path().join(odd).join("run.json").exists());
    let (code, _) = run(&|command| {
        command.args(["run", "study.toml", "--format"]).arg(odd);
    });
    assert_eq!(code, Some(2));
    let (code, said) = run(&|command| {
        command.arg("check").arg(odd);
    });
    assert_eq!(code, Some(2), "{said}");
    let odd_folder = folder.path().join(odd);
    let study = odd_folder.join("study.toml");
    for name in [
        "study.toml",
        "population.csv",
        "hospitals.csv",
        "travel_times.csv",
    ] {
        fs::copy(folder.path().join(name), odd_folder.join(name)).expect("copied");
    }
    let (code, said) = run(&|command| {
        command.arg("check").arg(&study);
    });
    assert_eq!(code, Some(0), "{said}");
}
