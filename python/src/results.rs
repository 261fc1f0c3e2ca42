//! What a study answers.

use crate::error;
use crate::process::cancellable;
use crate::study::Until;
use crate::table::Table;
use arrow_array::{ArrayRef, Float64Array, Int64Array, StringArray};
use catchment::render::{Fonts, Picture};
use catchment::report;
use catchment::run::WriteOptions;
use catchment::simulate::{Figure, Figures};
use catchment::study::GisFormat;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::path::PathBuf;
use std::sync::Arc;

/// The layouts of a study, evaluated.
#[pyclass(frozen, module = "catchment._catchment")]
pub(crate) struct Results(pub(crate) Arc<catchment::run::Results>);

/// Every layout in every scenario over the same patients.
#[pyclass(frozen, module = "catchment._catchment")]
pub(crate) struct Simulation {
    pub(crate) simulated: Arc<catchment::run::Simulated>,
    pub(crate) first: u32,
}

fn tables(tables: &[(&'static str, report::DataTable)]) -> PyResult<Vec<(String, Table)>> {
    let tables = tables
        .iter()
        .map(|(name, table)| Ok(((*name).to_owned(), Table::from_data(table)?)));
    tables.collect()
}

fn svgs(pictures: Vec<Picture>) -> Vec<(String, String)> {
    pictures
        .into_iter()
        .map(|picture| (picture.name, picture.svg))
        .collect()
}

fn png<'py>(py: Python<'py>, pictures: &[Picture], name: &str) -> PyResult<Bound<'py, PyBytes>> {
    let picture = pictures.iter().find(|picture| picture.name == name);
    let picture = picture.ok_or_else(|| error::input(format!("no picture `{name}`")))?;
    let bytes = picture.png(&Fonts::embedded()).map_err(error::output)?;
    Ok(PyBytes::new(py, &bytes))
}

fn options(pictures: bool, gis: Option<Vec<String>>) -> PyResult<WriteOptions> {
    let mut options = WriteOptions::default();
    options.pictures = pictures;
    let format = |word: String| match word.as_str() {
        "geoparquet" => Ok(GisFormat::GeoParquet),
        "flatgeobuf" => Ok(GisFormat::FlatGeobuf),
        "geojson" => Ok(GisFormat::GeoJson),
        "geopackage" => Ok(GisFormat::GeoPackage),
        _ => Err(error::input(format!(
            "gis: expected `geoparquet`, `flatgeobuf`, `geojson` or `geopackage` (got `{word}`)"
        ))),
    };
    options.gis = gis
        .map(|words| words.into_iter().map(format).collect())
        .transpose()?;
    Ok(options)
}

#[pymethods]
impl Results {
    /// The layouts side by side, as a terminal shows them.
    fn overview(&self) -> String {
        self.0.overview()
    }

    /// The report in Markdown.
    fn report(&self) -> String {
        self.0.report()
    }

    /// The report as one HTML file.
    fn page(&self, py: Python<'_>) -> PyResult<String> {
        let results = Arc::clone(&self.0);
        cancellable(py, move |_| results.page())?.map_err(error::output)
    }

    /// Every table with its name.
    fn tables(&self, py: Python<'_>) -> PyResult<Vec<(String, Table)>> {
        let results = Arc::clone(&self.0);
        tables(&cancellable(py, move |_| results.tables())?)
    }

    fn summary(&self) -> PyResult<Table> {
        Table::from_data(&self.0.summary())
    }

    /// One row per layout and demand point, of all layouts or of one.
    #[pyo3(signature = (layout=None))]
    fn areas(&self, layout: Option<&str>) -> PyResult<Table> {
        let wanted = |name: &str| layout.is_none_or(|layout| layout == name);
        let evaluations = self.0.evaluations.iter().enumerate();
        let parts = evaluations.filter(|(_, evaluation)| wanted(evaluation.layout.name()));
        let parts: Vec<_> = parts
            .filter_map(|(number, _)| self.0.areas(number))
            .collect();
        if let (Some(name), true) = (layout, parts.is_empty()) {
            return Err(error::input(format!("no layout `{name}`")));
        }
        Table::from_parts(parts)
    }

    /// Every map and chart, as a name and an SVG document.
    fn pictures(&self, py: Python<'_>) -> PyResult<Vec<(String, String)>> {
        error::if_not_times(&self.0.measure(), "pictures")?;
        let results = Arc::clone(&self.0);
        let pictures = cancellable(py, move |_| results.pictures())?;
        Ok(svgs(pictures.map_err(error::output)?))
    }

    fn png<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyBytes>> {
        let results = Arc::clone(&self.0);
        let pictures = cancellable(py, move |_| results.pictures())?;
        png(py, &pictures.map_err(error::output)?, name)
    }

    /// A layer as the bytes of a `GeoParquet` file.
    fn layer<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Option<Bound<'py, PyBytes>>> {
        error::if_not_times(&self.0.measure(), "layers")?;
        let (results, wanted) = (Arc::clone(&self.0), name.to_owned());
        let bytes = cancellable(py, move |_| results.layer(&wanted))?;
        let bytes = bytes.map_err(error::output)?;
        Ok(bytes.map(|bytes| PyBytes::new(py, &bytes)))
    }

    /// Writes everything to a folder; the folder.
    #[pyo3(signature = (folder=None, *, pictures=true, gis=None))]
    fn write(
        &self,
        py: Python<'_>,
        folder: Option<PathBuf>,
        pictures: bool,
        gis: Option<Vec<String>>,
    ) -> PyResult<PathBuf> {
        let (results, options) = (Arc::clone(&self.0), options(pictures, gis)?);
        let written = cancellable(py, move |cancel| {
            results.write(folder.as_deref(), &options, &mut Until(cancel))
        })?;
        written.map_err(error::output)
    }
}

#[pymethods]
impl Simulation {
    /// Whether the precision that the study asks for was reached.
    #[getter]
    fn is_precise(&self) -> bool {
        self.simulated.is_precise
    }

    /// The report in Markdown.
    fn report(&self) -> String {
        report::markdown(&self.simulated.document())
    }

    /// Every table with its name.
    fn tables(&self, py: Python<'_>) -> PyResult<Vec<(String, Table)>> {
        let simulated = Arc::clone(&self.simulated);
        tables(&cancellable(py, move |_| simulated.tables())?)
    }

    fn summary(&self) -> PyResult<Table> {
        Table::from_data(&self.simulated.table())
    }

    /// One row per layout, scenario and replication: the figures of the year, unrounded.
    fn years(&self) -> PyResult<Table> {
        let years = || {
            let services = self.simulated.services.iter();
            services.flat_map(|service| {
                let numbered = (i64::from(self.first)..).zip(&service.result.years);
                numbered.map(move |(number, year)| (service, number, year))
            })
        };
        let layouts = years().map(|(service, ..)| Some(service.layout.as_str()));
        let scenarios = years().map(|(service, ..)| Some(service.scenario.name.as_str()));
        let numbers = years().map(|(_, number, _)| Some(number));
        let mut columns: Vec<(String, ArrayRef)> = vec![
            (
                "layout".to_owned(),
                Arc::new(layouts.collect::<StringArray>()),
            ),
            (
                "scenario".to_owned(),
                Arc::new(scenarios.collect::<StringArray>()),
            ),
            (
                "replication".to_owned(),
                Arc::new(numbers.collect::<Int64Array>()),
            ),
        ];
        for figure in Figure::ALL {
            let of = |year: &Figures| year.get(figure);
            let values = years().map(|(.., year)| of(year)).collect::<Float64Array>();
            columns.push((figure.key().to_owned(), Arc::new(values)));
        }
        Table::new(columns)
    }

    /// Every picture, as a name and an SVG document.
    fn pictures(&self, py: Python<'_>) -> PyResult<Vec<(String, String)>> {
        let simulated = Arc::clone(&self.simulated);
        let pictures = cancellable(py, move |_| simulated.pictures())?;
        Ok(svgs(pictures.map_err(error::output)?))
    }

    fn png<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyBytes>> {
        let simulated = Arc::clone(&self.simulated);
        let pictures = cancellable(py, move |_| simulated.pictures())?;
        png(py, &pictures.map_err(error::output)?, name)
    }

    /// Writes everything to a folder; the folder.
    #[pyo3(signature = (folder=None, *, pictures=true))]
    fn write(&self, py: Python<'_>, folder: Option<PathBuf>, pictures: bool) -> PyResult<PathBuf> {
        let (simulated, options) = (Arc::clone(&self.simulated), options(pictures, None)?);
        let written = cancellable(py, move |cancel| {
            simulated.write(folder.as_deref(), &options, &mut Until(cancel))
        })?;
        written.map_err(error::output)
    }
}
