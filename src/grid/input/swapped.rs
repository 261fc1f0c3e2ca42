//! Whether the latitudes and longitudes of a grid are in each other's column, judged by the same
//! signs as in a study.

use super::point_columns::PointColumns;
use crate::grid::error::GridError;
use crate::load::LoadError;
use crate::load::columns::Header;
use crate::load::swapped::{Places, check_on_land};
use crate::model::LatLon;

/// Rows that are looked at.
pub(super) const SAMPLE: usize = 500;

/// Refuses pairs of longitude and latitude that are places only when exchanged.
pub(super) fn check(
    columns: &PointColumns,
    header: &Header,
    pairs: &[(f64, f64)],
) -> Result<(), GridError> {
    if !columns.crs.is_degrees() {
        return Ok(());
    }
    let [lat, lon] = [columns.y, columns.x].map(|column| header.names[column].clone());
    let remedy: Box<str> = format!("--columns lat={lon},lon={lat}").into();
    let is_place = |x: f64, y: f64| LatLon::try_new(y, x).is_ok();
    let better = pairs
        .iter()
        .filter(|&&(x, y)| !is_place(x, y) && is_place(y, x))
        .count();
    if better > 1 && better * 2 > pairs.len() {
        let reason = format!(
            "{better} of the first {} latitudes are out of range",
            pairs.len()
        );
        let file = header.file.clone();
        return Err(LoadError::Swapped {
            file,
            lat,
            lon,
            reason,
            remedy,
        }
        .into());
    }
    let places = Places {
        file: &header.file,
        headers: Some(&[lat, lon]),
        all: pairs
            .iter()
            .filter_map(|&(x, y)| LatLon::try_new(y, x).ok())
            .collect(),
    };
    check_on_land(&places).map_err(|error| match error {
        LoadError::Swapped {
            file,
            lat,
            lon,
            reason,
            ..
        } => LoadError::Swapped {
            file,
            lat,
            lon,
            reason,
            remedy,
        }
        .into(),
        error => error.into(),
    })
}
