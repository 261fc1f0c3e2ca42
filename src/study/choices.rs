use super::care_choices::{HelicopterChoice, PathwayChoice};
use super::published::Published;
use crate::flight::TimeZone;
use crate::model::{LatLon, UnreachableRule};
use crate::travel::{Missing, RepairRule, RoadCurve, TimeUnit};
use crate::units::{Currency, Share, TravelTime};
use crate::volume::CentrePolicy;
use std::collections::BTreeMap;

/// All choices of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// The study file, as the user named it: errors found later name it too.
    pub file: String,
    /// Short name, used for the output folder.
    pub name: String,
    /// Title of the report.
    pub title: String,
    /// The currency of costs; none are worked out where `None`.
    pub currency: Option<Currency>,
    /// Whose clock tells hours; by the longitude of each place where `None`.
    pub time_zone: Option<TimeZone>,
    /// The demand points.
    pub population: PopulationFile,
    /// The sites.
    pub hospitals: HospitalFile,
    /// Where travel times come from.
    pub travel: TravelChoice,
    /// Where they come from, to name on every map and in the manifest.
    pub travel_source: Option<String>,
    /// The layouts to evaluate, in the order of the study.
    pub layouts: Vec<LayoutSpec>,
    /// Figures of others, to set beside those of the run.
    pub published: Published,
    /// Name of the layout that the others are compared with; the first one by default.
    pub base_layout: String,
    /// Capability of the sites that the best possible layouts are chosen from, where the report
    /// shall say how far the layouts are from them.
    pub optimum: Option<String>,
    /// What demand costs, in the search for best layouts, that a layout leaves without a route.
    pub unreachable: UnreachableRule,
    /// Time standards, ascending, each inclusive.
    pub standards: Vec<TravelTime>,
    /// What a centre needs to be; `None` where the study asks for coverage alone.
    pub centres: Option<CentrePolicy>,
    /// How patients come to treatment; `None` where the study asks for travel times alone.
    pub pathway: Option<PathwayChoice>,
    /// A helicopter service, for transfers; only beside a pathway.
    pub helicopter: Option<HelicopterChoice>,
    /// What the maps are drawn from.
    pub drawing: DrawingFiles,
    /// What a reader must know about the data, a sentence each.
    pub notes: Vec<String>,
    /// Seed of everything random.
    pub seed: u64,
}

impl Study {
    /// The currency of what helicopters cost; `None` where the study does not know that.
    #[must_use]
    pub fn cost_currency(&self) -> Option<Currency> {
        let cost = self.helicopter.as_ref()?.service.mission_cost?;
        Some(cost.currency())
    }

    /// The sources to name on every map and in the manifest: of the travel times, then of the maps.
    pub fn attribution(&self) -> impl Iterator<Item = &str> {
        let travel = self.travel_source.iter();
        travel.chain(&self.drawing.attribution).map(String::as_str)
    }

    /// The number of the standard that headlines are made of: 45 min where it is among them, else
    /// the middle one.
    #[must_use]
    pub fn headline_standard(&self) -> usize {
        let usual = TravelTime::from_whole(45);
        let place = self.standards.iter().position(|&s| s == usual);
        place.unwrap_or(self.standards.len().saturating_sub(1) / 2)
    }
}

/// Which columns hold what; every one that is not named is recognised by its usual names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnNames {
    /// From the field (`id`, `name`, `lat`, `lon`, `easting`, `northing`, `population`) to the
    /// header of the column that holds it.
    pub named: BTreeMap<String, String>,
}

/// The population file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopulationFile {
    /// Path, from the study's folder.
    pub file: String,
    /// Column that is the demand.
    pub demand: String,
    /// What one unit of demand is, for captions: `admissions a year`.
    pub demand_unit: String,
    /// Coordinate reference system of easting and northing, by its code; the British National Grid
    /// where `None`.
    pub crs: Option<String>,
    /// Columns that group the points.
    pub groups: GroupColumns,
    /// Which columns hold what.
    pub columns: ColumnNames,
    /// Further files that add columns.
    pub attributes: Vec<AttributeFile>,
}

/// Columns that group the demand points, in the order of the reports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GroupColumns(pub Vec<String>);

/// A file keyed by the demand points' id that adds columns to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeFile {
    /// Path, from the study's folder.
    pub file: String,
    /// Column that holds the id; recognised by its usual names where `None`.
    pub id: Option<String>,
}

/// The file of sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HospitalFile {
    /// Path, from the study's folder.
    pub file: String,
    /// Coordinate reference system of easting and northing, by its code; the British National Grid
    /// where `None`.
    pub crs: Option<String>,
    /// Which columns hold what (also `label`).
    pub columns: ColumnNames,
    /// Columns that say what a site has: `yes`, `no`, `unknown`.
    pub capabilities: Vec<String>,
}

/// Where travel times come from.
#[derive(Debug, Clone, PartialEq)]
pub enum TravelChoice {
    /// From a table; `missing` says what holds where it has no value.
    Table {
        /// Demand point to site.
        file: TravelFile,
        /// Where the table has no value.
        missing: Missing,
        /// Share of the demand that may lie at demand points without a row in the table.
        max_without_row: Share,
        /// Repair of cells that their neighbours contradict, if wished.
        repair: Option<RepairRule>,
    },
    /// From the distance.
    StraightLine(RoadCurve),
}

impl TravelChoice {
    /// What a caption says of times that are not all those of a road table; `None` where they are.
    #[must_use]
    pub const fn caption(&self) -> Option<&'static str> {
        match self {
            Self::StraightLine(_) => Some("straight-line model, not a road table"),
            Self::Table {
                missing: Missing::StraightLine(_),
                ..
            } => Some("road table with gaps filled by the straight-line model"),
            Self::Table { .. } => None,
        }
    }

    /// The curve of the straight-line model, where the times of the study use it.
    #[must_use]
    pub const fn curve(&self) -> Option<&RoadCurve> {
        match self {
            Self::StraightLine(curve)
            | Self::Table {
                missing: Missing::StraightLine(curve),
                ..
            } => Some(curve),
            Self::Table { .. } => None,
        }
    }
}

/// A file of travel times.
#[derive(Debug, Clone, PartialEq)]
pub struct TravelFile {
    /// Path, from the study's folder: `.csv`, `.csv.gz`, `.csv.zst` or `.parquet`.
    pub file: String,
    /// How it is laid out.
    pub shape: TableShape,
    /// The unit of its numbers.
    pub unit: TimeUnit,
    /// Numbers, as the file gives them, that mean that there is no way.
    pub unreachable: Vec<f64>,
    /// Which columns hold what (`id`; or `from_id`, `to_id`, `travel_time`).
    pub columns: ColumnNames,
}

impl TravelFile {
    /// Whether a number of the file means that there is no way.
    #[must_use]
    pub fn means_unreachable(&self, given: f64) -> bool {
        self.unreachable
            .iter()
            .any(|mark| mark.total_cmp(&given).is_eq())
    }
}

/// The layout of a table of travel times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableShape {
    /// One row an area, one column a site.
    Wide,
    /// One row a pair: `from_id,to_id,travel_time`.
    Long,
}

/// One layout and where its sites come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutSpec {
    /// Unique in the study.
    pub name: String,
    /// For captions; the name where the study gives none.
    pub title: String,
    /// Where its sites come from.
    pub source: LayoutSource,
    /// Its line in the study file.
    pub line: usize,
}

/// Where a layout's sites come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayoutSource {
    /// Every site whose capability column says yes.
    Capability(String),
    /// Site ids in the study itself.
    Sites(Vec<String>),
    /// A CSV in long form, `layout,site_id`: the rows that carry the layout's name.
    File(String),
}

/// What the maps are drawn from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DrawingFiles {
    /// Polygons of the demand points (`GeoJSON` or `TopoJSON`, WGS 84), keyed by id.
    pub areas: Option<String>,
    /// Property that holds the id in `areas`; the feature's own `id` where `None`.
    pub areas_id: Option<String>,
    /// Land and borders around them (`GeoJSON`, WGS 84).
    pub outlines: Option<String>,
    /// Further sources to name on every map and in the manifest.
    pub attribution: Vec<String>,
    /// A part of the map to show larger.
    pub inset: Option<Inset>,
}

/// A part of a map that is shown larger.
#[derive(Debug, Clone, PartialEq)]
pub struct Inset {
    /// Its caption.
    pub title: String,
    /// Its lower left corner.
    pub south_west: LatLon,
    /// Its upper right corner.
    pub north_east: LatLon,
}
