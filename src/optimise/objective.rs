use super::equity_measure::EquityMeasure;
use super::outcome_measure::OutcomeMeasure;
use crate::units::TravelTime;

/// What a best layout is best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Objective {
    /// The least demand-weighted mean time: p-median.
    Mean,
    /// The most demand within a standard: MCLP.
    Within(TravelTime),
    /// The most demand within a standard of two centres: backup coverage.
    Backup(TravelTime),
    /// The fewest centres that put enough demand within a standard: LSCP.
    Fewest(TravelTime),
    /// The least longest time: p-centre.
    Longest,
    /// The largest smallest share of any group within a standard: worst group first.
    WorstGroup(TravelTime),
    /// The best outcome of patients.
    Outcome(OutcomeMeasure),
    /// The least inequality of times, with nearly the least mean.
    Equity(EquityMeasure),
}

impl Objective {
    /// The location model's short name, as commands take it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mean => "p-median",
            Self::Within(_) => "mclp",
            Self::Backup(_) => "backup",
            Self::Fewest(_) => "lscp",
            Self::Longest => "p-centre",
            Self::WorstGroup(_) => "worst-group",
            Self::Outcome(_) => "outcome",
            Self::Equity(measure) => measure.name(),
        }
    }

    /// The unit of its value.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Mean => "mean_minutes",
            Self::Within(_) | Self::Backup(_) => "demand",
            Self::Fewest(_) => "centres",
            Self::Longest => "longest_minutes",
            Self::WorstGroup(_) => "percent",
            Self::Outcome(OutcomeMeasure::Independent) => "good_outcomes_per_1000",
            Self::Outcome(OutcomeMeasure::Qalys) => "qalys_per_1000",
            Self::Equity(EquityMeasure::Gini) => "gini",
            Self::Equity(EquityMeasure::MeanAbsoluteDeviation) => "mean_absolute_deviation_minutes",
        }
    }

    /// The standard that it is about, if it is about one.
    #[must_use]
    pub const fn standard(self) -> Option<TravelTime> {
        match self {
            Self::Within(standard)
            | Self::Backup(standard)
            | Self::Fewest(standard)
            | Self::WorstGroup(standard) => Some(standard),
            Self::Mean | Self::Longest | Self::Outcome(_) | Self::Equity(_) => None,
        }
    }
}
