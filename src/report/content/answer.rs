use super::clinicians;
use super::layouts::{Detail, layouts, residents};
use crate::compare::Comparison;
use crate::document::{Document, Figure, Text};
use crate::evaluation::Evaluation;
use crate::render;
use crate::report::run::{Run, whole_or_decimal};
use crate::units::Demand;
use crate::wording::{counted, or_dash};

/// The answer: the first layout against the base in two sentences, then all layouts in one table.
pub(super) fn write(report: &mut Document, run: &Run) {
    let first = run.comparisons.first();
    report.paragraph(
        match first.and_then(|comparison| against_base(run, comparison)) {
            Some(answer) => answer,
            None => alone(run, run.base()),
        },
    );
    clinicians::answer(report, run);
    report.table(layouts(run, Detail::Full));
}

/// How fast everybody reaches a centre, and the same of residents.
pub(super) fn coverage(report: &mut Document, run: &Run) {
    report.heading(2, "Coverage");
    let unit = &run.study.population.demand_unit;
    let caption = format!("Share of {unit} by the time to the nearest centre, layout by layout.");
    report.figure(Figure::new("coverage-curves", caption).with_table("coverage"));
    if run.base().residents.is_some() {
        report.table(residents(run));
    }
}

fn alone(run: &Run, evaluation: &Evaluation) -> Text {
    let standard = run.study.headline_standard();
    Text::strong(format!(
        "With {} ({}), {}% of {} are within {} min; the mean time is {} min.",
        run.study.layout_title(evaluation.layout.name()),
        counted(evaluation.layout.centres(), "centre"),
        or_dash(evaluation.coverage.within_percent(standard), 1),
        run.study.population.demand_unit,
        whole_or_decimal(run.study.standards[standard]),
        or_dash(evaluation.coverage.mean_minutes, 1),
    ))
}

/// A layout against the base in two sentences.
pub(super) fn against_base(run: &Run, comparison: &Comparison) -> Option<Text> {
    let evaluation = run.evaluation(&comparison.layout)?;
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
    let answer = format!(
        "{} instead of {}: {}% of {} are within {} min instead of {}%, and the mean time is {} min \
         instead of {} min.",
        render::layout_heading(run.study, evaluation.layout.name()),
        run.study.layout_title(base.layout.name()),
        or_dash(evaluation.coverage.within_percent(standard), 1),
        run.study.population.demand_unit,
        whole_or_decimal(run.study.standards[standard]),
        or_dash(base.coverage.within_percent(standard), 1),
        or_dash(evaluation.coverage.mean_minutes, 1),
        or_dash(base.coverage.mean_minutes, 1),
    );
    Some(Text::strong(answer).then(&format!(
        " Nearer: {}; farther: {}.{clinicians}",
        moved(change.nearer, change.mean_saved_minutes()),
        moved(change.farther, change.mean_lost_minutes()),
    )))
}
