use crate::grid::Progress;
use std::ops::ControlFlow;

/// Hears how far a run has come, and may end it.
///
/// Every method has a default that does nothing; [`Silent`] implements none of them.
pub trait Observer {
    /// A stage of the work begins.
    fn stage(&mut self, name: &str) {
        let _ = name;
    }

    /// From here on, this many steps of one kind follow.
    fn steps(&mut self, count: usize) {
        let _ = count;
    }

    /// The next of these steps begins.
    fn step(&mut self, name: &str) {
        let _ = name;
    }

    /// So many cells of a grid are done.
    fn cells(&mut self, progress: Progress) {
        let _ = progress;
    }

    /// Whether the work should end after the stage that it is in.
    ///
    /// A search in progress ends by the flag of its [`Budget`](crate::optimise::Budget).
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// An observer that hears nothing and ends nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Observer for Silent {}

/// The observer ended the work between two stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("interrupted; results that were there are as they were")]
pub struct Interrupted;

/// Tells an observer how many cells are done, and ends the work where it wants that.
pub(super) fn cells_heard(
    observer: &mut dyn Observer,
) -> impl FnMut(Progress) -> ControlFlow<()> + '_ {
    |done| {
        observer.cells(done);
        if observer.is_cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }
}

/// Passes everything on, and is never cancelled: for work that is to be completed.
pub(super) struct Uninterrupted<'a>(pub(super) &'a mut dyn Observer);

impl Observer for Uninterrupted<'_> {
    fn stage(&mut self, name: &str) {
        self.0.stage(name);
    }
}
