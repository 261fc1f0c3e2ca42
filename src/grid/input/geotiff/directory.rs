use crate::grid::error::GridError;
use crate::load::open_input;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// A TIFF or `BigTIFF` whose directories are read; nothing that they claim takes more memory than the
/// file has bytes.
#[derive(Debug)]
pub(super) struct Tiff<'a> {
    pub(super) name: &'a Path,
    file: File,
    length: u64,
    pub(super) is_big_endian: bool,
    is_big: bool,
}

/// The tags of one image of a file.
///
/// # Source
///
/// TIFF 6.0, section 2, and the `BigTIFF` design.
#[derive(Debug)]
pub(super) struct Directory {
    entries: BTreeMap<u16, Entry>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    kind: u16,
    count: u64,
    /// The value itself where it is small, or where it lies.
    field: [u8; 8],
}

/// Images of one file that are looked at, overviews and masks included.
const MOST_DIRECTORIES: usize = 1 << 12;

/// Tags of one image.
const MOST_ENTRIES: u64 = 1 << 12;

impl<'a> Tiff<'a> {
    pub(super) fn open(name: &'a Path) -> Result<(Self, Vec<Directory>), GridError> {
        let mut file = open_input(name).map_err(|e| GridError::io(name, e))?;
        let length = file.metadata().map_err(|e| GridError::io(name, e))?.len();
        let mut head = [0; 16];
        let read = read_up_to(&mut file, &mut head).map_err(|e| GridError::io(name, e))?;
        let (is_big_endian, version) = match head[..4] {
            [b'I', b'I', a, b] => (false, u16::from_le_bytes([a, b])),
            [b'M', b'M', a, b] => (true, u16::from_be_bytes([a, b])),
            _ => return Err(GridError::file(name, other_format(&head))),
        };
        let is_big = version == 43;
        if read < 8 || !(version == 42 || is_big && read == 16) {
            return Err(GridError::file(
                name,
                "not a TIFF, or cut short in its header",
            ));
        }
        let mut tiff = Self {
            name,
            file,
            length,
            is_big_endian,
            is_big,
        };
        let mut next = if is_big {
            tiff.whole(&head[8..16])
        } else {
            tiff.whole(&head[4..8])
        };
        let mut directories = Vec::new();
        while next != 0 {
            if directories.len() == MOST_DIRECTORIES {
                return Err(tiff.wrong(format!("more than {MOST_DIRECTORIES} images")));
            }
            let (directory, after) = tiff.directory(next)?;
            directories.push(directory);
            next = after;
        }
        Ok((tiff, directories))
    }

    fn directory(&mut self, at: u64) -> Result<(Directory, u64), GridError> {
        let (count_size, entry_size, end_size) = if self.is_big {
            (8, 20_u8, 8_u8)
        } else {
            (2, 12, 4)
        };
        let count = self.bytes(at, count_size)?;
        let count = self.whole(&count);
        if count > MOST_ENTRIES {
            return Err(self.wrong(format!(
                "an image has {count} tags (expected up to {MOST_ENTRIES})"
            )));
        }
        let bytes = self.bytes(
            at + count_size,
            count * u64::from(entry_size) + u64::from(end_size),
        )?;
        let (entries, end) = bytes.split_at(bytes.len() - usize::from(end_size));
        let entries = entries.chunks_exact(usize::from(entry_size)).map(|entry| {
            let mut field = [0; 8];
            let from = if self.is_big { 12 } else { 8 };
            field[..entry.len() - from].copy_from_slice(&entry[from..]);
            let number = |range: std::ops::Range<usize>| {
                u16::try_from(self.whole(&entry[range])).unwrap_or(u16::MAX)
            };
            let kind = number(2..4);
            (
                number(0..2),
                Entry {
                    kind,
                    count: self.whole(&entry[4..from]),
                    field,
                },
            )
        });
        // Of a tag that is there twice, the first counts.
        let mut map = BTreeMap::new();
        for (tag, entry) in entries {
            map.entry(tag).or_insert(entry);
        }
        Ok((Directory { entries: map }, self.whole(end)))
    }

    /// A whole number in the order of the file.
    fn whole(&self, bytes: &[u8]) -> u64 {
        let digit = |all: u64, &byte: &u8| all << 8 | u64::from(byte);
        if self.is_big_endian {
            bytes.iter().fold(0, digit)
        } else {
            bytes.iter().rev().fold(0, digit)
        }
    }

    /// Whether this many bytes from an offset are within the file.
    pub(super) fn holds(&self, at: u64, count: u64) -> bool {
        at.checked_add(count).is_some_and(|end| end <= self.length)
    }

    pub(super) fn bytes(&mut self, at: u64, count: u64) -> Result<Vec<u8>, GridError> {
        if !self.holds(at, count) {
            return Err(
                self.wrong("the file is cut short: it ends before the data its header points to")
            );
        }
        let mut bytes = vec![0; usize::try_from(count).map_err(|e| self.wrong(e))?];
        self.file
            .seek(SeekFrom::Start(at))
            .and_then(|_| self.file.read_exact(&mut bytes))
            .map_err(|e| GridError::io(self.name, e))?;
        Ok(bytes)
    }

    pub(super) fn wrong(&self, reason: impl ToString) -> GridError {
        GridError::file(self.name, reason)
    }

    /// The bytes of a tag, and how many of them make a value.
    fn value(
        &mut self,
        directory: &Directory,
        tag: u16,
    ) -> Result<Option<(u16, Vec<u8>)>, GridError> {
        let Some(&Entry { kind, count, field }) = directory.entries.get(&tag) else {
            return Ok(None);
        };
        let Some(bytes) = size_of(kind).and_then(|size| count.checked_mul(size)) else {
            return Err(self.wrong(format!("tag {tag} has values of an unknown type ({kind})")));
        };
        let room = if self.is_big { 8 } else { 4 };
        if bytes <= room {
            return Ok(Some((kind, field[..short(bytes)].to_vec())));
        }
        let at = self.whole(&field[..short(room)]);
        Ok(Some((kind, self.bytes(at, bytes)?)))
    }

    /// Whole numbers of a tag; none where it is not there.
    pub(super) fn numbers(
        &mut self,
        directory: &Directory,
        tag: u16,
    ) -> Result<Vec<u64>, GridError> {
        let Some((kind, bytes)) = self.value(directory, tag)? else {
            return Ok(Vec::new());
        };
        if !matches!(kind, 1 | 3 | 4 | 13 | 16 | 18) {
            return Err(self.wrong(format!(
                "tag {tag}: expected whole numbers (got type {kind})"
            )));
        }
        let size = short(size_of(kind).unwrap_or(1));
        Ok(bytes
            .chunks_exact(size)
            .map(|bytes| self.whole(bytes))
            .collect())
    }

    /// The first whole number of a tag.
    pub(super) fn number(
        &mut self,
        directory: &Directory,
        tag: u16,
    ) -> Result<Option<u64>, GridError> {
        Ok(self.numbers(directory, tag)?.first().copied())
    }

    /// Numbers of a tag in double precision; none where it is not there.
    pub(super) fn doubles(
        &mut self,
        directory: &Directory,
        tag: u16,
    ) -> Result<Vec<f64>, GridError> {
        let Some((kind, bytes)) = self.value(directory, tag)? else {
            return Ok(Vec::new());
        };
        if kind != 12 {
            return Err(self.wrong(format!("tag {tag}: expected doubles (got type {kind})")));
        }
        Ok(bytes
            .chunks_exact(8)
            .map(|bytes| f64::from_bits(self.whole(bytes)))
            .collect())
    }

    /// The text of a tag, as bytes; none where it is not there.
    pub(super) fn text(
        &mut self,
        directory: &Directory,
        tag: u16,
    ) -> Result<Option<String>, GridError> {
        let value = self.value(directory, tag)?;
        Ok(value.map(|(_, bytes)| bytes.iter().map(|&byte| char::from(byte)).collect()))
    }
}

/// A number of bytes of a field.
fn short(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(8).min(8)
}

/// Bytes of a value of a type of TIFF or `BigTIFF`.
fn size_of(kind: u16) -> Option<u64> {
    Some(match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16..=18 => 8,
        _ => return None,
    })
}

fn read_up_to(file: &mut File, to: &mut [u8]) -> std::io::Result<usize> {
    let mut read = 0;
    while read < to.len() {
        match file.read(&mut to[read..])? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}

/// What a file is that has the name of a TIFF, by its first bytes.
fn other_format(head: &[u8; 16]) -> String {
    let format = match head {
        [0x89, b'P', b'N', b'G', ..] => "a PNG",
        [0xff, 0xd8, ..] => "a JPEG",
        [0x89, b'H', b'D', b'F', ..] | [b'C', b'D', b'F', ..] => "HDF5 or NetCDF",
        [b'P', b'K', 3, 4, ..] => "a ZIP archive; unpack it",
        [0x1f, 0x8b, ..] => "compressed with gzip; decompress it",
        [b'<', ..] => "the text of a virtual raster or a web page",
        _ => return "not a TIFF (expected `II` or `MM` at the start)".to_owned(),
    };
    format!("not a TIFF, but {format} (`gdal_translate` converts most rasters to GeoTIFF)")
}
