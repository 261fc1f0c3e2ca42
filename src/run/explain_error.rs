use crate::load::UnknownPoint;

/// Why the pathway of an area cannot be explained.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// The study has no pathway.
    #[error("`{0}` has no `[pathway]`, so there is nothing to explain")]
    NoPathway(String),
    /// An area that is not in the study.
    #[error(transparent)]
    UnknownPoint(#[from] UnknownPoint),
    /// A layout that is not in the study.
    #[error("no layout is named `{name}`; the study has {}", known.join(", "))]
    UnknownLayout {
        /// The name.
        name: String,
        /// The layouts of the study, each in quotation marks.
        known: Vec<String>,
    },
}
