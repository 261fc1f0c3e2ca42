use crate::load::{LoadError, StudyFiles, network, network_cache};
use crate::network::{NetworkReport, Profile};
use crate::output::{InputFiles, write_file};
use crate::report::{self, DataTable, OutputError};
use crate::run::{OpenError, StudySource};
use crate::study::RoadChoice;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What is in an extract, as a profile sees it.
#[derive(Debug, Clone)]
pub struct CheckedNetwork {
    choice: RoadChoice,
    report: NetworkReport,
}

/// Why a network cannot be checked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The study.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The extract.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The file of the network cannot be written.
    #[error(transparent)]
    Write(#[from] OutputError),
    /// A study whose times are not from roads.
    #[error(
        "the times of {0} are not from roads; expected `model = \"road\"` in `[travel]`, or the name \
         of an extract (.osm.pbf)"
    )]
    NoRoads(String),
    /// A profile that is not built in.
    #[error("no profile `{0}`; expected `car` or `blue-light`")]
    NoProfile(String),
}

impl CheckedNetwork {
    /// Reads an extract (`.pbf`) with a built-in profile, or that of a study with the study's own.
    ///
    /// # Errors
    ///
    /// The file cannot be used, or the study has no roads, or there is no such profile.
    pub fn open(path: &Path, profile: &str) -> Result<Self, CheckError> {
        let (choice, files, _) = choice(path, profile)?;
        let (network, _) = network(&choice, &files)?;
        let report = network.report().clone();
        Ok(Self { choice, report })
    }

    /// What is in it.
    #[must_use]
    pub const fn report(&self) -> &NetworkReport {
        &self.report
    }

    /// What is in it and what was left out, one line each.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        report::network_remarks(
            &self.choice.network,
            &self.choice.profile.name,
            &self.report,
        )
    }

    /// Length of roads by class.
    #[must_use]
    pub fn classes(&self) -> DataTable {
        report::road_classes_data(&self.report)
    }

    /// All of it for programs.
    #[must_use]
    pub fn to_json(&self) -> Value {
        report::network_json(
            &self.choice.network,
            &self.choice.profile.name,
            &self.report,
        )
    }
}

/// Builds the network of an extract (`.pbf`) with a built-in profile, or of a study with the study's own,
/// and keeps it beside the extract: then it need not be built again, and many times take a sweep over a
/// small part of it. Returns the name of the file.
///
/// # Errors
///
/// The extract cannot be used, the study has no roads, there is no such profile, or the file cannot be
/// written.
pub fn build_network(path: &Path, profile: &str) -> Result<PathBuf, CheckError> {
    let (choice, files, inputs) = choice(path, profile)?;
    let (name, bytes) = network_cache(&choice, &files)?;
    let file = files.path_of(&name).unwrap_or_else(|| PathBuf::from(&name));
    write_file(&file, &bytes, &inputs)?;
    Ok(file)
}

fn choice(path: &Path, profile: &str) -> Result<(RoadChoice, StudyFiles, InputFiles), CheckError> {
    let is_extract = path
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case("pbf"));
    if is_extract {
        let no_profile = || CheckError::NoProfile(profile.to_owned());
        let profile = Profile::named(profile).ok_or_else(no_profile)?;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let folder = path.parent().unwrap_or(Path::new(""));
        let files = StudyFiles::folder(folder);
        let inputs = InputFiles::new([path]);
        return Ok((RoadChoice::new(name, profile), files, inputs));
    }
    let source = StudySource::open(path)?;
    let no_roads = || CheckError::NoRoads(source.label().to_owned());
    let choice = source.study.travel.road().ok_or_else(no_roads)?;
    let inputs = source.input_files(&[]);
    Ok((choice.clone(), source.files.clone(), inputs))
}
