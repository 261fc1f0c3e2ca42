/// Why an OpenStreetMap extract cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OsmError {
    /// The bytes cannot be read from where they are.
    #[error("cannot be read: {0}")]
    Read(#[from] std::io::Error),
    /// Another format.
    #[error(
        "is not an OpenStreetMap PBF file ({found}); expected a `.osm.pbf` extract{}",
        convert.map_or_else(String::new, |how| format!("; {how}"))
    )]
    NotPbf {
        /// What the first bytes look like.
        found: &'static str,
        /// How to make a PBF file of it, where there is a way.
        convert: Option<&'static str>,
    },
    /// The end of the file comes too early.
    #[error(
        "blob {blob} at byte {offset} is cut short: it needs {needed} bytes and {left} are left; \
         download the file again"
    )]
    Truncated {
        /// Number of the blob, from 1.
        blob: usize,
        /// Where it begins.
        offset: u64,
        /// Bytes that it should have.
        needed: u64,
        /// Bytes that it has.
        left: u64,
    },
    /// A compression that is not read.
    #[error(
        "blob {blob} at byte {offset} is compressed with {found}; expected zlib: convert it with \
         `osmium cat IN.osm.pbf -o OUT.osm.pbf -f pbf,pbf_compression=zlib`"
    )]
    Compression {
        /// Number of the blob, from 1.
        blob: usize,
        /// Where it begins.
        offset: u64,
        /// Name of the compression.
        found: &'static str,
    },
    /// Bytes that are not what the format says.
    #[error("blob {blob} at byte {offset} is damaged: {what}; download the file again")]
    Damaged {
        /// Number of the blob, from 1.
        blob: usize,
        /// Where it begins.
        offset: u64,
        /// What is wrong.
        what: Damage,
    },
    /// A file of all versions of every object.
    #[error(
        "is a history file; expected one version of every object: make an extract of one date with \
         `osmium time-filter`"
    )]
    History,
    /// A file that needs what this program cannot do.
    #[error("needs the feature `{0}` of its reader, which is not supported")]
    Feature(String),
    /// Coordinates in the ways.
    #[error(
        "has the positions of nodes in its ways (`LocationsOnWays`); expected them in the nodes: use \
         the file before `osmium add-locations-to-ways`"
    )]
    LocationsOnWays,
    /// Objects in the wrong order.
    #[error(
        "is not sorted (seen at blob {blob}, byte {offset}); expected all nodes, then all ways, then \
         all relations: sort it with `osmium sort IN.osm.pbf -o OUT.osm.pbf`"
    )]
    Unsorted {
        /// Number of the blob, from 1.
        blob: usize,
        /// Where it begins.
        offset: u64,
    },
    /// One id, two objects.
    #[error(
        "{kind} {id} appears twice{}; merge extracts with `osmium merge`, which keeps one version",
        if *kind == "node" { " at different positions" } else { "" }
    )]
    Twice {
        /// `node` or `way`.
        kind: &'static str,
        /// Its id.
        id: i64,
    },
    /// Nothing to drive on.
    #[error(
        "has no road that profile `{profile}` can use ({ways} ways); expected `highway` ways with \
         their nodes: check that the extract is complete and not filtered"
    )]
    NoRoads {
        /// The profile.
        profile: String,
        /// Ways in the file.
        ways: u64,
    },
    /// More than 32 bits can number.
    #[error("has more than {} {what}; use a smaller extract", u32::MAX)]
    TooMany {
        /// What there are too many of.
        what: &'static str,
    },
}

/// What is wrong with the bytes of a blob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// A number of more than 64 bits.
    #[error("a number does not end")]
    Varint,
    /// A field that is longer than what holds it.
    #[error("a field is longer than its message")]
    Length,
    /// A kind of field that there is not.
    #[error("a field has the unknown wire type {0}")]
    WireType(u8),
    /// A field of another kind than it should have.
    #[error("field {0} has the wrong wire type")]
    WrongType(u32),
    /// A header or blob larger than the format allows.
    #[error("its size is above the limit of the format")]
    Size,
    /// A blob without data.
    #[error("it has no data")]
    NoData,
    /// The decoder does not accept it.
    #[error("the zlib data cannot be decompressed")]
    Zlib,
    /// The size is not what was announced.
    #[error("its size after decompression is not the announced one")]
    RawSize,
    /// A text that is not in the table of texts.
    #[error("a tag names a text that is not in the table of texts")]
    NoText,
    /// Text that is not UTF-8.
    #[error("a tag is not UTF-8")]
    NotUtf8,
    /// Lists that belong together and have different lengths.
    #[error("lists of one object have different lengths")]
    Lists,
    /// A place that is not on the Earth.
    #[error("the coordinates of node {0} are not on the Earth")]
    OffTheEarth(i64),
    /// An object without an id.
    #[error("an object has no id")]
    NoId,
}
