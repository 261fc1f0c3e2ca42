//! Results as files that programs of geographic information open without a join: one layer for each kind of
//! thing, with the same fields in every format.

mod bounds;
mod crs84;
mod curve_order;
mod fields;
mod flatgeobuf;
mod geojson;
mod geopackage;
mod geopackage_index;
mod geoparquet;
mod layer;
mod layers;
mod packed_tree;
mod sqlite;
mod wide_csv;
mod wkb;

use super::run::Run;
use crate::study::GisFormat;
use flatgeobuf::flatgeobuf;
use geojson::geojson;
use geopackage::geopackage;
use geoparquet::geoparquet;
use layer::Layer;
use parquet::errors::ParquetError;
use rayon::prelude::*;

/// The layers of a run, for any format.
pub(crate) struct GisLayers<'a>(Vec<Layer<'a>>);

/// A file and its bytes.
pub(crate) type GisFile = (String, Vec<u8>);

impl<'a> GisLayers<'a> {
    /// The layers; `None` for a study without coordinates.
    pub(crate) fn new(run: &Run<'a>) -> Option<Self> {
        Self::has_places(run).then(|| Self(layers::layers(run)))
    }

    fn has_places(run: &Run) -> bool {
        let mut points = run.dataset.points.iter();
        points.any(|point| point.position.is_some()) || run.dataset.drawing.is_some()
    }

    /// One layer alone: `areas`, `sites`, `catchments` or `cold_spots`; `None` where the run has none of
    /// this name.
    pub(crate) fn one(run: &Run<'a>, name: &str) -> Option<Self> {
        let layer = Self::has_places(run).then(|| layers::layer(run, name))??;
        Some(Self(vec![layer]))
    }

    /// The files of some formats.
    ///
    /// # Errors
    ///
    /// None are expected: nothing is read, and the bytes are kept in memory.
    pub(crate) fn files(&self, formats: &[GisFormat]) -> Result<Vec<GisFile>, ParquetError> {
        let mut jobs: Vec<(String, Job)> = Vec::new();
        for &format in formats {
            let Some((ending, write)) = of_a_layer(format) else {
                jobs.push((
                    "layers.gpkg".to_owned(),
                    Box::new(|| Ok(geopackage(&self.0))),
                ));
                continue;
            };
            for layer in &self.0 {
                let name = format!("{}.{ending}", layer.name.replace('_', "-"));
                jobs.push((name, Box::new(move || write(layer))));
            }
        }
        let jobs = jobs.into_par_iter().with_max_len(1);
        jobs.map(|(name, bytes)| Ok((name, bytes()?))).collect()
    }
}

type Bytes = Result<Vec<u8>, ParquetError>;
type Writer = fn(&Layer) -> Bytes;
type Job<'a> = Box<dyn Fn() -> Bytes + Send + Sync + 'a>;

/// How a format keeps one layer in a file, and how the file's name ends; `None` for a format that keeps all
/// layers together.
fn of_a_layer(format: GisFormat) -> Option<(&'static str, Writer)> {
    match format {
        GisFormat::GeoParquet => Some(("geo.parquet", geoparquet)),
        GisFormat::FlatGeobuf => Some(("fgb", |layer| Ok(flatgeobuf(layer)))),
        GisFormat::GeoJson => Some(("geojson", |layer| Ok(geojson(layer).into_bytes()))),
        GisFormat::GeoPackage => None,
    }
}

/// `areas-wide.csv`: one row per demand point with its names, groups and what each layout gives it.
pub(crate) fn areas_wide_csv(run: &Run) -> String {
    wide_csv::wide_csv(&layers::area_fields(run), run.dataset.points.len())
}
