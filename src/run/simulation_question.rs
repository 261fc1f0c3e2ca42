/// What is simulated beside the choices of the study.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SimulationQuestion {
    /// Names of layouts; all of the study where it is empty.
    pub layouts: Vec<String>,
    /// Names of scenarios; all of the study where it is empty.
    pub scenarios: Vec<String>,
    /// So many replications, whatever their precision.
    pub replications: Option<u32>,
    /// The number of the first replication, from 0 on: a long simulation can be done in parts, each with
    /// replications of its own.
    pub first: u32,
    /// In how many of the first replications what happens to each patient is kept.
    pub histories: u32,
    /// A seed in place of the study's.
    pub seed: Option<u32>,
}
