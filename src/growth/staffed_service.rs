use super::centre_hours::CentreHours;
use super::expectation::Expected;
use super::plan::GrowthPlan;
use crate::service::WeekHours;
use std::collections::BTreeMap;

/// What a number of clinicians gives.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffedService {
    /// Clinicians at each centre.
    pub staff: Vec<u32>,
    /// The hours of each centre, and who is host.
    pub centres: CentreHours,
    /// What these hours give.
    pub expected: Expected,
}

/// One region of a staffed service.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffedRegion {
    /// The region.
    pub region: usize,
    /// Clinicians at its centres.
    pub staff: u32,
    /// How many of its centres have which hours, the longest first.
    pub centres_by_hours: Vec<(WeekHours, u32)>,
    /// The share of its demand that has an open centre within the standard at the hour it arises,
    /// wherever that centre is, from 0 to 1; `None` without demand.
    pub covered_share: Option<f64>,
    /// MT per year of its patients.
    pub mt: f64,
}

impl StaffedService {
    /// How many centres have which hours, the longest first.
    #[must_use]
    pub fn centres_by_hours(&self) -> Vec<(WeekHours, u32)> {
        counted(self.centres.hours.iter())
    }

    /// What each region has, in order.
    #[must_use]
    pub fn by_region(&self, plan: &GrowthPlan) -> Vec<StaffedRegion> {
        let of = |region: usize| {
            let places = plan.centres.iter().enumerate();
            let places = places.filter(move |(_, centre)| centre.region == region);
            let hours = places.clone().map(|(place, _)| &self.centres.hours[place]);
            StaffedRegion {
                region,
                staff: places.map(|(place, _)| self.staff[place]).sum(),
                centres_by_hours: counted(hours),
                covered_share: self.expected.share(region),
                mt: self.expected.mt.get(region).copied().unwrap_or(0.0),
            }
        };
        (0..plan.regions).map(of).collect()
    }
}

fn counted<'a>(hours: impl Iterator<Item = &'a WeekHours>) -> Vec<(WeekHours, u32)> {
    let mut counts: BTreeMap<&WeekHours, u32> = BTreeMap::new();
    for hours in hours {
        *counts.entry(hours).or_default() += 1;
    }
    let mut counts: Vec<_> = counts
        .into_iter()
        .map(|(hours, count)| (hours.clone(), count))
        .collect();
    counts.sort_by_key(|(hours, _)| std::cmp::Reverse(hours.minutes_per_week()));
    counts
}
