use super::table::MarkdownTable;
use super::{or_dash, signed};
use crate::compare::Comparison;
use crate::model::{DemandPoint, Grouping, PointIndex};
use crate::report::groups::{mean_gap, within_gap};
use crate::report::run::{Run, whole_or_decimal};
use crate::units::Demand;
use crate::wording::{capitalised, decimal, thousands};
use std::fmt::Write as _;

/// Areas named on either side of a comparison.
const NAMED: usize = 5;

/// The centres' work, the groups, and who gains and loses.
pub(super) fn write(report: &mut String, run: &Run) {
    centres(report, run);
    if !run.dataset.groupings.is_empty() {
        fairness(report, run);
    }
    for comparison in run.comparisons {
        changes(report, run, comparison);
    }
    unreachable(report, run);
}

fn centres(report: &mut String, run: &Run) {
    report.push_str("## Centres\n\n");
    let standard = run.study.headline_standard();
    let mut columns = vec!["layout", "smallest", "quartiles", "largest"];
    let both = format!(
        "≤ {} min and enough, %",
        whole_or_decimal(run.study.standards[standard])
    );
    if let Some(policy) = &run.study.centres {
        let _ = writeln!(
            report,
            "One row per layout. Procedures are {}% of a centre's demand. A centre should have at \
             least {} procedures and {:.0} of demand per year; it needs {} clinicians to be open day \
             and night.\n",
            decimal(100.0 * policy.eligible.as_f64(), 2),
            policy.min_procedures,
            policy.min_demand,
            policy.clinicians,
        );
        columns.extend(["too few procedures", "too little demand", &both]);
    } else {
        report.push_str("One row per layout: how demand is shared among its centres.\n\n");
    }
    let mut table = MarkdownTable::new(&columns);
    for evaluation in run.evaluations {
        let sizes = &evaluation.sizes;
        let mut row = vec![
            run.title(&evaluation.layout).to_owned(),
            thousands(sizes.min),
            format!("{} – {}", thousands(sizes.q1), thousands(sizes.q3)),
            thousands(sizes.max),
        ];
        if let Some(volumes) = &evaluation.volumes {
            let within = volumes.within_and_enough[standard];
            row.extend([
                volumes.below_min_procedures.to_string(),
                volumes.below_min_demand.to_string(),
                or_dash(within.percent_of(evaluation.coverage.demand), 1),
            ]);
        }
        table.row(&row);
    }
    report.push_str(&table.finish());
}

fn fairness(report: &mut String, run: &Run) {
    let standard = run.study.headline_standard();
    let minutes = whole_or_decimal(run.study.standards[standard]);
    let _ = writeln!(
        report,
        "## Groups\n\nOne row per layout and grouping: the best and the worst group, and the gap \
         between them.\n"
    );
    let within = format!("≤ {minutes} min, %");
    let mut table = MarkdownTable::new(&[
        "layout",
        "by",
        "mean, min",
        "gap, min",
        &within,
        "gap, percentage points",
    ]);
    for evaluation in run.evaluations {
        for (grouping, coverages) in run.dataset.groupings.iter().zip(&evaluation.groups) {
            let span = |gap: Option<crate::report::groups::Gap>| {
                gap.map_or(("–".to_owned(), "–".to_owned()), |gap| {
                    let (best, worst) = (gap.best, gap.worst);
                    let text = format!("{} {:.1} – {} {:.1}", best.0, best.1, worst.0, worst.1);
                    (text, format!("{:.1}", (worst.1 - best.1).abs()))
                })
            };
            let (means, mean) = span(mean_gap(grouping, coverages));
            let (shares, share) = span(within_gap(grouping, coverages, standard));
            let layout = run.title(&evaluation.layout).to_owned();
            table.row(&[
                layout,
                grouping.name().to_owned(),
                means,
                mean,
                shares,
                share,
            ]);
        }
    }
    report.push_str(&table.finish());
}

fn changes(report: &mut String, run: &Run, comparison: &Comparison) {
    let title = |name: &str| {
        run.evaluation(name)
            .map_or(name.to_owned(), |e| run.title(&e.layout).to_owned())
    };
    let (layout, base) = (title(&comparison.layout), title(&comparison.base));
    let _ = writeln!(report, "## {} instead of {base}\n", capitalised(&layout));
    if let Some((grouping, changes)) = run.dataset.groupings.first().zip(comparison.groups.first())
    {
        let _ = writeln!(report, "One row per `{}`.\n", grouping.name());
        report.push_str(&by_group(grouping, changes));
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
                Some(format!(
                    "{} ({} min)",
                    run.dataset.points[point.get()].name,
                    signed(minutes)
                ))
            })
            .collect();
        let _ = writeln!(report, "{what}: {}.\n", named.join(", "));
    }
}

fn by_group(grouping: &Grouping, changes: &[crate::compare::Change]) -> String {
    let mut table = MarkdownTable::new(&[
        grouping.name(),
        "nearer, %",
        "by, min",
        "farther, %",
        "by, min",
        "mean change, min",
    ]);
    for (label, change) in grouping.labels().iter().zip(changes) {
        table.row(&[
            label.clone(),
            or_dash(change.nearer.percent_of(change.demand), 1),
            or_dash(change.mean_saved_minutes(), 1),
            or_dash(change.farther.percent_of(change.demand), 1),
            or_dash(change.mean_lost_minutes(), 1),
            change.mean_change_minutes().map_or("–".to_owned(), signed),
        ]);
    }
    table.finish()
}

fn unreachable(report: &mut String, run: &Run) {
    let _ = writeln!(report, "## Who cannot reach a centre\n");
    let without_row = run.dataset.is_without_row();
    let unknown = run.dataset.points.iter().zip(&without_row);
    let unknown: Vec<&DemandPoint> = unknown
        .filter_map(|(point, without)| without.then_some(point))
        .collect();
    if !unknown.is_empty() {
        let _ = writeln!(
            report,
            "- Not known, in any layout: {}: the travel time table has no row for them.",
            named(&unknown),
        );
    }
    for evaluation in run.evaluations {
        let points = run.dataset.points.iter().zip(evaluation.allocation.iter());
        let lost: Vec<&DemandPoint> = points
            .zip(&without_row)
            .filter(|((_, answer), without)| answer.is_none() && !**without)
            .map(|((point, _), _)| point)
            .collect();
        let title = capitalised(run.title(&evaluation.layout));
        if lost.is_empty() {
            let _ = writeln!(report, "- {title}: nobody.");
            continue;
        }
        let _ = writeln!(report, "- {title}: {}.", named(&lost));
    }
    report.push('\n');
}

/// How many demand points, how much demand, how many residents, and the first names.
fn named(points: &[&DemandPoint]) -> String {
    let first: Vec<&str> = points
        .iter()
        .take(NAMED)
        .map(|point| point.name.as_str())
        .collect();
    let more = if points.len() > NAMED { ", …" } else { "" };
    let residents: Option<Demand> = points.iter().map(|point| point.population).sum();
    let residents = residents.map_or(String::new(), |residents| {
        format!(", {} residents", thousands(residents.as_f64()))
    });
    let demand: Demand = points.iter().map(|point| point.demand).sum();
    format!(
        "{} demand point{} with {demand:.1} of demand{residents} ({}{more})",
        points.len(),
        if points.len() == 1 { "" } else { "s" },
        first.join(", "),
    )
}
