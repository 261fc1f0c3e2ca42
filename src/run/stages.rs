use crate::report::Stage;
use std::time::Instant;

/// The stages of a run as they happen: told to an observer, timed for the manifest.
pub struct Stages<'a> {
    observer: Box<dyn FnMut(&str) + 'a>,
    done: Vec<Stage>,
}

impl<'a> Stages<'a> {
    /// Stages that tell `observer` their name when they begin.
    pub fn new(observer: impl FnMut(&str) + 'a) -> Self {
        Self {
            observer: Box::new(observer),
            done: Vec::new(),
        }
    }

    /// Does one stage.
    pub fn stage<T>(&mut self, name: &str, work: impl FnOnce() -> T) -> T {
        (self.observer)(name);
        let start = Instant::now();
        let result = work();
        let milliseconds = (start.elapsed().as_secs_f64() * 1e6).round() / 1e3;
        self.done.push(Stage {
            stage: name.to_owned(),
            milliseconds,
        });
        result
    }

    /// The stages done so far.
    #[must_use]
    pub fn done(&self) -> &[Stage] {
        &self.done
    }
}
