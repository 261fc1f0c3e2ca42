//! Published figures next to those of the run.

use crate::document::{Cell, Column, Document, Table};
use crate::report::run::Run;
use crate::study::{ComparedLayout, Measure, PublishedComparison, PublishedFigure};
use crate::treatment::{LayoutTreatment, Treatment};
use crate::units::TravelTime;
use crate::wording::{counted, or_dash};

/// One table per published comparison and pair of layouts that it concerns.
pub(super) fn comparisons(report: &mut Document, run: &Run, all: &Treatment) {
    for published in &run.study.published.comparisons {
        let is_base = |treatment: &&LayoutTreatment| {
            let of = &published.base;
            let reported = treatment.layout == run.study.base_layout;
            matches(run, treatment, of) && (reported || matches!(of, ComparedLayout::Name(_)))
        };
        let Some(base) = all.layouts.iter().find(is_base) else {
            continue;
        };
        for layout in &all.layouts {
            if layout.layout != base.layout && matches(run, layout, &published.layout) {
                comparison(report, run, published, base, layout);
            }
        }
    }
}

fn matches(run: &Run, treatment: &LayoutTreatment, of: &ComparedLayout) -> bool {
    match of {
        ComparedLayout::Name(name) => treatment.layout == *name,
        ComparedLayout::Centres(number) => centres(run, treatment) == *number as usize,
    }
}

fn centres(run: &Run, treatment: &LayoutTreatment) -> usize {
    let evaluation = run.evaluation(&treatment.layout);
    evaluation.map_or(0, |evaluation| evaluation.layout.centres())
}

fn comparison(
    report: &mut Document,
    run: &Run,
    published: &PublishedComparison,
    base: &LayoutTreatment,
    layout: &LayoutTreatment,
) {
    let note = published.note.as_ref();
    let note = note.map_or_else(String::new, |note| format!(", {note}"));
    let label = published.label.as_ref().unwrap_or(&published.source);
    let what = format!(
        "from {} to {}",
        counted(centres(run, base), "centre"),
        centres(run, layout)
    );
    let caption = format!("Compared with {}{note}:", published.source);
    let columns = vec![Column::new(what), label.as_str().into(), "here".into()];
    let mut table = Table::new(caption, columns);
    for figure in &published.figures {
        table.push([
            words(figure.measure).into(),
            theirs(figure).into(),
            ours(figure, base, layout),
        ]);
    }
    report.table(table);
}

const fn words(measure: Measure) -> &'static str {
    match measure {
        Measure::MedianMinutesToMt => "median time to treatment, min",
        Measure::PeopleAtMrs0To1 => "people per year with mRS 0–1",
        Measure::PeopleAtMrs0To2 => "people per year with mRS 0–2",
        Measure::PeopleAtMrs3To6 => "people per year with mRS 3–6",
        Measure::Qalys => "QALYs of a year's patients",
    }
}

fn theirs(figure: &PublishedFigure) -> String {
    if let (Some(base), Some(layout)) = (figure.base, figure.layout) {
        return format!("{base} → {layout}");
    }
    let change = figure.change.unwrap_or_default();
    match (figure.from, figure.to) {
        (Some(from), Some(to)) => format!("{change:+} ({from} to {to})"),
        _ => format!("{change:+}"),
    }
}

fn ours(figure: &PublishedFigure, base: &LayoutTreatment, layout: &LayoutTreatment) -> Cell {
    let of = |treatment| value(figure.measure, treatment);
    if figure.change.is_none() {
        return format!("{} → {}", or_dash(of(base), 0), or_dash(of(layout), 0)).into();
    }
    let change = of(layout).zip(of(base)).map(|(new, old)| new - old);
    Cell::difference(change, 1)
}

fn value(measure: Measure, treatment: &LayoutTreatment) -> Option<f64> {
    let chosen = treatment.chosen();
    let expected = &chosen.figures.expected;
    match measure {
        Measure::MedianMinutesToMt => treatment.mt.median.map(TravelTime::as_f64),
        Measure::PeopleAtMrs0To1 => Some(expected.excellent),
        Measure::PeopleAtMrs0To2 => Some(expected.good),
        Measure::PeopleAtMrs3To6 => Some(chosen.summary.demand.as_f64() - expected.good),
        Measure::Qalys => Some(expected.qalys),
    }
}
