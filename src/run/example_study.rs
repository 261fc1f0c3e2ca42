use crate::report::{OutputError, OutputFolder};
use crate::study;
use std::path::{Path, PathBuf};

const FILES: [(&str, &str); 4] = [
    ("study.toml", include_str!("../../data/example/study.toml")),
    (
        "population.csv",
        include_str!("../../data/example/population.csv"),
    ),
    (
        "hospitals.csv",
        include_str!("../../data/example/hospitals.csv"),
    ),
    (
        "travel_times.csv",
        include_str!("../../data/example/travel_times.csv"),
    ),
];

/// What editors complete and check the study by; its first comment names it.
const SCHEMA: &str = "study.schema.json";

/// Why the example study cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExampleError {
    /// A file of the study is there already.
    #[error("`{}` already exists; name a folder that has no study in it", .0.display())]
    Exists(PathBuf),
    /// The folder cannot be made.
    #[error("cannot write a study to `{}`", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: OutputError,
    },
    /// A file cannot be written.
    #[error(transparent)]
    File(#[from] OutputError),
}

/// Writes a small study of Cornwall and Plymouth to a folder, to start from; never over a file that
/// is there.
///
/// # Errors
///
/// The folder has a file of the study, or cannot be written to.
pub fn write_example_study(folder: &Path) -> Result<(), ExampleError> {
    let schema = format!("{:#}\n", study::schema());
    let files = FILES.into_iter().chain([(SCHEMA, schema.as_str())]);
    for (name, _) in files.clone() {
        let path = folder.join(name);
        if path.exists() {
            return Err(ExampleError::Exists(path));
        }
    }
    let output = OutputFolder::create(folder).map_err(|source| ExampleError::Folder {
        folder: folder.to_owned(),
        source,
    })?;
    for (name, text) in files {
        output.write(name, text.as_bytes())?;
    }
    Ok(())
}
