//! The most that a file may hold, so that a small or damaged one cannot take all memory.
//!
//! Every limit can be raised, or lowered, for the whole process; `docs/limits.md` is written from this
//! table. Limits that follow from a format or from arithmetic are there too, and cannot be changed.
//!
//! ```
//! use catchment::limits::{self, UNPACKED_BYTES};
//!
//! assert!(UNPACKED_BYTES.check(4 << 30).is_ok());
//! assert!(UNPACKED_BYTES.check((4 << 30) + 1).is_err());
//! assert!(limits::named("unpacked-bytes").is_some());
//! ```

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// The most of something.
#[derive(Debug)]
pub struct Limit {
    /// Its name in options and messages.
    pub name: &'static str,
    /// What is limited.
    pub what: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// The limit unless it is changed.
    pub default: u64,
    /// Why it is that.
    pub why: &'static str,
    now: AtomicU64,
}

/// More of something than its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{what}: {found} {unit} (expected up to {limit}; if the file is meant so, raise the limit `{name}`)"
)]
pub struct OverLimit {
    /// The name of the limit.
    pub name: &'static str,
    /// What is limited.
    pub what: &'static str,
    /// What it is counted in.
    pub unit: &'static str,
    /// The limit.
    pub limit: u64,
    /// How much there is, or at least is.
    pub found: u64,
}

impl Limit {
    const fn new(
        name: &'static str,
        what: &'static str,
        unit: &'static str,
        default: u64,
        why: &'static str,
    ) -> Self {
        Self {
            name,
            what,
            unit,
            default,
            why,
            now: AtomicU64::new(default),
        }
    }

    /// The limit as it is now.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.now.load(Ordering::Relaxed)
    }

    /// Changes the limit for what is read from now on.
    pub fn set(&self, limit: u64) {
        self.now.store(limit, Ordering::Relaxed);
    }

    /// Whether so much is within the limit.
    ///
    /// # Errors
    ///
    /// It is more.
    pub fn check(&self, found: u64) -> Result<(), OverLimit> {
        if found <= self.get() {
            Ok(())
        } else {
            Err(self.over(found))
        }
    }

    /// That there is more, so much at least.
    pub(crate) fn over(&self, found: u64) -> OverLimit {
        OverLimit {
            name: self.name,
            what: self.what,
            unit: self.unit,
            limit: self.get(),
            found,
        }
    }
}

/// Bytes of a file that is read as a whole.
pub static FILE_BYTES: Limit = Limit::new(
    "file-bytes",
    "size of a file that is read as a whole",
    "bytes",
    4 << 30,
    "several times the largest table that fits into memory once it is a model",
);

/// Bytes that a compressed file unpacks to.
pub static UNPACKED_BYTES: Limit = Limit::new(
    "unpacked-bytes",
    "decompressed size of a file",
    "bytes",
    4 << 30,
    "a few bytes can claim to unpack to any size",
);

/// Bytes that each stored byte may unpack to, of files that unpack to more than [`ALWAYS_UNPACKED`].
pub static UNPACK_RATIO: Limit = Limit::new(
    "unpack-ratio",
    "decompressed size of a file over 64 MiB",
    "bytes for each stored byte",
    100,
    "tables of numbers unpack to 3 to 30 times their size",
);

/// What a file may unpack to whatever its stored size.
pub const ALWAYS_UNPACKED: u64 = 64 << 20;

/// Corners of all polygons of a file.
pub static SHAPE_POSITIONS: Limit = Limit::new(
    "shape-positions",
    "corners of all polygons of a file, shared borders counted for each polygon",
    "positions",
    30_000_000,
    "ten times those of the small areas of England; 16 bytes each",
);

/// Bytes of an unpacked strip or row of tiles of a raster.
pub static RASTER_STRIP_BYTES: Limit = Limit::new(
    "raster-strip-bytes",
    "decompressed size of a strip or row of tiles of a raster",
    "bytes",
    1 << 30,
    "it is held in memory as a whole",
);

/// Rows of a Parquet file that is read as a whole.
pub static PARQUET_ROWS: Limit = Limit::new(
    "parquet-rows",
    "rows of a Parquet file of demand points or hospitals",
    "rows",
    5_000_000,
    "about a hundred times the areas of a country; 100 to 200 bytes each in memory",
);

/// Bytes of one text in a Parquet file.
pub static PARQUET_TEXT_BYTES: Limit = Limit::new(
    "parquet-text-bytes",
    "all texts of a Parquet file of demand points or hospitals",
    "bytes",
    512 << 20,
    "they are in memory as a whole",
);

/// Bytes of an id, a name, or another text of a row.
pub static TEXT_BYTES: Limit = Limit::new(
    "text-bytes",
    "text of a cell",
    "bytes",
    2_000,
    "a name is written into every table, picture and page",
);

/// Every limit that can be changed.
pub static ALL: [&Limit; 8] = [
    &FILE_BYTES,
    &UNPACKED_BYTES,
    &UNPACK_RATIO,
    &SHAPE_POSITIONS,
    &RASTER_STRIP_BYTES,
    &PARQUET_ROWS,
    &PARQUET_TEXT_BYTES,
    &TEXT_BYTES,
];

/// The limit of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Limit> {
    ALL.into_iter().find(|limit| limit.name == name)
}

/// The most bytes that a file of this stored size may unpack to, and the limit that says so.
pub(crate) fn unpacked(stored: u64) -> (u64, &'static Limit) {
    let by_ratio = stored
        .saturating_mul(UNPACK_RATIO.get())
        .max(ALWAYS_UNPACKED);
    if by_ratio < UNPACKED_BYTES.get() {
        (by_ratio, &UNPACK_RATIO)
    } else {
        (UNPACKED_BYTES.get(), &UNPACKED_BYTES)
    }
}

/// The reference of all limits, in Markdown: `docs/limits.md`.
#[must_use]
pub fn reference() -> String {
    let mut page = INTRODUCTION.to_owned();
    for limit in ALL {
        // Writing to a string cannot fail.
        let _ = writeln!(
            page,
            "| `{}` | {} | {} {} | {} |",
            limit.name, limit.what, limit.default, limit.unit, limit.why
        );
    }
    page.push_str(FIXED);
    page
}

const INTRODUCTION: &str = "# Limits

A file that holds more than these ends with an error that names the file, what was found, and the limit. Nothing is
written.

## Limits that can be changed

`--limit NAME=N`, once for each limit, raises or lowers one for a run of any command. This table is written from
`src/limits.rs` by `UPDATE_REFERENCE=1 cargo test --test all limits`.

| name | what is limited | at most | why |
|---|---|---:|---|
";

const FIXED: &str = "
## Limits that are fixed

| what | at most | why |
|---|---:|---|
| a time | 30,000 min | milliseconds are kept in 32 bits; three weeks one way are a mistake |
| demand or population of a row | 10⁹ | millionths are summed exactly |
| sites of a study | 65,534 | numbers of 16 bits |
| names of studies, layouts and scenarios | 100 letters | two of them are in the name of a picture |
| the name of a file of results | 255 bytes | file systems have no longer ones |
| threads | 1,024 | more take longer to start than to work |
| columns of a raster | 16,777,216 | four times the width of the world in cells of 10 m |
| rows of a raster | 2,147,483,648 | |
| tags per image, images per file of a GeoTIFF | 4,096 | |
| a line of an ASCII grid | 256 MiB | |
| a block of an OpenStreetMap extract | 32 MiB | the format's own |
| cells of an isochrone | 200,000,000 | |

Files must be files or pipes: devices are refused, because they do not end.
";

#[cfg(test)]
mod tests {
    use super::*;

    /// Every limit lets through what is at it, and nothing more.
    #[test]
    fn at_the_limit_is_within_and_one_more_is_not() {
        for limit in ALL {
            assert_eq!(limit.get(), limit.default, "{}", limit.name);
            assert!(limit.check(limit.default).is_ok());
            let over = limit.check(limit.default + 1).unwrap_err().to_string();
            assert!(over.contains(limit.name), "{over}");
            assert!(named(limit.name).is_some());
        }
    }

    #[test]
    fn a_small_file_may_unpack_to_64_mib_and_a_large_one_to_100_times_itself() {
        assert_eq!(unpacked(1).0, ALWAYS_UNPACKED);
        assert_eq!(unpacked(1 << 20).0, 100 << 20);
        assert_eq!(unpacked(1 << 30).0, 4 << 30);
        assert_eq!(unpacked(u64::MAX).1.name, "unpacked-bytes");
    }
}
