use std::fmt;

/// Where the next clinician works.
///
/// Posts are filled one by one until every centre is full; the rest is spread evenly. So the posts
/// of a larger stock include those of a smaller, and nobody moves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum AssignmentPolicy {
    /// At the centre with the largest demand in the hours in which it is closed.
    LargestUnmetDemand,
    /// At the centre with the fewest clinicians.
    Equal,
    /// In the network with the largest demand until it is full, evenly; then in the next. A centre
    /// without a network is one by itself.
    OneNetworkFirst,
    /// In the region whose centres meet the smallest share of their demand, at its centre with the
    /// largest unmet demand.
    WorstServedRegionFirst,
    /// At the first centre of a list until it is full, then at the next.
    GivenOrder(Vec<usize>),
}

/// A policy that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a policy: expected `largest-unmet-demand`, `equal`, `one-network-first` or \
     `worst-served-region-first`"
)]
pub struct UnknownPolicy(pub String);

impl AssignmentPolicy {
    /// The policy of a choice in a study. [`AssignmentPolicy::GivenOrder`] needs its list.
    ///
    /// # Errors
    ///
    /// A word that is not a policy.
    pub fn from_choice(text: &str) -> Result<Self, UnknownPolicy> {
        match text {
            "largest-unmet-demand" => Ok(Self::LargestUnmetDemand),
            "equal" => Ok(Self::Equal),
            "one-network-first" => Ok(Self::OneNetworkFirst),
            "worst-served-region-first" => Ok(Self::WorstServedRegionFirst),
            _ => Err(UnknownPolicy(text.to_owned())),
        }
    }
}

/// As [`AssignmentPolicy::from_choice`] reads it; a given order, which it does not read, without its
/// list.
impl fmt::Display for AssignmentPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LargestUnmetDemand => "largest-unmet-demand",
            Self::Equal => "equal",
            Self::OneNetworkFirst => "one-network-first",
            Self::WorstServedRegionFirst => "worst-served-region-first",
            Self::GivenOrder(_) => "given-order",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_read_as_they_are_written() {
        for text in [
            "largest-unmet-demand",
            "equal",
            "one-network-first",
            "worst-served-region-first",
        ] {
            assert_eq!(
                AssignmentPolicy::from_choice(text).unwrap().to_string(),
                text
            );
        }
        for bad in ["", "Equal", "given-order"] {
            assert!(AssignmentPolicy::from_choice(bad).is_err(), "{bad}");
        }
    }
}
