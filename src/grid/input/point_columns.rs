use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::load::LoadError;
use crate::load::columns::{EASTING, Field, Header, LAT, LON, NORTHING, POPULATION};
use crate::study::ColumnNames;
use std::path::Path;

/// The columns of a file of points, and the reference system of their coordinates.
pub(in crate::grid) struct PointColumns {
    pub(in crate::grid) x: usize,
    pub(in crate::grid) y: usize,
    pub(in crate::grid) population: usize,
    pub(in crate::grid) crs: Crs,
}

const PEOPLE: Field = Field::new("population", &["population", "people", "pop", "value"]);
const X: Field = Field::new("x", &["x"]);
const Y: Field = Field::new("y", &["y"]);

/// What `--columns` can name.
pub(in crate::grid) const FIELDS: [&str; 7] =
    ["lon", "lat", "x", "y", "easting", "northing", "population"];

impl PointColumns {
    /// Finds the columns: those that are named, or else by their usual names.
    pub(in crate::grid) fn find(
        header: &Header,
        crs: Option<&Crs>,
        named: &ColumnNames,
        file: &Path,
    ) -> Result<Self, GridError> {
        if let Some(unknown) = named
            .named
            .keys()
            .find(|field| !FIELDS.contains(&field.as_str()))
        {
            let reason = format!("--columns: `{unknown}` is not one of {}", FIELDS.join(", "));
            return Err(GridError::file(file, reason));
        }
        let population = match header.find(PEOPLE, named)? {
            Some(column) => column,
            None => header.need(POPULATION, named)?,
        };
        let pair = |x: Field, y: Field| -> Result<Option<(usize, usize)>, GridError> {
            Ok(header.find(x, named)?.zip(header.find(y, named)?))
        };
        if let Some((x, y)) = pair(LON, LAT)? {
            if let Some(crs) = crs.filter(|crs| !crs.is_degrees()) {
                let reason = format!(
                    "longitude and latitude are in degrees, but `--crs` says {}; remove `--crs`, \
                     or name the columns `x` and `y`",
                    crs.code()
                );
                return Err(GridError::file(file, reason));
            }
            return Ok(Self {
                x,
                y,
                population,
                crs: Crs::wgs84(),
            });
        }
        let metres = match pair(X, Y)? {
            Some(pair) => Some(pair),
            None => pair(EASTING, NORTHING)?,
        };
        let Some((x, y)) = metres else {
            let usual = ["lon", "lat", "x", "y", "easting", "northing"];
            let mut error = header.missing("coordinates", &usual);
            if let LoadError::MissingColumn { nearest, .. } = &mut error {
                // One of six names resembles most words.
                *nearest = None;
            }
            return Err(error.into());
        };
        let crs = crs.cloned().ok_or_else(|| {
            let [x, y] = [x, y].map(|column| &header.names[column]);
            let reason = format!(
                "columns `{x}` and `{y}` need a coordinate reference system (`lon` and `lat` do \
                 not); name it, for example with `--crs EPSG:27700`"
            );
            GridError::file(file, reason)
        })?;
        Ok(Self {
            x,
            y,
            population,
            crs,
        })
    }
}
