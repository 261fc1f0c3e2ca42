//! Signals at any moment.
#![cfg(unix)]

use super::{assert_is_one_run_s, catchment, done, example, files, manifest, text};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// The files of a folder but the manifest, which has times in it, and hidden ones.
fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = files(folder);
    found.retain(|name, _| name != "run.json" && !name.starts_with('.'));
    found
}

fn send(signal: &str, process: u32) {
    let mut kill = Command::new("kill");
    kill.args([signal, &process.to_string()])
        .stderr(Stdio::null());
    // It may have ended by itself.
    let _ = kill.status();
}

/// How many signals of each kind; the long test sends the full number.
const SHORT: u32 = 5;

/// At whatever moment a run is interrupted or killed, the folder is wholly the old run's or the new
/// one's, and the next run leaves nothing of it.
#[test]
fn a_folder_is_one_run_s_whenever_a_signal_comes() {
    interrupted_often(SHORT);
}

/// The same with 200 signals.
#[test]
#[ignore = "200 runs take some minutes"]
fn a_folder_is_one_run_s_after_200_signals() {
    interrupted_often(50);
}

fn interrupted_often(each: u32) {
    let folder = example();
    let out = folder.path().join("out");
    let old = ["run", "study.toml", "-o", "out", "--no-maps"];
    let new = ["run", "study.toml", "-o", "out"];
    let state = |arguments: &[&str]| {
        let begun = std::time::Instant::now();
        let ran = done(folder.path(), arguments);
        assert!(ran.status.success(), "{}", text(&ran.stderr));
        assert_is_one_run_s(&out);
        (results(&out), begun.elapsed())
    };
    let (new_results, took) = state(&new);
    let (old_results, _) = state(&old);
    assert_ne!(old_results, new_results);
    let (mut kept, mut replaced, mut unfinished) = (0, 0, 0);
    for signal in ["-INT", "-TERM", "-HUP", "-KILL"] {
        for moment in 0..each {
            // From the start to a little after the end, the moments of each kind between the others'.
            let part = (f64::from(moment) + 0.5) / f64::from(each);
            let mut run = catchment(folder.path());
            run.args(new).stdout(Stdio::null()).stderr(Stdio::null());
            let mut run = run.spawn().expect("it starts");
            std::thread::sleep(Duration::from_secs_f64(took.as_secs_f64() * 1.1 * part));
            send(signal, run.id());
            let status = run.wait().expect("it ends");
            if signal != "-KILL" {
                assert!(matches!(status.code(), Some(0 | 130)) || status.code().is_none());
                let hidden = files(&out).into_keys().filter(|name| name.starts_with('.'));
                let hidden: Vec<String> = hidden.collect();
                assert!(
                    status.code().is_none() || hidden.is_empty(),
                    "{signal}: {hidden:?}"
                );
            }
            let found = results(&out);
            if out.join("run.json").exists() {
                let is_new = manifest(&out)["files"].as_array().expect("a list").len()
                    == new_results.len() + 1;
                let expected = if is_new { &new_results } else { &old_results };
                assert!(found == *expected, "a mixture after {signal} at {part}");
                *(if is_new { &mut replaced } else { &mut kept }) += 1;
            } else {
                // Killed in the few milliseconds of renaming: nobody's, until the next run.
                assert_eq!(signal, "-KILL");
                unfinished += 1;
            }
            if out.join(".catchment-run").exists() || out.join(".catchment-lock").exists() {
                assert!(status.code().is_none(), "{signal}");
            }
            // The next run puts everything right.
            let (again, _) = state(&old);
            assert!(again == old_results);
            let entries = fs::read_dir(&out).expect("there").count();
            assert_eq!(entries, old_results.len() + 1, "nothing is left behind");
        }
    }
    eprintln!("{kept} old, {replaced} new, {unfinished} to be finished by the next run");
}

/// What `nohup` started goes on when the terminal hangs up.
#[cfg(target_os = "linux")]
#[test]
fn a_hang_up_that_is_ignored_stays_ignored() {
    let folder = super::grid();
    let pipe = folder.path().join("cells.pipe.csv");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    let line = "trap '' HUP; exec \"$0\" grid run cells.pipe.csv --hospitals hospitals.csv -o out";
    let mut shell = Command::new("sh");
    shell
        .current_dir(folder.path())
        .args(["-c", line])
        .arg(super::program());
    let mut run = shell
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell");
    let cells = fs::read(folder.path().join("cells.csv")).expect("there");
    let mut writer = fs::OpenOptions::new()
        .write(true)
        .open(&pipe)
        .expect("opened");
    send("-HUP", run.id());
    std::thread::sleep(Duration::from_millis(100));
    send("-HUP", run.id());
    std::io::Write::write_all(&mut writer, &cells).expect("read");
    drop(writer);
    assert!(run.wait().expect("it ends").success());
}
