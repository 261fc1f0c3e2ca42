//! Files that are read as a whole, within the limits.

use crate::limits::{FILE_BYTES, Limit};
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Opens a file to read; a device, which may never end, is refused.
pub(crate) fn open_input(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    let kind = file.metadata()?.file_type();
    if kind.is_dir() {
        return Err(io::Error::other("this is a folder (expected a file)"));
    }
    if is_device(kind) {
        return Err(io::Error::other("this is a device (expected a file)"));
    }
    Ok(file)
}

#[cfg(unix)]
fn is_device(kind: std::fs::FileType) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    kind.is_char_device() || kind.is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: std::fs::FileType) -> bool {
    false
}

/// Reads a file that is no larger than the limit.
pub(crate) fn read_input(path: &Path) -> io::Result<Vec<u8>> {
    let file = open_input(path)?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    let over = |size| io::Error::other(FILE_BYTES.over(size));
    FILE_BYTES.check(size).map_err(io::Error::other)?;
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    let most = FILE_BYTES.get();
    // A pipe does not say how much it has.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        size if size > most => Err(over(size)),
        _ => Ok(bytes),
    }
}

/// What is said of a file that unpacks to more than it may.
pub(super) fn too_large(most: u64, limit: &Limit) -> String {
    format!(
        "it decompresses to more than {most} bytes; if the file is meant so, raise the limit `{}` \
         (now {} {})",
        limit.name,
        limit.get(),
        limit.unit
    )
}
