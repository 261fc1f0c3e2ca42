use crate::service::WeekHours;
use std::collections::BTreeMap;

/// What a year of certain hours is expected to give.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Demand of each region that has an open centre within the standard at the hour it arises.
    pub covered: Vec<f64>,
    /// All demand of each region, in the same unit.
    pub demand: Vec<f64>,
    /// MT per year of each region's patients.
    pub mt: Vec<f64>,
}

impl Expected {
    /// The share of a region's demand that is covered, from 0 to 1; `None` without demand or
    /// without such a region.
    #[must_use]
    pub fn share(&self, region: usize) -> Option<f64> {
        let (covered, demand) = (self.covered.get(region)?, self.demand.get(region)?);
        (*demand > 0.0).then(|| covered / demand)
    }
}

/// What the hours of the centres are expected to give: geography, which growth does not know.
///
/// The same hours must give the same: each set of hours is asked for once.
pub trait Expectation {
    /// What these hours give, one for each centre of the layout.
    fn expect(&self, hours: &[WeekHours]) -> Expected;
}

impl<F: Fn(&[WeekHours]) -> Expected> Expectation for F {
    fn expect(&self, hours: &[WeekHours]) -> Expected {
        self(hours)
    }
}

/// An expectation with what it has been asked.
pub(super) struct Remembered<'a> {
    expectation: &'a dyn Expectation,
    known: BTreeMap<Vec<WeekHours>, Expected>,
}

impl<'a> Remembered<'a> {
    pub(super) const fn new(expectation: &'a dyn Expectation) -> Self {
        Self {
            expectation,
            known: BTreeMap::new(),
        }
    }

    pub(super) fn expect(&mut self, hours: &[WeekHours]) -> Expected {
        if let Some(known) = self.known.get(hours) {
            return known.clone();
        }
        let expected = self.expectation.expect(hours);
        self.known.insert(hours.to_vec(), expected.clone());
        expected
    }
}
