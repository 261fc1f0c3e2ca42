//! A network as bytes, so that an extract is read once.

use super::network::{RoadNetwork, RoadNetworkError};
use crate::network::Hierarchy;
use crate::network::osm::Profile;
use crate::network::osm::extract::Extract;
use sha2::{Digest, Sha256};

/// What the bytes begin with; the number is that of the format.
const NAME: &[u8; 24] = b"catchment road network 1";

/// Bytes of a hash.
const HASH: usize = 32;

/// Why bytes are not the network of an extract and a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CacheError {
    /// They are of something else, or of another version of the program.
    #[error("is not a road network of this version")]
    Other,
    /// They were made from another extract, or for another profile.
    #[error("was made from another extract or for another profile")]
    Stale,
    /// They were changed or cut off since they were written.
    #[error("is damaged")]
    Damaged,
}

/// What tells networks apart: the extract, by its SHA-256, and all that the profile says of driving.
fn key(extract: &str, profile: &Profile) -> [u8; HASH] {
    let mut digest = Sha256::new();
    digest.update(extract.as_bytes());
    let numbers = [
        profile.maxspeed_factor,
        profile.no_limit_kmh,
        profile.ferry_wait_minutes,
    ];
    for number in profile.speeds_kmh.iter().chain(&numbers) {
        digest.update(number.to_le_bytes());
    }
    digest.update([profile.tracks, profile.private_roads, profile.emergency].map(u8::from));
    digest.finalize().into()
}

impl RoadNetwork {
    /// The network as bytes for a cache, with its hierarchy if it has one. `extract` is the SHA-256 of the
    /// extract it was made from, in hexadecimal.
    #[must_use]
    pub fn to_bytes(&self, extract: &str, profile: &Profile) -> Vec<u8> {
        let roads = self.extract.to_bytes();
        let mut body = key(extract, profile).to_vec();
        body.extend((roads.len() as u64).to_le_bytes());
        body.extend(roads);
        if let Some(hierarchy) = self.network().hierarchy() {
            body.extend(hierarchy.to_bytes(self.graph()));
        }
        let mut bytes = NAME.to_vec();
        bytes.extend(Sha256::digest(&body));
        bytes.extend(body);
        bytes
    }

    /// The network of an extract and a profile from the bytes of [`Self::to_bytes`].
    ///
    /// # Errors
    ///
    /// The bytes are of something else, of another version, extract or profile, or damaged.
    pub fn from_bytes(bytes: &[u8], extract: &str, profile: &Profile) -> Result<Self, CacheError> {
        let rest = bytes.strip_prefix(NAME).ok_or(CacheError::Other)?;
        let (hash, body) = rest.split_at_checked(HASH).ok_or(CacheError::Damaged)?;
        let (own, _) = body.split_at_checked(HASH).ok_or(CacheError::Damaged)?;
        if own != key(extract, profile) {
            return Err(CacheError::Stale);
        }
        if hash != Sha256::digest(body).as_slice() {
            return Err(CacheError::Damaged);
        }
        let read = || {
            let (length, rest) = body[HASH..].split_at_checked(8)?;
            let length = u64::from_le_bytes(length.try_into().ok()?);
            rest.split_at_checked(usize::try_from(length).ok()?)
        };
        let (roads, hierarchy) = read().ok_or(CacheError::Damaged)?;
        let roads = Extract::from_bytes(roads).ok_or(CacheError::Damaged)?;
        let network = Self::build(roads, profile, true).map_err(|_| CacheError::Damaged)?;
        if hierarchy.is_empty() {
            return Ok(network);
        }
        let hierarchy = Hierarchy::from_bytes(hierarchy, network.graph());
        Ok(network.with_hierarchy(hierarchy.map_err(|_| CacheError::Damaged)?))
    }

    /// As [`Self::read`], with a hierarchy: for a cache.
    ///
    /// # Errors
    ///
    /// As [`Self::read`].
    pub fn read_and_prepare(
        file: &mut (impl std::io::Read + std::io::Seek),
        profile: &Profile,
    ) -> Result<Self, RoadNetworkError> {
        let mut network = Self::read(file, profile)?;
        network.prepare()?;
        Ok(network)
    }
}
