use super::table::MarkdownTable;
use super::{or_dash, published, signed};
use crate::pathway::Pathway;
use crate::report::run::Run;
use crate::treatment::{Figures, LayoutTreatment, Treatment};
use crate::units::TravelTime;
use crate::wording::{capitalised, thousands};
use std::fmt::Write as _;

/// From onset to treatment: the layouts, the pathways, and what would change their order; nothing
/// where the study has no pathway.
pub(super) fn write(report: &mut String, run: &Run) {
    let Some(all) = run.treatment else { return };
    let Some(base) = all.layout(&run.study.base_layout) else {
        return;
    };
    let _ = writeln!(
        report,
        "## From onset to treatment\n\n{}\n",
        first(run, base)
    );
    for treatment in others(all, base) {
        let _ = writeln!(report, "{}\n", against_base(run, treatment, base));
    }
    let _ = writeln!(
        report,
        "One row per layout and pathway, all by road. Times are means from onset, in minutes, of \
         those who can be treated. Outcomes are of all admissions, including haemorrhages, on \
         which treatment has no effect. Patients go straight to an MT centre if it is the nearest \
         hospital.\n"
    );
    pathways(report, run, all);
    let best = base.pathway(Pathway::BestOutcome);
    let _ = writeln!(
        report,
        "With {}, {}% of admissions have the better expected outcome if they go straight to an MT \
         centre, and the others by drip and ship.\n",
        title(run, base),
        or_dash(best.figures.direct_percent, 1)
    );
    published::comparisons(report, run, all);
    sensitivity(report, run, all);
}

fn others<'a>(
    all: &'a Treatment,
    base: &'a LayoutTreatment,
) -> impl Iterator<Item = &'a LayoutTreatment> {
    all.layouts
        .iter()
        .filter(|treatment| treatment.layout != base.layout)
}

pub(super) fn title<'a>(run: &Run<'a>, treatment: &LayoutTreatment) -> &'a str {
    run.evaluation(&treatment.layout)
        .map_or("", |evaluation| run.title(&evaluation.layout))
}

fn first(run: &Run, base: &LayoutTreatment) -> String {
    let figures = &base.chosen().figures;
    let median = base.mt.median.map(TravelTime::as_f64);
    let late = match (
        run.study.pathway.as_ref(),
        figures.percent(figures.mt.too_late),
    ) {
        (Some(pathway), Some(percent)) if percent > 0.0 => format!(
            " Too late for MT: {}% of admissions, who would reach it more than {} min after onset; \
             they are not given it, and are not in these numbers of transfers and minutes.",
            or_dash(Some(percent), 1),
            pathway.patients.mt_cut_off.as_f64(),
        ),
        _ => String::new(),
    };
    format!(
        "By {}, with {}: IVT {} min after onset and MT {} min (median {}); {} transfers for MT per \
         year; {} of 1,000 admissions have an outcome of mRS 0–2.{late}",
        words(base.chosen),
        title(run, base),
        or_dash(figures.ivt_mean, 1),
        or_dash(figures.mt_mean, 1),
        or_dash(median, 1),
        thousands(figures.transfers),
        or_dash(figures.good_per_1000(), 1),
    )
}

fn against_base(run: &Run, treatment: &LayoutTreatment, base: &LayoutTreatment) -> String {
    let (new, old) = (&treatment.chosen().figures, &base.chosen().figures);
    let change = |new: Option<f64>, old: Option<f64>| {
        new.zip(old)
            .map_or("–".to_owned(), |(new, old)| signed(new - old))
    };
    format!(
        "**{} instead of {}: MT {} min on average, IVT {} min, {} transfers per year instead of \
         {}, and {} people per year with mRS 0–2.**",
        capitalised(title(run, treatment)),
        title(run, base),
        change(new.mt_mean, old.mt_mean),
        change(new.ivt_mean, old.ivt_mean),
        thousands(new.transfers),
        thousands(old.transfers),
        signed(new.expected.good - old.expected.good),
    )
}

const fn words(pathway: Pathway) -> &'static str {
    match pathway {
        Pathway::DripAndShip => "drip and ship",
        Pathway::Mothership => "mothership",
        Pathway::Bypass => "bypass",
        Pathway::BestOutcome => "best expected outcome",
    }
}

fn pathways(report: &mut String, run: &Run, all: &Treatment) {
    let mut table = MarkdownTable::new(&[
        "layout",
        "pathway",
        "IVT, min",
        "MT, min",
        "straight to a centre, %",
        "too late for MT, %",
        "transfers per year",
        "mRS 0–2 per 1,000",
        "mRS 0–1 per 1,000",
    ]);
    let allowable = run
        .study
        .pathway
        .as_ref()
        .map_or(0.0, |pathway| pathway.allowable.as_f64());
    for treatment in &all.layouts {
        let mut row = |pathway: String, figures: &Figures| {
            table.row(&[
                title(run, treatment).to_owned(),
                pathway,
                or_dash(figures.ivt_mean, 1),
                or_dash(figures.mt_mean, 1),
                or_dash(figures.direct_percent, 1),
                or_dash(figures.percent(figures.mt.too_late), 1),
                thousands(figures.transfers),
                or_dash(figures.good_per_1000(), 2),
                or_dash(figures.excellent_per_1000(), 2),
            ]);
        };
        if treatment.chosen().figures.transfers <= 0.0 && treatment.network.all_are_centres() {
            row(
                "every hospital is a centre".to_owned(),
                &treatment.chosen().figures,
            );
            continue;
        }
        for pathway in &treatment.pathways {
            let name = match pathway.pathway {
                Pathway::Bypass => format!("bypass, up to {allowable} min"),
                other => words(other).to_owned(),
            };
            row(name, &pathway.figures);
        }
        if let Some(figures) = &treatment.with_test {
            row("best outcome, with a pre-hospital test".to_owned(), figures);
        }
    }
    report.push_str(&table.finish());
}

fn sensitivity(report: &mut String, run: &Run, all: &Treatment) {
    let Some(own) = all.sensitivity.first() else {
        return;
    };
    let order = |variation: &crate::treatment::Variation| {
        let mut places: Vec<usize> = (0..all.layouts.len()).collect();
        places.sort_by_key(|&place| variation.layouts[place].rank);
        let names: Vec<&str> = places
            .into_iter()
            .map(|place| all.layouts[place].layout.as_str())
            .collect();
        names.join(", ")
    };
    let _ = writeln!(
        report,
        "### What would change the order of the layouts\n\nBy people with mRS 0–2 the order is {}. \
         Each row changes one assumption and keeps the others. {}\n",
        order(own),
        if all
            .sensitivity
            .iter()
            .any(|variation| variation.changes_ranking)
        {
            "Some of them change the order."
        } else {
            "None of them changes the order."
        }
    );
    let titles: Vec<String> = all
        .layouts
        .iter()
        .map(|treatment| format!("MT, min: {}", title(run, treatment)))
        .collect();
    let mut columns = vec!["assumption"];
    columns.extend(titles.iter().map(String::as_str));
    columns.push("order changes?");
    let mut table = MarkdownTable::new(&columns);
    for variation in &all.sensitivity {
        let assumption = format!("{} {}", variation.parameter, variation.value);
        let mut row = vec![assumption.trim_end().to_owned()];
        row.extend(
            variation
                .layouts
                .iter()
                .map(|varied| or_dash(varied.mt_mean, 1)),
        );
        row.push(if variation.changes_ranking {
            order(variation)
        } else {
            "no".to_owned()
        });
        table.row(&row);
    }
    report.push_str(&table.finish());
}
