use super::layout::Layout;
use crate::grid::error::GridError;
use crate::grid::input::admitted::Admitted;
use crate::load::open_input;
use rayon::prelude::*;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// One image of a file, whose cells are read by rows.
#[derive(Debug)]
pub(super) struct Image {
    file: PathBuf,
    pub(super) layout: Layout,
    /// Opened for threads that are at work on no chunk.
    readers: Mutex<Vec<File>>,
    /// The row of chunks that was read last, where only some of its rows were wanted.
    kept: Option<(usize, usize, Vec<Chunk>)>,
}

/// A tile or a strip as it was unpacked; `None` if it was never written.
type Chunk = Option<Vec<u8>>;

/// What is done with a row of cells when it is there.
pub(super) type Row<'a> = &'a (dyn Fn(&mut [f64]) -> Admitted + Sync);

impl Image {
    pub(super) fn new(file: &Path, layout: Layout) -> Self {
        Self {
            file: file.to_owned(),
            layout,
            readers: Mutex::default(),
            kept: None,
        }
    }

    /// Reads rows of a band, and does something with each; `unwritten` fills tiles that were
    /// never written.
    pub(super) fn read(
        &mut self,
        band: usize,
        first_row: usize,
        unwritten: f64,
        cells: &mut [f64],
        row: Row,
    ) -> Result<Admitted, GridError> {
        let (columns, chunk_rows) = (self.layout.columns, self.layout.chunk_rows);
        let rows = cells.len() / columns;
        let end = first_row + rows;
        let whole = first_row.is_multiple_of(chunk_rows)
            && (end.is_multiple_of(chunk_rows) || end == self.layout.rows);
        if whole {
            let first = first_row / chunk_rows;
            let found: Vec<Result<Admitted, GridError>> = cells
                .par_chunks_mut(chunk_rows * columns)
                .enumerate()
                .map(|(down, cells)| {
                    let chunks = self.chunks(first + down, band)?;
                    Ok(self.place(&chunks, band, 0, unwritten, cells, row))
                })
                .collect();
            let mut all = Admitted::NOTHING;
            for found in found {
                all = all.and(found?);
            }
            return Ok(all);
        }
        let (mut all, mut at, mut rest) = (Admitted::NOTHING, first_row, cells);
        while !rest.is_empty() {
            let down = at / chunk_rows;
            let until = ((down + 1) * chunk_rows).min(end);
            let (now, later) = rest.split_at_mut((until - at) * columns);
            let chunks = match self.kept.take() {
                Some((kept, of, chunks)) if (kept, of) == (down, band) => chunks,
                _ => self.chunks(down, band)?,
            };
            all = all.and(self.place(&chunks, band, at % chunk_rows, unwritten, now, row));
            self.kept = Some((down, band, chunks));
            (at, rest) = (until, later);
        }
        Ok(all)
    }

    /// A row of chunks, unpacked side by side.
    fn chunks(&self, down: usize, band: usize) -> Result<Vec<Chunk>, GridError> {
        let across = (0..self.layout.across()).into_par_iter();
        let chunk = |across| self.chunk(self.layout.chunk_of(down, across, band).0);
        across.map(chunk).collect()
    }

    fn chunk(&self, number: usize) -> Result<Chunk, GridError> {
        let layout = &self.layout;
        let Some((at, count)) = layout.place_of(number) else {
            return Ok(None);
        };
        let kind = if layout.is_tiled { "tile" } else { "strip" };
        let wrong = |e: String| GridError::file(&self.file, format!("{kind} {number}: {e}"));
        let bytes = layout.bytes_of_chunk(number);
        let size = usize::try_from(bytes).map_err(|e| wrong(e.to_string()))?;
        let packed = self.bytes(at, count).map_err(|e| {
            if e.kind() == std::io::ErrorKind::UnexpectedEof {
                wrong("the file is cut short".to_owned())
            } else {
                GridError::io(&self.file, e)
            }
        })?;
        let mut unpacked = if layout.compression == super::compression::Compression::None {
            let there = packed.len();
            let mut packed = packed;
            packed.truncate(size);
            if there < size {
                return Err(wrong(format!("cut short: {there} of {size} bytes")));
            }
            packed
        } else {
            let mut unpacked = vec![0; size];
            layout
                .compression
                .unpack(&packed, &mut unpacked)
                .map_err(wrong)?;
            unpacked
        };
        for row in unpacked.chunks_exact_mut(layout.row_bytes()) {
            let (stride, size) = (layout.stride(), layout.sample.bits() / 8);
            layout
                .predictor
                .undo(row, layout.is_big_endian, stride, size);
        }
        Ok(Some(unpacked))
    }

    fn bytes(&self, at: u64, count: u64) -> std::io::Result<Vec<u8>> {
        let waiting = self.readers.lock().ok().and_then(|mut all| all.pop());
        let mut file = match waiting {
            Some(file) => file,
            None => open_input(&self.file)?,
        };
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = Vec::new();
        // A count that is wrong takes no memory.
        let read = (&mut file).take(count).read_to_end(&mut bytes)?;
        if (read as u64) < count {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if let Ok(mut all) = self.readers.lock() {
            all.push(file);
        }
        Ok(bytes)
    }

    /// Puts rows of a row of chunks, from the chunks' row `from` on, to where their cells belong.
    fn place(
        &self,
        chunks: &[Chunk],
        band: usize,
        from: usize,
        unwritten: f64,
        cells: &mut [f64],
        row: Row,
    ) -> Admitted {
        let layout = &self.layout;
        let is_big_endian = layout.is_big_endian && layout.predictor.keeps_byte_order();
        let (_, sample) = layout.chunk_of(0, 0, band);
        let row_bytes = layout.row_bytes();
        cells
            .par_chunks_mut(layout.columns)
            .with_min_len(8)
            .enumerate()
            .map(|(down, cells)| {
                let parts = cells.chunks_mut(layout.chunk_columns);
                for (chunk, cells) in chunks.iter().zip(parts) {
                    let Some(bytes) = chunk else {
                        cells.fill(unwritten);
                        continue;
                    };
                    let at = (from + down) * row_bytes;
                    let bytes = &bytes[at..at + row_bytes];
                    let stride = (layout.stride(), sample);
                    layout.sample.copy_row(bytes, is_big_endian, stride, cells);
                }
                row(cells)
            })
            .reduce(|| Admitted::NOTHING, Admitted::and)
    }
}
