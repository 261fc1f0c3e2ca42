use super::arrival_error::ArrivalFileError;
use super::care_error::CareInputError;
use super::layout_error::LayoutError;
use super::place::{At, Place};
use super::road_error::RoadInputError;
use super::rota_group_error::RotaGroupError;
use super::shapes::ShapesError;
use super::surface_error::SurfaceInputError;
use super::table_error::TableError;
use super::wording::{
    decoded, did_you_mean, list, looked_in, number_hint, or_name_it, perhaps, shown,
};
use crate::model::LatLonError;
use crate::study::StudyError;
use crate::units::QuantityError;
use std::path::PathBuf;
use std::sync::Arc;

/// Why the input cannot be used: one kind a cause, each with the place and what to do.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The study itself.
    #[error(transparent)]
    Study(#[from] Box<StudyError>),
    /// A file that is not there.
    #[error("{file}: no such file{}{}", looked_in(folder.as_ref()), did_you_mean(nearest.as_ref()))]
    NoFile {
        /// The file, as the study names it.
        file: String,
        /// Where it was looked for; `None` for an embedded study.
        folder: Option<PathBuf>,
        /// A file there whose name is spelt much like it.
        nearest: Option<String>,
    },
    /// A file that cannot be read.
    #[error("{file}: cannot be read: {source}")]
    Read {
        /// The file.
        file: String,
        /// What the system says.
        source: Arc<std::io::Error>,
    },
    /// A file that is not compressed as its name says, is not Parquet, or is cut short.
    #[error("{file}: cannot be {} as {format}: {reason}", decoded(format))]
    Decode {
        /// The file.
        file: String,
        /// `gzip`, `Zstandard` or `Parquet`.
        format: &'static str,
        /// What the decoder says.
        reason: String,
    },
    /// A file that is not a table, or a row or column of it that cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A format that is not read in this place.
    #[error("{file}: expected {expected}")]
    Format {
        /// The file.
        file: String,
        /// What is read there.
        expected: &'static str,
    },
    /// Nobody to plan for.
    #[error(
        "{file}: all demand is zero (column `{column}`; less than half a millionth counts as \
         zero): there is nobody to plan for"
    )]
    NoDemand {
        /// The file.
        file: String,
        /// The column of the demand.
        column: String,
    },
    /// A file without a byte, or with nothing but blank lines.
    #[error("{file}: the file is empty (expected a header row and rows of data)")]
    EmptyFile {
        /// The file.
        file: String,
    },
    /// A header and nothing after it.
    #[error("{file}: no rows after the header")]
    NoRows {
        /// The file.
        file: String,
    },
    /// Bytes that are not UTF-8: Latin-1, mostly.
    #[error(
        "{place}: byte 0x{byte:02X} is not UTF-8 (Latin-1 would read it as `{}`); save the file \
         as UTF-8, for example with `iconv -f LATIN1 -t UTF-8`",
        char::from(*byte)
    )]
    NotUtf8 {
        /// Where.
        place: Box<Place>,
        /// The first byte that is not UTF-8.
        byte: u8,
    },
    /// No column for a field.
    #[error(
        "{file}{}: no column for {field} (looked for {}; found {}){}",
        line.map_or_else(String::new, |line| format!(":{line}")), list(looked_for), list(found), or_name_it(nearest.as_ref(), looked_for)
    )]
    MissingColumn {
        /// The file.
        file: String,
        /// The line of its header; `None` where columns have names and no header.
        line: Option<u32>,
        /// The field of the model.
        field: String,
        /// Headers that would have been taken.
        looked_for: Vec<String>,
        /// Headers of the file.
        found: Box<[String]>,
        /// The header that is spelt most like one that would have been taken.
        nearest: Option<String>,
    },
    /// Two columns of one header that differ.
    #[error(
        "{place}: the column appears twice in the header, with `{}` and `{}` here",
        shown(first),
        shown(second)
    )]
    ColumnTwice {
        /// The first line where they differ.
        place: Box<Place>,
        /// What the first says.
        first: String,
        /// What the second says.
        second: String,
    },
    /// An id that two rows have.
    #[error("{place}: id `{}` appears twice (first in {first})", shown(id))]
    DuplicateId {
        /// The second.
        place: Box<Place>,
        /// The id.
        id: String,
        /// The first.
        first: At,
    },
    /// A pair that two rows of a long table have.
    #[error("{place}: the time from `{from}` to `{to}` appears twice (first in {first})")]
    DuplicatePair {
        /// The second.
        place: Box<Place>,
        /// From where.
        from: String,
        /// To where.
        to: String,
        /// The first.
        first: At,
    },
    /// Nothing where something is needed.
    #[error("{place}: expected {expected} (the cell is empty)")]
    EmptyCell {
        /// Where.
        place: Box<Place>,
        /// What is needed.
        expected: &'static str,
    },
    /// Text for a number.
    #[error(
        "{place}: expected a number (got `{}`){}",
        shown(found),
        number_hint(found)
    )]
    NotANumber {
        /// Where.
        place: Box<Place>,
        /// The text.
        found: String,
    },
    /// NaN or infinity.
    #[error("{place}: expected a finite number (got `{}`)", shown(found))]
    NotFinite {
        /// Where.
        place: Box<Place>,
        /// The text.
        found: String,
    },
    /// NaN or infinity for a travel time.
    #[error(
        "{place}: expected a finite number (got `{}`); leave the cell empty where there is no route",
        shown(found)
    )]
    NotATime {
        /// Where.
        place: Box<Place>,
        /// The text.
        found: String,
    },
    /// A number that cannot be the time of a journey: below zero, or a mark for no route.
    #[error(
        "{place}: {source}; leave the cell empty where there is no route, or set `unreachable_value` in the study; check its `unit` too"
    )]
    TravelTime {
        /// Where.
        place: Box<Place>,
        /// What is wrong with it.
        source: QuantityError,
    },
    /// A number that cannot be its quantity: a negative population.
    #[error("{place}: {source}")]
    Quantity {
        /// Where.
        place: Box<Place>,
        /// What was expected and what was found.
        source: QuantityError,
    },
    /// A latitude or longitude out of range.
    #[error("{place}: {source}")]
    OffTheEarth {
        /// Where.
        place: Box<Place>,
        /// What was expected and what was found.
        source: LatLonError,
    },
    /// An easting or northing off the British National Grid.
    #[error(
        "{place}: {axis} of the British National Grid must lie between 0 and {most} m (got \
         `{found}`); name another system with `crs = \"EPSG:…\"` in the study"
    )]
    OffTheGrid {
        /// Where.
        place: Box<Place>,
        /// `easting` or `northing`.
        axis: &'static str,
        /// The most it can be, in metres.
        most: f64,
        /// The number.
        found: f64,
    },
    /// Coordinates that the study's system does not have.
    #[error("{place}: `{x}`, `{y}` are not coordinates of {code}")]
    OffTheSystem {
        /// Where.
        place: Box<Place>,
        /// The system.
        code: String,
        /// Easting or longitude.
        x: f64,
        /// Northing or latitude.
        y: f64,
    },
    /// Latitude and longitude in each other's column.
    #[error("{file}: {lat} and {lon} look swapped: {reason}; exchange them with `{remedy}`")]
    Swapped {
        /// The file.
        file: String,
        /// Header taken for the latitude.
        lat: String,
        /// Header taken for the longitude.
        lon: String,
        /// Why it looks so.
        reason: String,
        /// How to name them the other way round.
        remedy: Box<str>,
    },
    /// A cell of a column of opening hours that cannot be read.
    #[error("{place}: {cause}")]
    OpeningHours {
        /// Where.
        place: Box<Place>,
        /// What is wrong, and where in the text.
        cause: Box<crate::service::WeekHoursError>,
    },
    /// A cell of a capability column that is not an answer.
    #[error("{place}: expected yes, no or unknown (got `{}`)", shown(found))]
    NotAnAnswer {
        /// Where.
        place: Box<Place>,
        /// The text.
        found: String,
    },
    /// No coordinates where distances are needed.
    #[error(
        "{file}: no coordinates for `{id}`, and {needed_by} needs them; give every row lat and lon, or easting and northing"
    )]
    NoCoordinates {
        /// The file.
        file: String,
        /// Whose.
        id: String,
        /// What needs them.
        needed_by: &'static str,
    },
    /// A demand point for which the attribute file that has the demand has no row.
    #[error(
        "{file}: no row for `{id}`, which is in {population}; column `{column}` is needed for \
         every demand point{}",
        perhaps(guess.as_deref())
    )]
    NoAttributeRow {
        /// The attribute file.
        file: String,
        /// The population file.
        population: String,
        /// Whose row is missing.
        id: String,
        /// The column.
        column: String,
        /// Which ids were perhaps meant.
        guess: Option<Box<str>>,
    },
    /// More sites than an index of them can hold.
    #[error("{file}: {found} sites; expected at most 65,535")]
    TooManySites {
        /// The file.
        file: String,
        /// How many.
        found: usize,
    },
    /// A file of weights that makes no arrivals.
    #[error(transparent)]
    Arrivals(#[from] ArrivalFileError),
    /// Rota groups that cannot be made of the sites there are.
    #[error(transparent)]
    RotaGroup(#[from] RotaGroupError),
    /// A layout that cannot be made of the sites there are.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// A table of travel times that has nothing in common with the other files.
    #[error(
        "{file}: no {what} is in {other} (this file has {}; that file has {}){}",
        list(found),
        list(expected),
        perhaps(guess.as_deref())
    )]
    NoOverlap {
        /// The file.
        file: String,
        /// `row id` or `site column`.
        what: &'static str,
        /// The file it is compared with.
        other: String,
        /// The first few ids of the table.
        found: Box<[String]>,
        /// The first few ids of the other file.
        expected: Box<[String]>,
        /// Which ids were perhaps meant.
        guess: Option<Box<str>>,
    },
    /// Demand points without a row in the table, and more demand than the study allows.
    #[error(
        "{file}: no row for {count} of the {all} demand points of {population} ({}), {percent:.1}% \
         of the demand; the study allows {allowed}% (`max_without_row` in `[travel]`){}",
        list(examples),
        perhaps(guess.as_deref())
    )]
    WithoutRow {
        /// The table.
        file: String,
        /// The population file.
        population: String,
        /// How many have none.
        count: usize,
        /// How many demand points there are.
        all: usize,
        /// Their share of the demand, in per cent.
        percent: f64,
        /// The share that the study allows, in per cent.
        allowed: f64,
        /// The first few.
        examples: Box<[String]>,
        /// Which ids were perhaps meant.
        guess: Option<Box<str>>,
    },
    /// A site of a layout to which the table has no time at all.
    #[error(
        "{file}: no travel time to site `{id}` of layout `{layout}`; add its column, remove the \
         site from the layout, or set `missing = \"straight-line\"`{}",
        perhaps(guess.as_deref())
    )]
    SiteWithoutTimes {
        /// The file.
        file: String,
        /// The site.
        id: String,
        /// The layout.
        layout: String,
        /// Which site of the table was perhaps meant.
        guess: Option<Box<str>>,
    },
    /// Bases, centres and units that make no pathway.
    #[error(transparent)]
    Care(#[from] CareInputError),
    /// Roads that give no travel times.
    #[error(transparent)]
    Road(#[from] Box<RoadInputError>),
    /// A friction surface that gives no travel times.
    #[error(transparent)]
    Surface(#[from] Box<SurfaceInputError>),
    /// A file of shapes that cannot be used.
    #[error(transparent)]
    Shapes(#[from] ShapesError),
}
