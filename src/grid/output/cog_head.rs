use crate::grid::georeference::Georeference;
use crate::grid::kernel::geo_transform::GeoTransform;
use crate::grid::{geo_key, tag};

/// What stands before the tiles of a Cloud-Optimised `GeoTIFF`: how the file is laid out, and a directory for
/// each level, the whole raster first.
///
/// # Source
///
/// `BigTIFF`; `GeoTIFF` 1.1 (OGC 19-008r4); Cloud Optimized `GeoTIFF` 1.0 (OGC 21-026) with the block leaders
/// and trailers that GDAL's driver declares.
pub(super) struct CogHead<'a> {
    at: &'a Georeference,
    levels: Vec<Directory<'a>>,
    tile: usize,
}

/// A level: its cells, and the bytes of its packed tiles.
pub(super) struct Directory<'a> {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) sizes: &'a [u32],
}

const LAYOUT: &str = "LAYOUT=IFDS_BEFORE_DATA\nBLOCK_ORDER=ROW_MAJOR\nBLOCK_LEADER=SIZE_AS_UINT4\n\
    BLOCK_TRAILER=LAST_4_BYTES_REPEATED\nKNOWN_INCOMPATIBLE_EDITION=NO\n ";

/// Types of values.
const ASCII: u16 = 2;
const SHORT: u16 = 3;
const LONG: u16 = 4;
const DOUBLE: u16 = 12;
const LONG8: u16 = 16;

/// A tag, and its values as bytes in little endian.
struct Entry {
    tag: u16,
    kind: u16,
    count: usize,
    bytes: Vec<u8>,
}

impl Entry {
    fn shorts(tag: u16, values: &[u16]) -> Self {
        Self::new(
            tag,
            SHORT,
            values.len(),
            values.iter().flat_map(|value| value.to_le_bytes()),
        )
    }

    fn longs(tag: u16, values: &[u32]) -> Self {
        Self::new(
            tag,
            LONG,
            values.len(),
            values.iter().flat_map(|value| value.to_le_bytes()),
        )
    }

    fn doubles(tag: u16, values: &[f64]) -> Self {
        Self::new(
            tag,
            DOUBLE,
            values.len(),
            values.iter().flat_map(|value| value.to_le_bytes()),
        )
    }

    fn offsets(tag: u16, values: &[u64]) -> Self {
        Self::new(
            tag,
            LONG8,
            values.len(),
            values.iter().flat_map(|value| value.to_le_bytes()),
        )
    }

    fn new(tag: u16, kind: u16, count: usize, bytes: impl Iterator<Item = u8>) -> Self {
        Self {
            tag,
            kind,
            count,
            bytes: bytes.collect(),
        }
    }
}

impl<'a> CogHead<'a> {
    pub(super) const fn new(at: &'a Georeference, levels: Vec<Directory<'a>>, tile: usize) -> Self {
        Self { at, levels, tile }
    }

    /// The bytes; tiles follow at once, those of the smallest level first.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut head = b"II".to_vec();
        for word in [43_u16, 8, 0] {
            head.extend(word.to_le_bytes());
        }
        let layout = format!(
            "GDAL_STRUCTURAL_METADATA_SIZE={:06} bytes\n{LAYOUT}",
            LAYOUT.len()
        );
        // Directories begin at even places.
        let padding = layout.len() % 2;
        let first = 16 + layout.len() + padding;
        head.extend((first as u64).to_le_bytes());
        head.extend(layout.as_bytes());
        head.resize(first, 0);
        // Lengths of directories do not depend on where the tiles are.
        let nowhere: Vec<Vec<u64>> = self
            .levels
            .iter()
            .map(|level| vec![0; level.sizes.len()])
            .collect();
        let length: usize = self.directories(first, &nowhere).iter().map(Vec::len).sum();
        let mut offsets = nowhere;
        let mut at = (first + length) as u64;
        for (level, offsets) in self.levels.iter().zip(&mut offsets).rev() {
            for (&size, offset) in level.sizes.iter().zip(offsets) {
                *offset = at + 4;
                at += 8 + u64::from(size);
            }
        }
        head.extend(self.directories(first, &offsets).concat());
        head
    }

    fn directories(&self, first: usize, offsets: &[Vec<u64>]) -> Vec<Vec<u8>> {
        let mut at = first;
        let count = self.levels.len();
        let levels = self.levels.iter().zip(offsets).enumerate();
        levels
            .map(|(number, (level, offsets))| {
                let entries = self.entries(level, number == 0, offsets);
                let bytes = directory(at, &entries, number + 1 == count);
                at += bytes.len();
                bytes
            })
            .collect()
    }

    /// Ascending by tag.
    fn entries(&self, level: &Directory, is_whole: bool, offsets: &[u64]) -> Vec<Entry> {
        let long = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        let mut entries = vec![
            // One sample of 32 bits, IEEE floating point; dark is low; Deflate by Adobe's number.
            Entry::longs(tag::SUBFILE_TYPE, &[u32::from(!is_whole)]),
            Entry::longs(tag::WIDTH, &[long(level.columns)]),
            Entry::longs(tag::LENGTH, &[long(level.rows)]),
            Entry::shorts(tag::BITS_PER_SAMPLE, &[32]),
            Entry::shorts(tag::COMPRESSION, &[8]),
            Entry::shorts(tag::PHOTOMETRIC, &[1]),
            Entry::shorts(tag::SAMPLES_PER_PIXEL, &[1]),
            Entry::shorts(tag::PLANAR_CONFIGURATION, &[1]),
            Entry::shorts(tag::TILE_WIDTH, &[short(self.tile)]),
            Entry::shorts(tag::TILE_LENGTH, &[short(self.tile)]),
            Entry::offsets(tag::TILE_OFFSETS, offsets),
            Entry::longs(tag::TILE_BYTE_COUNTS, level.sizes),
            Entry::shorts(tag::SAMPLE_FORMAT, &[3]),
        ];
        if is_whole {
            entries.extend(self.places());
        }
        entries.push(Entry::new(
            tag::GDAL_NODATA,
            ASCII,
            4,
            b"nan\0".iter().copied(),
        ));
        entries
    }

    /// Where the raster lies.
    fn places(&self) -> [Entry; 3] {
        let GeoTransform {
            west,
            north,
            step_x,
            step_y,
        } = self.at.transform;
        let number = self.at.crs.code().rsplit(':').next();
        let number: u16 = number.and_then(|n| n.parse().ok()).unwrap_or(u16::MAX);
        let (model, system) = if self.at.crs.is_degrees() {
            (geo_key::GEOGRAPHIC, geo_key::GEODETIC_CRS)
        } else {
            (geo_key::PROJECTED, geo_key::PROJECTED_CRS)
        };
        let short = |number: u64| u16::try_from(number).unwrap_or(u16::MAX);
        let keys = [
            (geo_key::MODEL_TYPE, short(model)),
            (geo_key::RASTER_TYPE, short(geo_key::PIXEL_IS_AREA)),
            (system, number),
        ];
        // Version 1.1.0 of the keys, and how many; each has one value, here.
        let version = [1, 1, 0, 3];
        let keys = keys.iter().flat_map(|&(key, value)| [key, 0, 1, value]);
        let keys: Vec<u16> = version.into_iter().chain(keys).collect();
        [
            Entry::doubles(tag::PIXEL_SCALE, &[step_x, step_y, 0.0]),
            Entry::doubles(tag::TIEPOINT, &[0.0, 0.0, 0.0, west, north, 0.0]),
            Entry::shorts(tag::GEO_KEYS, &keys),
        ]
    }
}

/// A directory that begins at this place of the file, then the values that do not fit in its entries.
fn directory(at: usize, entries: &[Entry], is_last: bool) -> Vec<u8> {
    let mut values = Vec::new();
    let mut bytes = (entries.len() as u64).to_le_bytes().to_vec();
    let head = 8 + 20 * entries.len() + 8;
    for entry in entries {
        bytes.extend(entry.tag.to_le_bytes());
        bytes.extend(entry.kind.to_le_bytes());
        bytes.extend((entry.count as u64).to_le_bytes());
        if entry.bytes.len() <= 8 {
            let mut own = entry.bytes.clone();
            own.resize(8, 0);
            bytes.extend(own);
        } else {
            bytes.extend(((at + head + values.len()) as u64).to_le_bytes());
            values.extend(&entry.bytes);
            values.resize(values.len().next_multiple_of(8), 0);
        }
    }
    let next = if is_last { 0 } else { at + head + values.len() };
    bytes.extend((next as u64).to_le_bytes());
    bytes.extend(values);
    bytes
}
