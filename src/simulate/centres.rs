use super::engine::{Clock, Distribution};
use super::intervals::contains;

/// What a centre works with.
#[derive(Debug, Clone, PartialEq)]
pub struct CentreResources {
    /// Suites in which one patient at a time is treated.
    pub suites: u32,
    /// Teams: from each time on, in milliseconds, so many; ascending. Empty: as many as are needed.
    pub teams: Vec<(Clock, u32)>,
    /// When a team is in the house: half-open intervals in milliseconds, ascending. At other times it
    /// is at home and mobilises. `None`: always in the house.
    pub on_site: Option<Vec<(Clock, Clock)>>,
    /// Planned cases that occupy a suite; `None` without them.
    pub elective: Option<Elective>,
}

/// Planned cases that occupy a suite of a centre in working hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Elective {
    /// Cases in a week.
    pub cases_per_week: f64,
    /// When they may begin: half-open intervals in milliseconds, ascending.
    pub hours: Vec<(Clock, Clock)>,
    /// How long one occupies a suite.
    pub duration: Distribution,
}

impl CentreResources {
    /// A centre that is never busy, with a team always in the house.
    #[must_use]
    pub const fn unlimited() -> Self {
        Self {
            suites: u32::MAX,
            teams: Vec::new(),
            on_site: None,
            elective: None,
        }
    }

    /// The same centre without queues: never busy, though a team at home has to come.
    pub(super) fn without_queues(&self) -> Self {
        Self {
            on_site: self.on_site.clone(),
            ..Self::unlimited()
        }
    }

    /// Whether a team is in the house.
    #[must_use]
    pub fn is_on_site(&self, time: Clock) -> bool {
        self.on_site
            .as_ref()
            .is_none_or(|intervals| contains(intervals, time))
    }
}

impl Elective {
    /// Whether a case may begin then.
    #[must_use]
    pub fn may_begin(&self, time: Clock) -> bool {
        contains(&self.hours, time)
    }
}
