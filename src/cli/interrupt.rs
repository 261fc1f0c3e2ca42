use anyhow::Context as _;
use catchment::run::Interrupted;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Lets Ctrl-C, and on Unix SIGTERM and SIGHUP, end the run after the stage at work; a second one ends it
/// at once. Neither leaves half-written files or new folders.
pub(crate) fn install() -> anyhow::Result<()> {
    listen().context("cannot listen for Ctrl-C")
}

fn heard() {
    if ASKED.swap(true, Ordering::SeqCst) {
        catchment::run::abandon();
        std::process::exit(130);
    }
}

#[cfg(unix)]
fn listen() -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = vec![SIGINT, SIGTERM];
    // `nohup` has it ignored, and means it.
    if !is_ignored(SIGHUP) {
        signals.push(SIGHUP);
    }
    let mut signals = signal_hook::iterator::Signals::new(signals)?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || signals.forever().for_each(|_| heard()))?;
    Ok(())
}

/// Whether the process was started with a signal ignored, where the system says so.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let mask = || {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))?;
        u64::from_str_radix(line.trim(), 16).ok()
    };
    mask().is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

#[cfg(not(unix))]
fn listen() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(heard)
}

/// Whether the program was asked to end; for those who can stop in the middle of their work.
pub(crate) fn flag() -> &'static AtomicBool {
    &ASKED
}

/// Ends the command if it was asked to.
pub(crate) fn check() -> Result<(), Interrupted> {
    if is_asked() { Err(Interrupted) } else { Ok(()) }
}

/// Whether the program was asked to end.
pub(crate) fn is_asked() -> bool {
    flag().load(Ordering::SeqCst)
}
