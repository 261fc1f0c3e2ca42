use anyhow::bail;
use catchment::load::{self, StudyFiles};
use catchment::study::Study;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// A study, where its files are, and what to call where it came from.
pub(crate) struct StudySource {
    pub(crate) study: Study,
    pub(crate) files: StudyFiles,
    pub(crate) label: String,
    /// The file that says where everything is; `None` for a study that travels with the program.
    pub(crate) file: Option<PathBuf>,
}

impl StudySource {
    /// Reads a study file, or the built-in study where none is named.
    pub(crate) fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        path.map_or_else(Self::built_in, Self::from_file)
    }

    fn from_file(path: &Path) -> anyhow::Result<Self> {
        // A folder is taken for the study in it, as `catchment init` leaves it.
        let path = if path.is_dir() {
            path.join("study.toml")
        } else {
            path.to_owned()
        };
        let label = path.display().to_string();
        if !path.exists() {
            bail!("no study `{label}`; `catchment init DIR` creates one to start from");
        }
        let (study, files) = load::study(&path)?;
        Ok(Self {
            study,
            files,
            label,
            file: Some(path),
        })
    }

    #[cfg(feature = "england")]
    fn built_in() -> anyhow::Result<Self> {
        let study = Study::parse(catchment::built_in::STUDY, "built-in england/study.toml")?;
        let files = StudyFiles::memory(catchment::built_in::FILES.iter().copied());
        Ok(Self {
            study,
            files,
            label: "built-in study of England".to_owned(),
            file: None,
        })
    }

    #[cfg(not(feature = "england"))]
    fn built_in() -> anyhow::Result<Self> {
        bail!(
            "this program was built without the study of England (feature `england`); name a study \
             file, or create one with `catchment init DIR`"
        )
    }

    /// A study of nothing but a file of hospitals.
    pub(crate) fn of_hospitals(file: &Path) -> anyhow::Result<Self> {
        let label = file.display().to_string();
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut study = Study::parse(HOSPITALS_ALONE, "--hospitals")?;
        study.layouts.clear();
        study.hospitals.file = file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Ok(Self {
            study,
            files: StudyFiles::folder(folder),
            label,
            file: Some(file.to_owned()),
        })
    }

    /// The study file and every file that it may name: whatever it says, taken for a name.
    pub(crate) fn inputs(&self) -> Vec<PathBuf> {
        let mut inputs = Vec::from_iter(self.file.clone());
        let mut said = vec![json!(self.study.written_out())];
        while let Some(value) = said.pop() {
            match value {
                Value::String(text) => inputs.extend(self.files.path_of(&text)),
                Value::Array(values) => said.extend(values),
                Value::Object(values) => said.extend(values.into_iter().map(|(_, value)| value)),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        inputs
    }

    /// Where the results go: the folder named, or `outputs/<name of the study>`.
    pub(crate) fn output(&self, named: Option<&Path>) -> PathBuf {
        named.map_or_else(
            || Path::new("outputs").join(&self.study.name),
            Path::to_owned,
        )
    }
}

/// What a study must say, where there is only a file of hospitals.
const HOSPITALS_ALONE: &str = "name = \"hospitals\"\n\
    [population]\nfile = \"none.csv\"\n\
    [hospitals]\nfile = \"hospitals.csv\"\n\
    [travel]\nmodel = \"straight-line\"\n\
    [[layouts]]\nname = \"all\"\nsites = [\"all\"]\n";
