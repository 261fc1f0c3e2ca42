use super::care;
use super::run::Run;
use super::table::{Cell, Table};
use crate::model::LatLon;
use crate::units::Minutes;

/// `sites.csv`: one row per centre of a layout, with what it is sent.
///
/// `procedures` is the eligible share of its demand, a year where demand is a year's.
#[must_use]
pub fn sites(run: &Run) -> Table {
    let columns = [
        "layout",
        "site_id",
        "name",
        "lat",
        "lon",
        "points",
        "demand",
        "demand_percent",
        "population",
        "procedures",
        "enough_procedures",
        "enough_demand",
        "mean_minutes",
        "max_minutes",
    ];
    let mut columns = columns.map(String::from).to_vec();
    if run.treatment.is_some() {
        columns.extend(care::SITE_COLUMNS.map(String::from));
    }
    let mut table = Table::new(columns);
    let policy = &run.study.centres;
    let answer = |yes: bool| Cell::text(if yes { "yes" } else { "no" });
    for evaluation in run.evaluations {
        let volumes = &evaluation.volumes;
        let procedures = volumes.procedures.iter().zip(&volumes.enough_procedures);
        for (centre, (&procedures, &enough)) in evaluation.catchments.iter().zip(procedures) {
            let site = run.dataset.site(centre.site);
            let degrees =
                |degrees: Option<f64>| degrees.map_or(Cell::Empty, |d| Cell::Number(d, 6));
            let mut row = vec![
                Cell::text(evaluation.layout.name()),
                Cell::text(&site.id),
                Cell::text(&site.name),
                degrees(site.position.map(LatLon::lat)),
                degrees(site.position.map(LatLon::lon)),
                Cell::Whole(centre.points as u64),
                Cell::demand(centre.demand),
                Cell::percent(centre.demand.percent_of(evaluation.coverage.demand)),
                centre.population.map_or(Cell::Empty, Cell::demand),
                Cell::Number(procedures, 3),
                answer(enough),
                answer(centre.demand >= policy.min_demand),
                Cell::minutes(centre.mean_minutes()),
                Cell::minutes(centre.longest.map(Minutes::as_f64)),
            ];
            if let Some(treatment) = run.treatment_of(evaluation.layout.name()) {
                row.extend(care::site_cells(treatment, centre.site));
            }
            table.push(row);
        }
    }
    table
}
