//! `GeoTIFF`: one band of numbers, as `WorldPop`, GHSL, GDAL, R and QGIS write it.

mod compression;
mod directory;
mod image;
mod keys;
mod layout;
mod lzw;
mod mask;
mod metadata;
mod position;
mod predictor;
mod samples;

use crate::crs::Crs;
use crate::grid::error::GridError;
use crate::grid::georeference::Georeference;
use crate::grid::input::admitted::{Admitted, Marks};
use crate::grid::input::cell_check::check;
use crate::grid::input::content::Content;
use crate::grid::tag;
use directory::{Directory, Tiff};
use image::Image;
use layout::Layout;
use mask::Mask;
use metadata::Metadata;
use position::Position;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// A raster in a `GeoTIFF`, of which one band is read.
#[derive(Debug)]
pub(super) struct GeoTiff {
    file: PathBuf,
    content: Content,
    image: Image,
    /// Counted from 0.
    band: usize,
    position: Position,
    marks: Marks,
    /// The value of tiles that were never written.
    unwritten: f64,
    masks: Vec<Mask>,
    notes: Vec<String>,
}

/// Bits of the subfile type: a smaller copy, and a mask.
const REDUCED: u64 = 1;
const MASK: u64 = 4;

impl GeoTiff {
    /// Opens a file; `crs` for one that does not say its own, `band` counted from 1 for one that has
    /// several.
    pub(super) fn open(
        file: &Path,
        crs: Option<&Crs>,
        band: Option<usize>,
        content: Content,
    ) -> Result<Self, GridError> {
        let (mut tiff, directories) = Tiff::open(file)?;
        let mut kinds = Vec::new();
        for directory in &directories {
            kinds.push(tiff.number(directory, tag::SUBFILE_TYPE)?.unwrap_or(0));
        }
        let is_image = |kind: &&u64| *kind & (REDUCED | MASK) == 0;
        let images = kinds.iter().filter(is_image).count();
        let Some(first) = kinds.iter().position(|kind| is_image(&kind)) else {
            return Err(tiff.wrong("no image in the file (only overviews and masks)"));
        };
        let directory = &directories[first];
        let layout = Layout::read(&mut tiff, directory)?;
        let number = chosen_band(&mut tiff, directory, &layout, band, content)?;
        let mut notes = Vec::new();
        if images > 1 {
            notes.push(format!("the first of its {images} images is read"));
        }
        let metadata = match tiff.text(directory, tag::GDAL_METADATA)? {
            None => Metadata::default(),
            Some(text) => Metadata::from_tag(&text, number, file)?,
        };
        let own = tiff.text(directory, tag::GDAL_NODATA)?;
        let metadata = Metadata {
            nodata: own,
            ..metadata
        }
        .or(Metadata::beside(file, number)?);
        let nodata = nodata(file, metadata.nodata.as_deref())?;
        let scaling = metadata.scaling();
        if let Some((scale, offset)) = scaling {
            notes.push(format!(
                "{} are value × {scale} + {offset}, as its metadata says",
                content.name()
            ));
        }
        let size = (layout.rows, layout.columns);
        let mut position = Position::read(
            &mut tiff,
            directory,
            size,
            metadata.crs.as_deref(),
            crs,
            content,
        )?;
        notes.append(&mut position.notes);
        if position.is_south_up {
            notes.push("its rows run from south to north".to_owned());
        }
        let of_image = kinds[first + 1..].iter().take_while(|kind| !is_image(kind));
        let mask = of_image.clone().position(|&kind| kind == MASK);
        let mask = mask.map(|n| &directories[first + 1 + n]);
        let masks = Mask::all(&mut tiff, mask, &layout, number)?;
        notes.extend(masks.iter().map(|mask| mask.note.clone()));
        Ok(Self {
            marks: Marks::new(nodata, scaling, layout.sample.most()),
            unwritten: nodata.unwrap_or(0.0),
            image: Image::new(file, layout),
            band: number,
            file: file.to_owned(),
            content,
            position,
            masks,
            notes,
        })
    }

    pub(super) fn size(&self) -> (usize, usize) {
        (self.image.layout.rows, self.image.layout.columns)
    }

    pub(super) fn georeference(&self) -> Georeference {
        self.position.at.clone()
    }

    pub(super) fn rows_of_a_chunk(&self) -> usize {
        self.image.layout.chunk_rows
    }

    /// What a reader should know of how the file was read.
    pub(super) fn notes(&self) -> &[String] {
        &self.notes
    }

    pub(super) fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Reads rows, counted from the north; tiles are unpacked side by side.
    pub(super) fn read(
        &mut self,
        first_row: usize,
        rows: usize,
        cells: &mut Vec<f64>,
    ) -> Result<Admitted, GridError> {
        let (all_rows, columns) = self.size();
        cells.resize(rows * columns, f64::NAN);
        let marks = &self.marks;
        let admit = |row: &mut [f64]| marks.admit(row);
        let is_plain =
            self.masks.is_empty() && !self.position.is_south_up && !self.position.is_mirrored;
        let found = if is_plain {
            self.image
                .read(self.band, first_row, self.unwritten, cells, &admit)?
        } else {
            let first = if self.position.is_south_up {
                all_rows - first_row - rows
            } else {
                first_row
            };
            let leave = |_: &mut [f64]| Admitted::NOTHING;
            self.image
                .read(self.band, first, self.unwritten, cells, &leave)?;
            for mask in &mut self.masks {
                mask.hide(first, cells)?;
            }
            if self.position.is_south_up {
                turn_over(cells, columns);
            }
            let is_mirrored = self.position.is_mirrored;
            cells
                .par_chunks_mut(columns)
                .map(|row| {
                    if is_mirrored {
                        row.reverse();
                    }
                    marks.admit(row)
                })
                .reduce(|| Admitted::NOTHING, Admitted::and)
        };
        if !found.sound {
            check(&self.file, self.content, first_row, columns, cells)?;
        }
        Ok(found)
    }
}

/// Rows in the opposite order.
fn turn_over(cells: &mut [f64], columns: usize) {
    let rows = cells.len() / columns;
    let (upper, lower) = cells.split_at_mut(rows / 2 * columns);
    let below = lower.chunks_exact_mut(columns).rev();
    for (row, other) in upper.chunks_exact_mut(columns).zip(below) {
        row.swap_with_slice(other);
    }
}

/// The band to read, counted from 0: the one that was named, or the only one.
fn chosen_band(
    tiff: &mut Tiff,
    directory: &Directory,
    layout: &Layout,
    chosen: Option<usize>,
    content: Content,
) -> Result<usize, GridError> {
    if layout.is_palette {
        return Err(tiff.wrong(format!(
            "its cells are colours or classes (a palette), not {}",
            content.name()
        )));
    }
    let bands = layout.samples - usize::from(layout.alpha.is_some());
    match chosen {
        Some(band) if (1..=layout.samples).contains(&band) => Ok(band - 1),
        Some(band) => Err(tiff.wrong(format!("no band {band} (`--band`; the file has {bands})"))),
        None if bands == 1 => Ok(0),
        None => {
            let names = match tiff.text(directory, tag::GDAL_METADATA)? {
                None => Vec::new(),
                Some(text) => Metadata::from_tag(&text, 0, tiff.name)?.names,
            };
            let names = if names.is_empty() {
                String::new()
            } else {
                format!(": {}", names.join(", "))
            };
            Err(tiff.wrong(format!(
                "expected one band (got {bands}{names}); choose one with `--band`"
            )))
        }
    }
}

fn nodata(file: &Path, text: Option<&str>) -> Result<Option<f64>, GridError> {
    let Some(text) = text.map(|text| text.trim_matches(['\0', ' ', '\n'])) else {
        return Ok(None);
    };
    match text.parse() {
        Ok(number) => Ok(Some(number)),
        Err(_) if text.is_empty() => Ok(None),
        Err(_) if text.to_ascii_lowercase().contains("nan") || text.starts_with("-1.#") => {
            Ok(Some(f64::NAN))
        }
        Err(_) => Err(GridError::file(
            file,
            format!("nodata value `{text}` is not a number"),
        )),
    }
}
