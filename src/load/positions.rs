use super::columns::{EASTING, Header, LAT, LON, NORTHING};
use super::error::LoadError;
use super::input_report::ColumnUse;
use super::row::Row;
use super::row_table::RowTable;
use crate::crs::{BRITISH_NATIONAL_GRID, Crs};
use crate::model::LatLon;
use crate::study::ColumnNames;

/// The columns that say where a row lies.
pub(super) enum PositionColumns {
    /// WGS 84.
    Degrees { lat: usize, lon: usize },
    /// Coordinates of a system.
    Grid {
        easting: usize,
        northing: usize,
        crs: Box<Crs>,
        /// Whether the study names no system, so that the British National Grid is assumed.
        assumed: bool,
    },
}

/// Extent of the British National Grid in metres, eastwards and northwards.
const MOST_EASTING: f64 = 700_000.0;
const MOST_NORTHING: f64 = 1_300_000.0;

impl PositionColumns {
    /// Latitude and longitude, or else easting and northing, or else none; where the study names a
    /// projected system, easting and northing before all else.
    pub(super) fn find(
        header: &Header,
        named: &ColumnNames,
        system: Option<&str>,
    ) -> Result<Option<Self>, LoadError> {
        let (lat, lon) = (header.find(LAT, named)?, header.find(LON, named)?);
        let east = header.find(EASTING, named)?;
        let north = header.find(NORTHING, named)?;
        // The study has checked the code.
        let system = system.and_then(|code| Crs::from_code(code).ok());
        let projected = system.as_ref().is_some_and(|crs| !crs.is_degrees());
        let assumed = system.is_none();
        let crs = system.or_else(|| Crs::from_code(BRITISH_NATIONAL_GRID).ok());
        match (lat, lon, east, north) {
            (Some(lat), Some(lon), ..) if !projected => Ok(Some(Self::Degrees { lat, lon })),
            (_, _, Some(easting), Some(northing)) => Ok(crs.map(|crs| Self::Grid {
                easting,
                northing,
                crs: Box::new(crs),
                assumed,
            })),
            (Some(_), Some(_), ..) => Err(header.missing(EASTING.name, EASTING.usual())),
            (Some(_), None, ..) => Err(header.missing(LON.name, LON.usual())),
            (None, Some(_), ..) => Err(header.missing(LAT.name, LAT.usual())),
            (.., Some(_), None) => Err(header.missing(NORTHING.name, NORTHING.usual())),
            (.., None, Some(_)) => Err(header.missing(EASTING.name, EASTING.usual())),
            (None, None, None, None) => Ok(None),
        }
    }

    /// The two columns, the northward one first.
    pub(super) const fn columns(&self) -> [usize; 2] {
        match *self {
            Self::Degrees { lat, lon } => [lat, lon],
            Self::Grid {
                easting, northing, ..
            } => [northing, easting],
        }
    }

    /// How the report lists them.
    pub(super) fn usage(&self, table: &RowTable<'_>, named: &ColumnNames) -> [ColumnUse; 2] {
        let fields = match self {
            Self::Degrees { .. } => [LAT.name, LON.name],
            Self::Grid { .. } => [NORTHING.name, EASTING.name],
        };
        let [north, east] = self.columns();
        let is_named = |field| named.named.contains_key(field);
        [
            table.header.usage(fields[0], north, is_named(fields[0])),
            table.header.usage(fields[1], east, is_named(fields[1])),
        ]
    }

    /// Where a row lies; `None` where both cells are empty.
    pub(super) fn read(&self, row: &Row<'_>) -> Result<Option<LatLon>, LoadError> {
        let [north, east] = self.columns();
        let (y, x) = match (row.number(north)?, row.number(east)?) {
            (Some(y), Some(x)) => (y, x),
            (None, None) => return Ok(None),
            (None, Some(_)) => return Err(half_empty(row, north)),
            (Some(_), None) => return Err(half_empty(row, east)),
        };
        match self {
            Self::Degrees { .. } => LatLon::try_new(y, x).map(Some).map_err(|source| {
                let column = match source {
                    crate::model::LatLonError::Latitude(_) => north,
                    crate::model::LatLonError::Longitude(_) => east,
                };
                LoadError::OffTheEarth {
                    place: row.place(column),
                    source,
                }
            }),
            Self::Grid { crs, .. } => {
                if let Some(error) = self.off_the_grid(row, x, y) {
                    return Err(error);
                }
                match crs.place(x, y) {
                    Some(place) => Ok(Some(place)),
                    None => Err(LoadError::OffTheSystem {
                        place: row.place(east),
                        code: crs.code().to_owned(),
                        x,
                        y,
                    }),
                }
            }
        }
    }

    /// The extent of the grid that is assumed is known.
    fn off_the_grid(&self, row: &Row<'_>, x: f64, y: f64) -> Option<LoadError> {
        if !self.is_assumed() {
            return None;
        }
        let [north, east] = self.columns();
        let off = |column, axis, most, found| {
            let place = row.place(column);
            LoadError::OffTheGrid {
                place,
                axis,
                most,
                found,
            }
        };
        if !(0.0..=MOST_EASTING).contains(&x) {
            return Some(off(east, "an easting", MOST_EASTING, x));
        }
        (!(0.0..=MOST_NORTHING).contains(&y)).then(|| off(north, "a northing", MOST_NORTHING, y))
    }

    /// Whether the British National Grid is assumed.
    pub(super) const fn is_assumed(&self) -> bool {
        matches!(self, Self::Grid { assumed: true, .. })
    }

    /// What is reported about coordinates whose system nobody named.
    pub(super) fn note(&self) -> Option<String> {
        self.is_assumed().then(|| {
            format!(
                "eastings and northings are read as the British National Grid, {BRITISH_NATIONAL_GRID}; \
                 name another system with `crs = \"EPSG:…\"`"
            )
        })
    }
}

fn half_empty(row: &Row<'_>, column: usize) -> LoadError {
    LoadError::EmptyCell {
        place: row.place(column),
        expected: "both coordinates or neither",
    }
}
