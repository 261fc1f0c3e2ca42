use crate::output::folder_of;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use rayon::prelude::*;
use std::fs::File;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::Path;

/// One level of a Cloud-Optimised `GeoTIFF` in the making: a raster in tiles.
pub(super) struct CogLevel {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Bytes of each tile, packed, in the order of the file.
    pub(super) sizes: Vec<u32>,
    /// Rows that are not in a tile yet. As many rows of a tile go at once, which is an even number: what is
    /// left of them in the next level is the last row, where it waits without its partner.
    waiting: Vec<f32>,
    packed: BufWriter<File>,
}

impl CogLevel {
    /// Rows and columns of a tile.
    pub(super) const TILE: usize = 256;

    /// A level of so many cells; its tiles wait beside this file.
    pub(super) fn new(rows: usize, columns: usize, beside: &Path) -> io::Result<Self> {
        Ok(Self {
            rows,
            columns,
            sizes: Vec::new(),
            waiting: Vec::new(),
            packed: BufWriter::new(tempfile::tempfile_in(folder_of(beside))?),
        })
    }

    /// Adds rows; the rows of the next level that they make with those before.
    pub(super) fn write(&mut self, rows: &[f32]) -> io::Result<Vec<f32>> {
        let pair = 2 * self.columns;
        let alone = self.waiting.len() % pair;
        let first = self.waiting.len() - alone;
        self.waiting.extend(rows);
        let pairs = (alone + rows.len()) / pair * pair;
        let halved = self.halved(&self.waiting[first..first + pairs]);
        let of_tiles = Self::TILE * self.columns;
        let whole = self.waiting.len() / of_tiles * of_tiles;
        let waiting = self.waiting.split_off(whole);
        let tiles = std::mem::replace(&mut self.waiting, waiting);
        for tiles in tiles.chunks(of_tiles) {
            self.pack(tiles)?;
        }
        Ok(halved)
    }

    /// Packs what waits; the last row of the next level, where it has one of this level alone.
    pub(super) fn finish(&mut self) -> io::Result<Vec<f32>> {
        let waiting = std::mem::take(&mut self.waiting);
        if !waiting.is_empty() {
            self.pack(&waiting)?;
        }
        let alone = waiting.len() % (2 * self.columns);
        Ok(self.halved(&waiting[waiting.len() - alone..]))
    }

    /// Rows of half as many columns: each cell is the mean of up to four that have a value.
    fn halved(&self, rows: &[f32]) -> Vec<f32> {
        let columns = self.columns;
        rows.par_chunks(2 * columns)
            .flat_map_iter(|two| {
                let across = 0..columns.div_ceil(2);
                across.map(move |column| {
                    let cells = two.chunks(columns).flat_map(|row| {
                        let end = (2 * column + 2).min(row.len());
                        &row[2 * column..end]
                    });
                    let there = cells.filter(|cell| !cell.is_nan());
                    let (sum, count) = there.fold((0.0_f64, 0_u32), |(sum, count), &cell| {
                        (sum + f64::from(cell), count + 1)
                    });
                    #[expect(clippy::cast_possible_truncation, reason = "a mean of such numbers")]
                    let mean = (sum / f64::from(count)) as f32;
                    mean
                })
            })
            .collect()
    }

    /// Packs a row of tiles; what of a tile lies outside the raster has no value.
    fn pack(&mut self, rows: &[f32]) -> io::Result<()> {
        let columns = self.columns;
        let tiles: Vec<Vec<u8>> = (0..columns.div_ceil(Self::TILE))
            .into_par_iter()
            .map(|tile| {
                let first = tile * Self::TILE;
                let end = (first + Self::TILE).min(columns);
                let mut cells = vec![f32::NAN; Self::TILE * Self::TILE];
                for (row, from) in rows.chunks(columns).enumerate() {
                    let to = &mut cells[row * Self::TILE..][..end - first];
                    to.copy_from_slice(&from[first..end]);
                }
                let bytes: Vec<u8> = cells.iter().flat_map(|cell| cell.to_le_bytes()).collect();
                let mut deflate = ZlibEncoder::new(Vec::new(), Compression::fast());
                deflate.write_all(&bytes)?;
                deflate.finish()
            })
            .collect::<Result<_, io::Error>>()?;
        for tile in tiles {
            let size = u32::try_from(tile.len()).unwrap_or(u32::MAX);
            self.sizes.push(size);
            // Before a tile its size, after it its last four bytes again: a reader that has read on sees
            // that the tile is whole.
            self.packed.write_all(&size.to_le_bytes())?;
            self.packed.write_all(&tile)?;
            self.packed
                .write_all(&tile[tile.len().saturating_sub(4)..])?;
        }
        Ok(())
    }

    /// Copies the packed tiles.
    pub(super) fn copy(&mut self, to: &mut impl Write) -> io::Result<()> {
        self.packed.flush()?;
        let file = self.packed.get_mut();
        file.seek(SeekFrom::Start(0))?;
        io::copy(file, to)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// However the rows come, a cell of the next level is the mean of those of its four that have a
        /// value, and has none where they have none.
        #[test]
        fn the_next_level_has_the_means_of_fours(
            rows in 1_usize..9, columns in 1_usize..9,
            cells in prop::collection::vec(prop_oneof![1 => Just(f32::NAN), 3 => (0_u8..99).prop_map(f32::from)], 64),
            cut in 0_usize..9,
        ) {
            let cells = &cells[..rows * columns];
            let beside = std::env::temp_dir().join("level");
            let mut level = CogLevel::new(rows, columns, &beside).unwrap();
            let (first, rest) = cells.split_at(cut.min(rows) * columns);
            let mut halved = level.write(first).unwrap();
            halved.extend(level.write(rest).unwrap());
            halved.extend(level.finish().unwrap());
            let across = columns.div_ceil(2);
            prop_assert_eq!(halved.len(), rows.div_ceil(2) * across);
            for (number, &found) in halved.iter().enumerate() {
                let (row, column) = (number / across * 2, number % across * 2);
                let there: Vec<f32> = (row..(row + 2).min(rows))
                    .flat_map(|row| (column..(column + 2).min(columns)).map(move |column| (row, column)))
                    .map(|(row, column)| cells[row * columns + column])
                    .filter(|cell| !cell.is_nan())
                    .collect();
                let mean = there.iter().sum::<f32>() / there.len() as f32;
                prop_assert!(found.is_nan() == there.is_empty());
                prop_assert!(there.is_empty() || (found - mean).abs() < 1e-4);
            }
        }
    }
}
