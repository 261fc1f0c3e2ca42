//! The outcome model beside `stroke-outcome` 0.1.8, whose output `tests/reference` keeps.

use catchment::outcome::{MrsDistribution, MrsScale, OutcomeModel, TreatmentEffect};
use catchment::units::TravelTime;

const REFERENCE: &str = include_str!("../reference/stroke_outcome.csv");
const AGREEMENT: f64 = 1e-6;

/// The package treats patients however late they come.
fn without_cut_offs() -> OutcomeModel {
    let open = |effect: TreatmentEffect| effect.with_cut_off(effect.no_effect()).unwrap();
    let model = OutcomeModel::EXETER;
    OutcomeModel {
        nlvo_ivt: open(model.nlvo_ivt),
        lvo_ivt: open(model.lvo_ivt),
        lvo_mt: open(model.lvo_mt),
        ..model
    }
}

fn ours(kind: &str, ivt: Option<TravelTime>, mt: Option<TravelTime>) -> MrsDistribution {
    let model = without_cut_offs();
    let late = |effect: &TreatmentEffect, time: Option<TravelTime>| {
        time.filter(|&time| time > effect.no_effect())
            .map(|time| effect.treated_at(time))
    };
    match kind {
        "nlvo" => late(&model.nlvo_ivt, ivt).unwrap_or_else(|| model.nlvo(ivt)),
        "lvo" => late(&model.lvo_ivt, ivt)
            .or(late(&model.lvo_mt, mt))
            .unwrap_or_else(|| model.lvo(ivt, mt)),
        _ => panic!("{kind}"),
    }
}

#[test]
fn every_outcome_agrees_with_the_reference_implementation() {
    let mut rows = 0;
    for line in REFERENCE.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |cell: usize| cells[cell].parse::<f64>().ok();
        let time = |cell: usize| number(cell).map(|m| TravelTime::try_from_minutes(m).unwrap());
        let found = ours(cells[0], time(1), time(2));
        for grade in 0..6 {
            let reference = number(3 + grade).unwrap();
            assert!(
                (found.at_most(grade) - reference).abs() < AGREEMENT,
                "{line}"
            );
        }
        assert!(
            (found.mean() - number(9).unwrap()).abs() < AGREEMENT,
            "{line}"
        );
        let utility = found.expected(&MrsScale::WANG_2020);
        assert!((utility - number(10).unwrap()).abs() < AGREEMENT, "{line}");
        rows += 1;
    }
    assert!(rows > 150, "{rows} rows of reference");
}
