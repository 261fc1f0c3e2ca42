use super::parquet_table::{ParquetColumn, ParquetValues, parquet_table};
use super::table::{DataCell, DataTable};
use crate::units::TravelTime;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;

const COLUMNS: [&str; 3] = ["from_id", "to_id", "travel_time"];

fn pairs<'a>(from: &'a [String], to: &'a [String]) -> impl Iterator<Item = (&'a str, &'a str)> {
    from.iter()
        .flat_map(|from| to.iter().map(move |to| (from.as_str(), to.as_str())))
}

/// A matrix of travel times with one row per pair: minutes to three decimals, empty where there is no way.
#[must_use]
pub(crate) fn road_matrix_csv(
    from: &[String],
    to: &[String],
    times: &[Option<TravelTime>],
) -> String {
    let mut table = DataTable::new(COLUMNS.map(String::from).to_vec());
    for ((from, to), time) in pairs(from, to).zip(times) {
        table.push(vec![
            DataCell::text(from),
            DataCell::text(to),
            time.map_or(DataCell::Empty, |time| DataCell::Number(time.as_f64(), 3)),
        ]);
    }
    table.to_csv()
}

/// The same as Parquet; what is empty there is null here.
///
/// # Errors
///
/// None are expected: nothing is read, and the bytes are kept in memory.
pub(crate) fn road_matrix_parquet(
    from: &[String],
    to: &[String],
    times: &[Option<TravelTime>],
) -> Result<Vec<u8>, ParquetError> {
    let ids =
        |of: fn((&str, &str)) -> ByteArray| ParquetValues::Key(pairs(from, to).map(of).collect());
    let minutes = times
        .iter()
        .map(|time| time.map(TravelTime::as_f64))
        .collect();
    let columns = vec![
        ParquetColumn::new(COLUMNS[0], ids(|(from, _)| from.into())),
        ParquetColumn::new(COLUMNS[1], ids(|(_, to)| to.into())),
        ParquetColumn::new(COLUMNS[2], ParquetValues::Number(minutes)),
    ];
    parquet_table("travel_times", std::iter::once(columns))
}
