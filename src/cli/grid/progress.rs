use crate::cli::interrupt;
use crate::cli::print;
use catchment::grid::Progress;
use catchment::load::Warning;
use catchment::run::Observer;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use std::io::IsTerminal as _;
use std::time::Instant;

/// How much of a grid is done, how fast, and how long it will take; nothing where standard error is
/// not a terminal.
pub(crate) struct GridProgress {
    bar: ProgressBar,
    began: Instant,
    quiet: bool,
}

/// Steps of the bar.
const STEPS: u64 = 10_000;

impl GridProgress {
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = if quiet || !std::io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            ProgressBar::new(STEPS)
        };
        let style = "{spinner} {msg} {wide_bar} {percent}% {elapsed}, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Self {
            bar,
            began: Instant::now(),
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
}

impl Observer for GridProgress {
    fn cells(&mut self, Progress { cells, part }: Progress) {
        let rate = cells as f64 / 1e6 / self.began.elapsed().as_secs_f64().max(1e-3);
        self.bar.set_message(format!(
            "{} cells, {rate:.1} million per second",
            HumanCount(cells)
        ));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to STEPS"
        )]
        self.bar
            .set_position((part.clamp(0.0, 1.0) * STEPS as f64) as u64);
    }

    fn is_cancelled(&self) -> bool {
        interrupt::is_asked()
    }
}

impl Drop for GridProgress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
