use super::or_dash;
use super::table::MarkdownTable;
use super::treatment::title;
use crate::flight::{FlyingHours, ScenarioHours};
use crate::model::CapabilityStatus;
use crate::pathway::{BaseChoice, HelicopterEffect, UnitGain};
use crate::report::care::{REMOTE, remote_units};
use crate::report::run::Run;
use crate::treatment::{HelicopterStudy, LayoutTreatment, ScenarioResult};
use crate::units::{Demand, TravelTime};
use crate::wording::{capitalised, thousands};
use std::fmt::Write as _;

/// Hospitals named where flying helps most.
const NAMED: usize = 8;

/// Where helicopters help, how much, at what price, and where they do not; nothing without them.
pub(super) fn write(report: &mut String, run: &Run) {
    let Some(all) = run.treatment else { return };
    let Some(study) = &all.helicopter else { return };
    let _ = writeln!(report, "## Helicopters\n");
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
            let _ = writeln!(report, "{}\n", answer(run, treatment, result));
        }
    }
    if tells_daylight(run, study) {
        let _ = writeln!(
            report,
            "Daylight uses the clock of each base's longitude, in whole hours from UTC, because \
             the study names no `time_zone`.\n"
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
fn tells_daylight(run: &Run, study: &HelicopterStudy) -> bool {
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
fn answer(run: &Run, treatment: &LayoutTreatment, result: &ScenarioResult) -> String {
    let effect = &result.effect;
    let units = effect
        .units
        .iter()
        .filter(|unit| unit.transfers > Demand::ZERO);
    let (units, gain) = (units.count(), effect.units_that_gain().count());
    let remote = remote_units(treatment);
    let mut text = format!("**{}: ", capitalised(title(run, treatment)));
    if gain == 0 {
        let _ = write!(
            text,
            "helicopters help none of the {units} hospitals that transfer: the road is as fast \
             from all of them.**"
        );
        return text;
    }
    let _ = write!(
        text,
        "helicopters can help {gain} of the {units} hospitals that transfer, but not the other \
         {}.** Of these hospitals, {} are more than {:.0} min by road from an MT centre. With {}, \
         {} of {} transfers per year are flown; a flight saves {} min on average (half of them at \
         most {}), and {} per year save 60 min or more. With the flights, {} more patients per \
         year reach MT in time; averaged over all who are given it, flights save {} min.",
        units - gain,
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
    text.push_str(&cost(run, effect));
    text
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

fn scenarios(report: &mut String, run: &Run, shown: &[&LayoutTreatment]) {
    report.push_str("One row per layout and scenario, for one year:\n\n");
    let currency = run.study.cost_currency();
    let mut columns = [
        "layout",
        "scenario",
        "transfers per year",
        "flown per year",
        "a flight saves, min",
        "hospitals that gain",
        "areas that gain",
        "MT, min",
        "mRS 0–2, people per year",
        "QALYs",
    ]
    .map(String::from)
    .to_vec();
    if let Some(currency) = currency {
        columns.push(format!("cost per year, {currency}"));
        columns.push(format!("{currency} per minute saved"));
        columns.push(format!("{currency} per QALY"));
    }
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut table = MarkdownTable::new(&columns);
    for treatment in shown {
        for result in &treatment.scenarios {
            let effect = &result.effect;
            let mut row = vec![
                title(run, treatment).to_owned(),
                result.scenario.title.clone(),
                thousands(effect.transfers.as_f64()),
                thousands(effect.flown),
                or_dash(effect.mean_saved_flown(), 1),
                effect.units_that_gain().count().to_string(),
                thousands(effect.areas_that_gain as f64),
                or_dash(result.mt_mean, 1),
                format!("{:+.2}", effect.gained.good),
                format!("{:+.2}", effect.gained.qalys),
            ];
            if currency.is_some() {
                let costs = [
                    effect.cost,
                    effect.cost_per_minute(),
                    effect.cost_per_qaly(),
                ];
                row.extend(costs.map(|cost| cost.map_or("–".to_owned(), thousands)));
            }
            table.row(&row);
        }
    }
    report.push_str(&table.finish());
}

fn where_it_helps(report: &mut String, run: &Run, study: &HelicopterStudy, base: &LayoutTreatment) {
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
    let _ = writeln!(
        report,
        "### Where it helps\n\nOne row per hospital, for those whose patients gain most in a year, \
         with {} and {}. Times are door to door, including the door-in-door-out time.\n",
        title(run, base),
        result.scenario.title
    );
    let mut table = MarkdownTable::new(&[
        "hospital",
        "transfers per year",
        "road, min",
        "air, min",
        "saved by a flight, min",
        "saved over the year, min",
        "base",
    ]);
    for gain in gains.iter().take(NAMED) {
        let air = gain.air.as_ref();
        table.row(&[
            run.dataset.site(gain.unit).name.clone(),
            thousands(gain.transfers.as_f64()),
            or_dash(gain.road.map(|(_, time)| time.as_f64()), 1),
            or_dash(air.map(|air| air.chain.door_to_door().as_f64()), 1),
            or_dash(air.and_then(|air| air.saved).map(TravelTime::as_f64), 1),
            format!("{:.1}", gain.mean_saved),
            air.map_or_else(String::new, |air| {
                study.fleet.bases()[air.base].name.clone()
            }),
        ]);
    }
    report.push_str(&table.finish());
}

fn break_even(report: &mut String, run: &Run, study: &HelicopterStudy) {
    if study.break_even.is_empty() {
        return;
    }
    let _ = writeln!(report, "### Break-even distance\n");
    for curve in &study.break_even {
        let pads = if curve.pads == CapabilityStatus::Yes {
            "With a pad at both hospitals"
        } else {
            "With a pad at neither"
        };
        let from_base = curve.hop.from_base.kilometres();
        match curve.found {
            Some(found) => {
                let _ = writeln!(
                    report,
                    "- {pads} and the aircraft {from_base:.0} km away, flying is faster if the \
                     hospitals are at least {:.0} km apart ({:.0} min by road).",
                    found.distance.kilometres(),
                    found.road.as_f64()
                );
            }
            None => {
                let _ = writeln!(report, "- {pads}, flying is not faster within 1,000 km.");
            }
        }
    }
    for each in &run.study.published.break_evens {
        let _ = writeln!(report, "- Published: {:.0} km ({}).", each.km, each.source);
    }
    report.push('\n');
}

fn siting(report: &mut String, run: &Run, study: &HelicopterStudy, shown: &[&LayoutTreatment]) {
    if shown.iter().all(|treatment| treatment.siting.is_empty()) {
        return;
    }
    let _ = writeln!(
        report,
        "### Where to base helicopters\n\nOne row per layout and number of bases: the choice of \
         the study's bases with the shortest mean transfer, whenever they can fly.\n"
    );
    let mut table = MarkdownTable::new(&[
        "layout",
        "bases",
        "mean door to door, min",
        "faster than by road, min",
    ]);
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
            table.row(&[
                title(run, treatment).to_owned(),
                names.join("; "),
                or_dash(mean, 1),
                or_dash(saved.map(|(road, mean)| road - mean), 1),
            ]);
        }
    }
    report.push_str(&table.finish());
}
