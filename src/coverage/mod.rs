//! Who is within a time standard, and how the times of a layout are spread.

mod times;
mod walk;

use crate::units::{Demand, TravelTime};

pub use times::TimeOrder;

/// How fast one group of people, or everybody, reaches a site.
///
/// Shares and percentiles are of all demand: those who cannot reach a site stay in the denominator.
/// The means are of those who can.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// All demand of the group.
    pub demand: Demand,
    /// The part of it that can reach no site.
    pub unreachable: Demand,
    /// Mean time of those who can reach a site, in minutes; `None` if nobody can.
    pub mean_minutes: Option<f64>,
    /// The shortest time within which half of all demand reaches a site; `None` if half cannot
    /// reach one.
    pub median: Option<TravelTime>,
    /// 95% of all demand reaches a site within this time; `None` if more than 5% cannot reach a
    /// site.
    pub p95: Option<TravelTime>,
    /// The longest time of anyone who can reach a site.
    pub longest: Option<TravelTime>,
    /// Mean time, in minutes, of the tenth of reachable demand with the longest times.
    pub worst_tenth_mean_minutes: Option<f64>,
    /// Demand within each standard of the study, standards included.
    pub within: Vec<Demand>,
}

impl Coverage {
    /// The part of all demand within the standard number `standard`, in per cent.
    ///
    /// # Panics
    ///
    /// There are not so many standards.
    #[must_use]
    pub fn within_percent(&self, standard: usize) -> Option<f64> {
        self.within[standard].percent_of(self.demand)
    }
}

/// Demand within every whole minute: the cumulative coverage curve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageCurve {
    /// All demand.
    pub demand: Demand,
    /// Demand within 0, 1, 2, … min, up to the first minute that covers all reachable demand.
    pub within: Vec<Demand>,
}

impl CoverageCurve {
    /// Per cent of all demand at most `minutes` away.
    #[must_use]
    pub fn percent_within(&self, minutes: usize) -> Option<f64> {
        let within = self.within.get(minutes).or(self.within.last())?;
        within.percent_of(self.demand)
    }
}
