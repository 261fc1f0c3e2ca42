use super::groups::GroupPolygons;
use crate::crs::Crs;
use crate::grid::input::friction_file::FrictionFile;
use crate::model::LatLon;
use crate::study::ColumnNames;
use crate::travel::RoadCurve;
use crate::units::TravelTime;
use std::path::PathBuf;
use std::sync::Arc;

/// All choices of one run over a file of cells.
#[derive(Debug, Clone)]
pub struct GridOptions {
    /// `GeoTIFF` (`.tif`, `.tiff`), ESRI ASCII (`.asc`), CSV (`.csv`) or Parquet (`.parquet`).
    pub input: PathBuf,
    /// The input's coordinate reference system, where the file does not say its own.
    pub crs: Option<Crs>,
    /// The band of a `GeoTIFF` with several, counted from 1.
    pub band: Option<usize>,
    /// Which columns of points hold what (`lon`, `lat`, `x`, `y`, `easting`, `northing`,
    /// `population`); every one that is not named is recognised by its usual names.
    pub columns: ColumnNames,
    /// Each centre's id and place, in ascending order of the ids.
    pub centres: Vec<(String, LatLon)>,
    /// Each layout's name and the numbers of its centres, ascending.
    pub layouts: Vec<(String, Vec<u16>)>,
    /// Road time as a function of distance.
    pub curve: RoadCurve,
    /// The friction surface that times are found on instead.
    pub surface: Option<Arc<FrictionFile>>,
    /// Time standards, ascending, each inclusive.
    pub standards: Vec<TravelTime>,
    /// Polygons to sum by as well.
    pub groups: Option<GroupPolygons>,
    /// How many centres are found for each cell, nearest first; at least one.
    pub nearest: usize,
    /// Whether to count the centres that each cell reaches within each standard.
    pub backup: bool,
    /// What is written, and drawn.
    pub outputs: GridOutputs,
}

/// What a run writes besides its sums: large files, written while the cells are computed.
#[derive(Debug, Clone, Default)]
pub struct GridOutputs {
    /// Parquet, one row per cell with people, for the first layout.
    pub cells: Option<PathBuf>,
    /// `GeoTIFF` of minutes for the first layout, where the input is a raster.
    pub raster: Option<PathBuf>,
    /// A picture of minutes for the first layout.
    pub image: bool,
}
