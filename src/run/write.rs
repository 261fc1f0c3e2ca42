use super::observer::Interrupted;
use super::tables;
use crate::output::{OutputError, OutputFolder};
use crate::render::{Fonts, Picture, RenderError};
use crate::report::{self, GisLayers, Run};
use crate::study::GisFormat;
use crate::travel::Repair;
use parquet::errors::ParquetError;
use rayon::prelude::*;

/// What is written beside the tables, and what the manifest says of it.
///
/// # Examples
///
/// ```
/// let mut options = catchment::run::WriteOptions::default();
/// assert!(options.pictures && options.gis.is_none() && !options.parquet);
/// options.pictures = false;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct WriteOptions {
    /// Maps and charts.
    pub pictures: bool,
    /// Formats of the layers for programs of geographic information; those of the study where `None`.
    pub gis: Option<Vec<GisFormat>>,
    /// Whether to write `areas-wide.csv`; as the study says where `None`.
    pub wide_areas: Option<bool>,
    /// `areas.parquet` in addition to `areas.csv`.
    pub parquet: bool,
    /// Whether to write `summary.xlsx`; as the study says where `None`.
    pub workbook: Option<bool>,
    /// The command that led here, for the manifest; empty for a caller without one.
    pub command: Vec<String>,
}

impl Default for WriteOptions {
    fn default() -> Self {
        Self {
            pictures: true,
            gis: None,
            wide_areas: None,
            workbook: None,
            parquet: false,
            command: Vec::new(),
        }
    }
}

/// Results that could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The folder or a file.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A picture.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// Parquet.
    #[error("cannot write Parquet: {0}")]
    Parquet(#[from] ParquetError),
    /// The observer ended the work.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
}

const WORKBOOK: &str = "summary.xlsx";

/// Writes a picture as SVG and PNG.
pub(super) fn write_picture(
    picture: &Picture,
    output: &OutputFolder,
    fonts: &Fonts,
) -> Result<(), WriteError> {
    output.write(&format!("{}.svg", picture.name), picture.svg.as_bytes())?;
    output.write(&format!("{}.png", picture.name), &picture.png(fonts)?)?;
    Ok(())
}

/// Writes all tables and the report in words.
pub(super) fn write_tables(
    run: &Run,
    repairs: &[Repair],
    options: &WriteOptions,
    output: &OutputFolder,
) -> Result<(), WriteError> {
    type Bytes = Result<Option<Vec<u8>>, WriteError>;
    type Writer<'a> = (String, Box<dyn Fn() -> Bytes + Sync + 'a>);
    // Found by one rather than by each of the writers.
    run.cold_spots();
    let text = |text: String| Ok(Some(text.into_bytes()));
    let wide = options.wide_areas.unwrap_or(run.study.output.wide_areas);
    // The slowest come first.
    let mut writers: Vec<Writer> = vec![
        (
            "areas-wide.csv".to_owned(),
            Box::new(move || Ok(wide.then(|| report::areas_wide_csv(run).into_bytes()))),
        ),
        (
            "areas.csv".to_owned(),
            Box::new(|| text(report::areas_csv(run))),
        ),
        (
            "areas.parquet".to_owned(),
            Box::new(|| {
                let parquet = options.parquet.then(|| report::areas_parquet(run));
                Ok(parquet.transpose()?)
            }),
        ),
        (
            "report.md".to_owned(),
            Box::new(|| text(report::markdown(&report::content(run)))),
        ),
    ];
    for (name, table) in tables::tables(run, repairs) {
        let csv = move || {
            let table = table();
            let is_shown = tables::is_shown(run, name, &table);
            Ok(is_shown.then(|| table.to_csv().into_bytes()))
        };
        writers.push((format!("{name}.csv"), Box::new(csv)));
    }
    if options.workbook.unwrap_or(run.study.output.workbook) {
        writers.push((WORKBOOK.to_owned(), Box::new(|| workbook(run, repairs))));
    }
    let (layers, tables) = rayon::join(
        || write_layers(run, options, output),
        || {
            writers.par_iter().try_for_each(|(name, bytes)| {
                if let Some(bytes) = bytes()? {
                    output.write(name, &bytes)?;
                }
                Ok(())
            })
        },
    );
    layers.and(tables)
}

/// Every table that is shown, in one workbook.
fn workbook(run: &Run, repairs: &[Repair]) -> Result<Option<Vec<u8>>, WriteError> {
    let tables = tables::tables(run, repairs);
    let tables = tables.into_iter().map(|(name, table)| (name, table()));
    let shown = tables.filter(|(name, table)| tables::is_shown(run, name, table));
    let bytes = report::workbook(&shown.collect::<Vec<_>>());
    let bytes = bytes.map_err(|source| OutputError::File {
        path: WORKBOOK.to_owned(),
        source,
    })?;
    Ok(Some(bytes))
}

/// Writes the layers for programs of geographic information.
fn write_layers(
    run: &Run,
    options: &WriteOptions,
    output: &OutputFolder,
) -> Result<(), WriteError> {
    let formats = options.gis.as_ref().unwrap_or(&run.study.output.gis);
    if formats.is_empty() {
        return Ok(());
    }
    let Some(layers) = GisLayers::new(run) else {
        return Ok(());
    };
    let files = layers.files(formats)?;
    files
        .par_iter()
        .try_for_each(|(name, bytes)| Ok(output.write(name, bytes)?))
}
