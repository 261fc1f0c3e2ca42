use super::cog_head::{CogHead, Directory};
use super::cog_level::CogLevel;
use super::output_file::OutputFile;
use crate::grid::error::GridError;
use crate::grid::georeference::Georeference;
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

/// Minutes to the nearest centre as a Cloud-Optimised `GeoTIFF`: Float32, Deflate, NaN for a missing cell, in
/// tiles, with overviews of half the cells, a quarter, and so on.
///
/// Rows come from north to south. Every level keeps the rows of one row of tiles, and its packed tiles wait in
/// a file without a name, because a reader from afar wants the smallest level first.
pub(in crate::grid) struct ResultRaster<'a> {
    file: &'a OutputFile,
    at: Georeference,
    /// The whole raster first, each next one with half the rows and columns.
    levels: Vec<CogLevel>,
}

impl<'a> ResultRaster<'a> {
    /// A raster of so many cells.
    pub(in crate::grid) fn create(
        file: &'a OutputFile,
        rows: usize,
        columns: usize,
        at: &Georeference,
    ) -> Result<Self, GridError> {
        let mut levels = Vec::new();
        let (mut high, mut wide) = (rows, columns);
        loop {
            let level = CogLevel::new(high, wide, file.name());
            levels.push(level.map_err(|cause| GridError::io(file.name(), cause))?);
            if high.max(wide) <= CogLevel::TILE {
                break;
            }
            (high, wide) = (high.div_ceil(2), wide.div_ceil(2));
        }
        Ok(Self {
            file,
            at: at.clone(),
            levels,
        })
    }

    /// Adds whole rows.
    pub(in crate::grid) fn write(&mut self, minutes: &[f32]) -> Result<(), GridError> {
        let added = self.add(minutes);
        added.map_err(|cause| GridError::io(self.file.name(), cause))
    }

    fn add(&mut self, minutes: &[f32]) -> io::Result<()> {
        let mut rows = Cow::Borrowed(minutes);
        for level in &mut self.levels {
            rows = Cow::Owned(level.write(&rows)?);
        }
        Ok(())
    }

    /// Writes the file.
    pub(in crate::grid) fn finish(self) -> Result<(), GridError> {
        let file = self.file;
        let to = file.file()?;
        let written = self.put_together(BufWriter::new(to));
        written.map_err(|cause| GridError::io(file.name(), cause))
    }

    fn put_together(mut self, mut to: impl Write) -> io::Result<()> {
        let mut rest = Vec::new();
        for level in &mut self.levels {
            // What the level above had left over.
            let above = level.write(&rest)?;
            rest = level.finish()?;
            rest.splice(0..0, above);
        }
        let directories = self.levels.iter().map(|level| Directory {
            rows: level.rows,
            columns: level.columns,
            sizes: &level.sizes,
        });
        let head = CogHead::new(&self.at, directories.collect(), CogLevel::TILE);
        to.write_all(&head.to_bytes())?;
        for level in self.levels.iter_mut().rev() {
            level.copy(&mut to)?;
        }
        to.flush()
    }
}
