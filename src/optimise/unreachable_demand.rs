use crate::model::{SiteIndex, UnreachableRule};
use crate::optimise::problem::unreachable::PointDemand;
use crate::units::{Demand, TravelTime};

/// What an answer did with demand that has no route to some of the candidates.
#[derive(Debug, Clone, PartialEq)]
pub struct UnreachableDemand {
    /// The rule.
    pub rule: UnreachableRule,
    /// What each unit of unreachable demand counts as; `None` if the least of it comes first,
    /// or where the objective does not count it.
    pub cost: Option<TravelTime>,
    /// The longest time from demand to a candidate.
    pub longest: TravelTime,
    /// Whether layouts may differ in what they reach.
    pub matters: bool,
    /// What the best layout leaves without a route and another would not.
    pub unreachable: PointDemand,
    /// What has no route to any candidate.
    pub without_route: PointDemand,
    /// What the rule leaves out of the question.
    pub left_out: PointDemand,
    /// What the other rules would choose.
    pub others: Vec<OtherRule>,
}

/// Another rule, and whether it would choose other sites.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherRule {
    /// The rule.
    pub rule: UnreachableRule,
    /// What it chooses.
    pub choice: OtherChoice,
}

/// What another rule would choose.
#[derive(Debug, Clone, PartialEq)]
pub enum OtherChoice {
    /// The same layout, or one that is as good by that rule: proven.
    Same,
    /// A layout that is better by that rule.
    Other {
        /// Its sites, ascending.
        sites: Vec<SiteIndex>,
        /// Mean time of the demand that can reach one of them.
        mean_minutes: Option<f64>,
        /// Demand that it leaves without a route and another layout would not.
        unreachable: Demand,
    },
    /// There is no layout under that rule.
    NoLayout,
    /// The budget ended before it was known.
    Undecided,
}

impl UnreachableDemand {
    /// Whether the layout leaves any demand out, or another rule may choose another layout.
    #[must_use]
    pub fn is_notable(&self) -> bool {
        let differs = |other: &OtherRule| other.choice != OtherChoice::Same;
        !self.unreachable.is_empty() || self.others.iter().any(differs)
    }
}
