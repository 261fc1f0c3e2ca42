/// How long better multipliers are looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Effort {
    pub(crate) iterations: u32,
    /// Iterations without a better bound after which steps are shortened.
    pub(crate) patience: u32,
    /// The first length of a step, as a part of what the bound lacks.
    pub(crate) first_step: f64,
}

/// So many times on the way from the root, regions are bounded longer, and again when some were joined.
pub(crate) const EARLY: u32 = 3;

impl Effort {
    /// What steps are shortened by.
    pub(crate) const SHORTER: f64 = 0.7;

    /// The least length of a step, as a part of what the bound lacks.
    pub(crate) const LAST_STEP: f64 = 0.005;

    /// Where regions were bounded so often before.
    pub(crate) const fn after(rounds: u32) -> Self {
        let (iterations, patience, first_step) = match rounds {
            0 => (300, 15, 0.3),
            1..=EARLY => (60, 4, 0.5),
            _ => (12, 4, 0.5),
        };
        Self {
            iterations,
            patience,
            first_step,
        }
    }
}
