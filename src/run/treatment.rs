use super::care_data::CareData;
use super::prepare::Prepared;
use super::stages::Stages;
use crate::care::Delay;
use crate::model::{Layout, PointIndex};
use crate::outcome::Population;
use crate::study::Study;
use crate::treatment::{
    Explanation, FleetSummary, HelicopterInstance, Treatment, TreatmentInstance, sensitivity,
};
use rayon::prelude::*;

/// From onset to treatment in every layout of the study; `None` for a study without a pathway.
pub(super) fn treatment(
    study: &Study,
    prepared: &Prepared,
    stages: &mut Stages,
) -> Option<Treatment> {
    let pathway = study.pathway.as_ref()?;
    let population = pathway.patients.population();
    let (instance, care) = instance(study, prepared, &population)?;
    Some(stages.stage("pathways and helicopters", || {
        let layouts: Vec<_> = prepared
            .dataset
            .layouts
            .par_iter()
            .map(|layout| instance.evaluate(layout))
            .collect();
        let dido = pathway.delays.get(Delay::DoorInDoorOut);
        let base = layouts
            .iter()
            .find(|layout| layout.layout == study.base_layout);
        let helicopter = study.helicopter.as_ref().zip(base).map(|(choice, base)| {
            let (fleet, curve) = (
                prepared.dataset.fleet.clone(),
                study.travel.curve().copied().unwrap_or_default(),
            );
            let (positions, network) = (&care.positions, &base.network);
            FleetSummary::new(fleet, &choice.service, dido, &curve, positions, network)
        });
        Treatment {
            sensitivity: sensitivity(&instance, &layouts),
            mt_share: population.mt_share(),
            layouts,
            helicopter,
        }
    }))
}

/// One demand point's way to treatment in one layout, leg by leg; `None` for a study without a
/// pathway.
pub(super) fn explain(
    study: &Study,
    prepared: &Prepared,
    layout: &Layout,
    point: PointIndex,
) -> Option<Explanation> {
    let population = study.pathway.as_ref()?.patients.population();
    let (instance, _) = instance(study, prepared, &population)?;
    let treatment = instance.evaluate(layout);
    let place = prepared.dataset.points[point.get()].position;
    Some(Explanation::new(&instance, &treatment, point, place))
}

pub(super) fn instance<'a>(
    study: &'a Study,
    prepared: &'a Prepared,
    population: &'a Population,
) -> Option<(TreatmentInstance<'a>, &'a CareData)> {
    let (pathway, care) = (study.pathway.as_ref()?, prepared.care.as_ref()?);
    let helicopters = study.helicopter.as_ref().map(|choice| HelicopterInstance {
        service: &choice.service,
        fleet: &prepared.dataset.fleet,
        fleets: &care.fleets,
        positions: &care.positions,
        pads: &care.pads,
    });
    let instance = TreatmentInstance {
        demand: &prepared.demand,
        groupings: &prepared.dataset.groupings,
        matrix: &prepared.matrix,
        between: &care.between,
        units: &care.units,
        pathway: pathway.routing,
        allowable: pathway.allowable,
        delays: &pathway.delays,
        test: pathway.test.map(|test| test.test()),
        population,
        helicopters,
    };
    Some((instance, care))
}
