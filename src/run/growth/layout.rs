use super::air::Flights;
use super::error::GrowthError;
use crate::growth::{AssignmentPolicy, GrowthCentre, GrowthPlan, HourlyCoverage};
use crate::model::{Layout, PointIndex};
use crate::run::opened::Opened;
use crate::run::{rotas, treatment};
use crate::service::{DemandPoints, Reach, ReachError, WeekProfile};
use crate::study::{GrowthChoice, Study, unknown_layout};
use crate::treatment::{Figures, LayoutTreatment};
use crate::units::TravelTime;
use std::collections::BTreeMap;

/// The region of a study without groups.
const EVERYWHERE: &str = "everywhere";

/// A layout whose centres are staffed: whom they reach, and the MT of each region.
pub(in crate::run) struct StaffedLayout<'a> {
    pub(super) layout: &'a Layout,
    /// The ids of its centres.
    pub(super) ids: Vec<String>,
    /// What the regions are.
    pub(super) grouping: String,
    pub(super) grouping_title: String,
    pub(super) regions: Vec<String>,
    pub(super) flights: Option<Flights>,
    demand: Vec<f64>,
    region_of: Vec<usize>,
    columns: Vec<&'a [u32]>,
    profile: WeekProfile,
    centres: Vec<GrowthCentre>,
    /// MT per year by region if no centre ever closes.
    mt: Vec<f64>,
}

impl<'a> StaffedLayout<'a> {
    /// With the helicopters of a scenario, or of the first that flies.
    pub(super) fn with_helicopters(
        opened: &'a Opened,
        name: &str,
        treated: Option<&LayoutTreatment>,
        scenario: Option<&str>,
    ) -> Result<Self, GrowthError> {
        let (study, prepared) = (&opened.source.study, &opened.prepared);
        let mut staffed = Self::by_road(opened, name, treated)?;
        if let Some(pathway) = &study.pathway {
            let population = pathway.patients.population();
            let instance = treatment::instance(study, prepared, &population);
            staffed.flights = instance
                .and_then(|(instance, _)| Flights::new(study, &instance, staffed.layout, scenario));
        }
        Ok(staffed)
    }

    /// Without helicopters.
    ///
    /// `treated` is from onset to treatment in the layout, where that is known already.
    pub(in crate::run) fn by_road(
        opened: &'a Opened,
        name: &str,
        treated: Option<&LayoutTreatment>,
    ) -> Result<Self, GrowthError> {
        let (study, prepared) = (&opened.source.study, &opened.prepared);
        let dataset = &prepared.dataset;
        let layout = dataset
            .layout(name)
            .ok_or_else(|| unknown_layout(name, &study.layouts))?;
        let demand: Vec<f64> = prepared
            .demand
            .iter()
            .map(|demand| demand.as_f64())
            .collect();
        let first = dataset.groupings.first();
        let region_of: Vec<usize> = first.map_or_else(
            || vec![0; demand.len()],
            |grouping| {
                grouping
                    .members()
                    .iter()
                    .map(|&group| group as usize)
                    .collect()
            },
        );
        let regions = first.map_or_else(
            || vec![EVERYWHERE.to_owned()],
            |grouping| grouping.labels().to_vec(),
        );
        // Without a share the volumes were refused before.
        let share = rotas::mt_share(study).unwrap_or(0.0);
        let mut mt = vec![0.0; regions.len()];
        for (&region, demand) in region_of.iter().zip(&demand) {
            mt[region] += share * demand;
        }
        if let Some(pathway) = &study.pathway {
            let population = pathway.patients.population();
            let evaluated = || {
                let (instance, _) = treatment::instance(study, prepared, &population)?;
                Some(instance.evaluate(layout))
            };
            let known = treated.cloned().or_else(evaluated);
            if let Some(treated) = known {
                let of = |summary| Figures::new(summary, population.mt_share()).thrombectomies;
                mt = match treated.groups.first() {
                    Some(groups) => groups.iter().map(of).collect(),
                    None => vec![of(&treated.chosen().summary)],
                };
            }
        }
        let columns: Vec<&[u32]> = layout
            .sites()
            .iter()
            .map(|&site| prepared.matrix.column(site))
            .collect();
        let sites = layout.sites().iter();
        Ok(Self {
            layout,
            ids: sites.map(|&site| dataset.site(site).id.clone()).collect(),
            grouping: first
                .map_or(EVERYWHERE, |grouping| grouping.name())
                .to_owned(),
            grouping_title: first
                .map_or(EVERYWHERE, |grouping| grouping.title())
                .to_owned(),
            centres: centres(opened, layout, &region_of, share),
            profile: rotas::profile(opened).map_err(rotas::RotaError::from)?,
            regions,
            flights: None,
            demand,
            region_of,
            columns,
            mt,
        })
    }

    /// The centres and who staffs them, with the first policy of the study.
    pub(in crate::run) fn plan(
        &self,
        study: &Study,
        choice: &GrowthChoice,
    ) -> Result<GrowthPlan, GrowthError> {
        let policy = choice.policies.first().cloned();
        let policy = policy.unwrap_or(AssignmentPolicy::LargestUnmetDemand);
        let mut plan = GrowthPlan::new(self.centres.clone(), self.regions.len(), policy);
        plan.full = rotas::clinicians(study);
        plan.hours_by_stock = choice.centre_hours.clone();
        plan.profile = self.profile.clone();
        plan.check()?;
        Ok(plan)
    }

    /// Whether at least two centres are of one network.
    pub(super) fn has_networks(&self) -> bool {
        let networks = self.centres.iter().enumerate();
        networks
            .filter_map(|(place, centre)| Some((place, centre.network?)))
            .any(|(place, network)| {
                let before = self.centres[..place].iter();
                before
                    .filter_map(|centre| centre.network)
                    .any(|other| other == network)
            })
    }

    /// What hours are expected to give by road, and with helicopters.
    pub(in crate::run) fn expectations(
        &self,
        standard: TravelTime,
    ) -> Result<(HourlyCoverage, Option<HourlyCoverage>), ReachError> {
        let points = DemandPoints {
            demand: &self.demand,
            group: &self.region_of,
            groups: self.regions.len(),
        };
        let standard = standard.milliseconds();
        let road = Reach::try_new(points, &self.columns, standard)?;
        let of = |road, air| HourlyCoverage::new(road, air, self.profile.clone(), self.mt.clone());
        let air = self
            .flights
            .as_ref()
            .map(|flights| flights.coverage(points, standard));
        let with_helicopters = air.transpose()?.map(|air| of(road.clone(), Some(air)));
        Ok((of(road, None), with_helicopters))
    }
}

/// The centres of a layout: the region from which most of their demand comes, their network, and the
/// MT of their catchment.
fn centres(opened: &Opened, layout: &Layout, region_of: &[usize], share: f64) -> Vec<GrowthCentre> {
    let (study, prepared) = (&opened.source.study, &opened.prepared);
    let allocation = prepared.instance(study).evaluate(layout).allocation;
    let mut demand: BTreeMap<_, BTreeMap<usize, f64>> = BTreeMap::new();
    for (point, (&region, weight)) in (0..).zip(region_of.iter().zip(&prepared.demand)) {
        if let Some((site, _)) = allocation.get(PointIndex(point)) {
            *demand.entry(site).or_default().entry(region).or_default() += weight.as_f64();
        }
    }
    let mut networks: Vec<&str> = Vec::new();
    let sites = layout.sites().iter();
    sites
        .map(|&site| {
            let of_site = demand.get(&site);
            let most = of_site.and_then(|regions| {
                let regions = regions.iter();
                regions.max_by(|(a, of_a), (b, of_b)| of_a.total_cmp(of_b).then(b.cmp(a)))
            });
            let nearest = || {
                let times = (0_usize..).zip(prepared.matrix.column(site));
                let point = times.min_by_key(|(_, time)| **time);
                point.and_then(|(point, _)| region_of.get(point).copied())
            };
            let name = prepared.dataset.rota_groups.get(site.get());
            let network = name.and_then(Option::as_deref).map(|name| {
                networks
                    .iter()
                    .position(|known| *known == name)
                    .unwrap_or_else(|| {
                        networks.push(name);
                        networks.len() - 1
                    })
            });
            GrowthCentre {
                region: most
                    .map(|(&region, _)| region)
                    .or_else(nearest)
                    .unwrap_or(0),
                network,
                demand: share * of_site.map_or(0.0, |regions| regions.values().sum()),
                existing: 0,
            }
        })
        .collect()
}
