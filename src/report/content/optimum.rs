use super::layouts::within_column;
use crate::document::{Cell, Column, Document, Table, Text};
use crate::optimise::{Answer, Status};
use crate::report::run::{Run, whole_or_decimal};
use crate::report::solution::answer_title;
use crate::report::unreachable::unreachable_remark;
use crate::wording::capitalised;

/// How far the layouts are from the best with the same number of centres, if the study asks for it.
pub(super) fn write(report: &mut Document, run: &Run) {
    if run.optima.is_empty() {
        return;
    }
    let standard = run.study.headline_standard();
    let minutes = whole_or_decimal(run.study.standards[standard]);
    report.heading(2, "How far from the best possible");
    let answers = || {
        run.optima
            .iter()
            .flat_map(|each| [&each.mean, &each.within])
    };
    let proof = if answers().all(|answer| answer.status == Status::Optimal) {
        "All are proven: no other choice of the same number of candidates is better."
    } else {
        "Not all are proven; ~ marks the best that was found."
    };
    let caption = format!(
        "One row per layout, compared with the best choices of the same number of centres: one by \
         mean time, and another by the share within {minutes} min. {proof}"
    );
    let columns = vec![
        Column::new("layout"),
        Column::new("centres"),
        Column::new("candidates").meaning("Sites that centres may be chosen from."),
        Column::with_unit("mean", "min").meaning("Mean time to the nearest centre of the layout."),
        Column::with_known_unit("best possible", "min")
            .meaning("The lowest mean time of any layout with as many centres."),
        Column::with_unit("difference", "min"),
        within_column(run.study.standards[standard], &run.study.travel.measure()),
        Column::with_known_unit("best possible", "%")
            .meaning("The highest share within the standard of any layout with as many centres."),
        Column::with_unit("difference", "percentage points"),
    ];
    let mut table = Table::new(caption, columns);
    for optimum in run.optima {
        let Some(evaluation) = run.evaluation(&optimum.layout) else {
            continue;
        };
        let mut row = vec![
            run.study.layout_title(evaluation.layout.name()).into(),
            Cell::count(evaluation.layout.centres()),
            Cell::count(optimum.candidates),
        ];
        let pairs = [
            (optimum.own_mean, optimum.mean.value(), optimum.mean.status),
            (
                optimum.own_within_percent,
                optimum.within.value_percent,
                optimum.within.status,
            ),
        ];
        for (value, best, status) in pairs {
            let is_proven = status == Status::Optimal;
            let difference = value.zip(best).map(|(value, best)| best - value);
            row.extend([
                Cell::decimal(value, 1),
                Cell::decimal(best, 1).estimate_unless(is_proven),
                Cell::difference(difference, 1),
            ]);
        }
        table.push(row);
    }
    report.table(table);
    unreachable(report, run);
}

/// What was done with demand without a route, for every layout where it matters.
fn unreachable(report: &mut Document, run: &Run) {
    let measure = run.study.travel.measure();
    let answers = run.optima.iter();
    let answers = answers.flat_map(|optimum| [&optimum.mean, &optimum.within]);
    let title = |answer: &Answer| capitalised(&answer_title(answer, &measure));
    if let Some(remark) = unreachable_remark(answers, &title, run.dataset, run.study) {
        report.paragraph(remark.sentences);
        report.list(remark.items.into_iter().map(Text::from).collect());
    }
}
