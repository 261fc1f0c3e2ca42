use super::answer;
use crate::compare::{Change, Comparison};
use crate::document::{Cell, Column, Document, Table};
use crate::model::{Grouping, PointIndex};
use crate::render;
use crate::report::run::Run;
use crate::wording::signed;

/// Areas named on either side of a comparison.
const NAMED: usize = 5;

/// Who gains and who loses in each layout against the base.
pub(super) fn write(report: &mut Document, run: &Run) {
    for (number, comparison) in run.comparisons.iter().enumerate() {
        changes(report, run, comparison, number > 0);
    }
}

/// One layout against the base; `with_answer` where the report does not begin with it.
fn changes(report: &mut Document, run: &Run, comparison: &Comparison, with_answer: bool) {
    let layout = render::layout_heading(run.study, &comparison.layout);
    let base = run.study.layout_title(&comparison.base);
    report.heading(2, format!("{layout} instead of {base}"));
    if let Some(answer) = answer::against_base(run, comparison).filter(|_| with_answer) {
        report.paragraph(answer);
    }
    if let Some((grouping, changes)) = run.dataset.groupings.first().zip(comparison.groups.first())
    {
        report.table(by_group(grouping, changes));
    }
    let (gain, loss) = comparison.extremes(NAMED);
    for (what, points) in [("Gain most", gain), ("Lose most", loss)] {
        if points.is_empty() {
            continue;
        }
        let named: Vec<String> = points
            .iter()
            .filter_map(|&point: &PointIndex| {
                let minutes = comparison.minutes[point.get()]?;
                let name = &run.dataset.points[point.get()].name;
                Some(format!("{name} ({} min)", signed(minutes, 1)))
            })
            .collect();
        report.paragraph(format!("{what}: {}.", named.join(", ")));
    }
}

fn by_group(grouping: &Grouping, changes: &[Change]) -> Table {
    let columns = vec![
        Column::new(grouping.title()),
        Column::with_unit("nearer", "%").meaning(
            "Share of the group that reaches a centre in less time, or reaches one at last.",
        ),
        Column::with_unit("by", "min")
            .meaning("Mean time saved by those who are nearer and reach a centre in both layouts."),
        Column::with_unit("farther", "%")
            .meaning("Share of the group that needs more time, or reaches a centre no longer."),
        Column::with_unit("by", "min")
            .meaning("Mean time lost by those who are farther and reach a centre in both layouts."),
        Column::with_unit("mean change", "min").meaning(
            "Mean over everybody of the group who reaches a centre in both layouts; below zero \
             is nearer.",
        ),
    ];
    let mut table = Table::new(format!("One row per {}.", grouping.title()), columns);
    for (label, change) in grouping.labels().iter().zip(changes) {
        table.push([
            label.into(),
            Cell::decimal(change.nearer.percent_of(change.demand), 1),
            Cell::decimal(change.mean_saved_minutes(), 1),
            Cell::decimal(change.farther.percent_of(change.demand), 1),
            Cell::decimal(change.mean_lost_minutes(), 1),
            Cell::difference(change.mean_change_minutes(), 1),
        ]);
    }
    table
}
