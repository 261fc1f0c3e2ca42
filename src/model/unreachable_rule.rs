use crate::units::TravelTime;
use std::fmt;
use std::str::FromStr;

/// What the search for the best layout does with demand that a layout leaves without a route to
/// any of its sites.
///
/// The mean of those who can reach a site alone would reward a layout for leaving people out, so
/// every rule makes that cost something. Demand that no candidate reaches is the same in every
/// layout and outside the question under all rules.
///
/// # Examples
///
/// ```
/// use catchment::model::UnreachableRule;
/// use catchment::units::TravelTime;
/// assert_eq!("strict".parse(), Ok(UnreachableRule::Strict));
/// let two_hours = UnreachableRule::Cost(TravelTime::from_whole(120));
/// assert_eq!("120".parse(), Ok(two_hours));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum UnreachableRule {
    /// Each unit counts as a journey of [`Self::MULTIPLE`] times the longest time from demand to a
    /// candidate.
    #[default]
    TwiceLongest,
    /// Each unit of it counts as a journey of this time, which must be no less than the longest
    /// time from demand to a candidate: otherwise a layout would gain by leaving people out.
    Cost(TravelTime),
    /// Unreachable demand is minimised first and time second, however few people a missing route
    /// concerns.
    Strict,
    /// Demand points that lack a route to more than half of the candidates are left out of the
    /// question; for the others [`Self::TwiceLongest`] holds.
    Exclude,
}

impl UnreachableRule {
    /// How many longest journeys a unit of unreachable demand counts as by default.
    ///
    /// A choice, not a finding: any multiple above 1 makes being without a route worse than every
    /// journey. 2 keeps it of the order of a journey, so that one person without a route does not
    /// outweigh minutes for thousands, as it does under [`Self::Strict`].
    pub const MULTIPLE: u32 = 2;
}

/// A word or number that is not a rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a number of minutes, `twice-longest`, `strict` or `exclude` (got `{0}`)")]
pub struct UnreachableRuleError(
    /// What was given.
    pub String,
);

impl FromStr for UnreachableRule {
    type Err = UnreachableRuleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || UnreachableRuleError(text.to_owned());
        match text.trim() {
            "twice-longest" => Ok(Self::TwiceLongest),
            "strict" => Ok(Self::Strict),
            "exclude" => Ok(Self::Exclude),
            number => {
                let minutes = number.parse().map_err(|_| wrong())?;
                let cost = TravelTime::try_from_minutes(minutes).map_err(|_| wrong())?;
                Ok(Self::Cost(cost))
            }
        }
    }
}

/// As commands and studies take it.
impl fmt::Display for UnreachableRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TwiceLongest => f.write_str("twice-longest"),
            Self::Cost(cost) => write!(f, "{}", cost.as_f64()),
            Self::Strict => f.write_str("strict"),
            Self::Exclude => f.write_str("exclude"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_read_as_it_is_written() {
        for rule in [
            UnreachableRule::TwiceLongest,
            UnreachableRule::Cost(TravelTime::from_whole(95)),
            UnreachableRule::Strict,
            UnreachableRule::Exclude,
        ] {
            assert_eq!(rule.to_string().parse(), Ok(rule));
        }
    }

    #[test]
    fn what_is_not_a_rule_is_refused() {
        for text in ["", "never", "-1", "nan", "inf", "120 min", "1e99"] {
            assert!(text.parse::<UnreachableRule>().is_err(), "{text}");
        }
    }
}
