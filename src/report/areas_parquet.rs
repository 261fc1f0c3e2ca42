use super::care::AreaCells;
use super::parquet_table::{ParquetColumn, ParquetValues, parquet_table};
use super::run::Run;
use crate::evaluation::Evaluation;
use crate::model::{PointIndex, SiteIndex};
use crate::units::TravelTime;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;

/// `areas.parquet`: the rows of `areas.csv`; what is empty there is null here.
///
/// # Errors
///
/// None are expected: nothing is read, and the bytes are kept in memory.
pub(crate) fn areas_parquet(run: &Run) -> Result<Vec<u8>, ParquetError> {
    let groups = run.evaluations.iter();
    parquet_table("areas", groups.map(|evaluation| columns(run, evaluation)))
}

fn columns(run: &Run, evaluation: &Evaluation) -> Vec<ParquetColumn> {
    let points = &run.dataset.points;
    let layout = evaluation.layout.name();
    let id = |site: SiteIndex| ByteArray::from(run.dataset.site(site).id.as_str());
    let answers = || evaluation.allocation.iter();
    let column = |name: &str, values| ParquetColumn::new(name, values);
    let ids = points
        .iter()
        .map(|point| ByteArray::from(point.id.as_str()));
    let sites = answers().map(|answer| answer.map(|(site, _)| id(site)));
    let minutes = answers().map(|answer| answer.map(|(_, time)| time.as_f64()));
    let mut columns = vec![
        column(
            "layout",
            ParquetValues::Key(vec![ByteArray::from(layout); points.len()]),
        ),
        column("id", ParquetValues::Key(ids.collect())),
        column("site_id", ParquetValues::Text(sites.collect())),
        column(
            &run.study.travel.measure().in_name("minutes"),
            ParquetValues::Number(minutes.collect()),
        ),
    ];
    if let Some(cells) = AreaCells::new(run, layout) {
        let all: Vec<_> = (0..)
            .map(PointIndex)
            .take(points.len())
            .map(|point| cells.cell(point))
            .collect();
        let time = |time: Option<TravelTime>| time.map(TravelTime::as_f64);
        let word = |word: Option<&str>| word.map(ByteArray::from);
        let mut values = vec![
            ParquetValues::Text(all.iter().map(|cell| cell.first.map(id)).collect()),
            ParquetValues::Number(all.iter().map(|cell| time(cell.ivt)).collect()),
            ParquetValues::Number(all.iter().map(|cell| time(cell.mt)).collect()),
            ParquetValues::Text(all.iter().map(|cell| word(cell.route)).collect()),
            ParquetValues::Text(all.iter().map(|cell| word(cell.best_route)).collect()),
        ];
        let saved: Vec<_> = (0..)
            .map(PointIndex)
            .take(points.len())
            .map(|point| cells.saved(point))
            .collect();
        let scenarios = saved.first().map_or(0, Vec::len);
        for number in 0..scenarios {
            let saved = || saved.iter().map(move |saved| saved[number]);
            let flying = saved().map(|saved| saved.map(|(flying, _)| flying.as_f64()));
            values.push(ParquetValues::Number(flying.collect()));
            let year = saved().map(|saved| saved.map(|(_, year)| year));
            values.push(ParquetValues::Number(year.collect()));
        }
        let names = cells.columns().into_iter().zip(values);
        columns.extend(names.map(|(name, values)| ParquetColumn { name, values }));
    }
    columns
}
