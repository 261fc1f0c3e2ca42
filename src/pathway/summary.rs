use super::kinds::Pathway;
use super::network::{Reach, StrokeNetwork, UNREACHABLE};
use super::route::Step;
use super::setting::Setting;
use super::times::PathwayTimes;
use super::transfer::Transfers;
use super::walk::Walk;
use crate::model::Grouping;
use crate::outcome::{Expected, PrehospitalTest};
use crate::units::{Demand, DemandMinutes, TravelTime};
use rayon::prelude::*;

/// What a pathway gives everybody.
///
/// Means of times are of those who can be treated: whose time to the treatment is at most its
/// cut-off. Outcomes are of all demand.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PathwaySummary {
    /// All demand.
    pub demand: Demand,
    /// Demand whose pathway leads to no hospital.
    pub unreachable: Demand,
    /// Demand that comes to a unit from which no centre can be reached.
    pub without_mt: Demand,
    /// Demand that comes straight to a centre.
    pub direct: Demand,
    /// Demand that would come to IVT after its cut-off.
    pub ivt_too_late: Demand,
    /// Demand that would come to MT after its cut-off.
    pub mt_too_late: Demand,
    /// Demand that comes to a unit and from there to MT in time.
    pub transferred: Demand,
    ivt: DemandMinutes,
    mt: DemandMinutes,
    /// What is expected of all admissions together; haemorrhages add nothing.
    pub expected: Expected,
}

/// The ways of a setting. The first hospital is that of the road, whatever transfers there are.
struct Walks<'a> {
    by_road: Walk<'a>,
    /// With the transfers of the setting, if it has its own.
    other: Option<Walk<'a>>,
}

impl<'a> Walks<'a> {
    fn new(network: &StrokeNetwork, setting: &Setting<'a>, road: &'a Transfers) -> Self {
        let walk = |transfers| Walk::new(network, &setting.delays, transfers);
        Self {
            by_road: walk(road),
            other: setting.transfers.map(walk),
        }
    }

    /// The way of a demand point, and the walk that it is of.
    fn step(&self, setting: &Setting, reach: &Reach) -> (Step, &Walk<'a>) {
        let step = setting.step(&self.by_road, reach);
        match &self.other {
            Some(walk) => (walk.transferred(&step), walk),
            None => (step, &self.by_road),
        }
    }
}

/// Demand points that one task adds up.
const BLOCK: usize = 2_048;

impl PathwaySummary {
    /// What a setting gives everybody.
    #[must_use]
    pub fn new(network: &StrokeNetwork, setting: &Setting, demand: &[Demand]) -> Self {
        let road = Transfers::by_road(network, &setting.delays);
        let walks = Walks::new(network, setting, &road);
        // Blocks of a fixed size, folded in their order: the sum does not depend on the threads.
        let blocks: Vec<Self> = network
            .reaches
            .par_chunks(BLOCK)
            .zip(demand.par_chunks(BLOCK))
            .map(|(reaches, demand)| {
                let mut sum = Self::default();
                for (reach, &demand) in reaches.iter().zip(demand) {
                    sum.enter(setting, &walks, reach, demand);
                }
                sum
            })
            .collect();
        blocks.into_iter().fold(Self::default(), Self::and)
    }

    /// What a setting gives each group: one list a grouping, in the order of its labels.
    #[must_use]
    pub fn by_group(
        network: &StrokeNetwork,
        setting: &Setting,
        demand: &[Demand],
        groupings: &[Grouping],
    ) -> Vec<Vec<Self>> {
        let road = Transfers::by_road(network, &setting.delays);
        let walks = Walks::new(network, setting, &road);
        let mut groups: Vec<Vec<Self>> = groupings
            .iter()
            .map(|grouping| vec![Self::default(); grouping.labels().len()])
            .collect();
        for (point, (reach, &demand)) in network.reaches.iter().zip(demand).enumerate() {
            let mut one = Self::default();
            one.enter(setting, &walks, reach, demand);
            for (groups, grouping) in groups.iter_mut().zip(groupings) {
                let group = &mut groups[grouping.members()[point] as usize];
                *group = group.and(one);
            }
        }
        groups
    }

    fn enter(&mut self, setting: &Setting, walks: &Walks, reach: &Reach, demand: Demand) {
        let population = setting.population;
        let (step, walk) = walks.step(setting, reach);
        self.demand += demand;
        self.expected += walk.expected(&step, population) * demand.as_f64();
        if step.ivt == UNREACHABLE {
            self.unreachable += demand;
            return;
        }
        let ivt = TravelTime::from_milliseconds(step.ivt);
        if ivt <= population.ivt_cut_off() {
            self.ivt += demand.times(ivt);
        } else {
            self.ivt_too_late += demand;
        }
        if step.direct {
            self.direct += demand;
        }
        if step.mt == UNREACHABLE {
            self.without_mt += demand;
            return;
        }
        let cut_off = population.mt_cut_off();
        walk.transfers().arrivals(&step, demand, |_, part, mt| {
            if mt > cut_off {
                self.mt_too_late += part;
                return;
            }
            self.mt += part.times(mt);
            if !step.direct {
                self.transferred += part;
            }
        });
    }

    fn and(self, other: Self) -> Self {
        Self {
            demand: self.demand + other.demand,
            unreachable: self.unreachable + other.unreachable,
            without_mt: self.without_mt + other.without_mt,
            direct: self.direct + other.direct,
            ivt_too_late: self.ivt_too_late + other.ivt_too_late,
            mt_too_late: self.mt_too_late + other.mt_too_late,
            transferred: self.transferred + other.transferred,
            ivt: self.ivt + other.ivt,
            mt: self.mt + other.mt,
            expected: self.expected + other.expected,
        }
    }

    /// Mean minutes from onset to IVT of those who have it in time; `None` for an empty group.
    #[must_use]
    pub fn ivt_mean(&self) -> Option<f64> {
        self.ivt.mean_over(self.ivt_in_time())
    }

    /// Mean minutes from onset to MT of those who have it in time; `None` for an empty group.
    #[must_use]
    pub fn mt_mean(&self) -> Option<f64> {
        self.mt.mean_over(self.mt_in_time())
    }

    /// Demand that comes straight to a centre, in per cent; `None` for an empty group.
    #[must_use]
    pub fn direct_percent(&self) -> Option<f64> {
        self.direct.percent_of(self.demand)
    }

    /// Demand that comes to IVT by its cut-off.
    #[must_use]
    pub fn ivt_in_time(&self) -> Demand {
        self.demand - self.unreachable - self.ivt_too_late
    }

    /// Demand that comes to MT by its cut-off.
    #[must_use]
    pub fn mt_in_time(&self) -> Demand {
        self.demand - self.unreachable - self.without_mt - self.mt_too_late
    }

    /// Ischaemic strokes with mRS 0–2, of 1,000 admissions; `None` for an empty group.
    #[must_use]
    pub fn good_outcomes_per_1000(&self) -> Option<f64> {
        (self.demand > Demand::ZERO).then(|| 1_000.0 * self.expected.good / self.demand.as_f64())
    }

    /// Ischaemic strokes with mRS 0–1, of 1,000 admissions; `None` for an empty group.
    #[must_use]
    pub fn excellent_outcomes_per_1000(&self) -> Option<f64> {
        (self.demand > Demand::ZERO)
            .then(|| 1_000.0 * self.expected.excellent / self.demand.as_f64())
    }
}

/// What every setting gives everybody, in the order of the settings.
///
/// Settings run in parallel and each sums in the order of the points, so that the result does not
/// depend on the number of threads.
#[must_use]
pub fn sweep(
    network: &StrokeNetwork,
    demand: &[Demand],
    settings: &[Setting],
) -> Vec<PathwaySummary> {
    let of = |setting: &Setting| PathwaySummary::new(network, setting, demand);
    settings.par_iter().map(of).collect()
}

/// The best outcome for one class of a pre-hospital test.
#[derive(Debug, Clone)]
pub struct TestedSummary {
    /// Whether the test found them positive.
    pub positive: bool,
    /// Their share of all admissions.
    pub share: f64,
    /// Their ways to treatment.
    pub times: PathwayTimes,
    /// What it gives them, as if everybody were of this class: to be weighted by `share`.
    pub summary: PathwaySummary,
}

/// The pathway of best outcome where the crew tests for large-vessel occlusion and takes positives
/// and negatives each where they fare best, by the delays, transfers and patients of `setting`. A
/// class that nobody is in is left out.
#[must_use]
pub fn with_test(
    network: &StrokeNetwork,
    demand: &[Demand],
    setting: &Setting,
    test: &PrehospitalTest,
) -> Vec<TestedSummary> {
    let patients = setting.population;
    let classes = test.split(&patients.mix()).into_iter().zip([true, false]);
    classes
        .filter_map(|(class, positive)| {
            let (share, mix) = class?;
            let population = patients.with_mix(mix);
            let setting = Setting {
                pathway: Pathway::BestOutcome,
                population: &population,
                ..setting.clone()
            };
            Some(TestedSummary {
                positive,
                share,
                times: PathwayTimes::follow(network, &setting),
                summary: PathwaySummary::new(network, &setting, demand),
            })
        })
        .collect()
}
