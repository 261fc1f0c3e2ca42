/// How unequal times are among people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum EquityMeasure {
    /// The Gini coefficient: 0 where all have the same time, towards 1 where few have all of it.
    Gini,
    /// The mean absolute deviation from the mean, in minutes.
    MeanAbsoluteDeviation,
}

impl EquityMeasure {
    /// How far the mean of a layout may be above the least where nothing is said: one part in a hundred, a choice of
    /// this program.
    pub const MEAN_WITHIN: f64 = 0.01;

    /// Its short name, as commands take it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gini => "gini",
            Self::MeanAbsoluteDeviation => "mad",
        }
    }
}
