use super::observer::Interrupted;
use super::tables::{self, Tables};
use crate::output::{OutputError, OutputFolder};
use crate::render::{Fonts, Picture, RenderError};
use crate::report::{self, GisLayers, Run};
use crate::study::GisFormat;
use crate::travel::Repair;
use crate::units::Measure;
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

/// Writes all tables, the report in words and the layers; the tables that are written.
pub(super) fn write_tables(
    run: &Run,
    repairs: &[Repair],
    options: &WriteOptions,
    output: &OutputFolder,
) -> Result<Tables, WriteError> {
    type Work<'a> = Box<dyn Fn() -> Result<(), WriteError> + Sync + 'a>;
    // Found by one rather than by each of the writers.
    run.cold_spots();
    // The report and the layers speak of times.
    let has_times = run.study.travel.measure() == Measure::Minutes;
    // The slowest come first.
    let works: [Work; 5] = [
        Box::new(|| write_layers(run, options, output)),
        Box::new(|| {
            if has_times && options.wide_areas.unwrap_or(run.study.output.wide_areas) {
                output.write("areas-wide.csv", report::areas_wide_csv(run).as_bytes())?;
            }
            Ok(())
        }),
        Box::new(|| Ok(output.write("areas.csv", report::areas_csv(run).as_bytes())?)),
        Box::new(|| {
            if options.parquet {
                output.write("areas.parquet", &report::areas_parquet(run)?)?;
            }
            Ok(())
        }),
        Box::new(|| {
            if has_times {
                let report = report::markdown(&report::content(run));
                output.write("report.md", report.as_bytes())?;
            }
            Ok(())
        }),
    ];
    let (works, tables) = rayon::join(
        || {
            let works = works.par_iter().with_max_len(1);
            works.try_for_each(|work| work())
        },
        || -> Result<Tables, WriteError> {
            let tables = tables::tables(run, repairs);
            for (name, table) in &tables {
                output.write(&format!("{name}.csv"), table.to_csv().as_bytes())?;
            }
            if options.workbook.unwrap_or(run.study.output.workbook) {
                write_workbook(&tables, output)?;
            }
            Ok(tables)
        },
    );
    works.and(tables)
}

/// Writes tables as one workbook.
fn write_workbook(tables: &Tables, output: &OutputFolder) -> Result<(), WriteError> {
    let bytes = report::workbook(tables).map_err(|source| OutputError::File {
        path: WORKBOOK.to_owned(),
        source,
    })?;
    Ok(output.write(WORKBOOK, &bytes)?)
}

/// Writes the layers for programs of geographic information.
fn write_layers(
    run: &Run,
    options: &WriteOptions,
    output: &OutputFolder,
) -> Result<(), WriteError> {
    let formats = options.gis.as_ref().unwrap_or(&run.study.output.gis);
    if formats.is_empty() || run.study.travel.measure() != Measure::Minutes {
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
