use super::layouts::within_column;
use crate::document::{Cell, Column, Document, Table};
use crate::report::groups::{Gap, mean_gap, within_gap};
use crate::report::run::Run;

/// The best and the worst group of each layout; nothing in a study without groups.
pub(super) fn write(report: &mut Document, run: &Run) {
    if run.dataset.groupings.is_empty() {
        return;
    }
    report.heading(2, "Groups");
    let standard = run.study.headline_standard();
    let columns = vec![
        Column::new("layout"),
        Column::new("by"),
        Column::with_unit("mean", "min")
            .meaning("The best and the worst group by mean time to the nearest centre."),
        Column::with_unit("gap", "min").meaning("The worst mean less the best."),
        within_column(run.study.standards[standard], &run.study.travel.measure()),
        Column::with_unit("gap", "percentage points").meaning("The best share less the worst."),
    ];
    let caption = "One row per layout and grouping: the best and the worst group, and the gap \
                   between them.";
    let mut table = Table::new(caption, columns);
    for evaluation in run.evaluations {
        for (grouping, coverages) in run.dataset.groupings.iter().zip(&evaluation.groups) {
            let [means, mean_difference] = span(mean_gap(grouping, coverages));
            let [shares, share_difference] = span(within_gap(grouping, coverages, standard));
            table.push([
                run.study.layout_title(evaluation.layout.name()).into(),
                grouping.title().into(),
                means,
                mean_difference,
                shares,
                share_difference,
            ]);
        }
    }
    report.table(table);
}

/// The two groups with their values, and the difference.
fn span(gap: Option<Gap>) -> [Cell; 2] {
    gap.map_or([Cell::Missing, Cell::Missing], |gap| {
        let (best, worst) = (gap.best, gap.worst);
        let text = format!("{} {:.1} – {} {:.1}", best.0, best.1, worst.0, worst.1);
        [text.into(), Cell::decimal((worst.1 - best.1).abs(), 1)]
    })
}
