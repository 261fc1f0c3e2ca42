use super::run::Run;
use super::table::{decimal, push_field};
use parquet::basic::{Compression, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use rayon::prelude::*;
use std::fmt::Write as _;
use std::sync::Arc;

/// `areas.csv`: one row a layout and demand point: `layout,id,site_id,minutes`.
///
/// The site and the minutes are empty where no site can be reached.
#[must_use]
pub fn areas_csv(run: &Run) -> String {
    let layouts: Vec<String> = run
        .evaluations
        .par_iter()
        .map(|evaluation| {
            let mut csv = String::with_capacity(run.dataset.points.len() * 40);
            for (point, answer) in run.dataset.points.iter().zip(evaluation.allocation.iter()) {
                push_field(&mut csv, evaluation.layout.name());
                csv.push(',');
                push_field(&mut csv, &point.id);
                csv.push(',');
                if let Some((site, time)) = answer {
                    push_field(&mut csv, &run.dataset.site(site).id);
                    let _ = write!(csv, ",{}", decimal(time.as_f64(), 3));
                } else {
                    csv.push(',');
                }
                csv.push('\n');
            }
            csv
        })
        .collect();
    format!("layout,id,site_id,minutes\n{}", layouts.concat())
}

/// `areas.parquet`: the rows of `areas.csv`; `site_id` and `minutes` are null where no site can be
/// reached.
///
/// # Errors
///
/// None is known: nothing is read, and the bytes are kept in memory.
pub fn areas_parquet(run: &Run) -> Result<Vec<u8>, ParquetError> {
    let column = |name: &str, kind, repetition| -> Result<Arc<Type>, ParquetError> {
        let column = Type::primitive_type_builder(name, kind).with_repetition(repetition);
        let column = match kind {
            PhysicalType::BYTE_ARRAY => {
                column.with_logical_type(Some(parquet::basic::LogicalType::String))
            }
            _ => column,
        };
        Ok(Arc::new(column.build()?))
    };
    let fields = vec![
        column("layout", PhysicalType::BYTE_ARRAY, Repetition::REQUIRED)?,
        column("id", PhysicalType::BYTE_ARRAY, Repetition::REQUIRED)?,
        column("site_id", PhysicalType::BYTE_ARRAY, Repetition::OPTIONAL)?,
        column("minutes", PhysicalType::DOUBLE, Repetition::OPTIONAL)?,
    ];
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
        let points = &run.dataset.points;
        let layout = vec![ByteArray::from(evaluation.layout.name()); points.len()];
        let ids: Vec<_> = points
            .iter()
            .map(|p| ByteArray::from(p.id.as_str()))
            .collect();
        let reached: Vec<i16> = evaluation
            .allocation
            .iter()
            .map(|answer| i16::from(answer.is_some()))
            .collect();
        let answers = || evaluation.allocation.iter().flatten();
        let sites: Vec<_> = answers()
            .map(|(site, _)| ByteArray::from(run.dataset.site(site).id.as_str()))
            .collect();
        let minutes: Vec<f64> = answers().map(|(_, time)| time.as_f64()).collect();
        let mut group = writer.next_row_group()?;
        let texts: [(&[ByteArray], Option<&[i16]>); 3] =
            [(&layout, None), (&ids, None), (&sites, Some(&reached))];
        for (values, present) in texts {
            if let Some(mut column) = group.next_column()? {
                column
                    .typed::<ByteArrayType>()
                    .write_batch(values, present, None)?;
                column.close()?;
            }
        }
        if let Some(mut column) = group.next_column()? {
            column
                .typed::<DoubleType>()
                .write_batch(&minutes, Some(&reached), None)?;
            column.close()?;
        }
        group.close()?;
    }
    writer.into_inner()
}
