use super::explain_error::ExplainError;
use super::observer::Interrupted;
use crate::load::{self, FileReport, LoadError, StudyFiles};
use crate::output::{FileDigest, InputFiles};
use crate::study::Study;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A study that has been read, and where its files are; none of them has been opened yet.
///
/// # Examples
///
/// ```
/// use catchment::load::StudyFiles;
/// use catchment::run::StudySource;
///
/// let text = "
///     name = \"two-stations\"
///     population = { file = \"people.csv\" }
///     hospitals = { file = \"stations.csv\" }
///     travel = { model = \"straight-line\" }
///     [[layouts]]
///     name = \"both\"
///     sites = [\"S1\", \"S2\"]
/// ";
/// let files = StudyFiles::memory([
///     ("people.csv", &b"id,lat,lon,population\nA1,50.3,-5.1,900\n"[..]),
///     ("stations.csv", b"id,lat,lon\nS1,50.4,-5.0\nS2,50.2,-5.3\n"),
/// ]);
/// let source = StudySource::from_text("two-stations.toml", text, files)?;
/// assert_eq!(source.study.layouts[0].name, "both");
/// # Ok::<(), catchment::run::OpenError>(())
/// ```
#[derive(Debug, Clone)]
pub struct StudySource {
    /// All choices; they may be changed before the study is opened.
    pub study: Study,
    pub(super) files: StudyFiles,
    label: String,
    file: Option<PathBuf>,
    digest: FileDigest,
    /// Texts of the study, each with the line where it is first said.
    lines: BTreeMap<String, usize>,
}

/// Why a study cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is no such file or folder.
    #[error("no study `{0}`; `catchment init DIR` creates one to start from")]
    NoStudy(String),
    /// The library carries no study.
    #[error(
        "this program was built without the study of England (feature `england`); name a study \
         file, or create one with `catchment init DIR`"
    )]
    NoBuiltIn,
    /// The study or a file that it names.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file that is not there or cannot be read, and where the study names it.
    #[error("{cause} (named in {study}:{line})")]
    Named {
        /// What is wrong with the file.
        cause: Box<LoadError>,
        /// The study.
        study: String,
        /// The line of the study.
        line: usize,
    },
    /// The observer ended the work.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
}

impl StudySource {
    /// Reads a study file, or the `study.toml` of a folder.
    ///
    /// # Errors
    ///
    /// There is no such file, or it is not a study.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let path = if path.is_dir() {
            path.join("study.toml")
        } else {
            path.to_owned()
        };
        let label = path.display().to_string();
        if !path.exists() {
            return Err(OpenError::NoStudy(label));
        }
        let (study, files, bytes) = load::study_with_bytes(&path)?;
        Ok(Self {
            study,
            files,
            label,
            file: Some(path),
            digest: FileDigest::of(&bytes),
            lines: lines_of_texts(&String::from_utf8_lossy(&bytes)),
        })
    }

    /// The study that is embedded in the library (feature `england`).
    ///
    /// # Errors
    ///
    /// The library was built without it.
    #[cfg(feature = "england")]
    pub fn built_in() -> Result<Self, OpenError> {
        use crate::built_in;
        let files = StudyFiles::memory(built_in::FILES.iter().copied());
        let mut source = Self::from_text("built-in england/study.toml", built_in::STUDY, files)?;
        built_in::LABEL.clone_into(&mut source.label);
        Ok(source)
    }

    /// The study that is embedded in the library (feature `england`).
    ///
    /// # Errors
    ///
    /// The library was built without it.
    #[cfg(not(feature = "england"))]
    pub fn built_in() -> Result<Self, OpenError> {
        Err(OpenError::NoBuiltIn)
    }

    /// A study from the text of its TOML file and the files that it names; errors call it `name`.
    ///
    /// # Errors
    ///
    /// The text is not a study.
    pub fn from_text(name: &str, text: &str, files: StudyFiles) -> Result<Self, OpenError> {
        let study = Study::parse(text, name).map_err(|error| LoadError::from(Box::new(error)))?;
        Ok(Self {
            study,
            files,
            label: name.to_owned(),
            file: None,
            digest: FileDigest::of(text.as_bytes()),
            lines: lines_of_texts(text),
        })
    }

    /// A study of nothing but a file of hospitals, which a grid can be computed for.
    ///
    /// # Errors
    ///
    /// Never: the file is opened later.
    pub(super) fn from_hospitals(file: &Path) -> Result<Self, OpenError> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let files = StudyFiles::folder(folder);
        let mut source = Self::from_text("--hospitals", HOSPITALS_ALONE, files)?;
        source.study.layouts.clear();
        let name = file.file_name().unwrap_or_default();
        source.study.hospitals.file = name.to_string_lossy().into_owned();
        source.label = file.display().to_string();
        source.file = Some(file.to_owned());
        source.lines.clear();
        Ok(source)
    }

    /// Checks that the study has a pathway to explain, before its data are read.
    ///
    /// # Errors
    ///
    /// It has none.
    pub fn require_pathway(&self) -> Result<(), ExplainError> {
        let no_pathway = || ExplainError::NoPathway(self.label.clone());
        self.study
            .pathway
            .as_ref()
            .map(|_| ())
            .ok_or_else(no_pathway)
    }

    /// What to call where the study came from: its file, or that it is built in.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.label
    }

    /// An error of a file that the study names, with the line that does.
    pub(super) fn located(&self, error: LoadError) -> OpenError {
        let (LoadError::NoFile { file, .. } | LoadError::Read { file, .. }) = &error else {
            return error.into();
        };
        let Some(&line) = self.lines.get(file) else {
            return error.into();
        };
        OpenError::Named {
            study: self.label.clone(),
            line,
            cause: Box::new(error),
        }
    }

    /// The study file as one of the inputs.
    pub(super) fn report(&self) -> FileReport {
        FileReport {
            role: "study".to_owned(),
            path: self.label.clone(),
            bytes: self.digest.bytes,
            sha256: self.digest.sha256.clone(),
            ..FileReport::default()
        }
    }

    /// Every file that must not be written over: the study, what it may name, and what was `read`.
    pub(super) fn input_files(&self, read: &[FileReport]) -> InputFiles {
        let mut inputs = InputFiles::new(self.inputs());
        let read = read.iter();
        inputs.extend(read.filter_map(|file| self.files.path_of(&file.path)));
        inputs
    }

    /// The study file and every file that it may name: whatever it says, taken for a name.
    pub(super) fn inputs(&self) -> Vec<PathBuf> {
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

    /// Where results go unless another folder is named: `outputs/<name of the study>`.
    #[must_use]
    pub fn output_folder(&self) -> PathBuf {
        Path::new("outputs").join(&self.study.name)
    }
}

/// Texts between quotes, with the first lines that they are in.
fn lines_of_texts(study: &str) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    for (number, line) in (1..).zip(study.lines()) {
        let code = line.trim_start();
        let quote = |c: char| matches!(c, '"' | '\'');
        for text in code.split(quote).skip(1).step_by(2) {
            if !code.starts_with('#') {
                lines.entry(text.to_owned()).or_insert(number);
            }
        }
    }
    lines
}

/// What a study must say, where there is only a file of hospitals.
const HOSPITALS_ALONE: &str = "name = \"hospitals\"\n\
    [population]\nfile = \"none.csv\"\n\
    [hospitals]\nfile = \"hospitals.csv\"\n\
    [travel]\nmodel = \"straight-line\"\n\
    [[layouts]]\nname = \"all\"\nsites = [\"all\"]\n";
