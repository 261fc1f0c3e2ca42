use crate::document::{Cell, Column, Document, Figure, Table, Text};
use crate::flight::{FlyingHours, ScenarioHours};
use crate::model::CapabilityStatus;
use crate::pathway::{BaseChoice, HelicopterEffect, UnitGain};
use crate::render;
use crate::report::care::{REMOTE, remote_units};
use crate::report::run::Run;
use crate::treatment::{FleetSummary, LayoutTreatment, ScenarioResult};
use crate::units::{Demand, TravelTime};
use crate::wording::{counted, or_dash, thousands};
use std::fmt::Write as _;

/// Hospitals named where flying helps most.
const NAMED: usize = 8;

/// Where helicopters help, how much, at what price, and where they do not; nothing without them.
pub(super) fn write(report: &mut Document, run: &Run) {
    let Some(all) = run.treatment else { return };
    let Some(study) = &all.helicopter else { return };
    report.heading(2, "Helicopters");
    let shown: Vec<&LayoutTreatment> = all
        .layouts
        .iter()
        .filter(|treatment| {
            treatment
                .scenarios
                .iter()
                .any(|r| r.effect.transfers > Demand::ZERO)
        })
        .collect();
    for treatment in &shown {
        if let Some(result) = treatment
            .scenarios
            .iter()
            .max_by(|a, b| a.effect.minutes_saved.total_cmp(&b.effect.minutes_saved))
        {
            report.paragraph(answer(run, treatment, result));
        }
    }
    for text in all
        .layouts
        .iter()
        .filter_map(|treatment| only_by_air(run, treatment))
    {
        report.paragraph(text);
    }
    if tells_daylight(run, study) {
        report.paragraph(
            "Daylight uses the clock of each base's longitude, in whole hours from UTC, because \
             the study names no `time_zone`.",
        );
    }
    scenarios(report, run, &shown);
    if let Some(base) = all.layout(&run.study.base_layout) {
        where_it_helps(report, run, study, base);
    }
    break_even(report, run, study);
    siting(report, run, study, &shown);
}

/// Whether a scenario follows the sun in a study that names no time zone.
fn tells_daylight(run: &Run, study: &FleetSummary) -> bool {
    let choice = run.study.helicopter.as_ref();
    let scenarios = choice.map_or(&[][..], |choice| &choice.service.scenarios);
    let bases = study.fleet.bases();
    run.study.time_zone.is_none()
        && scenarios.iter().any(|scenario| match scenario.hours {
            ScenarioHours::All(hours) => hours == FlyingHours::Daylight,
            ScenarioHours::Listed => bases.iter().any(|b| b.hours == FlyingHours::Daylight),
        })
}

/// The scenario that saves most, in words, plainly also where flying does not help.
fn answer(run: &Run, treatment: &LayoutTreatment, result: &ScenarioResult) -> Text {
    let effect = &result.effect;
    let units = effect
        .units
        .iter()
        .filter(|unit| unit.transfers > Demand::ZERO);
    let (units, gain) = (units.count(), effect.units_that_gain().count());
    let remote = remote_units(treatment);
    let title = render::layout_heading(run.study, &treatment.layout);
    if gain == 0 {
        return Text::strong(format!(
            "{title}: helicopters help none of the {units} hospitals that transfer: the road is \
             as fast from all of them."
        ));
    }
    let other = units - gain;
    let answer = format!(
        "{title}: helicopters can help {gain} of the {units} hospitals that transfer, but not the \
         other {other}."
    );
    let details = format!(
        " Of these hospitals, {} are more than {:.0} min by road from an MT centre. With {}, \
         {} of {} transfers per year are flown; a flight saves {} min on average (half of them at \
         most {}), and {} per year save 60 min or more. With the flights, {} more patients per \
         year reach MT in time; averaged over all who are given it, flights save {} min.",
        remote,
        REMOTE.as_f64(),
        result.scenario.title,
        thousands(effect.flown),
        thousands(effect.transfers.as_f64()),
        or_dash(effect.mean_saved_flown(), 1),
        or_dash(effect.distribution.quantile(0.5).map(TravelTime::as_f64), 1),
        thousands(effect.distribution.at_least(TravelTime::from_whole(60))),
        thousands((result.mt_in_time - treatment.chosen().figures.thrombectomies).max(0.0)),
        or_dash(
            (result.mt_in_time > 0.0).then(|| effect.minutes_saved / result.mt_in_time),
            1
        ),
    );
    Text::strong(answer).then(&(details + &cost(run, effect)))
}

/// Hospitals with no road to any MT centre, which figures over the year leave out; `None` where there are none.
fn only_by_air(run: &Run, treatment: &LayoutTreatment) -> Option<String> {
    let scenarios = treatment.scenarios.iter();
    let count = scenarios.map(|result| result.air.only_by_air.len()).max()?;
    (count > 0).then(|| {
        format!(
            "{}: no road leads from {} to an MT centre. Their transfers by air are in the figures \
             for when a helicopter can fly and for where to base them, but not in those over the \
             year, because the study does not say what happens when none can fly.",
            render::layout_heading(run.study, &treatment.layout),
            counted(count, "hospital"),
        )
    })
}

/// What the flights cost; nothing of a study that does not know it.
fn cost(run: &Run, effect: &HelicopterEffect) -> String {
    let (Some(currency), Some(cost)) = (run.study.cost_currency(), effect.cost) else {
        return String::new();
    };
    let amount = |amount: f64| currency.written(&thousands(amount));
    let mut text = format!(" The flights cost {} per year", amount(cost));
    if let Some(cost) = effect.cost_per_minute() {
        let minute = currency.written(&format!("{cost:.0}"));
        let _ = write!(text, ", {minute} per minute saved");
    }
    let Some(cost) = effect.cost_per_qaly() else {
        return text + ", and gain no QALYs.";
    };
    let (qaly, qalys) = (amount(cost), effect.gained.qalys);
    let _ = write!(text, " and {qaly} per QALY for {qalys:.1} QALYs gained");
    let published = run.study.published.costs_per_qaly.iter().map(|each| {
        let note = each.note.as_deref().unwrap_or_default();
        let text = format!("{}: {} {note}", each.source, amount(each.cost));
        text.trim_end().to_owned()
    });
    let published: Vec<String> = published.collect();
    if !published.is_empty() {
        let _ = write!(text, " ({})", published.join("; "));
    }
    text + "."
}

fn scenarios(report: &mut Document, run: &Run, shown: &[&LayoutTreatment]) {
    let currency = run.study.cost_currency();
    let mut columns = vec![
        Column::new("layout"),
        Column::new("scenario"),
        Column::with_known_unit("transfers per year", "per year"),
        Column::with_known_unit("flown per year", "per year")
            .meaning("Transfers that a helicopter makes because it is faster and can fly."),
        Column::with_unit("a flight saves", "min")
            .meaning("Mean time that a flown transfer saves against the road."),
        Column::new("hospitals that gain")
            .meaning("Hospitals from which a flight is faster than the road."),
        Column::new("areas that gain")
            .meaning("Demand points whose first hospital is one of those."),
        Column::with_unit("MT", "min")
            .meaning("Mean time from onset to MT, of those who reach it in time."),
        Column::with_unit("mRS 0–2", "people per year").meaning(
            "More people per year with slight disability or none, against the road alone.",
        ),
        Column::new("QALYs").meaning(
            "Quality-adjusted life years gained by a year's patients against the road alone.",
        ),
    ];
    if let Some(currency) = currency {
        let unit = currency.to_string();
        columns.push(Column::with_unit("cost per year", &unit));
        columns.extend(["minute saved", "QALY"].map(|per| {
            Column::with_known_unit(format!("{unit} per {per}"), format!("{unit} per {per}"))
        }));
    }
    let mut table = Table::new("One row per layout and scenario, for one year:", columns);
    for treatment in shown {
        for result in &treatment.scenarios {
            let effect = &result.effect;
            let mut row = vec![
                run.study.layout_title(&treatment.layout).into(),
                (&result.scenario.title).into(),
                Cell::thousands(effect.transfers.as_f64()),
                Cell::thousands(effect.flown),
                Cell::decimal(effect.mean_saved_flown(), 1),
                Cell::count(effect.units_that_gain().count()),
                Cell::thousands(effect.areas_that_gain as f64),
                Cell::decimal(result.mt_mean, 1),
                Cell::difference(effect.gained.good, 2),
                Cell::difference(effect.gained.qalys, 2),
            ];
            if currency.is_some() {
                let costs = [
                    effect.cost,
                    effect.cost_per_minute(),
                    effect.cost_per_qaly(),
                ];
                row.extend(costs.map(Cell::thousands));
            }
            table.push(row);
        }
    }
    report.table(table);
}

fn where_it_helps(report: &mut Document, run: &Run, study: &FleetSummary, base: &LayoutTreatment) {
    let Some(result) = base
        .scenarios
        .iter()
        .max_by(|a, b| a.effect.minutes_saved.total_cmp(&b.effect.minutes_saved))
    else {
        return;
    };
    let mut gains: Vec<&UnitGain> = result.effect.units_that_gain().collect();
    if gains.is_empty() {
        return;
    }
    let year = |gain: &UnitGain| gain.transfers.as_f64() * gain.mean_saved;
    gains.sort_by(|a, b| year(b).total_cmp(&year(a)).then(a.unit.cmp(&b.unit)));
    report.heading(3, "Where it helps");
    let caption = format!(
        "One row per hospital, for those whose patients gain most in a year, with {} and {}. Times \
         are door to door, including the door-in-door-out time.",
        run.study.layout_title(&base.layout),
        result.scenario.title
    );
    let columns = vec![
        Column::new("hospital"),
        Column::with_known_unit("transfers per year", "per year"),
        Column::with_unit("road", "min"),
        Column::with_unit("air", "min"),
        Column::with_unit("saved by a flight", "min")
            .meaning("Time that a flight saves its patient against the road."),
        Column::with_unit("saved over the year", "min").meaning(
            "Mean over all its transfers of a year, with the hours and the weather when nothing flies.",
        ),
        Column::new("base"),
    ];
    let mut table = Table::new(caption, columns);
    for gain in gains.iter().take(NAMED) {
        let air = gain.air.as_ref();
        table.push([
            (&run.dataset.site(gain.unit).name).into(),
            Cell::thousands(gain.transfers.as_f64()),
            Cell::decimal(gain.road.map(|(_, time)| time.as_f64()), 1),
            Cell::decimal(air.map(|air| air.chain.door_to_door().as_f64()), 1),
            Cell::decimal(air.and_then(|air| air.saved).map(TravelTime::as_f64), 1),
            Cell::decimal(gain.mean_saved, 1),
            air.map_or("", |air| study.fleet.bases()[air.base].name.as_str())
                .into(),
        ]);
    }
    report.table(table);
}

fn break_even(report: &mut Document, run: &Run, study: &FleetSummary) {
    if study.break_even.is_empty() {
        return;
    }
    report.heading(3, "Break-even distance");
    let mut items: Vec<Text> = Vec::new();
    for curve in &study.break_even {
        let pads = if curve.pads == CapabilityStatus::Yes {
            "With a pad at both hospitals"
        } else {
            "With a pad at neither"
        };
        let from_base = curve.hop.from_base.kilometres();
        let said = match curve.found {
            Some(found) => format!(
                "{pads} and the aircraft {from_base:.0} km away, flying is faster if the hospitals \
                 are at least {:.0} km apart ({:.0} min by road).",
                found.distance.kilometres(),
                found.road.as_f64()
            ),
            None => format!("{pads}, flying is not faster within 1,000 km."),
        };
        items.push(said.into());
    }
    for each in &run.study.published.break_evens {
        items.push(format!("Published: {:.0} km ({}).", each.km, each.source).into());
    }
    report.list(items);
    let caption =
        "Time from door to door by road and by air, by the distance between the hospitals.";
    report.figure(Figure::new("break-even", caption).with_table("break-even"));
}

fn siting(report: &mut Document, run: &Run, study: &FleetSummary, shown: &[&LayoutTreatment]) {
    if shown.iter().all(|treatment| treatment.siting.is_empty()) {
        return;
    }
    report.heading(3, "Where to base helicopters");
    let caption = "One row per layout and number of bases: the choice of the study's bases with \
                   the shortest mean transfer, whenever they can fly.";
    let columns = vec![
        Column::new("layout"),
        Column::new("bases"),
        Column::with_unit("mean door to door", "min"),
        Column::with_unit("faster than by road", "min"),
    ];
    let mut table = Table::new(caption, columns);
    for treatment in shown {
        let flows = &treatment.chosen().flows;
        let Some(road) = &treatment.by_road else {
            continue;
        };
        let units = flows.units.iter().filter(|unit| !unit.centre);
        let transfers: Demand = units.map(|unit| unit.patients).sum();
        let mean = |choice: &BaseChoice| choice.total.mean_over(transfers - choice.unreached);
        for choice in &treatment.siting {
            let names: Vec<&str> = choice
                .bases
                .iter()
                .map(|&base| study.fleet.bases()[base].name.as_str())
                .collect();
            let (mean, by_road) = (mean(choice), mean(road));
            let saved = by_road.zip(mean);
            table.push([
                run.study.layout_title(&treatment.layout).into(),
                names.join("; ").into(),
                Cell::decimal(mean, 1),
                Cell::decimal(saved.map(|(road, mean)| road - mean), 1),
            ]);
        }
    }
    report.table(table);
}
