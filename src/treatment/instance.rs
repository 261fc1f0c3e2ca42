use super::layout::{Figures, LayoutTreatment, PathwayResult};
use super::scenario::ScenarioResult;
use crate::care::CareDelays;
use crate::coverage::TimeOrder;
use crate::flight::{Fleet, HelicopterService, Scenario};
use crate::model::{CapabilityStatus, Grouping, LatLon, Layout, SiteIndex, TravelTimeMatrix};
use crate::outcome::{Population, PrehospitalTest};
use crate::pathway::{
    AirService, BaseSiting, Flows, HelicopterEffect, Pathway, PathwaySummary, PathwayTimes,
    Setting, StrokeNetwork, TestedSummary, Transfers, UnitFlow, by_allowable_delay, with_test,
};
use crate::units::{Demand, Share, TravelTime};
use rayon::prelude::*;

/// The input for evaluating treatment.
#[derive(Debug, Clone, Copy)]
pub struct TreatmentInstance<'a> {
    /// The points' demand.
    pub demand: &'a [Demand],
    /// Their groupings.
    pub groupings: &'a [Grouping],
    /// Travel time from every point to every site.
    pub matrix: &'a TravelTimeMatrix,
    /// Travel time from every site to every site.
    pub between: &'a TravelTimeMatrix,
    /// Sites of the first tier.
    pub units: &'a [SiteIndex],
    /// Which hospital ambulances make for, in the tables of areas, sites and groups.
    pub pathway: Pathway,
    /// How much farther than the nearest unit a centre may be for a bypass.
    pub allowable: TravelTime,
    /// All delays apart from travel time.
    pub delays: &'a CareDelays,
    /// A test of the ambulance crew, for the pathway of best outcome.
    pub test: Option<PrehospitalTest>,
    /// The patients.
    pub population: &'a Population,
    /// The helicopters.
    pub helicopters: Option<HelicopterInstance<'a>>,
}

/// The helicopters of an instance: how the service works, its bases in every scenario, and where
/// aircraft land.
#[derive(Debug, Clone, Copy)]
pub struct HelicopterInstance<'a> {
    /// How the service works.
    pub service: &'a HelicopterService,
    /// The bases with their own hours.
    pub fleet: &'a Fleet,
    /// The bases with the hours of each scenario of the service, in its order.
    pub fleets: &'a [Fleet],
    /// Where every site lies, in the order of the sites.
    pub positions: &'a [Option<LatLon>],
    /// Whether every site has a pad, in the order of the sites.
    pub pads: &'a [CapabilityStatus],
}

/// Allowable delays of the series: every 5 min up to 2 h.
fn allowable_delays() -> Vec<TravelTime> {
    (0_u32..=24)
        .map(|n| TravelTime::from_whole(5 * n))
        .collect()
}

impl TreatmentInstance<'_> {
    /// The network of a layout: the study's units, and the layout's sites as centres.
    ///
    /// # Panics
    ///
    /// The layout has a site that the times have not, or the times between hospitals are not of
    /// all sites.
    #[must_use]
    pub fn network(&self, layout: &Layout) -> StrokeNetwork {
        StrokeNetwork::try_new(self.matrix, self.between, self.units, layout.sites())
            .expect("a layout has sites, and the times are those of all sites")
    }

    /// Evaluates one layout.
    ///
    /// # Panics
    ///
    /// As [`TreatmentInstance::network`].
    #[must_use]
    pub fn evaluate(&self, layout: &Layout) -> LayoutTreatment {
        let network = self.network(layout);
        let delays = self.delays;
        let road = Transfers::by_road(&network, delays);
        let pathways = || -> Vec<PathwayResult> {
            let all = Pathway::ALL.par_iter();
            all.map(|&pathway| self.follow(&network, pathway, &road))
                .collect()
        };
        let others = || {
            rayon::join(
                || {
                    let setting = self.setting(self.pathway, Some(&road));
                    PathwaySummary::by_group(&network, &setting, self.demand, self.groupings)
                },
                || {
                    let limits = allowable_delays();
                    by_allowable_delay(&network, self.demand, delays, self.population, &limits)
                },
            )
        };
        let (pathways, ((groups, allowable), tested)) = rayon::join(pathways, || {
            rayon::join(others, || self.tested(&network, &road))
        });
        let chosen = pathways
            .iter()
            .find(|result| result.pathway == self.pathway);
        let cut_off = self.population.mt_cut_off();
        let mt = chosen.map_or_else(Vec::new, |result| result.times.mt_cells_until(cut_off));
        let mut treatment = LayoutTreatment {
            layout: layout.name().to_owned(),
            network,
            pathways,
            chosen: self.pathway,
            with_test: self.figures_of_tested(&tested),
            tested,
            mt: TimeOrder::new(&mt).coverage(self.demand, &[]).0,
            groups,
            allowable,
            scenarios: Vec::new(),
            siting: Vec::new(),
            by_road: None,
        };
        if let Some(helicopters) = self.helicopters {
            self.fly(&helicopters, &mut treatment);
        }
        treatment
    }

    /// The study's pathway in one layout, by road: what [`TreatmentInstance::evaluate`] says of it,
    /// without the rest.
    ///
    /// # Panics
    ///
    /// As [`TreatmentInstance::network`].
    #[must_use]
    pub fn by_road(&self, layout: &Layout) -> PathwayResult {
        let network = self.network(layout);
        let road = Transfers::by_road(&network, self.delays);
        self.follow(&network, self.pathway, &road)
    }

    /// A pathway of this study; transfers by road where they are `None`.
    pub(super) fn setting<'s>(
        &'s self,
        pathway: Pathway,
        transfers: Option<&'s Transfers>,
    ) -> Setting<'s> {
        Setting {
            pathway,
            allowable: self.allowable,
            delays: *self.delays,
            transfers,
            population: self.population,
        }
    }

    fn follow(&self, network: &StrokeNetwork, pathway: Pathway, road: &Transfers) -> PathwayResult {
        let setting = self.setting(pathway, Some(road));
        let times = PathwayTimes::follow(network, &setting);
        let summary = PathwaySummary::new(network, &setting, self.demand);
        let eligible = Share::try_new(self.population.mt_share()).unwrap_or(Share::ALL);
        let cut_off = self.population.mt_cut_off();
        let flows = Flows::count(network, &times, road, self.demand, eligible, cut_off);
        PathwayResult {
            pathway,
            times,
            figures: Figures::new(&summary, self.population.mt_share()),
            summary,
            flows,
        }
    }

    fn tested(&self, network: &StrokeNetwork, road: &Transfers) -> Vec<TestedSummary> {
        let setting = self.setting(Pathway::BestOutcome, Some(road));
        let of = |test| with_test(network, self.demand, &setting, &test);
        self.test.map_or_else(Vec::new, of)
    }

    fn figures_of_tested(&self, tested: &[TestedSummary]) -> Option<Figures> {
        let mix = self.population.mix();
        let split = self.test?.split(&mix);
        let lvo: Vec<f64> = split.iter().flatten().map(|(_, mix)| mix.lvo()).collect();
        let treated = self.population.treated();
        Figures::of_tested(tested, &lvo, treated.mt_of_lvo.as_f64())
    }

    fn fly(&self, helicopters: &HelicopterInstance, treatment: &mut LayoutTreatment) {
        let scenarios = helicopters.service.scenarios.par_iter();
        let results: Vec<ScenarioResult> = scenarios
            .zip(helicopters.fleets)
            .map(|(scenario, fleet)| self.scenario(helicopters, scenario, fleet, treatment))
            .collect();
        treatment.scenarios = results;
        let flows = &treatment.chosen().flows.units;
        // In time by road or not: bases are asked for what brings them in time.
        let patients = |unit: &UnitFlow| {
            if unit.centre {
                Demand::ZERO
            } else {
                unit.patients
            }
        };
        let transfers: Vec<Demand> = flows.iter().map(patients).collect();
        let air = helicopters.with(helicopters.fleet);
        let siting = BaseSiting::new(&treatment.network, &air, self.delays, &transfers);
        if transfers.iter().all(|&transfers| transfers == Demand::ZERO) {
            return;
        }
        treatment.siting = (1..=BaseSiting::TOLD)
            .filter_map(|count| siting.best(count))
            .collect();
        treatment.by_road = Some(siting.by_road(&treatment.network, self.delays));
    }

    fn scenario(
        &self,
        helicopters: &HelicopterInstance,
        scenario: &Scenario,
        fleet: &Fleet,
        treatment: &LayoutTreatment,
    ) -> ScenarioResult {
        let (network, delays) = (&treatment.network, self.delays);
        let service = helicopters.in_scenario(scenario, fleet);
        let air = service.transfers(network, delays);
        let chosen = treatment.chosen();
        let effect = HelicopterEffect::measure(
            network,
            self.demand,
            &chosen.times,
            delays,
            &air,
            self.population,
            helicopters.service.mission_cost,
        );
        ScenarioResult {
            scenario: scenario.clone(),
            soonest: service.soonest(network, delays),
            mt_mean: effect.mt_mean,
            mt_in_time: effect.in_time.as_f64() * self.population.mt_share(),
            air,
            effect,
        }
    }
}

impl<'a> HelicopterInstance<'a> {
    /// The service with the hours of a fleet.
    #[must_use]
    pub fn with(&self, fleet: &'a Fleet) -> AirService<'a> {
        AirService {
            fleet,
            delays: self.service.delays,
            availability: self.service.availability,
            positions: self.positions,
            pads: self.pads,
            minimum_saving: self.service.minimum_saving,
        }
    }

    /// The service in a scenario, with the fleet of its hours.
    #[must_use]
    pub fn in_scenario(&self, scenario: &Scenario, fleet: &'a Fleet) -> AirService<'a> {
        AirService {
            availability: self.service.availability_in(scenario),
            ..self.with(fleet)
        }
    }
}
