//! Where the cells of a raster lie: tags, keys and files beside it.

use super::directory::{Directory, Tiff};
use super::keys::Keys;
use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::grid::georeference::Georeference;
use crate::grid::input::content::Content;
use crate::grid::input::raster_crs::raster_crs;
use crate::grid::kernel::geo_transform::GeoTransform;
use crate::grid::tag;
use std::path::Path;

/// A raster's place, and how its rows and columns run.
#[derive(Debug)]
pub(super) struct Position {
    pub(super) at: Georeference,
    /// Whether rows run from south to north.
    pub(super) is_south_up: bool,
    /// Whether columns run from east to west.
    pub(super) is_mirrored: bool,
    /// What a reader should know of how it was found.
    pub(super) notes: Vec<String>,
}

impl Position {
    /// From tags, else from a world file; the system from keys, else from `beside`, else `given`.
    pub(super) fn read(
        tiff: &mut Tiff,
        of: &Directory,
        (rows, columns): (usize, usize),
        beside: Option<&str>,
        given: Option<&Crs>,
        content: Content,
    ) -> Result<Self, GridError> {
        let keys = Keys::read(tiff, of)?;
        let mut notes = Vec::new();
        let [step_x, turn_x, x, turn_y, step_y, y] = affine(tiff, of, &keys, &mut notes)?;
        if !([step_x, turn_x, x, turn_y, step_y, y]
            .iter()
            .all(|n| n.is_finite()))
        {
            return Err(tiff.wrong("its position and cell size are not numbers"));
        }
        if turn_x != 0.0 || turn_y != 0.0 {
            return Err(tiff.wrong(
                "the raster is rotated or sheared; make it north-up: `gdalwarp old.tif new.tif`",
            ));
        }
        if step_x == 0.0 || step_y == 0.0 {
            return Err(tiff.wrong("the size of a cell must be above 0"));
        }
        let (wide, high) = (step_x * columns as f64, step_y * rows as f64);
        let middle = (x + wide / 2.0, y + high / 2.0);
        let own = match keys.crs() {
            None => beside.map(|text| Crs::from_text(text).map_err(|e| e.to_string())),
            found => found,
        };
        let transform = GeoTransform {
            west: x.min(x + wide),
            north: y.max(y + high),
            step_x: step_x.abs(),
            step_y: step_y.abs(),
        };
        let crs = raster_crs(tiff.name, own, given, content, middle, &mut notes)?;
        let at = Georeference::try_new(crs, transform).map_err(|reason| tiff.wrong(reason))?;
        Ok(Self {
            at,
            is_south_up: step_y > 0.0,
            is_mirrored: step_x < 0.0,
            notes,
        })
    }
}

#[expect(
    clippy::many_single_char_names,
    reason = "those of the world file's format"
)]
/// The transformation from columns and rows to coordinates: x by column, x by row, x of the outer
/// corner, y by column, y by row, y of the corner.
fn affine(
    tiff: &mut Tiff,
    of: &Directory,
    keys: &Keys,
    notes: &mut Vec<String>,
) -> Result<[f64; 6], GridError> {
    let matrix = tiff.doubles(of, tag::TRANSFORMATION)?;
    let (scale, ties) = (
        tiff.doubles(of, tag::PIXEL_SCALE)?,
        tiff.doubles(of, tag::TIEPOINT)?,
    );
    let [a, b, x, d, e, y] = if let ([step_x, step_y, ..], [column, row, _, x, y, _, ..]) =
        (&scale[..], &ties[..])
    {
        // The scale down the rows is written without its sign.
        let step_y = -step_y.abs();
        [
            *step_x,
            0.0,
            x - column * step_x,
            0.0,
            step_y,
            y - row * step_y,
        ]
    } else if let [a, b, _, x, d, e, _, y, ..] = matrix[..] {
        // What GDAL writes where a raster has no place.
        let of_nothing = [1.0_f64, 0.0, 0.0, 0.0, 1.0, 0.0].map(f64::to_bits);
        if [a, b, x, d, e, y].map(f64::to_bits) == of_nothing {
            return Err(tiff.wrong("not georeferenced: its matrix is that of rows and columns"));
        }
        [a, b, x, d, e, y]
    } else if ties.len() > 6 {
        return Err(tiff
            .wrong("positioned by control points; make it north-up: `gdalwarp old.tif new.tif`"));
    } else if let Some((name, numbers)) = world_file(tiff.name)? {
        notes.push(format!("its position is read from {name}"));
        return Ok(numbers);
    } else {
        return Err(tiff.wrong(
            "not georeferenced: no corner and cell size (expected ModelPixelScale and \
             ModelTiepoint, ModelTransformation, or a .tfw file beside it)",
        ));
    };
    let shift = if keys.are_of_middles() { 0.5 } else { 0.0 };
    Ok([a, b, x - shift * (a + b), d, e, y - shift * (d + e)])
}

#[expect(
    clippy::many_single_char_names,
    reason = "those of the world file's format"
)]
/// The six numbers of a world file beside a raster, which refer to the middle of the first cell.
fn world_file(file: &Path) -> Result<Option<(String, [f64; 6])>, GridError> {
    for ending in ["tfw", "tifw", "wld", "TFW"] {
        let beside = file.with_extension(ending);
        let Ok(text) = std::fs::read_to_string(&beside) else {
            continue;
        };
        let numbers: Vec<f64> = text
            .split_whitespace()
            .map_while(|w| w.parse().ok())
            .collect();
        let [a, d, b, e, x, y] = numbers[..] else {
            return Err(GridError::file(&beside, "expected six numbers"));
        };
        let name = beside.file_name().unwrap_or_default().display().to_string();
        return Ok(Some((
            name,
            [a, b, x - 0.5 * (a + b), d, e, y - 0.5 * (d + e)],
        )));
    }
    Ok(None)
}
