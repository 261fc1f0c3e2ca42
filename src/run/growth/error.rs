use crate::growth::GrowthPlanError;
use crate::run::observer::Interrupted;
use crate::run::rotas::RotaError;
use crate::service::ReachError;
use crate::study::UnknownName;

/// Why the growth of a workforce cannot be worked out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GrowthError {
    /// The study has no table for it.
    #[error(
        "`{0}` has no `[growth]`, so its workforce is not known; add the table to the study, for \
         example\n\n\
         [growth]\n\
         start_year = 2025\n\
         stock = 20           # clinicians now\n\
         trainees = 3         # begin their training each year\n\
         leaving = 0.04       # of the clinicians each year"
    )]
    NoTable(String),
    /// A layout that is not in the study.
    #[error(transparent)]
    UnknownLayout(#[from] UnknownName),
    /// An order with a site that is not a centre of the layout, or without one that is.
    #[error("{file}:{line}: key `order`: `{site}` {problem} layout `{layout}`")]
    Order {
        /// The study file.
        file: String,
        /// The line of the order.
        line: usize,
        /// The id of the site.
        site: String,
        /// What is wrong with it.
        problem: &'static str,
        /// The layout.
        layout: String,
    },
    /// Volumes or arrivals that are not known.
    #[error(transparent)]
    Volume(#[from] RotaError),
    /// A plan that cannot be.
    #[error("[growth]: {0}")]
    Plan(#[from] GrowthPlanError),
    /// Demand that cannot be.
    #[error(transparent)]
    Reach(#[from] ReachError),
    /// The observer ended the work.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
}
