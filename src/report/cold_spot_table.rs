use super::cold_spots::{main_group, residents};
use super::run::Run;
use super::table::{DataCell, DataTable};
use crate::model::LatLon;
use crate::units::TravelTime;

/// `cold-spots.csv`: one row per layout and cold spot, the one with the most demand first.
#[must_use]
pub(crate) fn cold_spots(run: &Run) -> DataTable {
    let columns = [
        "layout",
        "standard_minutes",
        "rank",
        "points",
        "demand",
        "demand_percent",
        "unreachable",
        "residents",
        "mean_minutes",
        "max_minutes",
        "largest_id",
        "largest_name",
        "lat",
        "lon",
        "group",
    ];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    let found = run.cold_spots();
    let data = run.dataset;
    for (evaluation, spots) in run.evaluations.iter().zip(&found.by_layout) {
        for (rank, spot) in (1..).zip(spots) {
            let largest = &data.points[spot.largest.get()];
            let degrees =
                |degrees: Option<f64>| degrees.map_or(DataCell::Empty, |d| DataCell::Number(d, 6));
            let group = data.groupings.first();
            let group = group.and_then(|grouping| main_group(spot, grouping, data));
            table.push(vec![
                DataCell::text(evaluation.layout.name()),
                DataCell::minutes(Some(found.standard.as_f64())),
                DataCell::Whole(rank),
                DataCell::Whole(spot.points.len() as u64),
                DataCell::demand(spot.demand),
                DataCell::percent(spot.demand.percent_of(evaluation.coverage.demand)),
                DataCell::demand(spot.unreachable),
                residents(spot, data).map_or(DataCell::Empty, DataCell::demand),
                DataCell::minutes(spot.mean_minutes()),
                DataCell::minutes(spot.longest.map(TravelTime::as_f64)),
                DataCell::text(&largest.id),
                DataCell::text(&largest.name),
                degrees(largest.position.map(LatLon::lat)),
                degrees(largest.position.map(LatLon::lon)),
                group.map_or(DataCell::Empty, DataCell::text),
            ]);
        }
    }
    table
}
