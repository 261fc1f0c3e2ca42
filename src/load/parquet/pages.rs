//! Pages of a column, unpacked: with the decoders of the `parquet` crate where these are pure Rust,
//! and with `ruzstd` and `brotli-decompressor` where they are not, or bring an encoder along.

use super::super::zstd;
use super::reason::reason;
use crate::limits::UNPACKED_BYTES;
use bytes::Bytes;
use parquet::basic::Compression;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::reader::ChunkReader;
use parquet::file::serialized_reader::SerializedPageReader;
use std::io::Read as _;
use std::sync::Arc;

/// The most bytes that a page may unpack to; the format has room for no more.
const MOST_BYTES: u64 = i32::MAX as u64;

/// The pages of a column of a row group.
pub(super) fn pages<R: ChunkReader + 'static>(
    chunks: &Arc<R>,
    group: &RowGroupMetaData,
    column: usize,
) -> std::result::Result<Box<dyn PageReader>, String> {
    let rows = usize::try_from(group.num_rows()).unwrap_or(0);
    let chunk = group.column(column);
    let open = |chunk: &ColumnChunkMetaData| {
        SerializedPageReader::new(Arc::clone(chunks), chunk, rows, None).map_err(reason)
    };
    let packing = match chunk.compression() {
        Compression::ZSTD(_) => Packing::Zstandard,
        Compression::BROTLI(_) => Packing::Brotli,
        Compression::LZO => {
            let text = "LZO compression is not supported; write the file with \
                        `compression='snappy'` or `'zstd'`";
            return Err(text.to_owned());
        }
        _ => Packing::OfTheCrate,
    };
    let pages = match packing {
        Packing::OfTheCrate => open(chunk)?,
        // The crate reads the pages as they are stored.
        Packing::Zstandard | Packing::Brotli => {
            let stored = chunk.clone().into_builder();
            let stored = stored.set_compression(Compression::UNCOMPRESSED).build();
            open(&stored.map_err(reason)?)?
        }
    };
    Ok(Box::new(Unpacked {
        pages,
        packing,
        rows,
    }))
}

#[derive(Debug, Clone, Copy)]
enum Packing {
    /// What the crate unpacks by itself: Snappy, gzip, LZ4 or nothing.
    OfTheCrate,
    Zstandard,
    Brotli,
}

struct Unpacked<R: ChunkReader> {
    pages: SerializedPageReader<R>,
    packing: Packing,
    /// Rows of the row group.
    rows: usize,
}

impl Packing {
    fn unpack(self, packed: &[u8]) -> Result<Vec<u8>> {
        let content = match self {
            _ if packed.is_empty() => Ok(Vec::new()),
            Self::OfTheCrate => Ok(packed.to_vec()),
            Self::Zstandard => zstd::decompress(packed, MOST_BYTES, &UNPACKED_BYTES),
            Self::Brotli => {
                let mut content = Vec::new();
                brotli_decompressor::Decompressor::new(packed, 1 << 14)
                    .take(MOST_BYTES)
                    .read_to_end(&mut content)
                    .map(|_| content)
                    .map_err(|error| error.to_string())
            }
        };
        content.map_err(ParquetError::General)
    }
}

impl<R: ChunkReader> Unpacked<R> {
    fn unpack(&self, page: Page) -> Result<Page> {
        let page = match self.packing {
            Packing::OfTheCrate => page,
            Packing::Zstandard | Packing::Brotli => self.unpack_bytes(page)?,
        };
        // Room is made for as many values as a page claims. A column without lists has no more of
        // them than rows; and each of those in a dictionary takes at least a byte.
        let most = if page.is_dictionary_page() {
            page.buffer().len()
        } else {
            self.rows
        };
        if page.num_values() as usize > most {
            let reason = format!("a page claims {} values", page.num_values());
            return Err(ParquetError::General(reason));
        }
        Ok(page)
    }

    fn unpack_bytes(&self, mut page: Page) -> Result<Page> {
        match &mut page {
            Page::DataPage { buf, .. } | Page::DictionaryPage { buf, .. } => {
                *buf = Bytes::from(self.packing.unpack(buf)?);
            }
            Page::DataPageV2 {
                buf,
                def_levels_byte_len,
                rep_levels_byte_len,
                is_compressed: true,
                ..
            } => {
                // Levels come first, and are never packed.
                let levels = u64::from(*def_levels_byte_len) + u64::from(*rep_levels_byte_len);
                let split = usize::try_from(levels).ok();
                let split = split.and_then(|levels| buf.split_at_checked(levels));
                let (levels, packed) =
                    split.ok_or_else(|| ParquetError::EOF("a page is cut short".to_owned()))?;
                let mut whole = levels.to_vec();
                whole.extend(self.packing.unpack(packed)?);
                *buf = Bytes::from(whole);
            }
            Page::DataPageV2 { .. } => {}
        }
        Ok(page)
    }
}

impl<R: ChunkReader> Iterator for Unpacked<R> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl<R: ChunkReader> PageReader for Unpacked<R> {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let page = self.pages.get_next_page()?;
        page.map(|page| self.unpack(page)).transpose()
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.pages.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.pages.skip_next_page()
    }

    fn at_record_boundary(&mut self) -> Result<bool> {
        self.pages.at_record_boundary()
    }
}
