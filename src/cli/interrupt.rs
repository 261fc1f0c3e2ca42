use anyhow::Context as _;
use catchment::run::Interrupted;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Lets Ctrl-C end the run after the stage at work, so that no file is left half-written; a second
/// one ends it at once, and takes half-written files and new folders with it.
pub(crate) fn install() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            catchment::run::abandon();
            std::process::exit(130);
        }
    })
    .context("cannot listen for Ctrl-C")
}

/// Whether Ctrl-C was pressed; for those who can stop in the middle of their work.
pub(crate) fn flag() -> &'static AtomicBool {
    &ASKED
}

/// Ends the command if Ctrl-C was pressed.
pub(crate) fn check() -> Result<(), Interrupted> {
    if is_asked() { Err(Interrupted) } else { Ok(()) }
}

/// Whether Ctrl-C was pressed.
pub(crate) fn is_asked() -> bool {
    flag().load(Ordering::SeqCst)
}
