use super::error::LoadError;
use super::files::StudyFiles;
use super::input_report::FileReport;
use super::road_error::RoadInputError;
use crate::network::RoadNetwork;
use crate::study::RoadChoice;
use std::sync::Arc;

/// Builds the road network of a study from its extract, blob by blob.
///
/// # Errors
///
/// The file cannot be read, or makes no network.
pub(crate) fn read(
    choice: &RoadChoice,
    files: &StudyFiles,
) -> Result<(Arc<RoadNetwork>, FileReport), LoadError> {
    let name = &choice.network;
    let mut file = files.open(name)?;
    let (bytes, sha256) = file.digest()?;
    let network = RoadNetwork::read(&mut file, &choice.profile).map_err(|source| {
        Box::new(RoadInputError::Network {
            file: name.clone(),
            source: Arc::new(source),
        })
    })?;
    let report = FileReport {
        role: "road network".to_owned(),
        path: name.clone(),
        bytes,
        sha256,
        rows_read: usize::try_from(network.report().ways).unwrap_or(usize::MAX),
        ..FileReport::default()
    };
    Ok((Arc::new(network), report))
}
