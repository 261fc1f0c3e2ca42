use super::simulation_error::SimulationError;
use crate::load::UnknownPoint;
use crate::study::UnknownName;

/// Why the pathway of an area, or what happens to a patient of it, cannot be explained.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// The study has no pathway.
    #[error("`{0}` has no `[pathway]`, so there is nothing to explain")]
    NoPathway(String),
    /// An area that is not in the study.
    #[error(transparent)]
    UnknownPoint(#[from] UnknownPoint),
    /// A layout that is not in the study.
    #[error(transparent)]
    UnknownLayout(#[from] UnknownName),
    /// A patient or replication with the number 0.
    #[error("{what}: numbers begin with 1 (got 0)")]
    FromOne {
        /// `patient` or `replication`.
        what: &'static str,
    },
    /// A demand point with fewer patients.
    #[error("{}", unknown_patient(area, *patient, *replication, *known))]
    UnknownPatient {
        /// The demand point.
        area: String,
        /// The patient's number.
        patient: u32,
        /// The replication.
        replication: u32,
        /// How many patients the demand point has in the replication.
        known: u32,
    },
    /// A study that cannot be simulated.
    #[error(transparent)]
    Simulation(#[from] Box<SimulationError>),
}

impl From<SimulationError> for ExplainError {
    fn from(error: SimulationError) -> Self {
        Self::Simulation(Box::new(error))
    }
}

fn unknown_patient(area: &str, patient: u32, replication: u32, known: u32) -> String {
    let has = match known {
        0 => "no patient who could be given MT; try another replication".to_owned(),
        1 => "one patient".to_owned(),
        _ => format!("{known} patients, numbered from 1"),
    };
    format!("no patient {patient}: in replication {replication}, `{area}` has {has}")
}
