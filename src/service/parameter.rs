/// How well a default is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// Published, and read or quoted as it stands.
    Fact,
    /// Calculated from what is published.
    Inference,
    /// Nothing is published, or nothing was found.
    Assumption,
}

impl Certainty {
    /// The word for it in a table.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Inference => "inference",
            Self::Assumption => "assumption",
        }
    }
}

/// What is known of a number that a study may choose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// The key of the study.
    pub key: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The value of a study that does not choose.
    pub default: f64,
    /// Values that a sensitivity analysis tries, from the least to the greatest.
    pub range: (f64, f64),
    /// Values that are possible at all, from the least to the greatest.
    pub limits: (f64, f64),
    /// How well the default is known.
    pub certainty: Certainty,
    /// Where the default and the range are from.
    pub source: &'static str,
}

/// A value that a parameter cannot have.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("`{key}` must be a number from {least} to {greatest} {unit} (got {found})")]
pub struct ParameterError {
    /// The key of the study.
    pub key: &'static str,
    /// The unit.
    pub unit: &'static str,
    /// The least possible value.
    pub least: f64,
    /// The greatest possible value.
    pub greatest: f64,
    /// The value given.
    pub found: f64,
}

impl Parameter {
    /// Checks that a value is possible.
    ///
    /// # Errors
    ///
    /// A value outside the limits, or undefined.
    pub fn check(&self, found: f64) -> Result<(), ParameterError> {
        let (least, greatest) = self.limits;
        if (least..=greatest).contains(&found) {
            return Ok(());
        }
        Err(ParameterError {
            key: self.key,
            unit: self.unit,
            least,
            greatest,
            found,
        })
    }

    /// The same parameter, in order: limits around the range around the default.
    #[cfg(test)]
    pub(crate) fn is_in_order(&self) -> bool {
        let (least, greatest) = self.limits;
        let (low, high) = self.range;
        least <= low && low <= self.default && self.default <= high && high <= greatest
    }
}
