//! All choices of one run, read from one TOML file.
//!
//! Every choice has a default with its source; [`Study`] holds them validated, so that nothing
//! after it needs to ask again. Files are named, not opened: that is `load`'s work.

mod care_choices;
mod centres;
mod choices;
mod columns;
mod delays;
mod error;
mod helicopter;
mod hospitals;
mod layouts;
mod maps;
mod parse;
mod pathway;
mod population;
mod published;
mod reference;
mod report;
mod schema;
mod spanned;
mod top_level;
mod travel;
mod travel_file;
mod written;
mod written_care;

pub use care_choices::{
    HelicopterChoice, HospitalTimes, PathwayChoice, PatientChoice, TestChoice, UtilityScale,
};
pub use choices::{
    AttributeFile, ColumnNames, DrawingFiles, GroupColumns, HospitalFile, Inset, LayoutSource,
    LayoutSpec, PopulationFile, Study, TableShape, TravelChoice, TravelFile,
};
pub use error::{StudyCause, StudyError};
pub use helicopter::MINIMUM_SAVING_MINUTES;
pub use pathway::ALLOWABLE_DELAY_MINUTES;
pub use published::{
    ComparedLayout, Measure, Published, PublishedAllowableDelay, PublishedAllowableDelays,
    PublishedBreakEven, PublishedComparison, PublishedCost, PublishedFigure, PublishedMeanTime,
    PublishedMeanTimes,
};
pub use reference::reference;
pub use schema::schema;
pub use top_level::StudyToml;

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
