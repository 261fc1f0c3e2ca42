//! Where the cells of a raster lie: tags, keys and files beside it.

use super::directory::{Directory, Tiff};
use crate::crs::{Crs, CrsError};
use crate::grid::GridError;
use crate::grid::input::Georeference;
use std::path::Path;

/// Keys of the `GeoTIFF` specification: version 1.1, OGC 19-008r4.
mod key {
    pub(super) const MODEL_TYPE: u16 = 1024;
    pub(super) const RASTER_TYPE: u16 = 1025;
    pub(super) const CITATION: u16 = 1026;
    pub(super) const GEODETIC_CRS: u16 = 2048;
    pub(super) const GEODETIC_CITATION: u16 = 2049;
    pub(super) const ANGULAR_UNITS: u16 = 2054;
    pub(super) const PROJECTED_CRS: u16 = 3072;
    pub(super) const PROJECTED_CITATION: u16 = 3073;
    pub(super) const LINEAR_UNITS: u16 = 3076;
    pub(super) const GEOGRAPHIC: u64 = 2;
    pub(super) const GEOCENTRIC: u64 = 3;
    pub(super) const PIXEL_IS_POINT: u64 = 2;
    pub(super) const USER_DEFINED: u64 = 32_767;
    pub(super) const METRE: u64 = 9001;
    pub(super) const DEGREE: [u64; 2] = [9102, 9122];
}

const PIXEL_SCALE: u16 = 33_550;
const TIEPOINT: u16 = 33_922;
const TRANSFORMATION: u16 = 34_264;
const GEO_KEYS: u16 = 34_735;
const GEO_TEXTS: u16 = 34_737;

/// The keys of a file.
#[derive(Debug)]
pub(super) struct Keys {
    keys: Vec<u64>,
    texts: String,
}

impl Keys {
    pub(super) fn read(tiff: &mut Tiff, of: &Directory) -> Result<Self, GridError> {
        Ok(Self {
            keys: tiff.numbers(of, GEO_KEYS)?,
            texts: tiff.text(of, GEO_TEXTS)?.unwrap_or_default(),
        })
    }

    fn number(&self, wanted: u16) -> Option<u64> {
        let mut entries = self.keys.chunks_exact(4).skip(1);
        let entry = entries.find(|entry| entry[0] == u64::from(wanted) && entry[1] == 0)?;
        Some(entry[3])
    }

    fn text(&self, wanted: u16) -> Option<String> {
        let mut entries = self.keys.chunks_exact(4).skip(1);
        let of_texts = u64::from(GEO_TEXTS);
        let entry = entries.find(|e| e[0] == u64::from(wanted) && e[1] == of_texts)?;
        let from = usize::try_from(entry[3]).ok()?;
        let count = usize::try_from(entry[2]).ok()?;
        // Bytes became characters one by one.
        Some(self.texts.chars().skip(from).take(count).collect())
    }

    /// Whether coordinates are those of the middle of a cell.
    fn are_of_middles(&self) -> bool {
        self.number(key::RASTER_TYPE) == Some(key::PIXEL_IS_POINT)
    }

    /// The system that the keys name; `None` where they name none.
    ///
    /// # Errors
    ///
    /// One that is not known here, or in other units.
    fn crs(&self) -> Option<Result<Crs, String>> {
        let model = self.number(key::MODEL_TYPE);
        if model == Some(key::GEOCENTRIC) {
            return Some(Err("geocentric coordinates are not read".to_owned()));
        }
        let is_degrees = model == Some(key::GEOGRAPHIC);
        let (code, citations, units, known) = if is_degrees {
            let citations = [key::GEODETIC_CITATION, key::CITATION];
            (
                key::GEODETIC_CRS,
                citations,
                key::ANGULAR_UNITS,
                &key::DEGREE[..],
            )
        } else {
            let citations = [key::PROJECTED_CITATION, key::CITATION];
            (
                key::PROJECTED_CRS,
                citations,
                key::LINEAR_UNITS,
                &[key::METRE][..],
            )
        };
        let code = self
            .number(code)
            .filter(|&code| code != 0 && code != key::USER_DEFINED);
        let texts = citations.iter().filter_map(|&key| self.text(key));
        let texts: Vec<String> = texts
            .filter(|text| !text.trim_matches(['|', ' ']).is_empty())
            .collect();
        let found = match code {
            Some(code) => {
                let number = u32::try_from(code).ok().and_then(Crs::from_number);
                number.ok_or_else(|| CrsError::Unknown(format!("EPSG:{code}")))
            }
            None if texts.is_empty() => return None,
            None => {
                let mut all = texts.iter().map(|text| Crs::from_text(text));
                let first = all.next()?;
                first.or_else(|e| all.find_map(Result::ok).ok_or(e))
            }
        };
        let unit = self.number(units).filter(|&unit| unit != key::USER_DEFINED);
        Some(match found {
            Err(e) => Err(e.to_string()),
            Ok(_) if unit.is_some_and(|unit| !known.contains(&unit)) => Err(format!(
                "coordinates in unit {} of EPSG are not read (expected metres or degrees)",
                unit.unwrap_or_default()
            )),
            Ok(crs) if crs.is_degrees() != is_degrees && model.is_some_and(|m| m < 3) => {
                Err(format!(
                    "its keys contradict each other: {} in a system that is{} projected",
                    crs.code(),
                    if is_degrees { " not" } else { "" }
                ))
            }
            Ok(crs) => Ok(crs),
        })
    }
}

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
    ) -> Result<Self, GridError> {
        let keys = Keys::read(tiff, of)?;
        let mut notes = Vec::new();
        let [step_x, turn_x, x, turn_y, step_y, y] = affine(tiff, of, &keys, &mut notes)?;
        if !([step_x, turn_x, x, turn_y, step_y, y]
            .iter()
            .all(|n| n.is_finite()))
        {
            return Err(tiff.wrong("its place and cell size are not numbers"));
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
        Ok(Self {
            at: Georeference {
                crs: system(tiff.name, own, given, middle, &mut notes)?,
                west: x.min(x + wide),
                north: y.max(y + high),
                step_x: step_x.abs(),
                step_y: step_y.abs(),
            },
            is_south_up: step_y > 0.0,
            is_mirrored: step_x < 0.0,
            notes,
        })
    }
}

/// The system of a raster, from what its file says and what the caller says.
///
/// # Errors
///
/// They contradict each other, or neither says a system that is known here.
pub(in crate::grid::input) fn system(
    file: &Path,
    own: Option<Result<Crs, String>>,
    given: Option<&Crs>,
    (x, y): (f64, f64),
    notes: &mut Vec<String>,
) -> Result<Crs, GridError> {
    match (own, given) {
        (Some(Ok(own)), Some(given)) if !own.agrees_with(given, x, y) => Err(GridError::file(
            file,
            format!(
                "the file says {}, and `--crs` says {}; leave `--crs` out, or correct the file: \
                 `gdal_edit.py -a_srs {} {}`",
                own.code(),
                given.code(),
                given.code(),
                file.display()
            ),
        )),
        (Some(Ok(own)), _) => Ok(own),
        (Some(Err(e)), Some(given)) => {
            let code = given.code();
            notes.push(format!(
                "its own coordinate system is not read ({e}); `--crs {code}` counts"
            ));
            Ok(given.clone())
        }
        (Some(Err(e)), None) => Err(GridError::file(file, e)),
        (None, Some(given)) => Ok(given.clone()),
        (None, None) => Err(GridError::file(
            file,
            "no coordinate reference system; name it, as `--crs EPSG:4326`",
        )),
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
    let matrix = tiff.doubles(of, TRANSFORMATION)?;
    let (scale, ties) = (tiff.doubles(of, PIXEL_SCALE)?, tiff.doubles(of, TIEPOINT)?);
    let [a, b, x, d, e, y] =
        if let ([step_x, step_y, ..], [column, row, _, x, y, _, ..]) = (&scale[..], &ties[..]) {
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
                .wrong("placed by control points; make it north-up: `gdalwarp old.tif new.tif`"));
        } else if let Some((name, numbers)) = world_file(tiff.name)? {
            notes.push(format!("its place is that of {name}"));
            return Ok(numbers);
        } else {
            return Err(tiff.wrong(
                "not georeferenced: no corner and cell size (expected ModelPixelScale and \
             ModelTiepoint, ModelTransformation, or a file .tfw beside it)",
            ));
        };
    let shift = if keys.are_of_middles() { 0.5 } else { 0.0 };
    Ok([a, b, x - shift * (a + b), d, e, y - shift * (d + e)])
}

#[expect(
    clippy::many_single_char_names,
    reason = "those of the world file's format"
)]
/// The six numbers of a world file beside a raster, which are of the middle of the first cell.
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
