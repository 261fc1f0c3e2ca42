/// Why a patient who could be given MT is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Cause {
    /// No centre accepts the patient in time because of its hours; with all open it would.
    Closed,
    /// The wait for a suite or a team takes the patient past the window.
    Busy,
    /// Even with all centres open and free the patient would come too late.
    TooLate,
    /// No centre of the layout can be reached.
    Unreachable,
}

impl Cause {
    /// All causes, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::Closed, Self::Busy, Self::TooLate, Self::Unreachable];

    /// How tables name it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Busy => "busy",
            Self::TooLate => "too_late",
            Self::Unreachable => "unreachable",
        }
    }

    /// In words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Closed => "no centre open in time",
            Self::Busy => "suite or team busy",
            Self::TooLate => "too late even if all were open and free",
            Self::Unreachable => "no centre can be reached",
        }
    }
}

/// Patients lost, by cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Loss([u64; Cause::ALL.len()]);

impl Loss {
    /// Counts millionths of a patient.
    pub(super) fn add(&mut self, cause: Cause, millionths: u64) {
        self.0[cause as usize] += millionths;
    }

    /// Millionths of a patient lost for a cause.
    #[must_use]
    pub const fn get(&self, cause: Cause) -> u64 {
        self.0[cause as usize]
    }

    /// Millionths of a patient lost for any cause.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }
}
