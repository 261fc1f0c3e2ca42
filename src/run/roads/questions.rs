use crate::load::Dataset;
use crate::model::{LatLon, PointIndex, SiteIndex, TravelTimeMatrix};
use crate::network::{Heading, NotSnapped, RoadNetwork, RoadPlaces, Snap, TooManyCells};
use crate::output::write_file;
use crate::report::{self, OutputError};
use crate::run::opened::Opened;
use crate::study::RoadChoice;
use crate::units::{Metres, TravelTime};
use parquet::errors::ParquetError;
use std::path::Path;
use std::sync::Arc;

/// The roads of a study, for questions beside those of a run.
#[derive(Debug, Clone)]
pub struct Roads {
    opened: Arc<Opened>,
    network: Arc<RoadNetwork>,
    choice: RoadChoice,
}

/// Why a question about roads has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RoadError {
    /// Times of the study are not from roads.
    #[error(
        "the times of this study are not from roads; expected `model = \"road\"` in `[travel]`"
    )]
    NoRoads,
    /// A site that is not in the study.
    #[error("no site `{0}` in the study")]
    NoSite(String),
    /// A site that no road reaches.
    #[error("site `{0}` has no road within the snapping limit, or is on an island")]
    OffRoad(String),
    /// The area is too large for the cells.
    #[error(transparent)]
    Cells(#[from] TooManyCells),
    /// A file of a kind that is not written.
    #[error("{0}: expected a name that ends in {1}")]
    Format(String, &'static str),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] OutputError),
    /// The Parquet file cannot be made.
    #[error(transparent)]
    Parquet(#[from] ParquetError),
}

/// Between which places of a study a matrix is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MatrixPlaces {
    /// From every demand point to every site.
    #[default]
    PointsToSites,
    /// From every site to every demand point.
    SitesToPoints,
    /// From every site to every site.
    SitesToSites,
}

/// Travel times between places, by their ids.
#[derive(Debug, Clone, PartialEq)]
pub struct RoadMatrix {
    /// Ids of the origins, in the order of the rows.
    pub from: Vec<String>,
    /// Ids of the destinations, in the order of the columns.
    pub to: Vec<String>,
    /// The times, row by row; `None` where there is no way.
    pub times: Vec<Option<TravelTime>>,
}

impl Roads {
    pub(in crate::run) fn new(opened: &Arc<Opened>) -> Result<Self, RoadError> {
        let choice = opened
            .source
            .study
            .travel
            .road()
            .ok_or(RoadError::NoRoads)?;
        let network = opened.prepared.dataset.network.as_ref();
        Ok(Self {
            opened: Arc::clone(opened),
            network: Arc::clone(network.ok_or(RoadError::NoRoads)?),
            choice: choice.clone(),
        })
    }

    /// The network.
    #[must_use]
    pub fn network(&self) -> &RoadNetwork {
        &self.network
    }

    fn dataset(&self) -> &Dataset {
        &self.opened.prepared.dataset
    }

    fn snap(&self, places: impl Iterator<Item = Option<LatLon>>) -> Vec<Result<Snap, NotSnapped>> {
        let places: Vec<_> = places.collect();
        self.network.snap(&places, &self.choice.snapping)
    }

    fn sites(&self) -> Vec<Result<Snap, NotSnapped>> {
        self.snap(self.dataset().sites.iter().map(|site| site.position))
    }

    /// Travel times between places of the study, calibrated as its own.
    #[must_use]
    pub fn matrix(&self, places: MatrixPlaces) -> RoadMatrix {
        let data = self.dataset();
        let points = || data.points.iter().map(|point| point.id.clone()).collect();
        let ids = || -> Vec<String> { data.sites.iter().map(|site| site.id.clone()).collect() };
        let of_points =
            || RoadPlaces::new(&self.snap(data.points.iter().map(|point| point.position)));
        let sites = RoadPlaces::new(&self.sites());
        let (from, to, times, is_turned) = match places {
            MatrixPlaces::PointsToSites => (
                points(),
                ids(),
                self.network.times(&of_points(), &sites),
                false,
            ),
            MatrixPlaces::SitesToPoints => (
                ids(),
                points(),
                self.network.times_from(&sites, &of_points()),
                true,
            ),
            MatrixPlaces::SitesToSites => {
                let times = super::times::between(&self.network, &self.choice, &sites);
                return RoadMatrix::new(ids(), ids(), &times, false);
            }
        };
        let times = self.choice.calibration.matrix(times);
        RoadMatrix::new(from, to, &times, is_turned)
    }

    /// Writes a matrix of places of the study to a `.csv` or `.parquet` file.
    ///
    /// # Errors
    ///
    /// The name has another ending or is that of an input, or the file cannot be written.
    pub fn write_matrix(&self, places: MatrixPlaces, file: &Path) -> Result<(), RoadError> {
        let bytes = self.matrix(places).bytes(file)?;
        self.write(file, &bytes)
    }

    /// Writes a text, such as isochrones, to a file.
    ///
    /// # Errors
    ///
    /// The name is that of an input, or the file cannot be written.
    pub fn write_text(&self, text: &str, file: &Path) -> Result<(), RoadError> {
        self.write(file, text.as_bytes())
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> Result<(), RoadError> {
        write_file(file, bytes, &self.opened.input_files())?;
        Ok(())
    }

    /// The land from which sites are reached within each of some times, or that is reached from them, as
    /// GeoJSON: one polygon for each site and time, the longest first. Times are those of the roads, without
    /// the calibration of the study.
    ///
    /// # Errors
    ///
    /// A site that is not in the study or has no road; an area with too many cells of this size.
    pub fn isochrones(
        &self,
        sites: &[String],
        heading: Heading,
        within: &[TravelTime],
        cell: Metres,
    ) -> Result<String, RoadError> {
        let mut within = within.to_vec();
        within.sort_unstable_by(|one, other| other.cmp(one));
        within.dedup();
        let snaps = self.sites();
        let mut polygons = Vec::new();
        for id in sites {
            let site = self.dataset().site_by_id(id);
            let site = site.ok_or_else(|| RoadError::NoSite(id.clone()))?;
            let snap = snaps[site.get()].map_err(|_| RoadError::OffRoad(id.clone()))?;
            let snapping = &self.choice.snapping;
            let found = self
                .network
                .isochrones(&snap, heading, &within, cell, snapping)?;
            let named = within.iter().zip(found);
            polygons.extend(named.map(|(&time, polygon)| (id.clone(), time, polygon)));
        }
        let attribution: Vec<&str> = self.opened.source.study.attribution().collect();
        Ok(report::isochrones_geojson(
            &polygons,
            heading,
            &attribution.join(" · "),
        ))
    }
}

impl RoadMatrix {
    /// A matrix by rows; where it is turned, `times` has a row for each destination.
    fn new(from: Vec<String>, to: Vec<String>, times: &TravelTimeMatrix, is_turned: bool) -> Self {
        let cell = |from: usize, to: usize| {
            let (row, column) = if is_turned { (to, from) } else { (from, to) };
            let row = u32::try_from(row).map(PointIndex).ok()?;
            times.get(row, SiteIndex(u16::try_from(column).ok()?))
        };
        let cells =
            (0..from.len()).flat_map(|row| (0..to.len()).map(move |column| cell(row, column)));
        let times = cells.collect();
        Self { from, to, times }
    }

    /// The matrix as a file with one row per pair: `from_id`, `to_id`, `travel_time` in minutes, empty
    /// where there is no way. The name decides the format: `.csv` or `.parquet`.
    fn bytes(&self, file: &Path) -> Result<Vec<u8>, RoadError> {
        let has = |ending: &str| {
            let found = file.extension();
            found.is_some_and(|found| found.eq_ignore_ascii_case(ending))
        };
        if has("csv") {
            Ok(report::road_matrix_csv(&self.from, &self.to, &self.times).into_bytes())
        } else if has("parquet") {
            let bytes = report::road_matrix_parquet(&self.from, &self.to, &self.times);
            Ok(bytes?)
        } else {
            let name = file.display().to_string();
            Err(RoadError::Format(name, "`.csv` or `.parquet`"))
        }
    }
}
