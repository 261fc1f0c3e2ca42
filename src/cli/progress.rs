use super::interrupt;
use super::print;
use catchment::load::Warning;
use catchment::run::Observer;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::Duration;

/// A line on standard error that names the stage at work; nothing where that is not a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// Whether the first of several steps has begun.
    begun: bool,
    quiet: bool,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self {
                bar: ProgressBar::hidden(),
                begun: false,
                quiet,
            };
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self {
            bar,
            begun: false,
            quiet,
        }
    }

    /// Says on standard error what a reader of the answer needs to know.
    pub(crate) fn warn(&self, warnings: &[Warning]) {
        if !self.quiet {
            self.bar.suspend(|| {
                for warning in warnings {
                    print::say(format_args!("warning: {warning}"));
                }
            });
        }
    }

    /// Takes the line away: what follows is for standard output.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Progress {
    fn stage(&mut self, name: &str) {
        self.bar.set_message(name.to_owned());
    }

    fn steps(&mut self, count: usize) {
        self.bar.set_length(count as u64);
        let style = "{spinner} {msg} {wide_bar} {pos}/{len} {elapsed}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(style) {
            self.bar.set_style(style);
        }
    }

    fn step(&mut self, name: &str) {
        if std::mem::replace(&mut self.begun, true) {
            self.bar.inc(1);
        }
        self.stage(name);
    }

    fn is_cancelled(&self) -> bool {
        interrupt::is_asked()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.end();
    }
}
