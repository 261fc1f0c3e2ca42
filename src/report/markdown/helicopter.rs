use super::table::MarkdownTable;
use super::treatment::title;
use super::{capitalised, count, or_dash};
use crate::flight::PUBLISHED_BREAK_EVEN;
use crate::model::Answer;
use crate::pathway::{BaseChoice, UnitGain};
use crate::report::care::{REMOTE, remote_units};
use crate::report::run::Run;
use crate::treatment::{HelicopterStudy, LayoutTreatment, ScenarioResult};
use crate::units::{Demand, Minutes};
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
    scenarios(report, run, &shown);
    if let Some(base) = all.layout(&run.study.base_layout) {
        where_it_helps(report, run, study, base);
    }
    break_even(report, study);
    siting(report, run, study, &shown);
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
            "helicopters help none of the {units} hospitals that transfer: the road is as soon from \
             everywhere.**"
        );
        return text;
    }
    let _ = write!(
        text,
        "helicopters can help {gain} of the {units} hospitals that transfer, and not the other {}.** \
         {} hospitals are more than {:.0} min by road from an MT centre. With {}, {} of {} transfers \
         a year fly; a flight saves {} min on average (half of them at most {}), and {} a year save \
         60 min or more. {} more patients a year come to MT in time; over all who are given it, flights \
         save {} min on average. The flights cost £{} a year",
        units - gain,
        remote,
        REMOTE.as_f64(),
        result.scenario.title,
        count(effect.flown),
        count(effect.transfers.as_f64()),
        or_dash(effect.mean_saved_flown(), 1),
        or_dash(effect.distribution.quantile(0.5).map(Minutes::as_f64), 1),
        count(effect.distribution.at_least(Minutes::from_whole(60))),
        count((result.mt_in_time - treatment.chosen().figures.thrombectomies).max(0.0)),
        or_dash(
            (result.mt_in_time > 0.0).then(|| effect.minutes_saved / result.mt_in_time),
            1
        ),
        count(effect.cost),
    );
    if let Some(pounds) = effect.pounds_per_minute() {
        let _ = write!(text, ", £{pounds:.0} for a minute");
    }
    match effect.pounds_per_qaly() {
        Some(pounds) => {
            let _ = write!(
                text,
                " and £{} for a QALY of {:.1} gained (Coughlan et al. 2021: £28,027 where 60 min \
                 are saved).",
                count(pounds),
                effect.gained.qalys
            );
        }
        None => text.push_str(", and no QALY is gained."),
    }
    text
}

fn scenarios(report: &mut String, run: &Run, shown: &[&LayoutTreatment]) {
    let mut table = MarkdownTable::new(&[
        "layout",
        "scenario",
        "transfers a year",
        "of which fly",
        "a flight saves, min",
        "hospitals that gain",
        "areas that gain",
        "MT, min",
        "mRS 0–2, people a year",
        "QALYs",
        "cost, £",
        "£ for a minute",
        "£ for a QALY",
    ]);
    for treatment in shown {
        for result in &treatment.scenarios {
            let effect = &result.effect;
            let pounds = |p: Option<f64>| p.map_or("–".to_owned(), count);
            table.row(&[
                title(run, treatment).to_owned(),
                result.scenario.title.clone(),
                count(effect.transfers.as_f64()),
                count(effect.flown),
                or_dash(effect.mean_saved_flown(), 1),
                effect.units_that_gain().count().to_string(),
                count(effect.areas_that_gain as f64),
                or_dash(result.mt_mean, 1),
                format!("{:+.2}", effect.gained.good),
                format!("{:+.2}", effect.gained.qalys),
                count(effect.cost),
                pounds(effect.pounds_per_minute()),
                pounds(effect.pounds_per_qaly()),
            ]);
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
        "### Where it helps\n\nThe hospitals whose patients gain most in a year, with {} and {}. \
         Times are from door to door, door in, door out among them.\n",
        title(run, base),
        result.scenario.title
    );
    let mut table = MarkdownTable::new(&[
        "hospital",
        "transfers a year",
        "road, min",
        "air, min",
        "saved when it flies, min",
        "saved over the year, min",
        "base",
    ]);
    for gain in gains.iter().take(NAMED) {
        let air = gain.air.as_ref();
        table.row(&[
            run.dataset.site(gain.unit).name.clone(),
            count(gain.transfers.as_f64()),
            or_dash(gain.road.map(|(_, time)| time.as_f64()), 1),
            or_dash(air.map(|air| air.chain.door_to_door().as_f64()), 1),
            or_dash(air.and_then(|air| air.saved).map(Minutes::as_f64), 1),
            format!("{:.1}", gain.mean_saved),
            air.map_or_else(String::new, |air| {
                study.fleet.bases()[air.base].name.clone()
            }),
        ]);
    }
    report.push_str(&table.finish());
}

fn break_even(report: &mut String, study: &HelicopterStudy) {
    if study.break_even.is_empty() {
        return;
    }
    let _ = writeln!(report, "### Break-even distance\n");
    for curve in &study.break_even {
        let pads = if curve.pads == Answer::Yes {
            "With a pad at both hospitals"
        } else {
            "With a pad at neither"
        };
        let from_base = curve.hop.from_base.kilometres();
        match curve.found {
            Some(found) => {
                let _ = writeln!(
                    report,
                    "- {pads} and the aircraft {from_base:.0} km away, flying is sooner from {:.0} \
                     km between the hospitals on ({:.0} min by road).",
                    found.distance.kilometres(),
                    found.road.as_f64()
                );
            }
            None => {
                let _ = writeln!(report, "- {pads} flying is not sooner within 1,000 km.");
            }
        }
    }
    for (km, source) in PUBLISHED_BREAK_EVEN {
        let _ = writeln!(report, "- Published: {km:.0} km ({source}).");
    }
    report.push('\n');
}

fn siting(report: &mut String, run: &Run, study: &HelicopterStudy, shown: &[&LayoutTreatment]) {
    if shown.iter().all(|treatment| treatment.siting.is_empty()) {
        return;
    }
    let _ = writeln!(
        report,
        "### Where to base helicopters\n\nThe bases that make the mean transfer shortest, of all \
         choices of as many of the study's bases, whenever they can fly.\n"
    );
    let mut table = MarkdownTable::new(&[
        "layout",
        "bases",
        "mean from door to door, min",
        "sooner than by road, min",
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
