//! How large a file may be.

/// The most bytes of a file, as stored and unpacked: several times the largest table that fits into
/// the memory of a computer once it is a model. A few bytes can claim to unpack to any size.
pub(super) const MOST_BYTES: u64 = 4 << 30;

/// What is reported about a file that unpacks to more than [`MOST_BYTES`].
pub(super) fn too_large() -> String {
    format!("it decompresses to more than {} GiB", MOST_BYTES >> 30)
}
