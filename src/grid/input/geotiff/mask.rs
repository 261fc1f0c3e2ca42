use super::directory::{Directory, Tiff};
use super::image::Image;
use super::layout::Layout;
use crate::grid::error::GridError;
use crate::grid::input::admitted::Admitted;
use rayon::prelude::*;
use std::path::PathBuf;

/// Numbers of which a 0 says that a cell is not there.
#[derive(Debug)]
pub(super) struct Mask {
    image: Image,
    band: usize,
    cells: Vec<f64>,
    pub(super) note: String,
}

impl Mask {
    /// The masks of an image: inside its file, beside it, and as a separate band.
    pub(super) fn all(
        tiff: &mut Tiff,
        within: Option<&Directory>,
        image: &Layout,
        band: usize,
    ) -> Result<Vec<Self>, GridError> {
        let mut masks = Vec::new();
        let mut name = tiff.name.as_os_str().to_owned();
        name.push(".msk");
        let beside = PathBuf::from(name);
        if beside.exists() {
            let (mut tiff, directories) = Tiff::open(&beside)?;
            let Some(first) = directories.first() else {
                return Err(tiff.wrong("no image in the file"));
            };
            let layout = Layout::read(&mut tiff, first)?;
            let name = beside.file_name().unwrap_or_default().display();
            let note = format!("cells hidden by {name} are nodata");
            // One mask for all bands, or one for each.
            let band = if layout.samples > band { band } else { 0 };
            masks.push(Self::new(&tiff, layout, image, band, note)?);
        } else if let Some(directory) = within {
            let layout = Layout::read(tiff, directory)?;
            let note = "cells hidden by its mask are nodata".to_owned();
            masks.push(Self::new(tiff, layout, image, 0, note)?);
        }
        if let Some(alpha) = image.alpha.filter(|&alpha| alpha != band) {
            let (own, directories) = Tiff::open(tiff.name)?;
            let (mut own, note) = (own, "cells hidden by its alpha band are nodata".to_owned());
            // The image itself, of which another band is read.
            for directory in &directories {
                let layout = Layout::read(&mut own, directory)?;
                if layout.alpha == Some(alpha) && layout.rows == image.rows {
                    masks.push(Self::new(&own, layout, image, alpha, note)?);
                    break;
                }
            }
        }
        Ok(masks)
    }

    fn new(
        tiff: &Tiff,
        layout: Layout,
        image: &Layout,
        band: usize,
        note: String,
    ) -> Result<Self, GridError> {
        if (layout.rows, layout.columns) != (image.rows, image.columns) {
            return Err(tiff.wrong(format!(
                "a mask of {} rows and {} columns for a raster of {} rows and {} columns",
                layout.rows, layout.columns, image.rows, image.columns
            )));
        }
        Ok(Self {
            image: Image::new(tiff.name, layout),
            band,
            cells: Vec::new(),
            note,
        })
    }

    /// Takes the cells away that are hidden, of rows from `first_row` on.
    pub(super) fn hide(&mut self, first_row: usize, cells: &mut [f64]) -> Result<(), GridError> {
        self.cells.resize(cells.len(), 0.0);
        let leave = |_: &mut [f64]| Admitted::NOTHING;
        // A tile of a mask that was never written hides nothing less than one of zeros.
        self.image
            .read(self.band, first_row, 0.0, &mut self.cells, &leave)?;
        cells
            .par_iter_mut()
            .zip(&self.cells)
            .for_each(|(cell, &shown)| {
                if shown == 0.0 {
                    *cell = f64::NAN;
                }
            });
        Ok(())
    }
}
