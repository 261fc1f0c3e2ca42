//! OpenStreetMap extracts in the PBF format: what can be driven, how fast, and where.

mod access;
mod blob;
mod block;

mod duration;
mod error;
pub(in crate::network) mod driving;
pub(in crate::network) mod extract;
mod foreign;
mod header;
#[cfg(test)]
mod laws;
mod maxspeed;
mod profile;
mod road_class;
#[cfg(test)]
pub(in crate::network) mod sample;
mod stored;
mod tags;
pub(in crate::network) mod tally;
mod wanted;
mod wire;

pub use error::{Damage, OsmError};
pub use profile::Profile;
pub use road_class::RoadClass;
pub use tally::UnknownValues;
