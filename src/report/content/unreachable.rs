use crate::document::{Document, Text};
use crate::model::DemandPoint;
use crate::render;
use crate::report::run::Run;
use crate::units::Demand;
use crate::wording::{counted, first_of, thousands};

/// Demand points named for each layout.
const NAMED: usize = 5;

/// Who cannot reach a centre, layout by layout, and for which demand points this is not known.
pub(super) fn write(report: &mut Document, run: &Run) {
    report.heading(2, "Who cannot reach a centre");
    let mut items: Vec<Text> = Vec::new();
    let without_row = run.dataset.is_without_row();
    let unknown = run.dataset.points.iter().zip(&without_row);
    let unknown: Vec<&DemandPoint> = unknown
        .filter_map(|(point, without)| without.then_some(point))
        .collect();
    if !unknown.is_empty() {
        let said = format!(
            "Not known, in any layout: {}: the travel time table has no row for them.",
            named(&unknown),
        );
        items.push(said.into());
    }
    for evaluation in run.evaluations {
        let points = run.dataset.points.iter().zip(evaluation.allocation.iter());
        let lost: Vec<&DemandPoint> = points
            .zip(&without_row)
            .filter(|((_, answer), without)| answer.is_none() && !**without)
            .map(|((point, _), _)| point)
            .collect();
        let title = render::layout_heading(run.study, evaluation.layout.name());
        let who = if lost.is_empty() {
            "nobody".to_owned()
        } else {
            named(&lost)
        };
        items.push(format!("{title}: {who}.").into());
    }
    report.list(items);
}

/// How many demand points, how much demand, how many residents, and the first names.
fn named(points: &[&DemandPoint]) -> String {
    let residents: Option<Demand> = points.iter().map(|point| point.population).sum();
    let residents = residents.map_or(String::new(), |residents| {
        format!(", {} residents", thousands(residents.as_f64()))
    });
    let demand: Demand = points.iter().map(|point| point.demand).sum();
    format!(
        "{} with {demand:.1} of demand{residents} ({})",
        counted(points.len(), "demand point"),
        first_of(points.iter().map(|point| &point.name), NAMED),
    )
}
