use super::WholeFile;
use crate::grid::GridError;
use crate::grid::input::Georeference;
use std::fs::File;
use std::io::BufWriter;
use tiff::TiffError;
use tiff::encoder::colortype::Gray32Float;
use tiff::encoder::{Compression, DeflateLevel, ImageEncoder, TiffEncoder, TiffKindBig};
use tiff::tags::Tag;

type Writer = BufWriter<File>;

/// Minutes to the nearest centre as a GeoTIFF: Float32, Deflate, NaN where there is no cell.
pub(in crate::grid) struct ResultRaster {
    encoder: TiffEncoder<Writer, TiffKindBig>,
}

/// The rows of a [`ResultRaster`], written from north to south.
pub(in crate::grid) struct ResultRows<'a> {
    image: ImageEncoder<'a, Writer, Gray32Float, TiffKindBig>,
    waiting: Vec<f32>,
}

/// Rows of a strip of the file.
const STRIP_ROWS: u32 = 16;

impl ResultRaster {
    pub(in crate::grid) fn create(file: &WholeFile) -> Result<Self, GridError> {
        let encoder = TiffEncoder::new_big(BufWriter::new(file.file()?))
            .map_err(|e| GridError::file(file.name(), e))?
            .with_compression(Compression::Deflate(DeflateLevel::Fast));
        Ok(Self { encoder })
    }

    pub(in crate::grid) fn rows(
        &mut self,
        rows: usize,
        columns: usize,
        at: &Georeference,
    ) -> Result<ResultRows<'_>, TiffError> {
        let (columns, rows) = (u32::try_from(columns)?, u32::try_from(rows)?);
        let mut image = self.encoder.new_image::<Gray32Float>(columns, rows)?;
        image.rows_per_strip(STRIP_ROWS)?;
        let tags = image.encoder();
        tags.write_tag(Tag::ModelPixelScaleTag, &[at.step_x, at.step_y, 0.0][..])?;
        tags.write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, at.west, at.north, 0.0][..])?;
        let number = at.crs.code().rsplit(':').next();
        let number: u16 = number.and_then(|n| n.parse().ok()).unwrap_or(u16::MAX);
        let (model, key) = if at.crs.is_degrees() { (2, 2048) } else { (1, 3072) };
        // Version 1.1.0 of the keys, three of them: model type, cells are areas, the system.
        let keys = [1, 1, 0, 3, 1024, 0, 1, model, 1025, 0, 1, 1, key, 0, 1, number];
        tags.write_tag(Tag::GeoKeyDirectoryTag, &keys[..])?;
        tags.write_tag(Tag::GdalNodata, "nan")?;
        Ok(ResultRows {
            image,
            waiting: Vec::new(),
        })
    }
}

impl ResultRows<'_> {
    pub(in crate::grid) fn write(
        &mut self,
        minutes: impl Iterator<Item = f32>,
    ) -> Result<(), TiffError> {
        self.waiting.extend(minutes);
        let mut written = 0;
        loop {
            let strip = usize::try_from(self.image.next_strip_sample_count())?;
            if strip == 0 || self.waiting.len() - written < strip {
                break;
            }
            self.image.write_strip(&self.waiting[written..written + strip])?;
            written += strip;
        }
        self.waiting.drain(..written);
        Ok(())
    }

    pub(in crate::grid) fn finish(self) -> Result<(), TiffError> {
        self.image.finish()
    }
}
