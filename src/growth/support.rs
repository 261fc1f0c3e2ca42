use super::expectation::{Expectation, Remembered};
use super::input::GrowthInputs;
use super::plan::{GrowthPlan, NetworkRule};
use super::projection::{ReachedYear, Staffing, reached};
use super::workforce::{Training, project_workforce};

/// Support for regions that lack clinicians.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Support {
    /// None.
    Nothing,
    /// Centres that share nights and weekends.
    Networking,
    /// Transfer by helicopter.
    Helicopters,
    /// More training places.
    TrainingPlaces,
    /// All of them.
    All,
}

impl Support {
    /// Every support, in the order of the columns of a table.
    pub const ALL: [Self; 5] = [
        Self::Nothing,
        Self::Networking,
        Self::Helicopters,
        Self::TrainingPlaces,
        Self::All,
    ];

    /// What it is called in a table.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nothing => "no support",
            Self::Networking => "networking",
            Self::Helicopters => "helicopters",
            Self::TrainingPlaces => "more training places",
            Self::All => "all",
        }
    }

    /// Whether it is this one, or all.
    #[must_use]
    pub fn has(self, part: Self) -> bool {
        self == part || self == Self::All
    }

    /// A plan under this support; what its own networks do is for the support to say.
    #[must_use]
    pub fn plan(self, plan: &GrowthPlan, networks: &NetworkRule) -> GrowthPlan {
        GrowthPlan {
            networks: self.has(Self::Networking).then(|| networks.clone()),
            ..plan.clone()
        }
    }

    /// Training under this support.
    #[must_use]
    pub fn training(self, training: &Training, extra_trainees: f64) -> Training {
        Training {
            extra_trainees: if self.has(Self::TrainingPlaces) {
                extra_trainees
            } else {
                0.0
            },
            ..*training
        }
    }
}

/// What is asked of the supports.
#[derive(Clone, Copy)]
pub struct SupportStudy<'a> {
    /// The plan; whether centres network is for the support to say.
    pub plan: &'a GrowthPlan,
    /// What networks do where they are the support.
    pub networks: &'a NetworkRule,
    /// The workforce without support.
    pub inputs: GrowthInputs<f64>,
    /// When it is trained; more training places are for the support to add.
    pub training: Training,
    /// More trainees per year where they are the support. A number was not found; 4 from 2018 is an
    /// assumption.
    pub extra_trainees: f64,
    /// What hours give by road.
    pub by_road: &'a dyn Expectation,
    /// What hours give with helicopters.
    pub with_helicopters: &'a dyn Expectation,
    /// The share of a region's demand that must be covered, from 0 to 1. An assumption.
    pub required_share: f64,
}

/// When one region reaches the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegionYears {
    /// The region.
    pub region: usize,
    /// Under each support, in the order of [`Support::ALL`]; `None` if not in the projection.
    pub reached: [Option<ReachedYear>; 5],
}

/// When each region reaches the standard under each support.
///
/// # Panics
///
/// If the plan is not possible.
#[must_use]
pub fn region_years(study: &SupportStudy<'_>) -> Vec<RegionYears> {
    let mut by_road = Remembered::new(study.by_road);
    let mut with_helicopters = Remembered::new(study.with_helicopters);
    let projections = Support::ALL.map(|support| {
        let plan = support.plan(study.plan, study.networks);
        let training = support.training(&study.training, study.extra_trainees);
        let expectation = if support.has(Support::Helicopters) {
            &mut with_helicopters
        } else {
            &mut by_road
        };
        let workforce = project_workforce(&study.inputs, &training);
        Staffing::new(&plan, expectation).years(&workforce)
    });
    (0..study.plan.regions)
        .map(|region| RegionYears {
            region,
            reached: projections
                .each_ref()
                .map(|years| reached(years, region, study.required_share)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::{AssignmentPolicy, Expected, GrowthCentre};
    use crate::service::{WeekHours, WeekProfile};

    /// Six centres, two in each of three regions, of which the last is far from its second centre.
    fn plan() -> GrowthPlan {
        let centres = (0..6).map(|place| GrowthCentre {
            region: place / 2,
            network: Some(place / 2),
            demand: 100.0 + 10.0 * place as f64,
            existing: 0,
        });
        GrowthPlan::new(centres.collect(), 3, AssignmentPolicy::Equal)
    }

    /// A region is covered while one of its centres is open; with `far`, the last only by its first
    /// centre.
    fn expectation(far: bool) -> impl Expectation {
        let profile = WeekProfile::ssnap_arrivals();
        move |hours: &[WeekHours]| {
            let open = |region: usize| {
                let (a, b) = (&hours[2 * region], &hours[2 * region + 1]);
                if far && region == 2 {
                    a.clone()
                } else {
                    a.union(b)
                }
            };
            let covered: Vec<f64> = (0..3).map(|r| profile.share_in(&open(r)) * 200.0).collect();
            Expected {
                mt: covered.clone(),
                covered,
                demand: vec![200.0; 3],
            }
        }
    }

    fn years(stock: f64, trainees: f64) -> Vec<[u32; 5]> {
        years_of(stock, trainees, 2045)
    }

    fn years_of(stock: f64, trainees: f64, last_year: u32) -> Vec<[u32; 5]> {
        let (by_road, with_helicopters) = (expectation(true), expectation(false));
        let plan = plan();
        let study = SupportStudy {
            plan: &plan,
            networks: &NetworkRule::default(),
            inputs: GrowthInputs {
                stock,
                trainees,
                ..GrowthInputs::default()
            },
            training: Training {
                last_year,
                ..Training::default()
            },
            extra_trainees: 1.0,
            by_road: &by_road,
            with_helicopters: &with_helicopters,
            required_share: 0.95,
        };
        let year = |reached: Option<ReachedYear>| reached.map_or(u32::MAX, |r| r.year);
        region_years(&study)
            .iter()
            .map(|region| region.reached.map(year))
            .collect()
    }

    /// More training places and helicopters never make a region wait longer; nor do networks where
    /// any centre of a network is as good as any other.
    #[test]
    fn no_support_is_never_sooner() {
        for stock in [0.0, 8.0, 14.0, 20.0] {
            for trainees in [0.0, 0.5, 1.0, 2.0, 3.0] {
                let regions = years(stock, trainees);
                for [nothing, networking, helicopters, places, all] in regions {
                    assert!(helicopters <= nothing && places <= nothing);
                    assert!(networking <= nothing && all <= networking.min(places));
                }
            }
        }
    }

    /// What is not in the projection is not reached.
    #[test]
    fn a_short_projection_ends() {
        let long = years(0.0, 3.0)[0][0];
        assert!(long > 2017 && long < u32::MAX);
        let years_until = |last_year| years_of(0.0, 3.0, last_year)[0][0];
        assert_eq!(years_until(long), long);
        assert_eq!(years_until(long - 1), u32::MAX);
    }

    /// Fourteen clinicians at six centres, one more each year at first: two or three at each. Six
    /// in a network are open at night when one centre alone would need five.
    #[test]
    fn networks_are_first_where_clinicians_are_few() {
        let [region, ..] = years(14.0, 2.0)[..] else {
            panic!("no region")
        };
        assert!(region[1] < region[0], "{region:?}");
    }

    /// The last region's network opens at its second centre, which only a helicopter reaches.
    #[test]
    fn all_supports_together_help_where_one_does_not() {
        let last = years(18.0, 0.9)[2];
        assert_eq!(last[1], u32::MAX, "{last:?}");
        assert!(last[4] < u32::MAX, "{last:?}");
    }
}
