use super::table::MarkdownTable;
use super::{or_dash, signed};
use crate::optimise::Status;
use crate::report::run::{Run, whole_or_decimal};
use crate::report::solution::answer_title;
use crate::report::unreachable::{unreachable_rule, unreachable_sentences};
use crate::wording::capitalised;
use std::fmt::Write as _;

/// How far the layouts are from the best of as many centres; nothing where it was not asked.
pub(super) fn write(report: &mut String, run: &Run) {
    if run.optima.is_empty() {
        return;
    }
    let standard = run.study.headline_standard();
    let minutes = whole_or_decimal(run.study.standards[standard]);
    let _ = writeln!(report, "## How far from the best possible\n");
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
    let _ = writeln!(
        report,
        "One row per layout, compared with the best choices of the same number of centres: one by \
         mean time, and another by the share within {minutes} min. {proof}\n"
    );
    let columns = [
        "layout",
        "centres",
        "candidates",
        "mean, min",
        "best possible",
        "difference, min",
        &format!("≤ {minutes} min, %"),
        "best possible",
        "difference, percentage points",
    ];
    let mut table = MarkdownTable::new(&columns);
    for optimum in run.optima {
        let Some(evaluation) = run.evaluation(&optimum.layout) else {
            continue;
        };
        let mut row = vec![
            run.title(&evaluation.layout).to_owned(),
            evaluation.layout.centres().to_string(),
            optimum.candidates.to_string(),
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
            let mark = if status == Status::Optimal { "" } else { "~" };
            let difference = value.zip(best).map(|(value, best)| best - value);
            row.extend([
                or_dash(value, 1),
                format!("{mark}{}", or_dash(best, 1)),
                difference.map_or("–".to_owned(), signed),
            ]);
        }
        table.row(&row);
    }
    report.push_str(&table.finish());
    unreachable(report, run);
}

/// What was done with demand without a route, for every layout where it matters.
fn unreachable(report: &mut String, run: &Run) {
    let unit = &run.study.population.demand_unit;
    let answers = || {
        run.optima
            .iter()
            .flat_map(|optimum| [&optimum.mean, &optimum.within])
            .filter_map(|answer| Some((answer, answer.unreachable.as_ref()?)))
    };
    let Some((_, first)) = answers().next() else {
        return;
    };
    let mut lines: Vec<String> = answers()
        .filter(|(_, unreachable)| unreachable.is_notable())
        .map(|(answer, unreachable)| {
            let sentences = unreachable_sentences(unreachable, answer.sites(), run.dataset, unit);
            let (title, sentences) = (capitalised(&answer_title(answer)), sentences.join(". "));
            format!("- {title}: {sentences}.\n")
        })
        .collect();
    lines.dedup();
    if lines.is_empty() {
        lines.push(
            "Every rule chooses the same sites, and they leave nobody else out.\n".to_owned(),
        );
    }
    let _ = writeln!(
        report,
        "\nNot every demand point has a route to every candidate. The means of this section count \
         that: {}.\n\n{}",
        unreachable_rule(first),
        lines.concat()
    );
}
