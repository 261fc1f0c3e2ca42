use crate::model::CapabilityStatus;
use crate::report::run::Run;
use crate::report::table::{DataCell, DataTable};
use crate::treatment::LayoutTreatment;
use crate::units::{Demand, TravelTime};

/// A unit farther than this from an MT centre by road is remote, in minutes.
///
/// # Source
///
/// Survey of English air ambulances (Lumley et al., abstract).
pub(in crate::report) const REMOTE: TravelTime = TravelTime::from_whole(60);

/// `helicopter.csv`: one row per layout and scenario, over a year; without the columns of costs where
/// the study does not know what a mission costs.
#[must_use]
pub(crate) fn helicopter(run: &Run) -> DataTable {
    let header = [
        "layout",
        "scenario",
        "hours",
        "transfers",
        "flown",
        "flown_percent",
        "saved_minutes",
        "mission_saves_mean",
        "mission_saves_p10",
        "mission_saves_median",
        "mission_saves_p90",
        "missions_saving_half_an_hour",
        "missions_saving_an_hour",
        "units",
        "units_that_gain",
        "remote_units",
        "areas_that_gain",
        "demand_that_gains",
        "thrombectomies",
        "mt_minutes",
        "good_outcomes_gained",
        "qalys_gained",
    ];
    let mut header = header.map(String::from).to_vec();
    let currency = run.study.cost_currency();
    if let Some(currency) = currency {
        let unit = currency.code().to_lowercase();
        header.push(format!("cost_{unit}"));
        header.push(format!("{unit}_per_minute"));
        header.push(format!("{unit}_per_qaly"));
    }
    let mut table = DataTable::new(header);
    for treatment in run.treatment.iter().flat_map(|all| &all.layouts) {
        for result in &treatment.scenarios {
            let effect = &result.effect;
            let saving = |minutes| {
                let missions = effect
                    .distribution
                    .at_least(TravelTime::from_whole(minutes));
                DataCell::Number(missions, 3)
            };
            let quantile = |part| {
                let saved = effect.distribution.quantile(part);
                DataCell::minutes(saved.map(TravelTime::as_f64))
            };
            let all = effect.transfers.as_f64();
            let units = effect.units.iter().filter(|u| u.transfers > Demand::ZERO);
            let mut row = vec![
                DataCell::text(&treatment.layout),
                DataCell::text(&result.scenario.name),
                DataCell::text(result.scenario.hours.to_string()),
                DataCell::demand(effect.transfers),
                DataCell::Number(effect.flown, 3),
                DataCell::percent((all > 0.0).then(|| 100.0 * effect.flown / all)),
                DataCell::Number(effect.minutes_saved, 1),
                DataCell::minutes(effect.mean_saved_flown()),
                quantile(0.1),
                quantile(0.5),
                quantile(0.9),
                saving(30),
                saving(60),
                DataCell::Whole(units.count() as u64),
                DataCell::Whole(effect.units_that_gain().count() as u64),
                DataCell::Whole(remote_units(treatment) as u64),
                DataCell::Whole(effect.areas_that_gain as u64),
                DataCell::demand(effect.demand_that_gains),
                DataCell::Number(result.mt_in_time, 3),
                DataCell::minutes(result.mt_mean),
                DataCell::Number(effect.gained.good, 4),
                DataCell::Number(effect.gained.qalys, 4),
            ];
            if currency.is_some() {
                let costs = [
                    (effect.cost, 0),
                    (effect.cost_per_minute(), 2),
                    (effect.cost_per_qaly(), 0),
                ];
                row.extend(costs.map(|(cost, decimals)| {
                    cost.map_or(DataCell::Empty, |cost| DataCell::Number(cost, decimals))
                }));
            }
            table.push(row);
        }
    }
    table
}

/// Hospitals that have patients to transfer and are farther than [`REMOTE`] from every MT centre by road.
pub(in crate::report) fn remote_units(treatment: &LayoutTreatment) -> usize {
    let flows = &treatment.chosen().flows.units;
    let transfers = |place: usize| flows[place].patients > Demand::ZERO;
    treatment
        .network
        .units_beyond(REMOTE)
        .filter(|unit| treatment.network.place_of(unit.site).is_some_and(transfers))
        .count()
}

/// `base-siting.csv`: the best bases for the transfers of each layout, whenever helicopters can
/// fly; the first row of a layout is the road alone.
#[must_use]
pub(crate) fn base_siting(run: &Run) -> DataTable {
    let header = [
        "layout",
        "helicopters",
        "base_ids",
        "mean_transfer_minutes",
        "saved_mean_minutes",
        "transfers_without_route",
    ];
    let mut table = DataTable::new(header.map(String::from).to_vec());
    let Some(all) = run.treatment else {
        return table;
    };
    let Some(study) = &all.helicopter else {
        return table;
    };
    for treatment in &all.layouts {
        let transfers: Demand = treatment
            .chosen()
            .flows
            .units
            .iter()
            .filter(|unit| !unit.centre)
            .map(|unit| unit.patients)
            .sum();
        let by_road = treatment.by_road.as_ref();
        let mean = |choice: &crate::pathway::BaseChoice| {
            choice.total.mean_over(transfers - choice.unreached)
        };
        for choice in by_road.into_iter().chain(&treatment.siting) {
            let ids: Vec<&str> = choice
                .bases
                .iter()
                .map(|&base| study.fleet.bases()[base].id.as_str())
                .collect();
            let saved = by_road.and_then(mean).zip(mean(choice));
            table.push(vec![
                DataCell::text(&treatment.layout),
                DataCell::Whole(choice.bases.len() as u64),
                DataCell::text(ids.join(" ")),
                DataCell::minutes(mean(choice)),
                DataCell::minutes(saved.map(|(road, mean)| road - mean)),
                DataCell::demand(choice.unreached),
            ]);
        }
    }
    table
}

/// `break-even.csv`: a transfer from door to door by road and by air over every distance.
#[must_use]
pub(crate) fn break_even(run: &Run) -> DataTable {
    let header = ["pads", "km", "road_minutes", "air_minutes"];
    let mut table = DataTable::new(header.map(String::from).to_vec());
    let studies = run.treatment.and_then(|all| all.helicopter.as_ref());
    for curve in studies.iter().flat_map(|study| &study.break_even) {
        for point in &curve.points {
            table.push(vec![
                DataCell::text(if curve.pads == CapabilityStatus::Yes {
                    "yes"
                } else {
                    "no"
                }),
                DataCell::Number(point.distance.kilometres(), 1),
                DataCell::minutes(Some(point.road.as_f64())),
                DataCell::minutes(Some(point.air.as_f64())),
            ]);
        }
    }
    table
}
