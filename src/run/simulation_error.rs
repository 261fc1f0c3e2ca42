use super::observer::Interrupted;
use crate::simulate::SceneError;
use crate::simulate::engine::ArrivalProfileError;
use crate::study::UnknownName;

/// Why a study cannot be simulated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SimulationError {
    /// The study has no pathway.
    #[error("`{0}` has no `[pathway]`, so there are no patients to simulate")]
    NoPathway(String),
    /// A layout or scenario that is not in the study.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// Fewer than two replications have no interval.
    #[error("replications: expected at least 2, because one year has no interval (got {0})")]
    Replications(u32),
    /// A service that cannot be.
    #[error(transparent)]
    Scene(#[from] SceneError),
    /// Arrivals that cannot be.
    #[error("[simulation.arrivals]: {0}")]
    Arrivals(#[from] ArrivalProfileError),
    /// The observer ended the work.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
}
