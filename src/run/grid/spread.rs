use super::build_error::GridBuildError;
use crate::crs::Crs;
use crate::grid::{AddressPoint, BuiltGrid, GroupPolygons, PeopledArea, build};
use crate::load::Dataset;
use crate::units::{Demand, Metres};
use rayon::prelude::*;

/// A population grid, and how its points found their areas.
pub(super) struct Spread {
    pub(super) grid: BuiltGrid,
    /// Points that lie in a polygon.
    pub(super) inside: usize,
    /// Points that lie in none and were given to the nearest.
    pub(super) nearest: usize,
    /// The people of the study.
    pub(super) total: Demand,
}

/// Spreads the people of a study's areas over address points.
///
/// A point belongs to the area whose polygon holds it, or else to the nearest polygon within
/// `reach`: polygons are generalised, and leave parts of coasts out. People are the residents, or
/// the demand where not every area has residents.
///
/// # Errors
///
/// A study without polygons, cells without a size, or a point that no cell can hold.
pub(super) fn spread(
    data: &Dataset,
    mut points: Vec<AddressPoint>,
    crs: &Crs,
    cell_metres: f64,
    reach: Metres,
) -> Result<Spread, GridBuildError> {
    let drawing = data.drawing.as_ref().ok_or(GridBuildError::NoAreas)?;
    let shapes = data.points.iter().zip(&drawing.areas);
    let polygons: Vec<_> = shapes
        .map(|(point, shape)| {
            let shape = shape
                .clone()
                .unwrap_or_else(|| geo::MultiPolygon(Vec::new()));
            (point.id.as_str().to_owned(), shape)
        })
        .collect();
    if polygons.iter().all(|(_, shape)| shape.0.is_empty()) {
        return Err(GridBuildError::NoAreas);
    }
    let polygons = GroupPolygons::new(polygons);
    let none = data.points.len();
    let found: Vec<(Option<usize>, bool)> = points
        .par_iter()
        .with_min_len(256)
        .map(|point| {
            let Some(place) = crs.place(point.easting, point.northing) else {
                return (None, false);
            };
            match polygons.group_of(place) {
                inside if inside < none => (Some(inside), true),
                _ => (polygons.nearest(place, reach), false),
            }
        })
        .collect();
    for (point, (area, _)) in points.iter_mut().zip(&found) {
        point.area = area.and_then(|area| u32::try_from(area).ok());
    }
    let residents = data.population().is_some();
    let areas: Vec<PeopledArea> = data
        .points
        .iter()
        .map(|point| PeopledArea {
            people: point
                .population
                .filter(|_| residents)
                .unwrap_or(point.demand),
            middle: point.position.and_then(|place| crs.coordinates(place)),
        })
        .collect();
    let inside = found.iter().filter(|(_, inside)| *inside).count();
    let placed = found.iter().filter(|(area, _)| area.is_some()).count();
    Ok(Spread {
        grid: build(&points, &areas, cell_metres)?,
        inside,
        nearest: placed - inside,
        total: areas.iter().map(|area| area.people).sum(),
    })
}
