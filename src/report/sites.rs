use super::care;
use super::run::Run;
use super::table::{DataCell, DataTable};
use crate::model::LatLon;
use crate::units::TravelTime;

/// `sites.csv`: one row per centre of a layout, with the demand sent to it.
///
/// `procedures` is the eligible share of its demand, per year if demand is. This column and those on
/// what is enough are present if the study says what a centre needs.
#[must_use]
pub(crate) fn sites(run: &Run) -> DataTable {
    let policy = run.study.centres.as_ref();
    let mut columns = [
        "layout",
        "site_id",
        "name",
        "lat",
        "lon",
        "points",
        "demand",
        "demand_percent",
        "population",
    ]
    .map(String::from)
    .to_vec();
    if policy.is_some() {
        columns.extend(["procedures", "enough_procedures", "enough_demand"].map(String::from));
    }
    columns.extend(["mean_minutes", "max_minutes"].map(String::from));
    if run.treatment.is_some() {
        columns.extend(care::SITE_COLUMNS.map(String::from));
    }
    let mut table = DataTable::new(columns);
    let answer = |yes: bool| DataCell::text(if yes { "yes" } else { "no" });
    for evaluation in run.evaluations {
        for (place, centre) in evaluation.catchments.iter().enumerate() {
            let site = run.dataset.site(centre.site);
            let degrees =
                |degrees: Option<f64>| degrees.map_or(DataCell::Empty, |d| DataCell::Number(d, 6));
            let mut row = vec![
                DataCell::text(evaluation.layout.name()),
                DataCell::text(&site.id),
                DataCell::text(&site.name),
                degrees(site.position.map(LatLon::lat)),
                degrees(site.position.map(LatLon::lon)),
                DataCell::Whole(centre.points as u64),
                DataCell::demand(centre.demand),
                DataCell::percent(centre.demand.percent_of(evaluation.coverage.demand)),
                centre.population.map_or(DataCell::Empty, DataCell::demand),
            ];
            if let Some((policy, volumes)) = policy.zip(evaluation.volumes.as_ref()) {
                row.extend([
                    DataCell::Number(volumes.procedures[place], 3),
                    answer(volumes.enough_procedures[place]),
                    answer(centre.demand >= policy.min_demand),
                ]);
            }
            row.extend([
                DataCell::minutes(centre.mean_minutes()),
                DataCell::minutes(centre.longest.map(TravelTime::as_f64)),
            ]);
            if let Some(treatment) = run.treatment_of(evaluation.layout.name()) {
                row.extend(care::site_cells(treatment, centre.site));
            }
            table.push(row);
        }
    }
    table
}
