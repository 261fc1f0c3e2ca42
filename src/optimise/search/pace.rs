use super::relaxation::LARGE;
use crate::optimise::budget::Watch;
use crate::optimise::work::walks_over;

/// Looks at the clock whenever so much work is done that it is worth it.
pub(crate) struct Pace<'a> {
    watch: Watch<'a>,
    since: usize,
    is_over: bool,
}

impl<'a> Pace<'a> {
    pub(crate) const fn new(watch: Watch<'a>) -> Self {
        Self {
            watch,
            since: 0,
            is_over: false,
        }
    }

    /// Whether the time is over, after this many rows more, or sites of them, were looked at.
    pub(crate) fn is_over_after(&mut self, rows: usize) -> bool {
        walks_over(rows);
        self.since += rows;
        if self.since >= LARGE && !self.is_over {
            self.since = 0;
            self.is_over = self.watch.is_over();
        }
        self.is_over
    }
}
