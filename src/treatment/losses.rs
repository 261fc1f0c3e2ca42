use super::instance::TreatmentInstance;
use crate::model::{Layout, SiteIndex, TravelTimeMatrix};
use crate::optimise::OutcomeMeasure;
use crate::outcome::Expected;
use crate::pathway::{Transfers, expected_by_point};
use crate::units::TravelTime;

/// One admission's part of what is measured.
const fn of(measure: OutcomeMeasure, expected: &Expected) -> f64 {
    match measure {
        OutcomeMeasure::Independent => expected.good,
        OutcomeMeasure::Qalys => expected.qalys,
    }
}

/// Parts in which a loss is counted: of one patient, or of one QALY.
const fn parts(measure: OutcomeMeasure) -> f64 {
    match measure {
        OutcomeMeasure::Independent => 1e9,
        // A patient has some ten of them.
        OutcomeMeasure::Qalys => 1e7,
    }
}

/// How much less a layout gives an admission than treatment at once would, in whole parts.
///
/// What a layout gives a demand point is what it would give it with one of its centres alone: the centre that
/// its patients come to, directly or from the unit nearest to them. Other centres are then units at most, and no
/// nearer than the hospital that they go to. So no layout loses less than the least of its centres' own losses. By
/// drip and ship and by mothership it loses just that; where patients choose between routes, by a rule that does
/// not ask what is measured, it may lose more.
#[derive(Debug, Clone, Copy)]
pub struct Losses<'a> {
    instance: &'a TreatmentInstance<'a>,
    measure: OutcomeMeasure,
}

impl<'a> Losses<'a> {
    /// Of the study's pathway, by road.
    #[must_use]
    pub const fn new(instance: &'a TreatmentInstance<'a>, measure: OutcomeMeasure) -> Self {
        Self { instance, measure }
    }

    /// What treatment at once would give one admission.
    #[must_use]
    pub fn most(&self) -> f64 {
        let at_once = Some(TravelTime::ZERO);
        let most = self.instance.population.expected(at_once, at_once);
        of(self.measure, &most)
    }

    /// A number of parts, as the measure counts it.
    #[must_use]
    pub fn amount(&self, number: f64) -> f64 {
        number / parts(self.measure)
    }

    /// For every demand point, the loss of one admission.
    ///
    /// # Panics
    ///
    /// As [`TreatmentInstance::network`].
    #[must_use]
    pub fn of(&self, sites: &[SiteIndex]) -> Vec<TravelTime> {
        let layout = Layout::try_new("losses", sites.to_vec()).expect("sites, each once");
        let network = self.instance.network(&layout);
        let road = Transfers::by_road(&network, self.instance.delays);
        let setting = self.instance.setting(self.instance.pathway, Some(&road));
        let most = self.most();
        let lost = |expected: Expected| {
            let lost =
                ((most - of(self.measure, &expected)).max(0.0) * parts(self.measure)).floor();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "no more than a part of a patient's life"
            )]
            TravelTime::from_milliseconds(lost as u32)
        };
        let expected = expected_by_point(&network, &setting);
        expected.into_iter().map(lost).collect()
    }

    /// For every demand point, the loss with each of these sites as the only centre; the columns of others are empty.
    /// `None` if the time is over before all sites are looked at.
    ///
    /// # Panics
    ///
    /// As [`TreatmentInstance::network`].
    #[must_use]
    pub fn matrix(
        &self,
        candidates: &[SiteIndex],
        is_over: impl Fn() -> bool,
    ) -> Option<TravelTimeMatrix> {
        let (points, sites) = (self.instance.matrix.origins(), self.instance.matrix.sites());
        let mut losses = Vec::with_capacity(points * sites);
        for site in (0..).map(SiteIndex).take(sites) {
            if !candidates.contains(&site) {
                losses.extend(std::iter::repeat_n(None, points));
            } else if is_over() {
                return None;
            } else {
                losses.extend(self.of(&[site]).into_iter().map(Some));
            }
        }
        let matrix = TravelTimeMatrix::from_columns(points, sites, losses);
        Some(matrix.expect("a column per site"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::CareDelays;
    use crate::outcome::Population;
    use crate::pathway::Pathway;
    use crate::pathway::fixture::{Fixture, fixture, minutes};
    use crate::units::Demand;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        /// By every pathway, with ties and missing pairs: the loss of a layout is no less than the least of those of
        /// its centres alone, and just that where patients do not choose between routes.
        #[test]
        fn a_layout_loses_no_less_than_its_centres(
            fixture in fixture(),
            draw in any::<u64>(),
            pathway in prop::sample::select(Pathway::ALL.to_vec()),
            allowable in 0_u32..90,
            measure in prop_oneof![Just(OutcomeMeasure::Independent), Just(OutcomeMeasure::Qalys)],
        ) {
            let Fixture { matrix, between, ivt, .. } = &fixture;
            let population = Population::default();
            let demand = vec![Demand::from_whole(1); matrix.origins()];
            let delays = CareDelays::planning_app_2024();
            let instance = TreatmentInstance {
                demand: &demand,
                groupings: &[],
                matrix,
                between,
                units: ivt,
                pathway,
                allowable: minutes(allowable),
                delays: &delays,
                test: None,
                population: &population,
                helicopters: None,
            };
            let losses = Losses::new(&instance, measure);
            let all: Vec<SiteIndex> = (0..).map(SiteIndex).take(matrix.sites()).collect();
            let single = losses.matrix(&all, || false).unwrap();
            let mut sites = all.clone();
            sites.retain(|site| draw >> site.get() & 1 == 1);
            prop_assume!(!sites.is_empty());
            for (point, lost) in (0..).zip(losses.of(&sites)) {
                let of_site = |&site: &SiteIndex| single.get(crate::model::PointIndex(point), site);
                let least = sites.iter().filter_map(of_site).min();
                let least = least.expect("every site has losses");
                prop_assert!(least <= lost, "point {} of {:?} by {:?}", point, &sites, pathway);
                if matches!(pathway, Pathway::DripAndShip | Pathway::Mothership) {
                    prop_assert_eq!(lost, least, "point {} of {:?} by {:?}", point, &sites, pathway);
                }
            }
        }
    }
}
