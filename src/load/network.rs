use super::error::LoadError;
use super::files::StudyFiles;
use super::input_report::FileReport;
use super::road_error::RoadInputError;
use crate::network::{CacheError, RoadNetwork, RoadNetworkError};
use crate::study::RoadChoice;
use std::sync::Arc;

/// What the name of a cache adds to that of its extract.
const CACHE: &str = ".network";

/// The road network of a study: from the cache beside its extract, if that was made from it for the same
/// profile; otherwise from the extract, blob by blob.
///
/// # Errors
///
/// The file cannot be read, or makes no network.
pub(crate) fn read(
    choice: &RoadChoice,
    files: &StudyFiles,
) -> Result<(Arc<RoadNetwork>, FileReport), LoadError> {
    let mut file = files.open(&choice.network)?;
    let (bytes, sha256) = file.digest()?;
    let mut notes = Vec::new();
    let cache = cache_name(choice);
    let cached = files.read(&cache).ok().and_then(|stored| {
        let network = RoadNetwork::from_bytes(&stored.stored, &sha256, &choice.profile);
        notes.push(match &network {
            Ok(_) => format!("read from its cache `{cache}`"),
            Err(error) => not_used(&cache, *error),
        });
        network.ok()
    });
    let network = match cached {
        Some(network) => network,
        None => of_file(choice, RoadNetwork::read(&mut file, &choice.profile))?,
    };
    let report = FileReport {
        role: "road network".to_owned(),
        path: choice.network.clone(),
        bytes,
        sha256,
        rows_read: usize::try_from(network.report().ways).unwrap_or(usize::MAX),
        notes,
        ..FileReport::default()
    };
    Ok((Arc::new(network), report))
}

/// The name of the cache of a network, and its bytes: made from the extract, with the hierarchy.
///
/// # Errors
///
/// As [`read`].
pub(crate) fn cache(
    choice: &RoadChoice,
    files: &StudyFiles,
) -> Result<(String, Vec<u8>), LoadError> {
    let mut file = files.open(&choice.network)?;
    let (_, sha256) = file.digest()?;
    let network = RoadNetwork::read_and_prepare(&mut file, &choice.profile);
    let bytes = of_file(choice, network)?.to_bytes(&sha256, &choice.profile);
    Ok((cache_name(choice), bytes))
}

fn cache_name(choice: &RoadChoice) -> String {
    format!("{}{CACHE}", choice.network)
}

fn not_used(cache: &str, error: CacheError) -> String {
    format!("its cache `{cache}` {error} and was not used; `catchment network build` makes it anew")
}

/// A network, or why it cannot be made, with the name of the extract.
fn of_file(
    choice: &RoadChoice,
    network: Result<RoadNetwork, RoadNetworkError>,
) -> Result<RoadNetwork, LoadError> {
    network.map_err(|source| {
        LoadError::from(Box::new(RoadInputError::Network {
            file: choice.network.clone(),
            source: Arc::new(source),
        }))
    })
}
