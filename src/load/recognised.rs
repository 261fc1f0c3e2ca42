//! The format of a file by its first bytes, regardless of its name.

use super::error::LoadError;
use super::table_error::TableError;

/// A format that is not read, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Foreign {
    what: &'static str,
    advice: &'static str,
}

const SAVE_SHEET: &str = "save the sheet as CSV (UTF-8) and name that file";
const UNPACK: &str = "unpack it, or compress the file with gzip or Zstandard";
const WRITE_PARQUET: &str = "write it as CSV or Parquet";
const EXPORT_TABLE: &str = "export the layer as CSV, or as GeoJSON in WGS 84";
const A_RASTER: &str = "only `catchment grid run` reads rasters, as `.tif` or `.asc`";

/// First bytes of formats that are not read.
///
/// # Source
///
/// `file(1)`, and the formats' own specifications.
const MAGIC: [(&[u8], Foreign); 23] = [
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        foreign("an old Excel workbook (.xls)", SAVE_SHEET),
    ),
    (b"BZh", foreign("compressed with bzip2", UNPACK)),
    (b"\xFD7zXZ\0", foreign("compressed with xz", UNPACK)),
    (b"7z\xBC\xAF\x27\x1C", foreign("a 7z archive", UNPACK)),
    (b"Rar!\x1A\x07", foreign("a RAR archive", UNPACK)),
    (b"\x04\x22\x4D\x18", foreign("compressed with LZ4", UNPACK)),
    (
        b"%PDF",
        foreign("a PDF", "a table in a PDF must be copied into a CSV"),
    ),
    (b"ARROW1", foreign("an Arrow (Feather) file", WRITE_PARQUET)),
    (b"FEA1", foreign("an old Feather file", WRITE_PARQUET)),
    (b"ORC", foreign("an ORC file", WRITE_PARQUET)),
    (
        b"\x89HDF\r\n\x1A\n",
        foreign("an HDF5 (or netCDF) file", WRITE_PARQUET),
    ),
    (b"CDF\x01", foreign("a netCDF file", WRITE_PARQUET)),
    (b"CDF\x02", foreign("a netCDF file", WRITE_PARQUET)),
    (
        b"SQLite format 3\0",
        foreign("an SQLite database (or a GeoPackage)", EXPORT_TABLE),
    ),
    (b"fgb\x03", foreign("a FlatGeobuf file", EXPORT_TABLE)),
    (
        b"\0\0\x27\x0A\0\0\0\0",
        foreign("a shapefile", EXPORT_TABLE),
    ),
    (b"II*\0", foreign("a TIFF", A_RASTER)),
    (b"MM\0*", foreign("a TIFF", A_RASTER)),
    (b"\x89PNG", foreign("a picture (PNG)", WRITE_PARQUET)),
    (b"RDX3", foreign("an R data file", WRITE_PARQUET)),
    (
        b"X\n\0\0\0",
        foreign("an R data file (.rds)", WRITE_PARQUET),
    ),
    (b"<stata_dta>", foreign("a Stata file", WRITE_PARQUET)),
    (
        b"version https://git-lfs",
        foreign(
            "a Git LFS pointer, not the file itself",
            "fetch the file with `git lfs pull`",
        ),
    ),
];

const fn foreign(what: &'static str, advice: &'static str) -> Foreign {
    Foreign { what, advice }
}

/// First bytes of gzip and Zstandard (RFC 1952; RFC 8878, a skippable frame included).
pub(super) fn is_gzip(stored: &[u8]) -> bool {
    stored.starts_with(b"\x1F\x8B\x08")
}

/// See [`is_gzip`].
pub(super) fn is_zstandard(stored: &[u8]) -> bool {
    stored.starts_with(b"\x28\xB5\x2F\xFD")
        || stored.len() > 8 && stored[1..4] == *b"\x2A\x4D\x18" && stored[0] & 0xF0 == 0x50
}

/// Whether a file is Parquet.
pub(super) fn is_parquet(content: &[u8]) -> bool {
    content.starts_with(b"PAR1")
}

/// Whether a text is JSON: no header row of a table begins so.
pub(super) fn is_json(content: &[u8]) -> bool {
    let content = super::text::without_byte_order_mark(content);
    matches!(content.trim_ascii_start(), [b'{' | b'[', ..])
}

/// Refuses what is not read anywhere, by name and with advice.
pub(super) fn refuse_foreign(file: &str, content: &[u8]) -> Result<(), LoadError> {
    match recognise(content) {
        None => Ok(()),
        Some(Foreign { what, advice }) => Err(LoadError::Table(TableError::Foreign {
            file: file.to_owned(),
            what,
            advice,
        })),
    }
}

fn recognise(content: &[u8]) -> Option<Foreign> {
    let known = MAGIC.iter().find(|(magic, _)| content.starts_with(magic));
    known
        .map(|&(_, foreign)| foreign)
        .or_else(|| zip(content))
        .or_else(|| markup(content))
}

/// A workbook is a zip of which the names of its parts tell the kind.
fn zip(content: &[u8]) -> Option<Foreign> {
    if !content.starts_with(b"PK\x03\x04") && !content.starts_with(b"PK\x05\x06") {
        return None;
    }
    let has = |part: &[u8]| content.windows(part.len()).any(|window| window == part);
    Some(if has(b"xl/workbook.bin") {
        foreign("a binary Excel workbook (.xlsb)", SAVE_SHEET)
    } else if has(b"xl/") {
        foreign("an Excel workbook (.xlsx)", SAVE_SHEET)
    } else if has(b"opendocument.spreadsheet") {
        foreign("an OpenDocument spreadsheet (.ods)", SAVE_SHEET)
    } else {
        foreign(
            "a zip archive (or a workbook: .xlsx, .ods)",
            "unpack it; if it is a workbook, save the sheet as CSV (UTF-8)",
        )
    })
}

fn markup(content: &[u8]) -> Option<Foreign> {
    let content = super::text::without_byte_order_mark(content).trim_ascii_start();
    let begins = |tag: &str| {
        let start = content.get(..tag.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()))
    };
    if begins("<!doctype html") || begins("<html") {
        let advice = "if you downloaded it, download the file itself, not its web page";
        Some(foreign("a web page (HTML)", advice))
    } else if begins("<?xml") || begins("<kml") {
        let advice = "save a table as CSV, shapes as GeoJSON in WGS 84";
        Some(foreign("XML", advice))
    } else if begins("{\\rtf") {
        Some(foreign(
            "a text document (RTF)",
            "save it as plain text, UTF-8",
        ))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_shapes_are_not_foreign() {
        for text in [
            &b"id,lat,lon\n"[..],
            b"",
            b"\xEF\xBB\xBF{\"type\":1}",
            b"PAR1",
            b"<id>,lat",
            b"CDFX,lat",
            b"II,lat",
        ] {
            assert_eq!(recognise(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_workbook_is_told_from_another_zip() {
        let zip = |name: &[u8]| [b"PK\x03\x04\x14\0", name].concat();
        let what = |name: &[u8]| recognise(&zip(name)).unwrap().what;
        assert_eq!(what(b"xl/worksheets"), "an Excel workbook (.xlsx)");
        assert_eq!(
            what(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
            "an OpenDocument spreadsheet (.ods)"
        );
        assert!(what(b"data.csv").starts_with("a zip archive"));
    }
}
