use super::road::RoadChoice;
use crate::network::Heading;
use crate::study::travel_file::TravelFile;
use crate::travel::{Missing, RepairRule, RoadCurve, TableUnit};
use crate::units::{Measure, Share};

/// Where travel times come from.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum TravelChoice {
    /// From a table; `missing` says what holds where it has no value.
    Table {
        /// Demand point to site.
        file: TravelFile,
        /// Where the table has no value.
        missing: Missing,
        /// Share of the demand that may lie at demand points without a row in the table.
        max_without_row: Share,
        /// Repair of cells that their neighbours contradict.
        repair: Option<RepairRule>,
    },
    /// From the distance.
    StraightLine(RoadCurve),
    /// From the roads of OpenStreetMap.
    Road(Box<RoadChoice>),
    /// From a raster of minutes per metre.
    Friction(SurfaceChoice),
}

/// A friction surface of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurfaceChoice {
    /// The file, from the study's folder.
    pub file: String,
    /// The code of its coordinate reference system, where the file does not say it.
    pub crs: Option<String>,
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
            Self::Road(road) => Some(match road.heading {
                Heading::ToSite => "road network of OpenStreetMap",
                Heading::FromSite => "road network of OpenStreetMap, from the site",
            }),
            Self::Friction(_) => Some("friction surface"),
            Self::Table { .. } => None,
        }
    }

    /// The source of the times as a study names it, with what the licence of OpenStreetMap asks for where
    /// the times come from its roads.
    pub(in crate::study) fn credited(&self, source: Option<String>) -> Option<String> {
        const CREDIT: &str = "Road network © OpenStreetMap contributors (ODbL)";
        match (self, source) {
            (Self::Road(_), None) => Some(CREDIT.to_owned()),
            (Self::Road(_), Some(source)) if !source.contains("OpenStreetMap") => {
                Some(format!("{source} · {CREDIT}"))
            }
            (_, source) => source,
        }
    }

    /// The roads, where times come from them.
    #[must_use]
    pub const fn road(&self) -> Option<&RoadChoice> {
        match self {
            Self::Road(road) => Some(road),
            Self::Table { .. } | Self::StraightLine(_) | Self::Friction(_) => None,
        }
    }

    /// The friction surface, where times come from one.
    #[must_use]
    pub const fn surface(&self) -> Option<&SurfaceChoice> {
        match self {
            Self::Friction(surface) => Some(surface),
            Self::Table { .. } | Self::StraightLine(_) | Self::Road(_) => None,
        }
    }

    /// What journeys are measured in.
    #[must_use]
    pub fn measure(&self) -> Measure {
        match self {
            Self::Table {
                file:
                    TravelFile {
                        unit: TableUnit::Cost(unit),
                        ..
                    },
                ..
            } => Measure::Cost(unit.clone()),
            _ => Measure::Minutes,
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
            Self::Table { .. } | Self::Road(_) | Self::Friction(_) => None,
        }
    }
}
