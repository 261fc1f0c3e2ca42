use super::care::AreaCells;
use super::run::Run;
use crate::evaluation::Evaluation;
use crate::model::{PointIndex, SiteIndex};
use crate::units::TravelTime;

/// One column of a result with a row for every demand point.
#[derive(Debug, Clone, PartialEq)]
pub struct DataColumn<'a> {
    /// Its name, as in `areas.csv`.
    pub name: String,
    /// One for each row.
    pub values: ColumnValues<'a>,
}

/// The values of a column, in the order of the rows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ColumnValues<'a> {
    /// Words.
    Text(Vec<Option<&'a str>>),
    /// Numbers, unrounded.
    Number(Vec<Option<f64>>),
}

/// The rows of `areas.csv` for one layout, column by column. The first two, layout and demand point, have
/// a value in every row.
pub(crate) fn area_columns<'a>(run: &Run<'a>, evaluation: &'a Evaluation) -> Vec<DataColumn<'a>> {
    let data = run.dataset;
    let points = &data.points;
    let layout = evaluation.layout.name();
    let id = |site: SiteIndex| data.site(site).id.as_str();
    let time = |time: Option<TravelTime>| time.map(TravelTime::as_f64);
    let answers = || evaluation.allocation.iter();
    let ids = points.iter().map(|point| Some(point.id.as_str()));
    let sites = answers().map(|answer| answer.map(|(site, _)| id(site)));
    let minutes = answers().map(|answer| time(answer.map(|(_, time)| time)));
    let mut columns = vec![
        text("layout", vec![Some(layout); points.len()]),
        text("id", ids.collect()),
        text("site_id", sites.collect()),
        number(
            &run.study.travel.measure().in_name("minutes"),
            minutes.collect(),
        ),
    ];
    let Some(cells) = AreaCells::new(run, layout) else {
        return columns;
    };
    let all = || (0..).map(PointIndex).take(points.len());
    let cell: Vec<_> = all().map(|point| cells.cell(point)).collect();
    let mut values = vec![
        ColumnValues::Text(cell.iter().map(|cell| cell.first.map(id)).collect()),
        ColumnValues::Number(cell.iter().map(|cell| time(cell.ivt)).collect()),
        ColumnValues::Number(cell.iter().map(|cell| time(cell.mt)).collect()),
        ColumnValues::Text(cell.iter().map(|cell| cell.route).collect()),
        ColumnValues::Text(cell.iter().map(|cell| cell.best_route).collect()),
    ];
    let saved: Vec<_> = all().map(|point| cells.saved(point)).collect();
    for scenario in 0..saved.first().map_or(0, Vec::len) {
        let saved = || saved.iter().map(move |saved| saved[scenario]);
        let flying = saved().map(|saved| saved.map(|(flying, _)| flying.as_f64()));
        values.push(ColumnValues::Number(flying.collect()));
        let year = saved().map(|saved| saved.map(|(_, year)| year));
        values.push(ColumnValues::Number(year.collect()));
    }
    let names = cells.columns().into_iter().zip(values);
    columns.extend(names.map(|(name, values)| DataColumn { name, values }));
    columns
}

fn text<'a>(name: &str, values: Vec<Option<&'a str>>) -> DataColumn<'a> {
    DataColumn {
        name: name.to_owned(),
        values: ColumnValues::Text(values),
    }
}

fn number(name: &str, values: Vec<Option<f64>>) -> DataColumn<'static> {
    DataColumn {
        name: name.to_owned(),
        values: ColumnValues::Number(values),
    }
}
