use super::hours_by_stock::HoursByStock;
use super::policy::AssignmentPolicy;
use crate::service::{WeekHours, WeekProfile};

/// A centre, as the growth of the workforce sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GrowthCentre {
    /// Its region, from 0.
    pub region: usize,
    /// Its network, from 0, if it has one.
    pub network: Option<usize>,
    /// Demand of its catchment, in MT per year.
    pub demand: f64,
    /// Clinicians whose posts are filled before the policy decides.
    pub existing: u32,
}

/// What centres that work as networks do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkRule {
    /// The hours of one member, the host, by the clinicians of all.
    pub host: HoursByStock,
    /// When the others may be open while one is host: outside nights and weekends.
    pub others: WeekHours,
}

impl Default for NetworkRule {
    /// [`HoursByStock::together`], and 08:00 to 20:00 on weekdays for the others. An assumption.
    fn default() -> Self {
        Self {
            host: HoursByStock::together(),
            others: WeekHours::on_days(0..5, 8 * 60, 20 * 60),
        }
    }
}

/// Who works where, and which hours that gives.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GrowthPlan {
    /// The centres, in the order of the layout.
    pub centres: Vec<GrowthCentre>,
    /// How many regions there are.
    pub regions: usize,
    /// Where the next clinician works.
    pub policy: AssignmentPolicy,
    /// Clinicians of a full centre.
    ///
    /// # Source
    ///
    /// Five: written answer 118946, 20 December 2017.
    pub full: u32,
    /// The hours of a centre by its clinicians.
    pub hours_by_stock: HoursByStock,
    /// What networks do; `None` where every centre works by itself.
    pub networks: Option<NetworkRule>,
    /// How demand is spread over the week.
    pub profile: WeekProfile,
}

/// What cannot be a plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GrowthPlanError {
    /// No centre.
    #[error("clinicians need at least one centre")]
    NoCentre,
    /// A region beyond the last.
    #[error("centre {centre} is in region {region}, of {regions} regions counted from 0")]
    Region {
        /// Place in the layout.
        centre: usize,
        /// Its region.
        region: usize,
        /// How many there are.
        regions: usize,
    },
    /// Demand that is negative or not a number.
    #[error("centre {centre}: demand must be a number from 0 (got {found})")]
    Demand {
        /// Place in the layout.
        centre: usize,
        /// The demand.
        found: f64,
    },
    /// An order that leaves out a centre, has one twice, or has one that does not exist.
    #[error("an order of {centres} centres must have each of them once (got {found:?})")]
    Order {
        /// Centres of the layout.
        centres: usize,
        /// The order.
        found: Vec<usize>,
    },
}

impl GrowthPlan {
    /// The centres by themselves, with the defaults.
    #[must_use]
    pub fn new(centres: Vec<GrowthCentre>, regions: usize, policy: AssignmentPolicy) -> Self {
        Self {
            centres,
            regions,
            policy,
            full: 5,
            hours_by_stock: HoursByStock::alone(),
            networks: None,
            profile: WeekProfile::ssnap_arrivals(),
        }
    }

    /// Checks that the plan is possible.
    ///
    /// # Errors
    ///
    /// No centre, a region that does not exist, demand that is not a number from 0, or an order
    /// that does not have each centre once.
    pub fn check(&self) -> Result<(), GrowthPlanError> {
        if self.centres.is_empty() {
            return Err(GrowthPlanError::NoCentre);
        }
        for (centre, &GrowthCentre { region, demand, .. }) in self.centres.iter().enumerate() {
            if region >= self.regions {
                return Err(GrowthPlanError::Region {
                    centre,
                    region,
                    regions: self.regions,
                });
            }
            if !(demand >= 0.0 && demand.is_finite()) {
                return Err(GrowthPlanError::Demand {
                    centre,
                    found: demand,
                });
            }
        }
        if let AssignmentPolicy::GivenOrder(order) = &self.policy {
            let mut sorted = order.clone();
            sorted.sort_unstable();
            if !sorted.into_iter().eq(0..self.centres.len()) {
                return Err(GrowthPlanError::Order {
                    centres: self.centres.len(),
                    found: order.clone(),
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_plans_are_refused() {
        let centre = GrowthCentre {
            region: 0,
            network: None,
            demand: 100.0,
            existing: 0,
        };
        let check = |centres: Vec<GrowthCentre>, policy| {
            GrowthPlan::new(centres, 1, policy).check().unwrap_err()
        };
        let equal = || AssignmentPolicy::Equal;
        assert_eq!(check(vec![], equal()), GrowthPlanError::NoCentre);
        let elsewhere = GrowthCentre {
            region: 1,
            ..centre
        };
        assert!(matches!(
            check(vec![centre, elsewhere], equal()),
            GrowthPlanError::Region { centre: 1, .. }
        ));
        let unknown = GrowthCentre {
            demand: f64::NAN,
            ..centre
        };
        assert!(matches!(
            check(vec![unknown], equal()),
            GrowthPlanError::Demand { centre: 0, .. }
        ));
        for order in [vec![0], vec![0, 0], vec![0, 2], vec![0, 1, 1]] {
            assert!(matches!(
                check(vec![centre; 2], AssignmentPolicy::GivenOrder(order)),
                GrowthPlanError::Order { centres: 2, .. }
            ));
        }
    }
}
