use super::unknown_name::UnknownName;
use crate::units::QuantityError;

/// Why a study cannot be run: one kind per cause, each with the place in the file.
///
/// # Examples
///
/// ```
/// use catchment::study::{Study, StudyCause};
///
/// let text = "name = \"cornwall\"\n[population]\nfile = \"population.csv\"\ndemnad = \"admissions\"\n";
/// let error = Study::parse(text, "study.toml").expect_err("a key that no study has");
/// assert_eq!(error.line, 4);
/// assert!(matches!(error.cause, StudyCause::UnknownKey { .. }));
/// assert_eq!(error.to_string(), "study.toml:4: unknown key `demnad`; did you mean `demand`?");
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{file}:{line}: {cause}")]
#[non_exhaustive]
pub struct StudyError {
    /// The study file, as the user named it.
    pub file: String,
    /// Line in the file, from 1.
    pub line: usize,
    /// What is wrong there.
    pub cause: StudyCause,
}

/// What is wrong with a study.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StudyCause {
    /// A key that no study has.
    #[error("unknown key `{key}`{}", suggestion(nearest.as_ref(), known))]
    UnknownKey {
        /// The key.
        key: String,
        /// The known key that is spelt most alike.
        nearest: Option<String>,
        /// All keys that could be there.
        known: Vec<String>,
    },
    /// A word that is not one of the choices.
    #[error("unknown choice `{found}`{}", suggestion(nearest.as_ref(), known))]
    UnknownChoice {
        /// The word.
        found: String,
        /// The choice that is spelt most alike.
        nearest: Option<String>,
        /// All choices.
        known: Vec<String>,
    },
    /// A key without which there is no study.
    #[error("key `{0}` is missing")]
    MissingKey(String),
    /// Text that is not TOML, or a value of another type than expected.
    #[error("{0}")]
    Syntax(String),
    /// A number that cannot be the quantity it is given for.
    #[error("key `{key}`: {source}")]
    Quantity {
        /// The key.
        key: &'static str,
        /// What was expected and what was found.
        source: QuantityError,
    },
    /// A place off the Earth.
    #[error("key `{key}`: {source}")]
    LatLon {
        /// The key.
        key: &'static str,
        /// What was expected and what was found.
        source: crate::model::LatLonError,
    },
    /// A value that is well formed and cannot be.
    #[error("key `{key}`: expected {expected} (got `{found}`)")]
    Value {
        /// The key.
        key: &'static str,
        /// What would have been accepted.
        expected: &'static str,
        /// What the study says.
        found: String,
    },
    /// An empty name of a file.
    #[error("key `{key}`: expected the name of a file (got an empty text)")]
    NoFileName {
        /// The key.
        key: String,
    },
    /// Text with a control character, which could steer a terminal.
    #[error("key `{key}`: the text contains the control character U+{:04X}; remove it", u32::from(*found))]
    ControlCharacter {
        /// The key.
        key: String,
        /// The character.
        found: char,
    },
    /// Two things of one name.
    #[error("{what} `{name}` appears twice (first in line {first})")]
    Duplicate {
        /// What they are: `layout`, `group`, …
        what: &'static str,
        /// Their name.
        name: String,
        /// Line of the first.
        first: usize,
    },
    /// Two names of files that many systems take for the same.
    #[error(
        "{what} `{name}` differs from `{other}` in line {first} only in upper and lower case; files are named for \
         them, which many systems would take for the same: rename one of them"
    )]
    SameButCase {
        /// What they are: `layout`, `scenario`.
        what: &'static str,
        /// The name.
        name: String,
        /// The name of the first.
        other: String,
        /// Line of the first.
        first: usize,
    },
    /// A layout that has the name of a column beside those of layouts.
    #[error("layout `{name}`: `coverage.csv` has a column of this name; rename the layout")]
    LayoutMinutes {
        /// The name.
        name: String,
    },
    /// A column of groups that has the name of the row of everybody.
    #[error(
        "key `groups`: `all` is what tables call everybody; rename the column of the population, and name it here"
    )]
    GroupAll,
    /// A name that the study does not define.
    #[error("key `{key}`: {unknown}")]
    UnknownLayout {
        /// The key.
        key: &'static str,
        /// The name.
        unknown: Box<UnknownName>,
    },
    /// A layout with no source of its sites, or with several.
    #[error("layout `{layout}` needs exactly one of `column`, `sites` and `file` (got {found})")]
    LayoutSource {
        /// The layout.
        layout: String,
        /// How many sources it has.
        found: usize,
    },
    /// A delay that cannot be.
    #[error("key {0}")]
    Delay(crate::care::DelayError),
    /// Shares of patients that do not add up to 1.
    #[error("{0}")]
    Mix(crate::outcome::MixError),
    /// Numbers that cannot describe when helicopters fly.
    #[error("key `{key}`: {source}")]
    Availability {
        /// The key.
        key: &'static str,
        /// What was wrong.
        source: crate::flight::AvailabilityError,
    },
    /// Opening hours that cannot be read.
    #[error("key `{key}`: {cause}")]
    WeekHours {
        /// The key.
        key: &'static str,
        /// What is wrong, and where in the text.
        cause: Box<crate::service::WeekHoursError>,
    },
    /// Hours by clinicians that are not a table.
    #[error("key `{key}`: {cause}")]
    HoursByStock {
        /// The key.
        key: &'static str,
        /// What is wrong.
        cause: Box<crate::growth::HoursByStockError>,
    },
    /// Weights that make no arrivals.
    #[error("{0}")]
    Arrivals(crate::simulate::ArrivalFactorsError),
    /// Parameters that make no distribution of times.
    #[error("`{step}`: {cause}")]
    Distribution {
        /// The step of care.
        step: &'static str,
        /// What is wrong.
        cause: crate::simulate::engine::DistributionError,
    },
    /// A number that its key cannot have.
    #[error("key {0}")]
    Parameter(crate::service::ParameterError),
    /// A choice that has no effect beside another one.
    #[error("key `{key}` has no effect {because}")]
    NoEffect {
        /// The key.
        key: &'static str,
        /// Beside what.
        because: &'static str,
    },
}

fn suggestion(nearest: Option<&String>, known: &[String]) -> String {
    match nearest {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None if known.is_empty() => String::new(),
        None => format!("; expected one of {}", quoted(known)),
    }
}

fn quoted(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
