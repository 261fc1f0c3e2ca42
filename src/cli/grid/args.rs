use crate::cli::args::Format;
use catchment::crs::BRITISH_NATIONAL_GRID;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum GridCommand {
    /// Compute time to the nearest centre, coverage and catchments from the cells of a file
    Run(Box<GridRunOptions>),
    /// Build a population grid of square cells from postcode points and a study's population
    Build(GridBuildOptions),
    /// Generate a realistic population grid of any size from a seed
    Generate(GridGenerateOptions),
}

#[derive(Debug, Args)]
pub(crate) struct GridRunOptions {
    /// Cells: `GeoTIFF` (.tif), ESRI ASCII (.asc), CSV or Parquet with `lon, lat` or `x, y`, and
    /// `population`
    pub(crate) input: PathBuf,
    /// The study whose layouts are evaluated [default: the built-in study of England]
    #[arg(long, value_name = "TOML", conflicts_with = "hospitals")]
    pub(crate) study: Option<PathBuf>,
    /// A CSV of sites with coordinates to use instead of a study; together they form one layout
    #[arg(long, value_name = "CSV")]
    pub(crate) hospitals: Option<PathBuf>,
    /// Layouts of the study; the first is the one on the map [default: all]
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(crate) layout: Vec<String>,
    /// Sites that form an additional layout: a capability column, a layout, or ids
    #[arg(long, value_name = "COLUMN|LAYOUT|SITE,…", value_delimiter = ',')]
    pub(crate) candidates: Vec<String>,
    /// Coordinate reference system of an input that does not name its own, for example EPSG:27700
    #[arg(long, value_name = "CODE")]
    pub(crate) crs: Option<String>,
    /// A friction surface (`GeoTIFF` or ESRI ASCII, minutes per metre) to find times on, instead of by the
    /// distance [default: that of the study]
    #[arg(long, value_name = "FILE", conflicts_with_all = ["backup", "nearest"])]
    pub(crate) friction: Option<PathBuf>,
    /// The band to read from a `GeoTIFF` with several
    #[arg(long, value_name = "N")]
    pub(crate) band: Option<usize>,
    /// Columns of points with unusual names, for example `lon=X,lat=Y,population=POP_2021`
    #[arg(long, value_name = "FIELD=HEADER,…", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Polygons to report totals for (`GeoJSON`, WGS 84)
    #[arg(long, value_name = "GEOJSON", requires = "group_id")]
    pub(crate) groups: Option<PathBuf>,
    /// The property that names the group of a polygon
    #[arg(long, value_name = "PROPERTY", requires = "groups")]
    pub(crate) group_id: Option<String>,
    /// Time standards in minutes [default: those of the study]
    #[arg(long, value_name = "MINUTES,…", value_delimiter = ',')]
    pub(crate) within: Vec<f64>,
    /// Report the K nearest centres of every cell
    #[arg(long, value_name = "K", default_value_t = 1)]
    pub(crate) nearest: usize,
    /// Count the centres within each standard of every cell
    #[arg(long)]
    pub(crate) backup: bool,
    /// For the first layout, write every cell with people and its centre to a Parquet file
    #[arg(long, value_name = "FILE.parquet")]
    pub(crate) cells: Option<PathBuf>,
    /// For the first layout, write the minutes of every cell of a raster to a `GeoTIFF`
    #[arg(long, value_name = "FILE.tif")]
    pub(crate) raster: Option<PathBuf>,
    /// Draw a map of the first layout
    #[arg(long, value_name = "FILE.png")]
    pub(crate) map: Option<PathBuf>,
    /// Folder for the tables [default: outputs/grid-<name of the input>]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// What to print on standard output
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct GridBuildOptions {
    /// Postcode points: a CSV with `easting, northing` and optionally `authority`
    pub(crate) points: PathBuf,
    /// The study whose population and polygons are used [default: the built-in study of England]
    #[arg(long, value_name = "TOML")]
    pub(crate) study: Option<PathBuf>,
    /// The file to write: .parquet or .csv
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Side length of a cell
    #[arg(long, value_name = "METRES", default_value_t = 100.0)]
    pub(crate) cell: f64,
    /// Coordinate reference system of the points and the cells
    #[arg(long, value_name = "CODE", default_value = BRITISH_NATIONAL_GRID)]
    pub(crate) crs: String,
    /// Assign a point in no polygon to the nearest one, up to this distance
    #[arg(long, value_name = "METRES", default_value_t = 1_000.0)]
    pub(crate) reach: f64,
    /// Use only points whose `authority` begins with this, for example E for England; empty for all
    #[arg(long, value_name = "PREFIX", default_value = "E")]
    pub(crate) authority: String,
    /// What to print on standard output
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct GridGenerateOptions {
    /// The file to write: .tif, .parquet or .csv; the last two hold only cells with people
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Approximate number of cells, including those without people
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    pub(crate) cells: u64,
    /// Seed; the same seed gives the same grid
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// West, south, east and north of the grid in degrees [default: a box around England]
    #[arg(
        long,
        value_name = "W,S,E,N",
        value_delimiter = ',',
        num_args = 4,
        allow_hyphen_values = true,
        default_values_t = [-5.8, 49.9, 1.8, 55.9]
    )]
    pub(crate) extent: Vec<f64>,
}
