use super::Prepared;
use crate::render::RenderError;
use crate::report::{self, OutputError, OutputFolder, Run, Table};
use parquet::errors::ParquetError;
use rayon::prelude::*;

/// Which optional files a run writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Formats {
    /// `areas.parquet` in addition to `areas.csv`.
    pub parquet: bool,
    /// `areas.geojson`.
    pub geojson: bool,
}

/// Results that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The folder or a file.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A picture.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// Parquet.
    #[error("cannot write areas.parquet: {0}")]
    Parquet(#[from] ParquetError),
}

type MakeTable = fn(&Run) -> Table;

/// Tables of pathways and helicopters: without rows, and not written, where a study has none.
const CARE: [(&str, MakeTable); 8] = [
    ("pathways.csv", report::pathways),
    ("units.csv", report::units),
    ("allowable-delay.csv", report::allowable_delay),
    ("sensitivity.csv", report::sensitivity),
    ("transfers.csv", report::transfers),
    ("helicopter.csv", report::helicopter),
    ("base-siting.csv", report::base_siting),
    ("break-even.csv", report::break_even),
];

/// Writes all tables and the report in words.
///
/// # Errors
///
/// A file cannot be written; those before it are there, whole.
pub fn write_tables(
    run: &Run,
    prepared: &Prepared,
    formats: Formats,
    output: &OutputFolder,
) -> Result<(), WriteError> {
    type Writer<'a> = (
        &'a str,
        Box<dyn Fn() -> Result<Option<Vec<u8>>, WriteError> + Sync + 'a>,
    );
    let text = |text: String| Ok(Some(text.into_bytes()));
    let compares = !run.comparisons.is_empty();
    let mut writers: Vec<Writer> = vec![
        (
            "areas.geojson",
            Box::new(|| {
                let geojson = formats
                    .geojson
                    .then(|| report::areas_geojson(run))
                    .flatten();
                Ok(geojson.map(String::into_bytes))
            }),
        ),
        ("areas.csv", Box::new(|| text(report::areas_csv(run)))),
        (
            "areas.parquet",
            Box::new(|| {
                Ok(formats
                    .parquet
                    .then(|| report::areas_parquet(run))
                    .transpose()?)
            }),
        ),
        (
            "summary.csv",
            Box::new(|| text(report::summary(run).to_csv())),
        ),
        ("sites.csv", Box::new(|| text(report::sites(run).to_csv()))),
        (
            "groups.csv",
            Box::new(|| text(report::groups(run).to_csv())),
        ),
        ("gaps.csv", Box::new(|| text(report::gaps(run).to_csv()))),
        (
            "coverage.csv",
            Box::new(|| text(report::coverage_curve(run).to_csv())),
        ),
        (
            "comparison.csv",
            Box::new(|| Ok(compares.then(|| report::comparison(run).to_csv().into_bytes()))),
        ),
        (
            "changes.csv",
            Box::new(|| Ok(compares.then(|| report::changes(run).to_csv().into_bytes()))),
        ),
        (
            "optima.csv",
            Box::new(|| {
                let csv = || report::optima(run).to_csv().into_bytes();
                Ok((!run.optima.is_empty()).then(csv))
            }),
        ),
        (
            "repairs.csv",
            Box::new(|| {
                let repairs = &prepared.repairs;
                let csv = || report::repairs(run.dataset, repairs).to_csv().into_bytes();
                Ok((!repairs.is_empty()).then(csv))
            }),
        ),
        ("report.md", Box::new(|| text(report::report(run)))),
    ];
    for (name, table) in CARE {
        let csv = move || {
            let table = table(run);
            Ok((!table.rows().is_empty()).then(|| table.to_csv().into_bytes()))
        };
        writers.push((name, Box::new(csv)));
    }
    writers.par_iter().try_for_each(|(name, bytes)| {
        if let Some(bytes) = bytes()? {
            output.write(name, &bytes)?;
        }
        Ok(())
    })
}
