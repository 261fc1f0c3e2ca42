use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::Write as _;

/// A ZIP archive in the making: files in their order, packed by Deflate.
///
/// # Source
///
/// PKWARE's APPNOTE 6.3, without what large archives need: a file has less than 4 GB.
#[derive(Default)]
pub(super) struct Zip {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    files: u16,
}

/// What the head of a file and its entry in the directory have in common: version 2.0 is needed, names are in
/// UTF-8, packed by Deflate, and the time of the last change, which is none: results do not depend on the clock.
const COMMON: [u8; 10] = [20, 0, 0, 8, 8, 0, 0, 0, 0x21, 0];

impl Zip {
    /// Adds a file.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) -> std::io::Result<()> {
        let long = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        let short = |number: usize| u16::try_from(number).unwrap_or(u16::MAX).to_le_bytes();
        let mut crc = Crc::new();
        crc.update(content);
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::default());
        deflate.write_all(content)?;
        let packed = deflate.finish()?;
        let mut about = COMMON.to_vec();
        about.extend(crc.sum().to_le_bytes());
        about.extend(long(packed.len()));
        about.extend(long(content.len()));
        about.extend(short(name.len()));
        about.extend([0, 0]);
        let at = self.bytes.len();
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&about);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(packed);
        self.directory.extend(b"PK\x01\x02\x14\0");
        self.directory.extend(&about);
        // No comment, the first disk, no attributes.
        self.directory.extend([0; 10]);
        self.directory.extend(long(at));
        self.directory.extend(name.as_bytes());
        self.files += 1;
        Ok(())
    }

    /// The archive.
    pub(super) fn finish(self) -> Vec<u8> {
        let long = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        let mut bytes = self.bytes;
        let at = bytes.len();
        bytes.extend(&self.directory);
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend(self.files.to_le_bytes());
        bytes.extend(self.files.to_le_bytes());
        bytes.extend(long(self.directory.len()));
        bytes.extend(long(at));
        bytes.extend([0, 0]);
        bytes
    }
}
