use super::layout::{Figures, LayoutTreatment, PathwayResult};
use super::scenario::ScenarioResult;
use crate::coverage::TimeOrder;
use crate::flight::{Fleet, MissionCost};
use crate::model::{Answer, Grouping, LatLon, Layout, SiteIndex, TravelTimeMatrix};
use crate::outcome::Population;
use crate::pathway::{
    AirService, BaseSiting, Flows, HelicopterEffect, Pathway, Setting, StrokeNetwork,
    TestedSummary, Transfers, UnitFlow, by_allowable_delay, with_test,
};
use crate::study::{HelicopterChoice, PathwayChoice, Routing, Scenario};
use crate::units::{Demand, Minutes, Share};
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
    /// The study's choices.
    pub pathway: &'a PathwayChoice,
    /// Its patients.
    pub population: &'a Population,
    /// Its helicopters.
    pub service: Option<Service<'a>>,
}

/// The helicopters of a study.
#[derive(Debug, Clone, Copy)]
pub struct Service<'a> {
    /// The study's choices.
    pub choice: &'a HelicopterChoice,
    /// The bases with their own hours.
    pub fleet: &'a Fleet,
    /// The bases with the hours of each scenario, in its order.
    pub fleets: &'a [Fleet],
    /// Where every site lies, in the order of the sites.
    pub positions: &'a [Option<LatLon>],
    /// Whether every site has a pad, in the order of the sites.
    pub pads: &'a [Answer],
}

/// Allowable delays of the series: every 5 min up to 2 h.
fn allowable_delays() -> Vec<Minutes> {
    (0_u32..=24).map(|n| Minutes::from_whole(5 * n)).collect()
}

impl<'a> TreatmentInstance<'a> {
    /// The pathway of a routing.
    #[must_use]
    pub fn pathway(&self, routing: Routing) -> Pathway<'a> {
        match routing {
            Routing::DripAndShip => Pathway::DripAndShip,
            Routing::Mothership => Pathway::Mothership,
            Routing::Bypass => Pathway::Bypass {
                allowable: self.pathway.allowable,
            },
            Routing::BestOutcome => Pathway::BestOutcome(self.population),
        }
    }

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
        let delays = &self.pathway.delays;
        let road = Transfers::by_road(&network, delays);
        let pathways = || -> Vec<PathwayResult> {
            let all = Routing::ALL.par_iter();
            all.map(|&routing| self.follow(&network, routing, &road))
                .collect()
        };
        let others = || {
            rayon::join(
                || {
                    let setting = self.setting(self.pathway.routing, &road);
                    setting.by_group(&network, self.demand, self.groupings)
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
        let routing = self.pathway.routing;
        let chosen = pathways.iter().find(|pathway| pathway.routing == routing);
        let cut_off = self.population.mt_cut_off();
        let mt = chosen.map_or_else(Vec::new, |pathway| pathway.times.mt_cells_until(cut_off));
        let mut treatment = LayoutTreatment {
            layout: layout.name().to_owned(),
            network,
            pathways,
            routing,
            with_test: self.figures_of_tested(&tested),
            tested,
            mt: TimeOrder::new(&mt).coverage(self.demand, &[]).0,
            groups,
            allowable,
            scenarios: Vec::new(),
            siting: Vec::new(),
            by_road: None,
        };
        if let Some(service) = self.service {
            self.fly(service, &mut treatment);
        }
        treatment
    }

    /// A setting of this study, transfers by `transfers`.
    pub(super) fn setting<'s>(&'s self, routing: Routing, transfers: &'s Transfers) -> Setting<'s> {
        Setting {
            pathway: self.pathway(routing),
            delays: self.pathway.delays,
            transfers: Some(transfers),
            population: self.population,
        }
    }

    fn follow(&self, network: &StrokeNetwork, routing: Routing, road: &Transfers) -> PathwayResult {
        let times = network.follow(self.pathway(routing), &self.pathway.delays, road);
        let summary = self.setting(routing, road).summarise(network, self.demand);
        let eligible = Share::try_new(self.population.mt_share()).unwrap_or(Share::ALL);
        let cut_off = self.population.mt_cut_off();
        let flows = Flows::count(network, &times, road, self.demand, eligible, cut_off);
        PathwayResult {
            routing,
            times,
            figures: Figures::new(&summary, self.population.mt_share()),
            summary,
            flows,
        }
    }

    fn tested(&self, network: &StrokeNetwork, road: &Transfers) -> Vec<TestedSummary> {
        let (delays, population) = (&self.pathway.delays, self.population);
        self.pathway.test.map_or_else(Vec::new, |choice| {
            let test = choice.test();
            with_test(network, self.demand, delays, road, population, &test)
        })
    }

    fn figures_of_tested(&self, tested: &[TestedSummary]) -> Option<Figures> {
        let mix = self.population.mix();
        let split = self.pathway.test?.test().split(&mix);
        let lvo: Vec<f64> = split.iter().flatten().map(|(_, mix)| mix.lvo()).collect();
        let treated = self.pathway.patients.treated;
        Figures::of_tested(tested, &lvo, treated.mt_of_lvo.as_f64())
    }

    fn fly(&self, service: Service, treatment: &mut LayoutTreatment) {
        let cost = service.choice.mission_cost;
        let scenarios = service.choice.scenarios.par_iter().zip(service.fleets);
        let results: Vec<ScenarioResult> = scenarios
            .map(|(scenario, fleet)| self.scenario(&service.with(fleet), scenario, cost, treatment))
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
        let air = service.with(service.fleet);
        let siting = BaseSiting::new(&treatment.network, &air, &self.pathway.delays, &transfers);
        if transfers.iter().all(|&transfers| transfers == Demand::ZERO) {
            return;
        }
        treatment.siting = (1..=BaseSiting::TOLD)
            .filter_map(|count| siting.best(count))
            .collect();
        treatment.by_road = Some(siting.by_road(&treatment.network, &self.pathway.delays));
    }

    fn scenario(
        &self,
        service: &AirService,
        scenario: &Scenario,
        cost: Option<MissionCost>,
        treatment: &LayoutTreatment,
    ) -> ScenarioResult {
        let (network, delays) = (&treatment.network, &self.pathway.delays);
        let air = service.transfers(network, delays);
        let chosen = treatment.chosen();
        let effect = HelicopterEffect::measure(
            network,
            self.demand,
            &chosen.times,
            delays,
            &air,
            self.population,
            cost,
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

impl<'a> Service<'a> {
    /// The service with the hours of a fleet.
    #[must_use]
    pub fn with(&self, fleet: &'a Fleet) -> AirService<'a> {
        AirService {
            fleet,
            delays: self.choice.delays,
            availability: self.choice.availability,
            positions: self.positions,
            pads: self.pads,
            minimum_saving: self.choice.minimum_saving,
        }
    }
}
