use super::output_file::OutputFile;
use crate::grid::error::GridError;
use crate::grid::georeference::Georeference;
use crate::grid::kernel::geo_transform::GeoTransform;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufWriter, Write};
use tiff::TiffError;
use tiff::encoder::{DirectoryEncoder, TiffEncoder, TiffKindBig};
use tiff::tags::Tag;

type Writer = BufWriter<File>;

/// Minutes to the nearest centre as a `GeoTIFF`: Float32, Deflate, NaN for a missing cell.
pub(in crate::grid) struct ResultRaster {
    encoder: TiffEncoder<Writer, TiffKindBig>,
}

/// The rows of a [`ResultRaster`], written from north to south.
///
/// Strips are packed here: the crate's own way of writing strip by strip leaves them unpacked
/// whatever the file's header says (`tiff` 0.11.3).
pub(in crate::grid) struct ResultRows<'a> {
    directory: DirectoryEncoder<'a, Writer, TiffKindBig>,
    cells_of_a_strip: usize,
    waiting: Vec<f32>,
    offsets: Vec<u64>,
    sizes: Vec<u64>,
}

/// Rows of a strip of the file.
const STRIP_ROWS: usize = 16;

/// Deflate, Adobe's number for it.
const DEFLATE: u16 = 8;

impl ResultRaster {
    pub(in crate::grid) fn create(file: &OutputFile) -> Result<Self, GridError> {
        let encoder = TiffEncoder::new_big(BufWriter::new(file.file()?))
            .map_err(|e| GridError::file(file.name(), e))?;
        Ok(Self { encoder })
    }

    pub(in crate::grid) fn rows(
        &mut self,
        rows: usize,
        columns: usize,
        at: &Georeference,
    ) -> Result<ResultRows<'_>, TiffError> {
        let GeoTransform {
            west,
            north,
            step_x,
            step_y,
        } = at.transform;
        let mut tags = self.encoder.image_directory()?;
        tags.write_tag(Tag::ImageWidth, u32::try_from(columns)?)?;
        tags.write_tag(Tag::ImageLength, u32::try_from(rows)?)?;
        tags.write_tag(Tag::RowsPerStrip, u32::try_from(STRIP_ROWS)?)?;
        // One sample of 32 bits, IEEE floating point; dark is low.
        tags.write_tag(Tag::SamplesPerPixel, 1_u16)?;
        tags.write_tag(Tag::BitsPerSample, 32_u16)?;
        tags.write_tag(Tag::SampleFormat, 3_u16)?;
        tags.write_tag(Tag::PhotometricInterpretation, 1_u16)?;
        tags.write_tag(Tag::Compression, DEFLATE)?;
        tags.write_tag(Tag::ModelPixelScaleTag, &[step_x, step_y, 0.0][..])?;
        tags.write_tag(
            Tag::ModelTiepointTag,
            &[0.0, 0.0, 0.0, west, north, 0.0][..],
        )?;
        let number = at.crs.code().rsplit(':').next();
        let number: u16 = number.and_then(|n| n.parse().ok()).unwrap_or(u16::MAX);
        let (model, key) = if at.crs.is_degrees() {
            (2, 2048)
        } else {
            (1, 3072)
        };
        // Version 1.1.0 of the keys, three of them: model type, cells are areas, the system.
        let keys = [
            1, 1, 0, 3, 1024, 0, 1, model, 1025, 0, 1, 1, key, 0, 1, number,
        ];
        tags.write_tag(Tag::GeoKeyDirectoryTag, &keys[..])?;
        tags.write_tag(Tag::GdalNodata, "nan")?;
        Ok(ResultRows {
            directory: tags,
            cells_of_a_strip: STRIP_ROWS * columns,
            waiting: Vec::new(),
            offsets: Vec::new(),
            sizes: Vec::new(),
        })
    }
}

impl ResultRows<'_> {
    pub(in crate::grid) fn write(&mut self, minutes: &[f32]) -> Result<(), TiffError> {
        self.waiting.extend(minutes);
        let whole = self.waiting.len() / self.cells_of_a_strip * self.cells_of_a_strip;
        self.pack(whole)
    }

    /// Writes that many of the waiting cells; the strips are packed side by side.
    fn pack(&mut self, count: usize) -> Result<(), TiffError> {
        let strips: Vec<Vec<u8>> = self.waiting[..count]
            .par_chunks(self.cells_of_a_strip)
            .map(packed)
            .collect::<Result<_, _>>()?;
        for strip in strips {
            self.offsets.push(self.directory.write_data(&strip[..])?);
            self.sizes.push(strip.len() as u64);
        }
        self.waiting.drain(..count);
        Ok(())
    }

    pub(in crate::grid) fn finish(mut self) -> Result<(), TiffError> {
        self.pack(self.waiting.len())?;
        self.directory
            .write_tag(Tag::StripOffsets, &self.offsets[..])?;
        self.directory
            .write_tag(Tag::StripByteCounts, &self.sizes[..])?;
        self.directory.finish()
    }
}

fn packed(strip: &[f32]) -> Result<Vec<u8>, std::io::Error> {
    // The crate writes files in the byte order of the machine.
    let bytes: Vec<u8> = strip.iter().flat_map(|cell| cell.to_ne_bytes()).collect();
    let mut deflate = ZlibEncoder::new(Vec::new(), Compression::fast());
    deflate.write_all(&bytes)?;
    deflate.finish()
}
