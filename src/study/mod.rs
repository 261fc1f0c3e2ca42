//! All choices of one run, read from one TOML file.
//!
//! Every choice has a default with its source; [`Study`] holds them validated, so that nothing
//! after it needs to ask again. Files are named, not opened: that is `load`'s work.

mod care_choices;
mod choices;
pub mod defaults;
mod error;
mod care_form;
mod parse;
mod published;
mod toml_form;
mod written;
mod written_care;

pub use care_choices::{
    HelicopterChoice, HospitalGaps, HospitalTimes, PathwayChoice, PatientChoice, Routing, Scenario,
    ScenarioHours, TestChoice, UtilityScale,
};
pub use choices::{
    AttributeFile, ColumnNames, DrawingFiles, GroupColumns, HospitalFile, Inset, LayoutSource,
    LayoutSpec, PopulationFile, Study, TableShape, TravelChoice, TravelFile,
};
pub use error::{StudyCause, StudyError};
pub use published::{
    ComparedLayout, Measure, Published, PublishedAllowableDelay, PublishedAllowableDelays,
    PublishedBreakEven, PublishedComparison, PublishedCost, PublishedFigure, PublishedMeanTime,
    PublishedMeanTimes,
};
pub use toml_form::StudyToml;

/// Whether folders and files may carry a name on every system: letters, digits, `-`, `_` and `.`.
#[must_use]
pub fn names_files(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.chars().all(plain)
}

/// The word that is spelt most like `word`, if any is spelt much like it.
pub(crate) fn nearest_word<S: AsRef<str>>(word: &str, known: &[S]) -> Option<String> {
    const ALIKE: f64 = 0.7;
    let word = word.to_lowercase();
    let likeness = |other: &S| strsim::jaro_winkler(&word, &other.as_ref().to_lowercase());
    let (best, nearest) = known
        .iter()
        .map(|other| (likeness(other), other))
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best >= ALIKE).then(|| nearest.as_ref().to_owned())
}
