/// Why coordinates cannot be turned into places.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CrsError {
    /// A coordinate reference system that is not known here.
    #[error(
        "unknown coordinate reference system `{0}` (known are degrees as EPSG:4326, national grids \
         as EPSG:27700, 2157, 29902, 29903, 28992, 21781, 2056 and 2154, UTM zones EPSG:326xx, \
         327xx and 258xx, EPSG:3035, 3857 and 6933, ESRI:54009, and more: see docs/reading.md)"
    )]
    Unknown(String),
}
