use super::admitted::{Admitted, admit};
use super::raster::Georeference;
use crate::crs::{Crs, CrsError};
use crate::grid::GridError;
use crate::units::Demand;
use fearless_simd::{Level, dispatch};
use rayon::prelude::*;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;

/// A `GeoTIFF` of one band of numbers, as `WorldPop` and GHSL publish them.
#[derive(Debug)]
pub(super) struct GeoTiff {
    file: PathBuf,
    rows: usize,
    columns: usize,
    /// Size of a tile or a strip.
    chunk_rows: usize,
    chunk_columns: usize,
    georeference: Georeference,
    nodata: Option<f64>,
    /// Those that are at work on no tile.
    readers: Mutex<Vec<Reader>>,
}

/// Keys of the `GeoTIFF` specification: version 1.1, OGC 19-008r4.
mod key {
    pub(super) const MODEL_TYPE: u16 = 1024;
    pub(super) const RASTER_TYPE: u16 = 1025;
    pub(super) const CITATION: u16 = 1026;
    pub(super) const GEODETIC_CRS: u16 = 2048;
    pub(super) const GEODETIC_CITATION: u16 = 2049;
    pub(super) const PROJECTED_CRS: u16 = 3072;
    pub(super) const PROJECTED_CITATION: u16 = 3073;
    pub(super) const PROJECTED: u16 = 1;
    pub(super) const GEOGRAPHIC: u16 = 2;
    pub(super) const PIXEL_IS_POINT: u16 = 2;
    pub(super) const USER_DEFINED: u16 = 32_767;
}

type Reader = Decoder<BufReader<File>>;

impl GeoTiff {
    pub(super) fn open(file: &Path, crs: Option<&Crs>) -> Result<Self, GridError> {
        let mut decoder = decoder(file)?;
        let wrong = |e: tiff::TiffError| GridError::file(file, e);
        let (columns, rows) = decoder.dimensions().map_err(wrong)?;
        let colours = decoder.colortype().map_err(wrong)?;
        if !matches!(colours, ColorType::Gray(_)) {
            let reason = format!("expected one band of numbers (got {colours:?})");
            return Err(GridError::file(file, reason));
        }
        let (chunk_columns, chunk_rows) = decoder.chunk_dimensions();
        let nodata = match decoder.find_tag(Tag::GdalNodata).map_err(wrong)? {
            None => None,
            Some(value) => {
                let text = value.into_string().map_err(wrong)?;
                let text = text.trim_matches(['\0', ' ']);
                Some(text.parse().map_err(|_| {
                    GridError::file(file, format!("nodata value `{text}` is no number"))
                })?)
            }
        };
        Ok(Self {
            georeference: georeference(file, &mut decoder, crs)?,
            file: file.to_owned(),
            rows: rows as usize,
            columns: columns as usize,
            chunk_rows: chunk_rows.max(1) as usize,
            chunk_columns: chunk_columns.max(1) as usize,
            nodata,
            readers: Mutex::new(vec![decoder]),
        })
    }

    pub(super) fn size(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    pub(super) fn georeference(&self) -> Georeference {
        self.georeference.clone()
    }

    pub(super) fn rows_of_a_chunk(&self) -> usize {
        self.chunk_rows
    }

    /// Reads rows that begin with a row of tiles; the tiles are decoded side by side.
    pub(super) fn read(
        &self,
        first_row: usize,
        rows: usize,
        cells: &mut Vec<f64>,
    ) -> Result<Admitted, GridError> {
        let across = self.columns.div_ceil(self.chunk_columns);
        let first = first_row / self.chunk_rows * across;
        cells.resize(rows * self.columns, f64::NAN);
        let found: Vec<_> = cells
            .par_chunks_mut(self.chunk_rows * self.columns)
            .enumerate()
            .map(|(down, rows)| {
                let tiles = first + down * across..first + (down + 1) * across;
                let tiles: Vec<Tile> = tiles
                    .into_par_iter()
                    .map(|number| self.tile(number))
                    .collect::<Result<_, _>>()?;
                Ok(self.place(&tiles, rows))
            })
            .collect();
        let mut all = Admitted::NOTHING;
        for found in found {
            all = all.and(found?);
        }
        if !all.sound {
            check(&self.file, first_row, self.columns, cells)?;
        }
        Ok(all)
    }

    fn tile(&self, number: usize) -> Result<Tile, GridError> {
        let wrong = |e: tiff::TiffError| GridError::file(&self.file, e);
        let waiting = self.readers.lock().ok().and_then(|mut all| all.pop());
        let mut reader = match waiting {
            Some(reader) => reader,
            None => decoder(&self.file)?,
        };
        let chunk =
            u32::try_from(number).map_err(|_| GridError::file(&self.file, "too many tiles"))?;
        let (columns, rows) = reader.chunk_data_dimensions(chunk);
        let tile = Tile {
            columns: columns as usize,
            values: reader.read_chunk(chunk).map_err(wrong)?,
        };
        if let Ok(mut all) = self.readers.lock() {
            all.push(reader);
        }
        match tile.len() {
            None => Err(GridError::file(&self.file, "cells are no numbers")),
            Some(len) if len < columns as usize * rows as usize => Err(GridError::file(
                &self.file,
                format!("tile {number} is cut short"),
            )),
            Some(_) => Ok(tile),
        }
    }

    /// Puts a row of tiles to where its cells belong.
    fn place(&self, tiles: &[Tile], cells: &mut [f64]) -> Admitted {
        // Single-precision rasters carry the nodata value as rounded to single precision.
        let nodata = self.nodata.unwrap_or(f64::NAN);
        #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
        let marks = [nodata, f64::from(nodata as f32)].map(f64::to_bits);
        cells
            .par_chunks_mut(self.columns)
            .with_min_len(8)
            .enumerate()
            .map(|(row, cells)| {
                for (tile, cells) in tiles.iter().zip(cells.chunks_mut(self.chunk_columns)) {
                    tile.copy_row(row, cells);
                }
                dispatch!(Level::new(), _simd => admit(cells, marks))
            })
            .reduce(|| Admitted::NOTHING, Admitted::and)
    }
}

/// A tile or a strip as it was decoded.
struct Tile {
    columns: usize,
    values: DecodingResult,
}

impl Tile {
    /// How many numbers; `None` where they are of a kind that is not read.
    fn len(&self) -> Option<usize> {
        Some(match &self.values {
            DecodingResult::U8(v) => v.len(),
            DecodingResult::U16(v) => v.len(),
            DecodingResult::U32(v) => v.len(),
            DecodingResult::U64(v) => v.len(),
            DecodingResult::I8(v) => v.len(),
            DecodingResult::I16(v) => v.len(),
            DecodingResult::I32(v) => v.len(),
            DecodingResult::I64(v) => v.len(),
            DecodingResult::F32(v) => v.len(),
            DecodingResult::F64(v) => v.len(),
            DecodingResult::F16(_) => return None,
        })
    }

    /// Copies a row; the tile's own may be wider than what is wanted of it.
    fn copy_row(&self, row: usize, to: &mut [f64]) {
        fn copy<T: Copy>(from: &[T], to: &mut [f64], convert: impl Fn(T) -> f64) {
            for (to, &from) in to.iter_mut().zip(from) {
                *to = convert(from);
            }
        }
        let row = row * self.columns..(row + 1) * self.columns;
        match &self.values {
            DecodingResult::U8(v) => copy(&v[row], to, f64::from),
            DecodingResult::U16(v) => copy(&v[row], to, f64::from),
            DecodingResult::U32(v) => copy(&v[row], to, f64::from),
            DecodingResult::U64(v) => copy(&v[row], to, |n| n as f64),
            DecodingResult::I8(v) => copy(&v[row], to, f64::from),
            DecodingResult::I16(v) => copy(&v[row], to, f64::from),
            DecodingResult::I32(v) => copy(&v[row], to, f64::from),
            DecodingResult::I64(v) => copy(&v[row], to, |n| n as f64),
            DecodingResult::F32(v) => copy(&v[row], to, f64::from),
            DecodingResult::F64(v) => copy(&v[row], to, |n| n),
            DecodingResult::F16(_) => {}
        }
    }
}

/// Refuses cells that hold no number of people.
pub(super) fn check(
    file: &Path,
    first_row: usize,
    columns: usize,
    cells: &[f64],
) -> Result<(), GridError> {
    let wrong = |cell: &f64| !(cell.is_nan() || (0.0..=Demand::MAX_OF_A_POINT).contains(cell));
    match cells.par_iter().position_first(wrong) {
        None => Ok(()),
        Some(at) => Err(GridError::at(
            file,
            format!("row {}, column {}", first_row + at / columns, at % columns),
            format!(
                "expected people from 0 to 1e9, or nodata (got `{}`)",
                cells[at]
            ),
        )),
    }
}

fn decoder(file: &Path) -> Result<Reader, GridError> {
    let opened = File::open(file).map_err(|e| GridError::io(file, e))?;
    let decoder = Decoder::new(BufReader::with_capacity(1 << 16, opened))
        .map_err(|e| GridError::file(file, e))?;
    Ok(decoder.with_limits(Limits::default()))
}

fn georeference(
    file: &Path,
    decoder: &mut Reader,
    given: Option<&Crs>,
) -> Result<Georeference, GridError> {
    let wrong = |e: tiff::TiffError| GridError::file(file, e);
    let doubles = |decoder: &mut Reader, tag| -> Result<Option<Vec<f64>>, GridError> {
        match decoder.find_tag(tag).map_err(wrong)? {
            None => Ok(None),
            Some(value) => Ok(Some(value.into_f64_vec().map_err(wrong)?)),
        }
    };
    let keys = match decoder.find_tag(Tag::GeoKeyDirectoryTag).map_err(wrong)? {
        None => Vec::new(),
        Some(value) => value.into_u16_vec().map_err(wrong)?,
    };
    let texts = match decoder.find_tag(Tag::GeoAsciiParamsTag).map_err(wrong)? {
        None => String::new(),
        Some(value) => value.into_string().map_err(wrong)?,
    };
    let number = |wanted: u16| {
        let entries = keys.chunks_exact(4).skip(1);
        entries
            .filter(|entry| entry[0] == wanted && entry[1] == 0)
            .map(|entry| entry[3])
            .next()
    };
    let text = |wanted: u16| {
        let mut entries = keys.chunks_exact(4).skip(1);
        let entry = entries.find(|e| e[0] == wanted && e[1] == Tag::GeoAsciiParamsTag.to_u16())?;
        let from = usize::from(entry[3]);
        texts.get(from..from + usize::from(entry[2]))
    };
    let (scale, tie) = (
        doubles(decoder, Tag::ModelPixelScaleTag)?,
        doubles(decoder, Tag::ModelTiepointTag)?,
    );
    let (Some(scale), Some(tie)) = (scale, tie) else {
        return Err(GridError::file(
            file,
            "not georeferenced by a corner and a cell size (expected ModelPixelScale and \
             ModelTiepoint)",
        ));
    };
    let [step_x, step_y, ..] = scale[..] else {
        return Err(GridError::file(
            file,
            "ModelPixelScale has fewer than 2 numbers",
        ));
    };
    let [column, row, _, x, y, _] = tie[..] else {
        return Err(GridError::file(
            file,
            "expected one ModelTiepoint of 6 numbers",
        ));
    };
    let sound = [step_x, step_y, column, row, x, y]
        .iter()
        .all(|n| n.is_finite());
    if !(sound && step_x > 0.0 && step_y > 0.0) {
        return Err(GridError::file(file, "the size of a cell must be above 0"));
    }
    let shift = if number(key::RASTER_TYPE) == Some(key::PIXEL_IS_POINT) {
        0.5
    } else {
        0.0
    };
    let citations = [
        key::PROJECTED_CITATION,
        key::CITATION,
        key::GEODETIC_CITATION,
    ];
    let code = match number(key::MODEL_TYPE) {
        Some(key::PROJECTED) => number(key::PROJECTED_CRS).or(Some(key::USER_DEFINED)),
        Some(key::GEOGRAPHIC) => number(key::GEODETIC_CRS).or(Some(key::USER_DEFINED)),
        _ => None,
    };
    let crs = match (code, given) {
        (Some(key::USER_DEFINED), _) => {
            let named = citations.iter().find_map(|&key| text(key));
            Crs::from_text(named.unwrap_or("user-defined")).map_err(|e| GridError::file(file, e))?
        }
        (Some(code), _) => Crs::from_number(u32::from(code))
            .ok_or_else(|| GridError::file(file, CrsError::Unknown(format!("EPSG:{code}"))))?,
        (None, Some(given)) => given.clone(),
        (None, None) => {
            return Err(GridError::file(
                file,
                "no coordinate reference system; name it, as `--crs EPSG:4326`",
            ));
        }
    };
    Ok(Georeference {
        crs,
        west: x - (column + shift) * step_x,
        north: y + (row + shift) * step_y,
        step_x,
        step_y,
    })
}
