use catchment::limits::{self, Limit};
use catchment::study::GisFormat;
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// Number of threads; results do not depend on it [default: all cores]
    #[arg(long, global = true, value_name = "N", value_parser = threads)]
    pub(crate) threads: Option<usize>,
    /// Raise or lower a limit of what files may hold, for example unpacked-bytes=8000000000 (docs/limits.md)
    #[arg(long, global = true, value_name = "NAME=N", value_parser = limit)]
    pub(crate) limit: Vec<(&'static Limit, u64)>,
    /// Print only errors and the output of --format
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
}

/// More threads take longer to start than to work.
const MOST_THREADS: usize = 1_024;

fn threads(text: &str) -> Result<usize, String> {
    let number = text.parse().ok();
    let number = number.filter(|number| (1..=MOST_THREADS).contains(number));
    number.ok_or_else(|| format!("expected a number from 1 to {MOST_THREADS}"))
}

fn limit(text: &str) -> Result<(&'static Limit, u64), String> {
    let (name, number) = text.split_once('=').ok_or("expected NAME=N")?;
    let known = || limits::ALL.map(|limit| limit.name).join(", ");
    let limit =
        limits::named(name).ok_or_else(|| format!("no limit `{name}`; there are {}", known()))?;
    let number = number
        .parse()
        .map_err(|_| format!("expected a whole number (got `{number}`)"))?;
    Ok((limit, number))
}

/// Options of every command that has results.
#[derive(Debug, Args, Default)]
pub(crate) struct ResultOptions {
    /// The study's TOML file [default: the built-in study of England]
    pub(crate) study: Option<PathBuf>,
    /// Folder for the results [default: in outputs/<name of the study>]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// What to print on standard output
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Whether to draw, where there is something to draw.
#[derive(Debug, Args, Default)]
pub(crate) struct PictureOptions {
    /// Draw no maps or charts
    #[arg(long)]
    pub(crate) no_maps: bool,
}

#[derive(Debug, Args, Default)]
pub(crate) struct RunOptions {
    #[command(flatten)]
    pub(crate) results: ResultOptions,
    #[command(flatten)]
    pub(crate) pictures: PictureOptions,
    #[command(flatten)]
    pub(crate) files: FileOptions,
    /// Open report.html in the browser of the desktop
    #[arg(long)]
    pub(crate) open: bool,
}

/// Files that a run writes when it is asked for them.
#[derive(Debug, Args, Default)]
pub(crate) struct FileOptions {
    /// Also write areas.parquet
    #[arg(long)]
    pub(crate) parquet: bool,
    /// Formats of areas, sites, catchments and cold spots for programs of geographic information
    /// [default: as `[output]` in the study says, or geoparquet]
    #[arg(long, value_enum, value_name = "FORMATS", value_delimiter = ',')]
    pub(crate) gis: Option<Vec<GisFormatArg>>,
    /// Also write areas-wide.csv: one row per demand point, with names, groups and columns for each layout
    #[arg(long)]
    pub(crate) wide: bool,
    /// Also write summary.xlsx: every table as a sheet of one workbook
    #[arg(long)]
    pub(crate) xlsx: bool,
}

/// A format of layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct GisFormatArg(pub(crate) GisFormat);

impl ValueEnum for GisFormatArg {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [GisFormatArg; 4] = [
            GisFormatArg(GisFormat::ALL[0]),
            GisFormatArg(GisFormat::ALL[1]),
            GisFormatArg(GisFormat::ALL[2]),
            GisFormatArg(GisFormat::ALL[3]),
        ];
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name()))
    }
}

#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    /// The study's TOML file [default: the built-in study of England]
    pub(crate) study: Option<PathBuf>,
    /// What to print on standard output
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaOptions {
    /// Print the reference of the study file instead, in Markdown
    #[arg(long)]
    pub(crate) markdown: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SimulateOptions {
    #[command(flatten)]
    pub(crate) results: ResultOptions,
    #[command(flatten)]
    pub(crate) pictures: PictureOptions,
    /// Simulate only these layouts [default: all of the study]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) layout: Vec<String>,
    /// Simulate only these scenarios [default: all of the study]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) scenario: Vec<String>,
    /// Run so many replications, whatever their precision [default: as many as the study's
    /// `half_width` needs]
    #[arg(long, value_name = "N")]
    pub(crate) replications: Option<u32>,
    /// Also write what happens to each patient in the first N replications, one row per event, to
    /// simulation-events.parquet
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "1")]
    pub(crate) events: Option<u32>,
    /// Seed of the random numbers [default: the study's]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct RotaOptions {
    #[command(flatten)]
    pub(crate) results: ResultOptions,
}

#[derive(Debug, Args)]
pub(crate) struct GrowthOptions {
    #[command(flatten)]
    pub(crate) results: ResultOptions,
    #[command(flatten)]
    pub(crate) pictures: PictureOptions,
    /// Staff the centres of this layout [default: that of `[growth]` in the study]
    #[arg(long, value_name = "NAME")]
    pub(crate) layout: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SensitivityOptions {
    #[command(flatten)]
    pub(crate) results: ResultOptions,
    /// Compare only these layouts with the base layout [default: all of the study]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) layout: Vec<String>,
    /// Compare only in these scenarios [default: all of the study]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) scenario: Vec<String>,
    /// Seed of the random numbers [default: the study's]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// The id or name of a demand point
    pub(crate) area: String,
    /// The study's TOML file [default: the built-in study of England]
    pub(crate) study: Option<PathBuf>,
    /// The layout whose sites are the MT centres [default: the base layout of the study; of a patient,
    /// every layout]
    #[arg(long, value_name = "NAME")]
    pub(crate) layout: Option<String>,
    /// Follow a simulated patient instead: which of the area's patients, from 1
    #[arg(long, value_name = "N")]
    pub(crate) patient: Option<u32>,
    /// The replication in which the patient is
    #[arg(long, value_name = "N", requires = "patient", default_value_t = 1)]
    pub(crate) replication: u32,
    /// Only these scenarios of the simulation [default: all of the study]
    #[arg(
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        requires = "patient"
    )]
    pub(crate) scenario: Vec<String>,
    /// Seed of the random numbers [default: the study's]
    #[arg(long, value_name = "N", requires = "patient")]
    pub(crate) seed: Option<u32>,
    /// What to print on standard output
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct MapsOptions {
    /// The study's TOML file [default: the built-in study of England]
    pub(crate) study: Option<PathBuf>,
    /// Folder for the pictures [default: outputs/<name of the study>/maps]
    #[arg(long, short, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct InitOptions {
    /// Folder to write to; created if it does not exist
    pub(crate) dir: PathBuf,
    /// Which study to write
    #[arg(long, value_enum, default_value_t)]
    pub(crate) example: Example,
}

/// The studies to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Example {
    /// Cornwall and Plymouth, with a table of travel times
    #[default]
    Cornwall,
    /// Malta and Gozo, with the roads of OpenStreetMap
    Malta,
}

/// What is printed on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// A table to read
    #[default]
    Table,
    /// JSON
    Json,
    /// CSV
    Csv,
}
