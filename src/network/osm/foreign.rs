//! Files of other formats that are taken for PBF files.

use super::error::OsmError;

/// How much of a file [`refuse`] needs.
pub(super) const LOOKED_AT: u64 = 64;

const XML: &str = "convert it with `osmium cat IN.osm -o OUT.osm.pbf`";
const OVERPASS: &str = "ask Overpass for `[out:xml]` with `(._;>;); out meta;` and convert that with \
                        `osmium cat IN.osm -o OUT.osm.pbf`, or download an extract";
const UNPACK: &str = "unpack it first";
const EXTRACT: &str = "download an extract of the region as PBF";

/// Refuses what the first bytes show to be another format, and says which.
pub(super) fn refuse(start: &[u8]) -> Result<(), OsmError> {
    let text = start.trim_ascii_start();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let (found, convert) = match (start, text) {
        ([], _) => ("it is empty", Some(EXTRACT)),
        (_, [b'{' | b'[', ..]) => ("it is JSON, as Overpass gives", Some(OVERPASS)),
        (_, [b'<', b'!' | b'h' | b'H', ..]) => ("it is a web page", Some(EXTRACT)),
        (_, [b'<', ..]) => ("it is XML", Some(XML)),
        ([0, 0, 0x27, 0x0a, ..], _) => ("it is a shapefile", Some(EXTRACT)),
        ([b'B', b'Z', b'h', ..], _) => ("it is packed with bzip2", Some(UNPACK)),
        ([0x1f, 0x8b, ..], _) => ("it is packed with gzip", Some(UNPACK)),
        ([b'P', b'K', 3, 4, ..], _) => ("it is a ZIP archive", Some(UNPACK)),
        ([0x28, 0xb5, 0x2f, 0xfd, ..], _) => ("it is packed with Zstandard", Some(UNPACK)),
        ([b'S', b'Q', b'L', b'i', b't', b'e', ..], _) => (
            "it is an SQLite database, as GeoPackages are",
            Some(EXTRACT),
        ),
        ([0xff, 0xe0, ..], _) => ("it is o5m", Some(XML)),
        // The length of the first header, which is never so long.
        ([0, 0, ..], _) => return Ok(()),
        _ => ("its first bytes are not those of one", None),
    };
    Err(OsmError::NotPbf { found, convert })
}

/// A file that begins like a PBF file and has no header block.
pub(super) const fn no_header() -> OsmError {
    OsmError::NotPbf {
        found: "it does not begin with a header block",
        convert: None,
    }
}
