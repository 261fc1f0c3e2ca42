//! Pathways and helicopters back in the form of a study file.

use super::delays::DelayMinutes;
use super::helicopter::{HelicopterToml, ScenarioToml};
use super::pathway::{HospitalTimesToml, PathwayToml, PatientsToml, TestScaleToml, TestToml};
use super::spanned::Spanned;
use super::written::{columns, marks, shape, spanned, unit};
use super::{HelicopterChoice, PathwayChoice, PatientChoice, TestChoice};
use crate::care::{DelayName, NamedDelays};
use crate::units::{Share, TravelTime};

pub(super) fn pathway(choice: &PathwayChoice) -> Spanned<PathwayToml> {
    let hospital_times = choice.hospital_times.as_ref();
    spanned(PathwayToml {
        ivt: choice.ivt.clone(),
        routing: Some(spanned(choice.routing)),
        allowable_delay_minutes: minutes(choice.allowable),
        delays: Some(spanned(choice.preset)),
        delay_minutes: delays(&choice.delays),
        hospital_times: hospital_times.map(|times| HospitalTimesToml {
            file: times.file.file.clone(),
            shape: shape(times.file.shape),
            unit: unit(times.file.unit),
            missing: Some(spanned(times.gaps)),
            unreachable_value: marks(&times.file),
            columns: columns(&times.file.columns),
        }),
        test: choice.test.map(test),
        patients: patients(&choice.patients),
    })
}

fn test(choice: TestChoice) -> Spanned<TestToml> {
    spanned(match choice {
        TestChoice::Race5 => TestToml {
            scale: Some(spanned(TestScaleToml::Race5)),
            sensitivity: None,
            specificity: None,
        },
        TestChoice::Accuracy {
            sensitivity,
            specificity,
        } => TestToml {
            scale: None,
            sensitivity: share(sensitivity),
            specificity: share(specificity),
        },
    })
}

fn patients(choice: &PatientChoice) -> PatientsToml {
    let number = |number: f64| Some(spanned(number));
    PatientsToml {
        lvo_share: number(choice.mix.lvo()),
        nlvo_share: number(choice.mix.nlvo()),
        haemorrhage_share: number(choice.mix.haemorrhage()),
        mt_of_lvo: share(choice.treated.mt_of_lvo),
        ivt_with_mt: share(choice.treated.ivt_with_mt),
        ivt_of_other_lvo: share(choice.treated.ivt_of_other_lvo),
        ivt_of_nlvo: share(choice.treated.ivt_of_nlvo),
        ivt_cut_off_minutes: minutes(choice.ivt_cut_off),
        mt_cut_off_minutes: minutes(choice.mt_cut_off),
        utility: Some(spanned(choice.utility)),
    }
}

pub(super) fn helicopter(choice: &HelicopterChoice) -> Spanned<HelicopterToml> {
    let service = &choice.service;
    let months: Vec<f64> = service
        .availability
        .flyable
        .months()
        .map(Share::as_f64)
        .to_vec();
    let alike = months
        .iter()
        .all(|month| month.total_cmp(&months[0]).is_eq());
    let scenarios = service.scenarios.iter().map(|scenario| {
        spanned(ScenarioToml {
            name: scenario.name.clone(),
            title: Some(scenario.title.clone()),
            hours: spanned(scenario.hours.to_string()),
        })
    });
    spanned(HelicopterToml {
        bases: choice.bases.clone(),
        crs: choice.crs.clone().map(spanned),
        columns: columns(&choice.columns),
        pads: choice.pads.clone(),
        unknown_pads: Some(spanned(service.delays.unknown_pad())),
        delay_minutes: delays(service.delays.named()),
        cruise_kmh: choice.cruise.map(|speed| spanned(speed.as_f64())),
        unlisted_hours: Some(spanned(choice.unlisted_hours.to_string())),
        flyable_share: alike.then(|| spanned(months[0])),
        flyable_share_by_month: (!alike).then(|| spanned(months)),
        busy_share: share(service.availability.busy),
        arrivals_by_hour: Some(spanned(service.availability.arrivals.hours().to_vec())),
        minimum_saving_minutes: minutes(service.minimum_saving),
        mission_cost: service.mission_cost.map(|cost| spanned(cost.amount())),
        reach_minutes: minutes(service.reach),
        scenarios: scenarios.collect(),
    })
}

fn delays<D: DelayName, const N: usize>(delays: &NamedDelays<D, N>) -> DelayMinutes {
    let minutes = |&delay: &D| {
        let key = spanned(delay.key().to_owned());
        (key, spanned(delays.get(delay).as_f64()))
    };
    D::ALL.iter().map(minutes).collect()
}

#[expect(clippy::unnecessary_wraps, reason = "what the form holds")]
fn minutes(time: TravelTime) -> Option<Spanned<f64>> {
    Some(spanned(time.as_f64()))
}

#[expect(clippy::unnecessary_wraps, reason = "what the form holds")]
fn share(share: Share) -> Option<Spanned<f64>> {
    Some(spanned(share.as_f64()))
}
