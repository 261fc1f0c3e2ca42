//! Pathways, helicopters and outcomes: their tables, and their columns in the tables of a layout.

mod areas;
mod assumptions;
mod columns;
mod explain;
mod helicopter;
mod pathways;
mod sensitivity;
mod transfers;

pub(super) use areas::AreaCells;
pub use assumptions::{Assumption, assumptions};
pub(super) use columns::{FIGURES, SITE_COLUMNS, figures, site_cells};
pub use explain::{Explained, ExplainedLeg, ExplainedPathway, Words, explained, explained_table};
pub(super) use helicopter::REMOTE;
pub use helicopter::{base_siting, break_even, helicopter};
pub use pathways::{allowable_delay, pathways, units};
pub use sensitivity::sensitivity;
pub use transfers::transfers;

use crate::units::Minutes;
use std::fmt::Write as _;

/// Minutes to a thousandth by whole numbers: a hundred thousand rows are too many for the general
/// way.
pub(super) fn push_minutes(text: &mut String, time: Minutes) {
    let (whole, rest) = (time.seconds() / 60, time.seconds() % 60);
    let _ = write!(text, "{whole}");
    if rest > 0 {
        let thousandths = (rest * 1_000 + 30) / 60;
        let _ = write!(text, ".{thousandths:03}");
        text.truncate(text.trim_end_matches('0').len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::table::decimal;

    #[test]
    fn minutes_are_written_as_every_table_writes_them() {
        for seconds in (0..400).chain([3_599, 3_600, 36_006]) {
            let time = Minutes::from_seconds(seconds);
            let mut text = String::new();
            push_minutes(&mut text, time);
            assert_eq!(text, decimal(time.as_f64(), 3), "{seconds} s");
        }
    }
}
