use super::error::LoadError;
use crate::wording::hex;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

/// A file of a study that is read piece by piece, because it may be larger than the memory.
#[derive(Debug)]
pub struct OpenFile<'a> {
    name: String,
    bytes: Bytes<'a>,
}

#[derive(Debug)]
enum Bytes<'a> {
    Disk(File),
    Memory(Cursor<&'a [u8]>),
}

impl<'a> OpenFile<'a> {
    pub(super) const fn on_disk(name: String, file: File) -> Self {
        let bytes = Bytes::Disk(file);
        Self { name, bytes }
    }

    pub(super) const fn in_memory(name: String, bytes: &'a [u8]) -> Self {
        let bytes = Bytes::Memory(Cursor::new(bytes));
        Self { name, bytes }
    }

    /// Its size in bytes, and the SHA-256 of those, in hexadecimal.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn digest(&mut self) -> Result<(u64, String), LoadError> {
        let mut digest = Sha256::new();
        let mut buffer = vec![0; 1 << 20];
        let mut size = 0;
        let mut read = || -> std::io::Result<u64> {
            self.bytes.seek(SeekFrom::Start(0))?;
            loop {
                let count = self.bytes.read(&mut buffer)?;
                if count == 0 {
                    return Ok(size);
                }
                digest.update(&buffer[..count]);
                size += count as u64;
            }
        };
        match read() {
            Ok(size) => Ok((size, hex(&digest.finalize()))),
            Err(error) => Err(LoadError::Read {
                file: self.name.clone(),
                source: Arc::new(error),
            }),
        }
    }
}

impl Read for Bytes<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::Disk(file) => file.read(buffer),
            Self::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Bytes<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        match self {
            Self::Disk(file) => file.seek(to),
            Self::Memory(bytes) => bytes.seek(to),
        }
    }
}

impl Read for OpenFile<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.bytes.read(buffer)
    }
}

impl Seek for OpenFile<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}
