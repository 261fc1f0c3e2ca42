use super::blob::Place;
use super::error::OsmError;
use super::wire::Fields;

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::network) struct Header {
    /// Seconds since 1970 of the newest data, where the file says.
    pub(in crate::network) timestamp: Option<i64>,
}

/// What readers of this program can do.
const SUPPORTED: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

impl Header {
    /// Reads the header block, and refuses a file that cannot be read as one version of every object.
    pub(super) fn read(place: Place, block: &[u8]) -> Result<Self, OsmError> {
        let damaged = |what| place.damaged(what);
        let mut header = Self::default();
        for field in Fields(block) {
            let (number, value) = field.map_err(damaged)?;
            match number {
                4 => {
                    let feature = value.bytes(4).map_err(damaged)?;
                    let feature = String::from_utf8_lossy(feature).into_owned();
                    if feature == "HistoricalInformation" {
                        return Err(OsmError::History);
                    }
                    if !SUPPORTED.contains(&feature.as_str()) {
                        return Err(OsmError::Feature(feature));
                    }
                }
                5 => match value.bytes(5).map_err(damaged)? {
                    b"LocationsOnWays" => return Err(OsmError::LocationsOnWays),
                    b"HistoricalInformation" => return Err(OsmError::History),
                    _ => {}
                },
                32 => header.timestamp = Some(value.number(32).map_err(damaged)?.cast_signed()),
                _ => {}
            }
        }
        Ok(header)
    }
}
