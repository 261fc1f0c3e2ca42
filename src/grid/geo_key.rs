//! Keys of the place of a `GeoTIFF`, and their values: version 1.1, OGC 19-008r4.

pub(super) const MODEL_TYPE: u16 = 1024;
pub(super) const RASTER_TYPE: u16 = 1025;
pub(super) const CITATION: u16 = 1026;
pub(super) const GEODETIC_CRS: u16 = 2048;
pub(super) const GEODETIC_CITATION: u16 = 2049;
pub(super) const ANGULAR_UNITS: u16 = 2054;
pub(super) const PROJECTED_CRS: u16 = 3072;
pub(super) const PROJECTED_CITATION: u16 = 3073;
pub(super) const LINEAR_UNITS: u16 = 3076;
pub(super) const PROJECTED: u64 = 1;
pub(super) const GEOGRAPHIC: u64 = 2;
pub(super) const GEOCENTRIC: u64 = 3;
pub(super) const PIXEL_IS_AREA: u64 = 1;
pub(super) const PIXEL_IS_POINT: u64 = 2;
pub(super) const USER_DEFINED: u64 = 32_767;
pub(super) const METRE: u64 = 9001;
pub(super) const DEGREE: [u64; 2] = [9102, 9122];
