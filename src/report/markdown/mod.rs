//! `report.md`: the run in words, the answer first.

mod answer;
mod details;
mod helicopter;
mod input;
mod optimum;
mod published;
mod table;
mod treatment;

pub(super) use input::remarks;

use super::run::Run;
use crate::wording::thousands;
use std::fmt::Write as _;

/// The report of a run, as Markdown.
#[must_use]
pub fn report(run: &Run) -> String {
    let mut report = format!("# {}\n\n", run.study.title);
    warnings(&mut report, run);
    times(&mut report, run);
    answer::write(&mut report, run);
    optimum::write(&mut report, run);
    treatment::write(&mut report, run);
    helicopter::write(&mut report, run);
    details::write(&mut report, run);
    input::write(&mut report, run);
    report
}

/// What a reader of the answer needs to know, before the answer.
fn warnings(report: &mut String, run: &Run) {
    for warning in &run.dataset.report.warnings {
        let _ = writeln!(report, "> **Warning:** {warning}\n");
    }
}

/// Where the travel times come from, if not all from a road table.
fn times(report: &mut String, run: &Run) {
    let Some(caption) = run.study.travel.caption() else {
        return;
    };
    let input = &run.dataset.report;
    let filled = if input.pairs > 0 {
        format!(
            " The model fills {} of {} pairs of a demand point and a site of a layout; {} demand \
             points ({:.1} of demand) have no other times.",
            thousands(input.pairs_without_time as f64),
            thousands(input.pairs as f64),
            thousands(input.points_without_time as f64),
            input.demand_without_time,
        )
    } else {
        String::new()
    };
    let _ = writeln!(report, "> Travel times: {caption}.{filled}\n");
}

/// A difference with its sign, nothing without one: `+1.2`, `-0.4`, `0.0`.
fn signed(number: f64) -> String {
    let text = format!("{number:+.1}");
    if text == "+0.0" || text == "-0.0" {
        "0.0".to_owned()
    } else {
        text
    }
}

fn or_dash(number: Option<f64>, decimals: usize) -> String {
    number.map_or_else(|| "–".to_owned(), |number| format!("{number:.decimals$}"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_difference_has_no_sign() {
        assert_eq!(super::signed(-0.04), "0.0");
        assert_eq!(super::signed(0.0), "0.0");
        assert_eq!(super::signed(-1.25), "-1.2");
        assert_eq!(super::signed(2.0), "+2.0");
    }
}
