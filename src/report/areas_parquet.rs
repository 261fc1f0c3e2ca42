use super::care::AreaCells;
use super::run::Run;
use crate::evaluation::Evaluation;
use crate::model::{PointIndex, SiteIndex};
use crate::units::TravelTime;
use parquet::basic::{Compression, LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;
use std::sync::Arc;

/// `areas.parquet`: the rows of `areas.csv`; what is empty there is null here.
///
/// # Errors
///
/// None are expected: nothing is read, and the bytes are kept in memory.
pub(crate) fn areas_parquet(run: &Run) -> Result<Vec<u8>, ParquetError> {
    let fields: Vec<Arc<Type>> = columns(run, run.base())
        .iter()
        .map(Column::field)
        .collect::<Result<_, _>>()?;
    let schema = Arc::new(
        Type::group_type_builder("areas")
            .with_fields(fields)
            .build()?,
    );
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
    for evaluation in run.evaluations {
        let mut group = writer.next_row_group()?;
        for column in columns(run, evaluation) {
            if let Some(mut written) = group.next_column()? {
                column.write(&mut written)?;
                written.close()?;
            }
        }
        group.close()?;
    }
    writer.into_inner()
}

/// One column of one layout's rows.
struct Column {
    name: String,
    values: Values,
}

enum Values {
    /// Never null.
    Key(Vec<ByteArray>),
    Text(Vec<Option<ByteArray>>),
    Number(Vec<Option<f64>>),
}

fn columns(run: &Run, evaluation: &Evaluation) -> Vec<Column> {
    let points = &run.dataset.points;
    let layout = evaluation.layout.name();
    let id = |site: SiteIndex| ByteArray::from(run.dataset.site(site).id.as_str());
    let answers = || evaluation.allocation.iter();
    let column = |name: &str, values| Column {
        name: name.to_owned(),
        values,
    };
    let ids = points
        .iter()
        .map(|point| ByteArray::from(point.id.as_str()));
    let sites = answers().map(|answer| answer.map(|(site, _)| id(site)));
    let minutes = answers().map(|answer| answer.map(|(_, time)| time.as_f64()));
    let mut columns = vec![
        column(
            "layout",
            Values::Key(vec![ByteArray::from(layout); points.len()]),
        ),
        column("id", Values::Key(ids.collect())),
        column("site_id", Values::Text(sites.collect())),
        column("minutes", Values::Number(minutes.collect())),
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
            Values::Text(all.iter().map(|cell| cell.first.map(id)).collect()),
            Values::Number(all.iter().map(|cell| time(cell.ivt)).collect()),
            Values::Number(all.iter().map(|cell| time(cell.mt)).collect()),
            Values::Text(all.iter().map(|cell| word(cell.route)).collect()),
            Values::Text(all.iter().map(|cell| word(cell.best_route)).collect()),
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
            values.push(Values::Number(flying.collect()));
            let year = saved().map(|saved| saved.map(|(_, year)| year));
            values.push(Values::Number(year.collect()));
        }
        let names = cells.columns().into_iter().zip(values);
        columns.extend(names.map(|(name, values)| Column { name, values }));
    }
    columns
}

impl Column {
    fn field(&self) -> Result<Arc<Type>, ParquetError> {
        let (kind, repetition) = match &self.values {
            Values::Key(_) => (PhysicalType::BYTE_ARRAY, Repetition::REQUIRED),
            Values::Text(_) => (PhysicalType::BYTE_ARRAY, Repetition::OPTIONAL),
            Values::Number(_) => (PhysicalType::DOUBLE, Repetition::OPTIONAL),
        };
        let field = Type::primitive_type_builder(&self.name, kind).with_repetition(repetition);
        let field = match kind {
            PhysicalType::BYTE_ARRAY => field.with_logical_type(Some(LogicalType::String)),
            _ => field,
        };
        Ok(Arc::new(field.build()?))
    }

    fn write(self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match self.values {
            Values::Key(values) => {
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&values, None, None)?;
            }
            Values::Text(values) => {
                let present = present(&values);
                let values: Vec<ByteArray> = values.into_iter().flatten().collect();
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&values, Some(&present), None)?;
            }
            Values::Number(values) => {
                let present = present(&values);
                let values: Vec<f64> = values.into_iter().flatten().collect();
                column
                    .typed::<DoubleType>()
                    .write_batch(&values, Some(&present), None)?;
            }
        }
        Ok(())
    }
}

fn present<T>(values: &[Option<T>]) -> Vec<i16> {
    values
        .iter()
        .map(|value| i16::from(value.is_some()))
        .collect()
}
