use crate::units::Demand;
use std::fmt;

/// What a reader of the answer needs to know: something in the input that is probably not what was
/// meant, and that the program has read as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Warning {
    /// The file, as the study names it; `None` where it is about the study itself.
    pub file: Option<String>,
    /// What is wrong, with its count: `3 travel times are 99999 min`.
    pub what: String,
    /// How many cells, rows or pairs it is about.
    pub count: usize,
    /// The demand it concerns, for warnings about demand points.
    pub demand: Option<Demand>,
    /// The first few ids.
    pub examples: Vec<String>,
    /// What may have been meant, or what to do.
    pub advice: Option<String>,
}

impl Warning {
    /// Ids that a warning names.
    pub const NAMED: usize = 5;

    /// A warning about one file.
    #[must_use]
    pub fn of_file(file: &str, count: usize, what: impl Into<String>) -> Self {
        Self {
            file: Some(file.to_owned()),
            ..Self::of_study(count, what)
        }
    }

    /// A warning about the study itself.
    #[must_use]
    pub fn of_study(count: usize, what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            count,
            ..Self::default()
        }
    }

    /// Adds the demand that it concerns.
    #[must_use]
    pub fn demand(mut self, demand: Demand) -> Self {
        self.demand = Some(demand);
        self
    }

    /// Adds the first few of these ids.
    #[must_use]
    pub fn examples<S: Into<String>>(mut self, ids: impl IntoIterator<Item = S>) -> Self {
        self.examples = ids.into_iter().take(Self::NAMED).map(Into::into).collect();
        self
    }

    /// Adds what may have been meant, or what to do.
    #[must_use]
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }
}

impl fmt::Display for Warning {
    /// One line: `times.csv: 3 travel times are 99999 min, 8.0 of demand (A1, A2, A3); leave …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}: ")?;
        }
        f.write_str(&self.what)?;
        if let Some(demand) = self.demand {
            write!(f, ", {demand:.1} of demand")?;
        }
        if !self.examples.is_empty() {
            let more = if self.examples.len() < self.count {
                ", …"
            } else {
                ""
            };
            write!(f, " ({}{more})", self.examples.join(", "))?;
        }
        self.advice
            .as_ref()
            .map_or(Ok(()), |advice| write!(f, "; {advice}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warning_is_one_line_and_says_that_it_names_only_the_first_ids() {
        let ids = ["A1", "A2", "A3", "A4", "A5", "A6"];
        let warning = Warning::of_file("times.csv", ids.len(), "6 travel times are 99999 min")
            .demand(Demand::try_new(8.0).unwrap())
            .examples(ids)
            .advice("leave the cell empty where there is no route");
        assert_eq!(
            warning.to_string(),
            "times.csv: 6 travel times are 99999 min, 8.0 of demand (A1, A2, A3, A4, A5, …); leave \
             the cell empty where there is no route"
        );
        assert_eq!(
            Warning::of_study(1, "one row").examples(["A1"]).to_string(),
            "one row (A1)"
        );
    }
}
