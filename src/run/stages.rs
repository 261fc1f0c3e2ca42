use super::observer::{Interrupted, Observer};
use crate::report::Stage;
use std::time::Instant;

/// The stages of a run as they happen: reported to an observer, timed for the manifest.
pub(super) struct Stages<'a> {
    observer: &'a mut dyn Observer,
    done: Vec<Stage>,
}

impl<'a> Stages<'a> {
    /// Stages that follow those already `done`.
    pub(super) fn after(done: Vec<Stage>, observer: &'a mut dyn Observer) -> Self {
        Self { observer, done }
    }

    /// Does one stage.
    pub(super) fn stage<T>(&mut self, name: &str, work: impl FnOnce() -> T) -> T {
        self.observed(name, |_| work())
    }

    /// Does one stage whose work has something to say to the observer.
    pub(super) fn observed<T>(
        &mut self,
        name: &str,
        work: impl FnOnce(&mut dyn Observer) -> T,
    ) -> T {
        self.observer.stage(name);
        let start = Instant::now();
        let result = work(self.observer);
        let milliseconds = (start.elapsed().as_secs_f64() * 1e6).round() / 1e3;
        self.done.push(Stage {
            stage: name.to_owned(),
            milliseconds,
        });
        result
    }

    /// Ends the work here if the observer wants that.
    pub(super) fn check(&self) -> Result<(), Interrupted> {
        if self.observer.is_cancelled() {
            Err(Interrupted)
        } else {
            Ok(())
        }
    }

    /// The stages done so far.
    pub(super) fn done(&self) -> &[Stage] {
        &self.done
    }

    /// All stages, once the work is over.
    pub(super) fn into_done(self) -> Vec<Stage> {
        self.done
    }
}
