use crate::cli::args::Format;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum NetworkCommand {
    /// Build a network and keep it beside its extract, so that later runs are faster
    Build(NetworkOptions),
    /// Say what is in an OpenStreetMap extract and what of it is left out
    Check(NetworkCheckOptions),
    /// Write the travel times between the places of a study
    Matrix(MatrixOptions),
    /// Write the land within some minutes of sites, as GeoJSON polygons
    Isochrones(IsochroneOptions),
}

/// A network: an extract for a profile, or that of a study.
#[derive(Debug, Args)]
pub(crate) struct NetworkOptions {
    /// The extract (.osm.pbf), or a study with `model = "road"` in `[travel]`
    pub(crate) network: PathBuf,
    /// Who drives, where an extract is named: car or blue-light
    #[arg(long, default_value = "car")]
    pub(crate) profile: String,
}

#[derive(Debug, Args)]
pub(crate) struct NetworkCheckOptions {
    #[command(flatten)]
    pub(crate) network: NetworkOptions,
    /// What to print on standard output
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Between which places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Between {
    /// From every demand point to every hospital
    #[default]
    PointsToSites,
    /// From every hospital to every demand point
    SitesToPoints,
    /// From every hospital to every hospital
    SitesToSites,
}

#[derive(Debug, Args)]
pub(crate) struct MatrixOptions {
    /// The study, with `model = "road"` in `[travel]`
    pub(crate) study: PathBuf,
    /// The file to write, .csv or .parquet: one row per pair, minutes
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Between which places
    #[arg(long, value_enum, default_value_t)]
    pub(crate) between: Between,
}

/// Which way one drives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Direction {
    /// To the site
    #[default]
    ToSite,
    /// From the site
    FromSite,
}

#[derive(Debug, Args)]
pub(crate) struct IsochroneOptions {
    /// The study, with `model = "road"` in `[travel]`
    pub(crate) study: PathBuf,
    /// The file to write, .geojson: one polygon per site and time
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Ids of the hospitals
    #[arg(long, value_name = "SITE,…", value_delimiter = ',', required = true)]
    pub(crate) sites: Vec<String>,
    /// Travel times in minutes
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_values_t = [15.0, 30.0, 45.0, 60.0])]
    pub(crate) minutes: Vec<f64>,
    /// Which way one drives
    #[arg(long, value_enum, default_value_t)]
    pub(crate) direction: Direction,
    /// Size of the cells that the polygons are made of, in metres
    #[arg(long, value_name = "METRES", default_value_t = 100.0)]
    pub(crate) cell: f64,
}
