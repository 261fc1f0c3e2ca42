//! Blobs: the pieces of a PBF file, which can be read and decompressed one by one.
//!
//! # Source
//!
//! <https://wiki.openstreetmap.org/wiki/PBF_Format>

use super::error::{Damage, OsmError};
use super::foreign;
use super::wire::Fields;
use flate2::{Decompress, FlushDecompress, Status};
use std::io::{Read, Seek, SeekFrom};

/// The largest header of a blob, of the format.
const MOST_HEADER: u32 = 64 << 10;

/// The largest blob, of the format; decompressed ones may not be larger either.
const MOST_BLOB: u64 = 32 << 20;

/// Where a blob is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Its number in the file, from 1.
    pub(super) blob: usize,
    /// Where its header begins.
    pub(super) offset: u64,
    data: u64,
    size: u64,
}

/// What a blob is said to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Header,
    Data,
    /// Of an extension of the format; to be skipped.
    Other,
}

/// The blobs of a file: the header block, and those with data.
#[derive(Debug, Clone)]
pub(super) struct Blobs {
    pub(super) header: Place,
    pub(super) data: Vec<Place>,
}

impl Place {
    pub(super) const fn damaged(self, what: Damage) -> OsmError {
        OsmError::Damaged {
            blob: self.blob,
            offset: self.offset,
            what,
        }
    }

    /// The blob as stored.
    pub(super) fn stored(self, file: &mut (impl Read + Seek)) -> Result<Vec<u8>, OsmError> {
        file.seek(SeekFrom::Start(self.data))?;
        // At most 32 MiB: `size` was checked.
        let mut bytes = vec![0; usize::try_from(self.size).unwrap_or(0)];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// What a stored blob holds.
    pub(super) fn content(self, stored: &[u8]) -> Result<Vec<u8>, OsmError> {
        let damaged = |what| self.damaged(what);
        let mut raw_size = None;
        let mut zlib = None;
        for field in Fields(stored) {
            let (number, value) = field.map_err(damaged)?;
            let compression = match number {
                1 => return value.bytes(1).map(<[u8]>::to_vec).map_err(damaged),
                2 => {
                    raw_size = Some(value.number(2).map_err(damaged)?);
                    continue;
                }
                3 => {
                    zlib = Some(value.bytes(3).map_err(damaged)?);
                    continue;
                }
                4 => "LZMA",
                5 => "bzip2",
                6 => "LZ4",
                7 => "Zstandard",
                _ => continue,
            };
            return Err(OsmError::Compression {
                blob: self.blob,
                offset: self.offset,
                found: compression,
            });
        }
        let zlib = zlib.ok_or(damaged(Damage::NoData))?;
        let raw_size = raw_size.filter(|&size| size <= MOST_BLOB);
        let raw_size = raw_size.ok_or(damaged(Damage::Size))?;
        inflate(zlib, usize::try_from(raw_size).unwrap_or(0)).map_err(damaged)
    }
}

fn inflate(zlib: &[u8], size: usize) -> Result<Vec<u8>, Damage> {
    let mut content = Vec::with_capacity(size);
    let status = Decompress::new(true).decompress_vec(zlib, &mut content, FlushDecompress::Finish);
    match status {
        Ok(Status::StreamEnd) if content.len() == size => Ok(content),
        Ok(Status::StreamEnd) => Err(Damage::RawSize),
        // More than was announced.
        Ok(_) if content.len() == content.capacity() => Err(Damage::RawSize),
        Ok(_) | Err(_) => Err(Damage::Zlib),
    }
}

impl Blobs {
    /// Finds the blobs of a file without reading what they hold.
    pub(super) fn find(file: &mut (impl Read + Seek)) -> Result<Self, OsmError> {
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        let mut start = Vec::new();
        file.take(foreign::LOOKED_AT).read_to_end(&mut start)?;
        foreign::refuse(&start)?;
        let mut header = None;
        let mut data = Vec::new();
        let mut offset = 0;
        let mut blob = 1;
        while offset < length {
            let (kind, place) = next(file, blob, offset, length)?;
            match (kind, header) {
                (Kind::Header, None) => header = Some(place),
                (Kind::Data, Some(_)) => data.push(place),
                (Kind::Data, None) => return Err(foreign::no_header()),
                (Kind::Header, Some(_)) | (Kind::Other, _) => {}
            }
            offset = place.data + place.size;
            blob += 1;
        }
        let header = header.ok_or_else(foreign::no_header)?;
        Ok(Self { header, data })
    }
}

/// The blob at `offset`.
fn next(
    file: &mut (impl Read + Seek),
    blob: usize,
    offset: u64,
    length: u64,
) -> Result<(Kind, Place), OsmError> {
    let cut_short = |needed: u64| OsmError::Truncated {
        blob,
        offset,
        needed,
        left: length - offset,
    };
    let place = |data, size| Place {
        blob,
        offset,
        data,
        size,
    };
    let damaged = |what| place(offset, 0).damaged(what);
    if length - offset < 4 {
        return Err(cut_short(4));
    }
    file.seek(SeekFrom::Start(offset))?;
    let mut size = [0; 4];
    file.read_exact(&mut size)?;
    let header_size = u32::from_be_bytes(size);
    if header_size > MOST_HEADER {
        return Err(damaged(Damage::Size));
    }
    let data = offset + 4 + u64::from(header_size);
    if data > length {
        return Err(cut_short(4 + u64::from(header_size)));
    }
    let mut header = vec![0; header_size as usize];
    file.read_exact(&mut header)?;
    let mut kind = Kind::Other;
    let mut size = None;
    for field in Fields(&header) {
        match field.map_err(damaged)? {
            (1, value) => {
                kind = match value.bytes(1).map_err(damaged)? {
                    b"OSMHeader" => Kind::Header,
                    b"OSMData" => Kind::Data,
                    _ => Kind::Other,
                }
            }
            (3, value) => size = Some(value.number(3).map_err(damaged)?),
            _ => {}
        }
    }
    let size = size.filter(|&size| size <= MOST_BLOB);
    let size = size.ok_or(damaged(Damage::Size))?;
    if data + size > length {
        return Err(cut_short(data - offset + size));
    }
    Ok((kind, place(data, size)))
}
