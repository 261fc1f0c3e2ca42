use super::scenario::{Saved, ScenarioResult};
use crate::coverage::Coverage;
use crate::model::{PointIndex, SiteIndex};
use crate::outcome::Expected;
use crate::pathway::{
    AllowableDelay, BaseChoice, Flows, Pathway, PathwaySummary, PathwayTimes, Route, StrokeNetwork,
    TestedSummary,
};
use crate::units::{Demand, TravelTime};

/// Everything about treatment in one layout.
#[derive(Debug, Clone)]
pub struct LayoutTreatment {
    /// Name of the layout.
    pub layout: String,
    /// Its hospitals, and the demand points nearest to each.
    pub network: StrokeNetwork,
    /// By every pathway, in the order of [`Pathway::ALL`], by road.
    pub pathways: Vec<PathwayResult>,
    /// The study's pathway: that of the tables of areas, sites and groups, and of the transfers
    /// that helicopters may fly.
    pub chosen: Pathway,
    /// The best outcome for those whom a pre-hospital test finds positive and negative; empty
    /// where the study has no test.
    pub tested: Vec<TestedSummary>,
    /// The same, all together.
    pub with_test: Option<Figures>,
    /// Times from onset to MT by the study's pathway.
    pub mt: Coverage,
    /// What the study's pathway gives each group: one list a grouping, in the order of its labels.
    pub groups: Vec<Vec<PathwaySummary>>,
    /// Bypass against the allowable delay, by road.
    pub allowable: Vec<AllowableDelay>,
    /// One for each scenario of the study, in its order.
    pub scenarios: Vec<ScenarioResult>,
    /// The best one, two, … bases for the transfers of this layout, as many as there are.
    pub siting: Vec<BaseChoice>,
    /// Transfers × time from door to door by road alone, for comparison with `siting`.
    pub by_road: Option<BaseChoice>,
}

/// One pathway of one layout.
#[derive(Debug, Clone)]
pub struct PathwayResult {
    /// Which hospital ambulances make for.
    pub pathway: Pathway,
    /// Every demand point's way.
    pub times: PathwayTimes,
    /// The figures for everybody.
    pub summary: PathwaySummary,
    /// The yearly workload of every hospital.
    pub flows: Flows,
    /// The same in the figures of the tables.
    pub figures: Figures,
}

/// The figures of a pathway that tables show.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Figures {
    /// Mean minutes from onset to IVT; `None` for an empty group.
    pub ivt_mean: Option<f64>,
    /// Mean minutes from onset to MT; `None` for an empty group.
    pub mt_mean: Option<f64>,
    /// Demand that comes straight to a centre, in per cent; `None` for an empty group.
    pub direct_percent: Option<f64>,
    /// Patients transferred for MT in a year.
    pub transfers: f64,
    /// MT given in a year.
    pub thrombectomies: f64,
    /// Demand that comes to IVT by its cut-off, and after it.
    pub ivt: Timeliness,
    /// Demand that comes to MT by its cut-off, and after it.
    pub mt: Timeliness,
    /// All demand.
    pub demand: Demand,
    /// What is expected of all admissions together.
    pub expected: Expected,
}

/// Demand that could be given a treatment: by its cut-off, and after it, when nobody is.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Timeliness {
    /// By the cut-off.
    pub in_time: f64,
    /// After it.
    pub too_late: f64,
}

impl Figures {
    /// The figures of everybody, or of a group, of whom `mt_share` are given MT in time.
    #[must_use]
    pub fn new(summary: &PathwaySummary, mt_share: f64) -> Self {
        Self {
            ivt_mean: summary.ivt_mean(),
            mt_mean: summary.mt_mean(),
            direct_percent: summary.direct_percent(),
            transfers: summary.transferred.as_f64() * mt_share,
            thrombectomies: summary.mt_in_time().as_f64() * mt_share,
            ivt: Timeliness {
                in_time: summary.ivt_in_time().as_f64(),
                too_late: summary.ivt_too_late.as_f64(),
            },
            mt: Timeliness {
                in_time: summary.mt_in_time().as_f64(),
                too_late: summary.mt_too_late.as_f64(),
            },
            demand: summary.demand,
            expected: summary.expected,
        }
    }

    /// Patients with mRS 0–2 per 1,000 admissions; `None` for an empty group.
    #[must_use]
    pub fn good_per_1000(&self) -> Option<f64> {
        self.per_1000(self.expected.good)
    }

    /// Patients with mRS 0–1 per 1,000 admissions; `None` for an empty group.
    #[must_use]
    pub fn excellent_per_1000(&self) -> Option<f64> {
        self.per_1000(self.expected.excellent)
    }

    /// Of 1,000 admissions; `None` for an empty group.
    #[must_use]
    pub fn per_1000(&self, total: f64) -> Option<f64> {
        (self.demand > Demand::ZERO).then(|| 1_000.0 * total / self.demand.as_f64())
    }

    /// A part of the demand in per cent; `None` for an empty group.
    #[must_use]
    pub fn percent(&self, part: f64) -> Option<f64> {
        (self.demand > Demand::ZERO).then(|| 100.0 * part / self.demand.as_f64())
    }

    /// The classes of a pre-hospital test together.
    ///
    /// Times to IVT are of all admissions that have it in time, times to MT of those who are given it:
    /// the classes
    /// differ in how many those are, by `mt_of_lvo` of their large-vessel occlusions.
    #[must_use]
    pub fn of_tested(classes: &[TestedSummary], shares: &[f64], mt_of_lvo: f64) -> Option<Self> {
        let demand = classes.first()?.summary.demand;
        let mean = |weighted: &dyn Fn(usize) -> Option<(f64, f64)>| {
            let (mut sum, mut weight) = (0.0, 0.0);
            for class in 0..classes.len() {
                let (value, part) = weighted(class)?;
                sum += value * part;
                weight += part;
            }
            (weight > 0.0).then(|| sum / weight)
        };
        let mt = |class: usize| classes[class].share * shares[class] * mt_of_lvo;
        let of_all = |class: usize| classes[class].share;
        let sum = |of: &dyn Fn(usize) -> f64| (0..classes.len()).map(of).sum::<f64>();
        // Of those who have a treatment in time: each class weighs with its part that has.
        let in_time = |demand: Demand, part: f64| part * demand.as_f64();
        Some(Self {
            ivt_mean: mean(&|c| {
                let summary = &classes[c].summary;
                let weight = in_time(summary.ivt_in_time(), of_all(c));
                Some((summary.ivt_mean().unwrap_or(0.0), weight))
            }),
            mt_mean: mean(&|c| {
                let summary = &classes[c].summary;
                let weight = in_time(summary.mt_in_time(), mt(c));
                Some((summary.mt_mean().unwrap_or(0.0), weight))
            }),
            direct_percent: mean(&|c| Some((classes[c].summary.direct_percent()?, of_all(c)))),
            transfers: sum(&|c| classes[c].summary.transferred.as_f64() * mt(c)),
            thrombectomies: sum(&|c| classes[c].summary.mt_in_time().as_f64() * mt(c)),
            ivt: Timeliness {
                in_time: sum(&|c| classes[c].summary.ivt_in_time().as_f64() * of_all(c)),
                too_late: sum(&|c| classes[c].summary.ivt_too_late.as_f64() * of_all(c)),
            },
            mt: Timeliness {
                in_time: sum(&|c| classes[c].summary.mt_in_time().as_f64() * of_all(c)),
                too_late: sum(&|c| classes[c].summary.mt_too_late.as_f64() * of_all(c)),
            },
            demand,
            expected: classes.iter().fold(Expected::default(), |sum, class| {
                sum + class.summary.expected * class.share
            }),
        })
    }
}

impl LayoutTreatment {
    /// A pathway of the layout.
    ///
    /// # Panics
    ///
    /// Never: every pathway has one.
    #[must_use]
    pub fn pathway(&self, pathway: Pathway) -> &PathwayResult {
        self.pathways
            .iter()
            .find(|result| result.pathway == pathway)
            .expect("one for each pathway")
    }

    /// The study's pathway.
    #[must_use]
    pub fn chosen(&self) -> &PathwayResult {
        self.pathway(self.chosen)
    }

    /// What a demand point should do first for the best outcome, by road and without a test; `None`
    /// where no hospital can be reached.
    ///
    /// # Panics
    ///
    /// There is no such point.
    #[must_use]
    pub fn best_route(&self, point: PointIndex) -> Option<Route> {
        let best = &self.pathway(Pathway::BestOutcome).times;
        best.get(point).map(|path| path.route)
    }

    /// The scenario of this name.
    #[must_use]
    pub fn scenario(&self, name: &str) -> Option<&ScenarioResult> {
        self.scenarios
            .iter()
            .find(|result| result.scenario.name == name)
    }

    /// What the helicopters of a scenario save a demand point; `None` where nobody is transferred,
    /// or where there is no road to be compared with.
    ///
    /// # Panics
    ///
    /// There is no such point or scenario.
    #[must_use]
    pub fn saved(&self, scenario: usize, point: PointIndex) -> Option<Saved> {
        let path = self.chosen().times.get(point)?;
        if path.route == Route::Direct {
            return None;
        }
        self.saved_at(scenario, path.first)
    }

    /// What the helicopters of a scenario save the patients that a unit transfers; `None` where
    /// there is no road to be compared with, or it is no unit that transfers.
    ///
    /// # Panics
    ///
    /// There is no such scenario.
    #[must_use]
    pub fn saved_at(&self, scenario: usize, unit: SiteIndex) -> Option<Saved> {
        let units = &self.scenarios[scenario].effect.units;
        // The units that transfer stand in the order of the network, ascending by site.
        let place = units.binary_search_by_key(&unit, |gain| gain.unit).ok()?;
        let gain = &units[place];
        let (_, road) = gain.road?;
        let flying = gain.air.map_or(TravelTime::ZERO, |air| {
            road.saturating_sub(air.chain.door_to_door())
        });
        Some(Saved {
            flying,
            year: gain.journey_saved,
        })
    }
}
