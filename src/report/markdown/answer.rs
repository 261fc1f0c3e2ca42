use super::or_dash;
use super::table::MarkdownTable;
use crate::compare::Comparison;
use crate::evaluation::Evaluation;
use crate::report::run::{Run, whole_or_decimal};
use crate::units::{Demand, TravelTime};
use crate::wording::{capitalised, thousands};
use std::fmt::Write as _;

/// The answer: each layout against the base in two sentences, then all layouts in one table.
pub(super) fn write(report: &mut String, run: &Run) {
    let unit = &run.study.population.demand_unit;
    if run.comparisons.is_empty() {
        let _ = writeln!(report, "{}\n", alone(run, run.base()));
    }
    for comparison in run.comparisons {
        if let Some(evaluation) = run.evaluation(&comparison.layout) {
            let _ = writeln!(report, "{}\n", against_base(run, evaluation, comparison));
        }
    }
    let _ = writeln!(
        report,
        "One row per layout. Times are one way, from where people live to the nearest centre by \
         travel time. A share within a standard is of everyone, including those who cannot reach a \
         centre; a time equal to the standard is within it. Demand is {unit}: {} in all.\n",
        thousands(run.dataset.demand().as_f64()),
    );
    report.push_str(&layouts(run));
    if run.base().residents.is_some() {
        report.push_str(&residents(run));
    }
}

fn alone(run: &Run, evaluation: &Evaluation) -> String {
    let standard = run.study.headline_standard();
    format!(
        "**With {} ({} centres), {}% of {} are within {} min; the mean time is {} min.**",
        run.title(&evaluation.layout),
        evaluation.layout.centres(),
        or_dash(evaluation.coverage.within_percent(standard), 1),
        run.study.population.demand_unit,
        whole_or_decimal(run.study.standards[standard]),
        or_dash(evaluation.coverage.mean_minutes, 1),
    )
}

fn against_base(run: &Run, evaluation: &Evaluation, comparison: &Comparison) -> String {
    let standard = run.study.headline_standard();
    let base = run.base();
    let change = &comparison.all;
    let moved = |part: Demand, minutes: Option<f64>| {
        if part == Demand::ZERO {
            return "nobody".to_owned();
        }
        let by = minutes.map_or(String::new(), |minutes| {
            format!(", by {minutes:.1} min on average")
        });
        format!("{}%{by}", or_dash(part.percent_of(change.demand), 1))
    };
    let needed = evaluation.volumes.as_ref().zip(base.volumes.as_ref());
    let clinicians = needed.map_or(String::new(), |(new, old)| {
        format!(
            " Clinicians needed: {} instead of {}.",
            new.clinicians, old.clinicians
        )
    });
    format!(
        "**{} instead of {}: {}% of {} are within {} min instead of {}%, and the mean time is {} \
         min instead of {} min.** Nearer: {}; farther: {}.{clinicians}",
        capitalised(run.title(&evaluation.layout)),
        run.title(&base.layout),
        or_dash(evaluation.coverage.within_percent(standard), 1),
        run.study.population.demand_unit,
        whole_or_decimal(run.study.standards[standard]),
        or_dash(base.coverage.within_percent(standard), 1),
        or_dash(evaluation.coverage.mean_minutes, 1),
        or_dash(base.coverage.mean_minutes, 1),
        moved(change.nearer, change.mean_saved_minutes()),
        moved(change.farther, change.mean_lost_minutes()),
    )
}

/// The headings of the shares within each standard.
fn within_headings(run: &Run) -> Vec<String> {
    let standards = run.study.standards.iter();
    standards
        .map(|&standard| format!("≤ {} min, %", whole_or_decimal(standard)))
        .collect()
}

fn layouts(run: &Run) -> String {
    let within = within_headings(run);
    let mut columns = vec!["layout", "centres", "mean, min", "median", "p95", "longest"];
    columns.extend(within.iter().map(String::as_str));
    columns.extend(["worst tenth, mean min", "unreachable"]);
    let without_row = run.dataset.demand_without_row();
    let has_all_rows = run.dataset.without_row.is_empty();
    columns.extend((!has_all_rows).then_some("no row"));
    columns.extend(run.study.centres.is_some().then_some("clinicians"));
    let mut table = MarkdownTable::new(&columns);
    for evaluation in run.evaluations {
        let coverage = &evaluation.coverage;
        let minutes = |time: Option<TravelTime>| or_dash(time.map(TravelTime::as_f64), 1);
        let mut row = vec![
            run.title(&evaluation.layout).to_owned(),
            evaluation.layout.centres().to_string(),
            or_dash(coverage.mean_minutes, 1),
            minutes(coverage.median),
            minutes(coverage.p95),
            minutes(coverage.longest),
        ];
        row.extend((0..run.study.standards.len()).map(|s| or_dash(coverage.within_percent(s), 1)));
        row.extend([
            or_dash(coverage.worst_tenth_mean_minutes, 1),
            format!("{:.1}", coverage.unreachable - without_row),
        ]);
        row.extend((!has_all_rows).then(|| format!("{without_row:.1}")));
        let volumes = evaluation.volumes.as_ref();
        row.extend(volumes.map(|volumes| volumes.clinicians.to_string()));
        table.row(&row);
    }
    table.finish()
}

fn residents(run: &Run) -> String {
    let all = run.dataset.population().map_or(0.0, Demand::as_f64);
    let within = within_headings(run);
    let mut columns = vec!["layout", "mean, min"];
    columns.extend(within.iter().map(String::as_str));
    let mut table = MarkdownTable::new(&columns);
    for evaluation in run.evaluations {
        let Some(coverage) = &evaluation.residents else {
            continue;
        };
        let mut row = vec![
            run.title(&evaluation.layout).to_owned(),
            or_dash(coverage.mean_minutes, 1),
        ];
        row.extend((0..run.study.standards.len()).map(|s| or_dash(coverage.within_percent(s), 1)));
        table.row(&row);
    }
    format!(
        "The same for all {} residents, one row per layout:\n\n{}",
        thousands(all),
        table.finish()
    )
}
