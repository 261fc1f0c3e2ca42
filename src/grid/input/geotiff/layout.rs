use super::compression::Compression;
use super::directory::{Directory, Tiff};
use super::predictor::Predictor;
use super::samples::Sample;
use crate::grid::error::GridError;
use crate::grid::tag;
use crate::limits::RASTER_STRIP_BYTES;

/// How the numbers of an image lie in its file.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a tag of its own")]
pub(super) struct Layout {
    pub(super) rows: usize,
    pub(super) columns: usize,
    /// Size of a chunk: a tile, or a strip, which is as wide as the image.
    pub(super) chunk_rows: usize,
    pub(super) chunk_columns: usize,
    pub(super) is_tiled: bool,
    pub(super) sample: Sample,
    /// Numbers of a pixel.
    pub(super) samples: usize,
    /// Whether they are in separate chunks.
    is_planar: bool,
    /// Which of them says whether a pixel is there.
    pub(super) alpha: Option<usize>,
    pub(super) is_palette: bool,
    pub(super) is_big_endian: bool,
    pub(super) compression: Compression,
    pub(super) predictor: Predictor,
    /// Where each chunk lies, and how long it is.
    places: Vec<(u64, u64)>,
}

/// Cells of a row: a world of cells of 10 m has a quarter of that.
const MOST_COLUMNS: u64 = 1 << 24;

/// The most rows: cells of 1 cm from pole to pole.
const MOST_ROWS: u64 = 1 << 31;

/// Uncompressed strips are read in parts of about this many bytes.
const PART: u64 = 1 << 20;

impl Layout {
    pub(super) fn read(tiff: &mut Tiff, of: &Directory) -> Result<Self, GridError> {
        let needed = |tiff: &mut Tiff, tag: u16, name: &str| {
            let number = tiff.number(of, tag)?;
            number.ok_or_else(|| tiff.wrong(format!("no tag {name}")))
        };
        let width = needed(tiff, tag::WIDTH, "ImageWidth")?;
        let length = needed(tiff, tag::LENGTH, "ImageLength")?;
        if !(1..=MOST_COLUMNS).contains(&width) || !(1..=MOST_ROWS).contains(&length) {
            return Err(tiff.wrong(format!(
                "the file says that it has {width} columns and {length} rows (expected up to \
                 {MOST_COLUMNS} and {MOST_ROWS})"
            )));
        }
        let samples = tiff.number(of, tag::SAMPLES_PER_PIXEL)?.unwrap_or(1);
        let bits = tiff.numbers(of, tag::BITS_PER_SAMPLE)?;
        let formats = tiff.numbers(of, tag::SAMPLE_FORMAT)?;
        let alike = |numbers: &[u64]| numbers.windows(2).all(|pair| pair[0] == pair[1]);
        if samples == 0 || samples > 1 << 16 || !alike(&bits) || !alike(&formats) {
            return Err(tiff.wrong("bands of different types are not supported"));
        }
        let first = |numbers: &[u64]| numbers.first().copied().unwrap_or(1);
        let sample = Sample::from_tags(first(&formats), first(&bits)).map_err(|e| tiff.wrong(e))?;
        let compression = tiff.number(of, tag::COMPRESSION)?.unwrap_or(1);
        let compression = Compression::from_number(compression).map_err(|e| tiff.wrong(e))?;
        let predictor = tiff.number(of, tag::PREDICTOR)?.unwrap_or(1);
        let packs = matches!(
            compression,
            Compression::Lzw | Compression::Deflate | Compression::Zstd
        );
        let predictor = Predictor::from_number(if packs { predictor } else { 1 }, sample)
            .map_err(|e| tiff.wrong(e))?;
        if tiff.number(of, tag::FILL_ORDER)?.unwrap_or(1) != 1 {
            return Err(
                tiff.wrong("bytes with the lowest bit first (FillOrder 2) are not supported")
            );
        }
        let photometric = tiff.number(of, tag::PHOTOMETRIC)?.unwrap_or(1);
        let extra = tiff.numbers(of, tag::EXTRA_SAMPLES)?;
        let colours = size(samples).saturating_sub(extra.len());
        let alpha = extra
            .iter()
            .position(|kind| matches!(kind, 1 | 2))
            .map(|n| colours + n);
        let is_planar = tiff.number(of, tag::PLANAR_CONFIGURATION)? == Some(2) && samples > 1;
        let is_tiled = tiff.number(of, tag::TILE_WIDTH)?.is_some();
        let (chunk_columns, chunk_rows, offsets, counts) = if is_tiled {
            (
                needed(tiff, tag::TILE_WIDTH, "TileWidth")?,
                needed(tiff, tag::TILE_LENGTH, "TileLength")?,
                tiff.numbers(of, tag::TILE_OFFSETS)?,
                tiff.numbers(of, tag::TILE_BYTE_COUNTS)?,
            )
        } else {
            let rows = tiff.number(of, tag::ROWS_PER_STRIP)?.unwrap_or(length);
            (
                width,
                rows.min(length),
                tiff.numbers(of, tag::STRIP_OFFSETS)?,
                tiff.numbers(of, tag::STRIP_BYTE_COUNTS)?,
            )
        };
        if chunk_columns == 0 || chunk_rows == 0 {
            return Err(tiff.wrong("tiles or strips of size 0"));
        }
        let mut layout = Self {
            rows: size(length),
            columns: size(width),
            chunk_rows: size(chunk_rows),
            chunk_columns: size(chunk_columns),
            is_tiled,
            sample,
            samples: size(samples),
            is_planar,
            alpha,
            is_palette: photometric == 3,
            is_big_endian: tiff.is_big_endian,
            compression,
            predictor,
            places: Vec::new(),
        };
        layout.place(tiff, offsets, counts)?;
        Ok(layout)
    }

    /// Finds every chunk, and refuses what would not fit into memory or cannot be.
    fn place(&mut self, tiff: &Tiff, offsets: Vec<u64>, counts: Vec<u64>) -> Result<(), GridError> {
        let planes = if self.is_planar { self.samples } else { 1 };
        let row_bytes = self.row_bytes() as u64;
        let chunks = self
            .across()
            .checked_mul(self.down())
            .and_then(|n| n.checked_mul(planes));
        let kind = if self.is_tiled { "tile" } else { "strip" };
        let chunks = chunks.ok_or_else(|| tiff.wrong(format!("too many {kind}s")))?;
        let counts = if counts.is_empty() && self.compression == Compression::None {
            let rows = |n: usize| self.rows_of_chunk(n) as u64;
            (0..offsets.len().min(chunks))
                .map(|n| rows(n).saturating_mul(row_bytes))
                .collect()
        } else {
            counts
        };
        let is_cut = self.compression == Compression::None && !self.is_tiled && !self.is_planar;
        let chunk = (self.chunk_rows as u64).saturating_mul(row_bytes);
        let at_once = chunk.saturating_mul(self.across() as u64);
        let most = RASTER_STRIP_BYTES.get();
        if at_once > most && !is_cut {
            return Err(tiff.wrong(format!(
                "a {} of {} x {} cells takes {at_once} bytes (expected up to {most}); write \
                 the file in small tiles: `gdal_translate -co TILED=YES old.tif new.tif`, or raise \
                 the limit `raster-strip-bytes`",
                if self.is_tiled {
                    "row of tiles"
                } else {
                    "strip"
                },
                self.chunk_rows,
                self.chunk_columns,
            )));
        }
        if offsets.len() < chunks || counts.len() < chunks {
            return Err(tiff.wrong(format!(
                "the file lists {} of its {chunks} {kind}s",
                offsets.len().min(counts.len())
            )));
        }
        self.places = offsets.into_iter().zip(counts).take(chunks).collect();
        let most = self.compression.most_expansion();
        for (number, &(at, count)) in self.places.iter().enumerate() {
            if !tiff.holds(at, count) && count > 0 {
                return Err(tiff.wrong(format!(
                    "the file is cut short: {kind} {number} of {} lies beyond its end",
                    self.places.len()
                )));
            }
            let bytes = self.bytes_of_chunk(number);
            // Data end with a code or a sum that stand for nothing.
            if count > 0 && count.saturating_add(64).saturating_mul(most) < bytes {
                return Err(tiff.wrong(format!(
                    "{kind} {number} has {count} bytes, too few for its {bytes} bytes of cells: the \
                     file is damaged"
                )));
            }
        }
        if is_cut {
            self.cut_strips(row_bytes);
        }
        Ok(())
    }

    /// Cuts strips that are not packed into smaller ones.
    fn cut_strips(&mut self, row_bytes: u64) {
        let rows = size((PART / row_bytes.max(1)).max(1));
        if rows >= self.chunk_rows {
            return;
        }
        // Parts of one size everywhere: the rows of a strip are a multiple of those of a part.
        let rows = (1..=rows)
            .rev()
            .find(|rows| self.chunk_rows.is_multiple_of(*rows) || self.places.len() == 1);
        let rows = rows.unwrap_or(1);
        let mut places = Vec::new();
        for (number, &(at, count)) in self.places.iter().enumerate() {
            let of_strip = self.rows_of_chunk(number);
            for first in (0..of_strip).step_by(rows) {
                let from = first as u64 * row_bytes;
                let wanted = rows.min(of_strip - first) as u64 * row_bytes;
                let there = if count == 0 {
                    0
                } else {
                    count.saturating_sub(from).min(wanted).max(1)
                };
                places.push((at.saturating_add(from), there));
            }
        }
        (self.places, self.chunk_rows) = (places, rows);
    }

    /// Bytes of a row of a chunk.
    pub(super) fn row_bytes(&self) -> usize {
        let numbers = self.chunk_columns.saturating_mul(self.stride());
        numbers.saturating_mul(self.sample.bits()).div_ceil(8)
    }

    /// Numbers of a pixel in a chunk.
    pub(super) fn stride(&self) -> usize {
        if self.is_planar { 1 } else { self.samples }
    }

    /// Chunks of a row of them.
    pub(super) fn across(&self) -> usize {
        self.columns.div_ceil(self.chunk_columns)
    }

    fn down(&self) -> usize {
        self.rows.div_ceil(self.chunk_rows)
    }

    /// The number of a chunk, of a band, and which of the numbers of a pixel is the band's there.
    pub(super) fn chunk_of(&self, down: usize, across: usize, band: usize) -> (usize, usize) {
        let chunk = down * self.across() + across;
        if self.is_planar {
            (band * self.across() * self.down() + chunk, 0)
        } else {
            (chunk, band)
        }
    }

    /// Where a chunk lies and how long it is; `None` if it was never written.
    pub(super) fn place_of(&self, chunk: usize) -> Option<(u64, u64)> {
        self.places
            .get(chunk)
            .copied()
            .filter(|&(_, count)| count > 0)
    }

    /// Rows that a chunk holds: the last strip has no more than are left.
    fn rows_of_chunk(&self, chunk: usize) -> usize {
        if self.is_tiled {
            return self.chunk_rows;
        }
        let down = chunk % self.down().max(1);
        self.chunk_rows
            .min(self.rows.saturating_sub(down * self.chunk_rows))
    }

    /// Bytes that a chunk has unpacked.
    pub(super) fn bytes_of_chunk(&self, chunk: usize) -> u64 {
        (self.rows_of_chunk(chunk) as u64).saturating_mul(self.row_bytes() as u64)
    }
}

/// A number that is a size in memory; one that is too large stays too large.
fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
