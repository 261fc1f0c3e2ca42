use super::assignment::assign;
use super::centre_hours::centre_hours;
use super::expectation::{Expectation, Remembered};
use super::plan::GrowthPlan;
use super::staffed_service::StaffedService;
use super::workforce::StockYear;
use std::collections::BTreeMap;

/// One year of a growing service.
#[derive(Debug, Clone, PartialEq)]
pub struct GrowthYear {
    /// The workforce.
    pub workforce: StockYear,
    /// What its whole clinicians give.
    pub service: StaffedService,
}

/// When a region reaches its standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReachedYear {
    /// The first year.
    pub year: u32,
    /// Whether it keeps the standard in every later year of the projection.
    pub kept: bool,
}

/// What each year of a workforce gives, its whole clinicians assigned to the centres of a plan.
///
/// # Panics
///
/// If the plan is not possible: [`GrowthPlan::check`] says so before.
#[must_use]
pub fn project_growth(
    plan: &GrowthPlan,
    workforce: &[StockYear],
    expectation: &dyn Expectation,
) -> Vec<GrowthYear> {
    let mut remembered = Remembered::new(expectation);
    Staffing::new(plan, &mut remembered).years(workforce)
}

/// What so many clinicians give, assigned to the centres of a plan.
///
/// # Panics
///
/// If the plan is not possible: [`GrowthPlan::check`] says so before.
#[must_use]
pub fn staffed_service(
    plan: &GrowthPlan,
    clinicians: u32,
    expectation: &dyn Expectation,
) -> StaffedService {
    let mut remembered = Remembered::new(expectation);
    let mut staffing = Staffing::new(plan, &mut remembered);
    staffing.service(clinicians).clone()
}

/// A plan with what has been asked of it. Years with the same clinicians are the same service.
pub(super) struct Staffing<'a, 'b> {
    plan: &'a GrowthPlan,
    expectation: &'a mut Remembered<'b>,
    known: BTreeMap<u32, StaffedService>,
}

impl<'a, 'b> Staffing<'a, 'b> {
    pub(super) const fn new(plan: &'a GrowthPlan, expectation: &'a mut Remembered<'b>) -> Self {
        Self {
            plan,
            expectation,
            known: BTreeMap::new(),
        }
    }

    /// What so many clinicians give.
    pub(super) fn service(&mut self, clinicians: u32) -> &StaffedService {
        self.known.entry(clinicians).or_insert_with(|| {
            let staff = assign(self.plan, clinicians);
            let centres = centre_hours(self.plan, &staff);
            let expected = self.expectation.expect(&centres.hours);
            StaffedService {
                staff,
                centres,
                expected,
            }
        })
    }

    pub(super) fn years(&mut self, workforce: &[StockYear]) -> Vec<GrowthYear> {
        let year = |&workforce: &StockYear| GrowthYear {
            workforce,
            service: self.service(workforce.whole_clinicians()).clone(),
        };
        workforce.iter().map(year).collect()
    }
}

/// When a region has at least a share of its demand covered; `None` if never.
pub(super) fn reached(years: &[GrowthYear], region: usize, share: f64) -> Option<ReachedYear> {
    let meets = |year: &GrowthYear| {
        year.service
            .expected
            .share(region)
            .is_some_and(|now| now >= share)
    };
    let first = years.iter().position(meets)?;
    Some(ReachedYear {
        year: years[first].workforce.year,
        kept: years[first..].iter().all(meets),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::{
        AssignmentPolicy, CentreHours, Expected, GrowthCentre, GrowthInputs, Training,
        project_workforce,
    };
    use crate::service::{DemandPoints, Reach, WeekHours, WeekProfile, coverage_by_hour};
    use std::cell::Cell;

    /// Three centres in two regions and three points, one of which no centre reaches.
    fn reach() -> Reach {
        let points = DemandPoints {
            demand: &[50.0, 30.0, 20.0],
            group: &[0, 1, 1],
            groups: 2,
        };
        let times: [&[u32]; 3] = [&[10, 99, 99], &[20, 45, 99], &[99, 30, u32::MAX]];
        Reach::try_new(points, &times, 45).unwrap()
    }

    fn plan(policy: AssignmentPolicy) -> GrowthPlan {
        let centre = |region, demand| GrowthCentre {
            region,
            network: Some(0),
            demand,
            existing: 0,
        };
        GrowthPlan::new(
            vec![centre(0, 40.0), centre(0, 10.0), centre(1, 30.0)],
            2,
            policy,
        )
    }

    /// More trainees cover no less, in any region and year, under every policy without networks.
    #[test]
    fn more_trainees_cover_no_less() {
        let (reach, profile) = (reach(), WeekProfile::ssnap_arrivals());
        let expectation = |hours: &[WeekHours]| {
            let coverage = coverage_by_hour(&reach, hours, &profile);
            Expected {
                mt: coverage.covered.clone(),
                covered: coverage.covered,
                demand: coverage.demand,
            }
        };
        for policy in [
            AssignmentPolicy::LargestUnmetDemand,
            AssignmentPolicy::Equal,
            AssignmentPolicy::OneNetworkFirst,
            AssignmentPolicy::WorstServedRegionFirst,
            AssignmentPolicy::GivenOrder(vec![2, 0, 1]),
        ] {
            let plan = plan(policy);
            let years = |trainees: f64| {
                let inputs = GrowthInputs {
                    stock: 3.0,
                    trainees,
                    ..GrowthInputs::default()
                };
                let workforce = project_workforce(&inputs, &Training::default());
                project_growth(&plan, &workforce, &expectation)
            };
            for trainees in [0.0, 0.5, 1.0] {
                for (fewer, more) in years(trainees).iter().zip(years(trainees + 0.5)) {
                    for region in 0..2 {
                        let share = |year: &GrowthYear| year.service.expected.share(region);
                        assert!(share(fewer).unwrap() <= share(&more).unwrap() + 1e-12);
                    }
                }
            }
            // Two fifths of region 1 have no centre in reach, whatever the staff.
            let last = years(2.0).pop().unwrap().service;
            assert!((last.expected.share(1).unwrap() - 0.6).abs() < 1e-9);
        }
    }

    #[test]
    fn regions_add_up_to_the_service() {
        let plan = plan(AssignmentPolicy::Equal);
        let asked = Cell::new(0);
        let expectation = |_: &[WeekHours]| {
            asked.set(asked.get() + 1);
            Expected {
                covered: vec![1.0, 0.0],
                demand: vec![2.0, 0.0],
                mt: vec![5.0, 7.0],
            }
        };
        let inputs = GrowthInputs {
            stock: 7.0,
            trainees: 0.4,
            ..GrowthInputs::default()
        };
        let workforce = project_workforce(&inputs, &Training::default());
        let years = project_growth(&plan, &workforce, &expectation);
        let first = &years[0].service;
        let regions = first.by_region(&plan);
        assert_eq!([regions[0].staff, regions[1].staff], [5, 2]);
        assert_eq!(regions[1].covered_share, None);
        let text = |counts: &[(WeekHours, u32)]| -> Vec<String> {
            counts
                .iter()
                .map(|(hours, count)| format!("{count} {hours}"))
                .collect()
        };
        assert_eq!(
            text(&first.centres_by_hours()),
            ["1 08:00-20:00", "2 Mon-Fri 09:00-17:00"]
        );
        assert_eq!(
            text(&regions[1].centres_by_hours),
            ["1 Mon-Fri 09:00-17:00"]
        );
        // Hours that come again are not asked for again.
        assert!(asked.get() < 8, "{}", asked.get());
    }

    #[test]
    fn a_standard_that_is_lost_again_is_said_to_be() {
        let year = |year, share: f64| GrowthYear {
            workforce: StockYear {
                year,
                stock: 0.0,
                completed: 0.0,
                credentialed: 0.0,
                left: 0.0,
            },
            service: StaffedService {
                staff: vec![],
                centres: CentreHours {
                    hours: vec![],
                    hosts: vec![],
                },
                expected: Expected {
                    covered: vec![share],
                    demand: vec![1.0],
                    mt: vec![0.0],
                },
            },
        };
        let years = [
            year(2017, 0.5),
            year(2018, 0.9),
            year(2019, 0.7),
            year(2020, 0.95),
        ];
        let of = |share| reached(&years, 0, share).map(|reached| (reached.year, reached.kept));
        assert_eq!(of(0.9), Some((2018, false)));
        assert_eq!(of(0.7), Some((2018, true)));
        assert_eq!(of(0.95), Some((2020, true)));
        assert_eq!(of(0.96), None);
    }
}
