use super::new_folder;
use anyhow::Context as _;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Lets Ctrl-C end the run after the stage at work, so that no file is left half-written; a second
/// one ends it at once, and takes half-written files and new folders with it.
pub(crate) fn install() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            catchment::atomic_file::abandon();
            new_folder::abandon();
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
    if flag().load(Ordering::SeqCst) {
        Err(Interrupted)
    } else {
        Ok(())
    }
}

/// Ctrl-C was pressed.
#[derive(Debug, thiserror::Error)]
#[error("interrupted; all files written so far are complete")]
pub(crate) struct Interrupted;
