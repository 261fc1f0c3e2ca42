use super::network::{NO_WAY, Reach, StrokeNetwork};
use super::route::{Pathway, PathwayTimes, Walk};
use super::transfer::Transfers;
use crate::care::CareDelays;
use crate::model::Grouping;
use crate::outcome::{Expected, Population, PrehospitalTest};
use crate::units::{Demand, DemandMinutes, Minutes};
use rayon::prelude::*;

/// One set of parameters of a sweep.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    /// Which hospital ambulances go to.
    pub pathway: Pathway<'a>,
    /// Delays of the chain.
    pub delays: CareDelays,
    /// How patients are transferred; by road with these delays where `None`.
    pub transfers: Option<&'a Transfers>,
    /// What the times do to them.
    pub population: &'a Population,
}

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

/// Demand points that one task adds up.
const BLOCK: usize = 2_048;

impl PathwaySummary {
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

impl Setting<'_> {
    /// What this setting gives everybody.
    #[must_use]
    pub fn summarise(&self, network: &StrokeNetwork, demand: &[Demand]) -> PathwaySummary {
        let by_road;
        let transfers = if let Some(transfers) = self.transfers {
            transfers
        } else {
            by_road = Transfers::by_road(network, &self.delays);
            &by_road
        };
        let walk = Walk::new(network, self.pathway, &self.delays, transfers);
        // Blocks of a fixed size, folded in their order: the sum does not depend on the threads.
        let blocks: Vec<PathwaySummary> = network
            .reaches
            .par_chunks(BLOCK)
            .zip(demand.par_chunks(BLOCK))
            .map(|(reaches, demand)| self.block(&walk, reaches, demand))
            .collect();
        blocks
            .into_iter()
            .fold(PathwaySummary::default(), PathwaySummary::and)
    }

    /// What the setting gives each group: one list a grouping, in the order of its labels.
    #[must_use]
    pub fn by_group(
        &self,
        network: &StrokeNetwork,
        demand: &[Demand],
        groupings: &[Grouping],
    ) -> Vec<Vec<PathwaySummary>> {
        let by_road = Transfers::by_road(network, &self.delays);
        let transfers = self.transfers.unwrap_or(&by_road);
        let walk = Walk::new(network, self.pathway, &self.delays, transfers);
        let mut groups: Vec<Vec<PathwaySummary>> = groupings
            .iter()
            .map(|grouping| vec![PathwaySummary::default(); grouping.labels().len()])
            .collect();
        for (point, (reach, &demand)) in network.reaches.iter().zip(demand).enumerate() {
            let mut one = PathwaySummary::default();
            self.enter(&mut one, &walk, reach, demand);
            for (groups, grouping) in groups.iter_mut().zip(groupings) {
                let group = &mut groups[grouping.members()[point] as usize];
                *group = group.and(one);
            }
        }
        groups
    }

    fn block(&self, walk: &Walk, reaches: &[Reach], demand: &[Demand]) -> PathwaySummary {
        let mut sum = PathwaySummary::default();
        for (reach, &demand) in reaches.iter().zip(demand) {
            self.enter(&mut sum, walk, reach, demand);
        }
        sum
    }

    fn enter(&self, sum: &mut PathwaySummary, walk: &Walk, reach: &Reach, demand: Demand) {
        let step = walk.step(reach);
        sum.demand += demand;
        sum.expected += walk.expected(&step, self.population) * demand.as_f64();
        if step.ivt == NO_WAY {
            sum.unreachable += demand;
            return;
        }
        let ivt = Minutes::from_milliseconds(step.ivt);
        if ivt <= self.population.ivt_cut_off() {
            sum.ivt += demand.times(ivt);
        } else {
            sum.ivt_too_late += demand;
        }
        if step.direct {
            sum.direct += demand;
        }
        if step.mt == NO_WAY {
            sum.without_mt += demand;
            return;
        }
        let cut_off = self.population.mt_cut_off();
        walk.transfers().arrivals(&step, demand, |_, part, mt| {
            if mt > cut_off {
                sum.mt_too_late += part;
                return;
            }
            sum.mt += part.times(mt);
            if !step.direct {
                sum.transferred += part;
            }
        });
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
    let of = |setting: &Setting| setting.summarise(network, demand);
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
/// and negatives each where they fare best. A class that nobody is in is left out.
#[must_use]
pub fn with_test(
    network: &StrokeNetwork,
    demand: &[Demand],
    delays: &CareDelays,
    transfers: &Transfers,
    population: &Population,
    test: &PrehospitalTest,
) -> Vec<TestedSummary> {
    let classes = test.split(&population.mix()).into_iter().zip([true, false]);
    classes
        .filter_map(|(class, positive)| {
            let (share, mix) = class?;
            let population = population.with_mix(mix);
            let pathway = Pathway::BestOutcome(&population);
            let setting = Setting {
                pathway,
                delays: *delays,
                transfers: Some(transfers),
                population: &population,
            };
            Some(TestedSummary {
                positive,
                share,
                times: network.follow(pathway, delays, transfers),
                summary: setting.summarise(network, demand),
            })
        })
        .collect()
}
