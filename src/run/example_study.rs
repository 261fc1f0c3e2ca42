use crate::output::{InputFiles, OutputError, OutputFolder};
use crate::study as studies;
use std::path::{Path, PathBuf};

macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$((
            $name,
            include_bytes!(concat!("../../data/", $folder, "/", $name)),
        )),+]
    };
}

/// The studies to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExampleStudy {
    /// Cornwall and Plymouth, with a table of travel times.
    #[default]
    Cornwall,
    /// Malta and Gozo, with the roads of OpenStreetMap (© `OpenStreetMap` contributors, `ODbL`).
    Malta,
}

impl ExampleStudy {
    /// What it is about.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Cornwall => "Cornwall and Plymouth",
            Self::Malta => "Malta and Gozo on real roads",
        }
    }

    const fn files(self) -> &'static [(&'static str, &'static [u8])] {
        match self {
            Self::Cornwall => {
                files!("example": "study.toml", "population.csv", "hospitals.csv", "travel_times.csv")
            }
            Self::Malta => files!(
                "malta": "study.toml", "population.csv", "hospitals.csv", "bases.csv",
                "outlines.geojson", "malta.osm.pbf",
            ),
        }
    }
}

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

/// Writes a small study to a folder, to start from; never over a file that is there.
///
/// # Errors
///
/// The folder has a file of the study, or cannot be written to.
pub fn write_example_study(folder: &Path, study: ExampleStudy) -> Result<(), ExampleError> {
    let schema = format!("{:#}\n", studies::schema());
    let files = study.files().iter().copied();
    let files = files.chain([(SCHEMA, schema.as_bytes())]);
    for (name, _) in files.clone() {
        let path = folder.join(name);
        if path.symlink_metadata().is_ok() {
            return Err(ExampleError::Exists(path));
        }
    }
    let output = OutputFolder::create(folder, InputFiles::default()).map_err(|source| {
        ExampleError::Folder {
            folder: folder.to_owned(),
            source,
        }
    })?;
    for (name, bytes) in files {
        output.write(name, bytes)?;
    }
    output.finish_without_manifest()?;
    Ok(())
}
