/// Why coordinates cannot be converted to positions.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CrsError {
    /// An unknown coordinate reference system.
    #[error(
        "unknown coordinate reference system `{0}`; supported are degrees (EPSG:4326), national \
         grids (EPSG:27700, 2157, 29902, 29903, 28992, 21781, 2056, 2154, …), UTM zones \
         (EPSG:326xx, 327xx, 258xx), EPSG:3035, 3857 and 6933, ESRI:54009, and more: see \
         docs/reading.md"
    )]
    Unknown(String),
}
