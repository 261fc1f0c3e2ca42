use crate::grid::georeference::Georeference;
use crate::grid::kernel::geo_transform::GeoTransform;

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
            Entry::longs(254, &[u32::from(!is_whole)]),
            Entry::longs(256, &[long(level.columns)]),
            Entry::longs(257, &[long(level.rows)]),
            Entry::shorts(258, &[32]),
            Entry::shorts(259, &[8]),
            Entry::shorts(262, &[1]),
            Entry::shorts(277, &[1]),
            Entry::shorts(284, &[1]),
            Entry::shorts(322, &[short(self.tile)]),
            Entry::shorts(323, &[short(self.tile)]),
            Entry::offsets(324, offsets),
            Entry::longs(325, level.sizes),
            Entry::shorts(339, &[3]),
        ];
        if is_whole {
            entries.extend(self.places());
        }
        entries.push(Entry::new(42_113, ASCII, 4, b"nan\0".iter().copied()));
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
        let (model, key) = if self.at.crs.is_degrees() {
            (2, 2048)
        } else {
            (1, 3072)
        };
        // Version 1.1.0 of the keys, three of them: model type, cells are areas, the system.
        let keys = [
            1, 1, 0, 3, 1024, 0, 1, model, 1025, 0, 1, 1, key, 0, 1, number,
        ];
        [
            Entry::doubles(33_550, &[step_x, step_y, 0.0]),
            Entry::doubles(33_922, &[0.0, 0.0, 0.0, west, north, 0.0]),
            Entry::shorts(34_735, &keys),
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
