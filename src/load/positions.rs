use super::columns::{EASTING, Header, LAT, LON, NORTHING};
use super::error::LoadError;
use super::input_report::ColumnUse;
use super::national_grid::{MOST_EASTING, MOST_NORTHING, NationalGrid};
use super::row::Row;
use super::row_table::RowTable;
use crate::model::LatLon;
use crate::study::ColumnNames;

/// The columns that say where a row lies.
pub(super) enum PositionColumns {
    /// WGS 84.
    Degrees { lat: usize, lon: usize },
    /// British National Grid.
    Grid {
        easting: usize,
        northing: usize,
        grid: Box<NationalGrid>,
    },
}

impl PositionColumns {
    /// Latitude and longitude, or else easting and northing, or else none.
    pub(super) fn find(header: &Header, named: &ColumnNames) -> Result<Option<Self>, LoadError> {
        let (lat, lon) = (header.find(LAT, named)?, header.find(LON, named)?);
        let east = header.find(EASTING, named)?;
        let north = header.find(NORTHING, named)?;
        match (lat, lon, east, north) {
            (Some(lat), Some(lon), _, _) => Ok(Some(Self::Degrees { lat, lon })),
            (_, _, Some(easting), Some(northing)) => {
                Ok(NationalGrid::new().map(|grid| Self::Grid {
                    easting,
                    northing,
                    grid: Box::new(grid),
                }))
            }
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
            Self::Grid { grid, .. } => {
                let off = |column, axis, most, found| {
                    let place = row.place(column);
                    Err(LoadError::OffTheGrid {
                        place,
                        axis,
                        most,
                        found,
                    })
                };
                if !(0.0..=MOST_EASTING).contains(&x) {
                    return off(east, "an easting", MOST_EASTING, x);
                }
                match grid.place(x, y) {
                    Some(place) if (0.0..=MOST_NORTHING).contains(&y) => Ok(Some(place)),
                    _ => off(north, "a northing", MOST_NORTHING, y),
                }
            }
        }
    }
}

fn half_empty(row: &Row<'_>, column: usize) -> LoadError {
    LoadError::EmptyCell {
        place: row.place(column),
        expected: "both coordinates or neither",
    }
}
