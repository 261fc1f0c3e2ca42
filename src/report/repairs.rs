use super::table::{DataCell, DataTable};
use crate::load::Dataset;
use crate::travel::Repair;

/// `repairs.csv`: every cell of the table of travel times that the study's rule replaced.
#[must_use]
pub(crate) fn repairs(dataset: &Dataset, repairs: &[Repair]) -> DataTable {
    let columns = [
        "row_id",
        "row_name",
        "column_id",
        "original_minutes",
        "repaired_minutes",
    ];
    let mut table = DataTable::new(columns.map(String::from).to_vec());
    for repair in repairs {
        let point = &dataset.points[repair.point.get()];
        table.push(vec![
            DataCell::text(&point.id),
            DataCell::text(&point.name),
            DataCell::text(&dataset.site(repair.site).id),
            DataCell::minutes(Some(repair.original.as_f64())),
            DataCell::minutes(Some(repair.neighbours.as_f64())),
        ]);
    }
    table
}
