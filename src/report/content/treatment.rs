use super::published;
use crate::document::{Cell, Column, Document, Figure, Table, Text};
use crate::pathway::Pathway;
use crate::render;
use crate::report::run::Run;
use crate::treatment::{Figures, LayoutTreatment, Treatment, Variation};
use crate::units::TravelTime;
use crate::wording::{or_dash, signed, thousands};

/// From onset to treatment: the layouts, the pathways, and what would change their order; nothing
/// where the study has no pathway.
pub(super) fn write(report: &mut Document, run: &Run) {
    let Some(all) = run.treatment else { return };
    let Some(base) = all.layout(&run.study.base_layout) else {
        return;
    };
    report.heading(2, "From onset to treatment");
    report.paragraph(first(run, base));
    for treatment in others(all, base) {
        report.paragraph(against_base(run, treatment, base));
    }
    report.table(pathways(run, all));
    let best = base.pathway(Pathway::BestOutcome);
    report.paragraph(format!(
        "With {}, {}% of admissions have the better expected outcome if they go straight to an MT \
         centre, and the others by drip and ship.",
        run.study.layout_title(&base.layout),
        or_dash(best.figures.direct_percent, 1)
    ));
    let caption = "Mean time from onset to MT and to IVT by bypass, as the allowable delay grows.";
    report.figure(Figure::new("allowable-delay", caption).with_table("allowable-delay"));
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
        run.study.layout_title(&base.layout),
        or_dash(figures.ivt_mean, 1),
        or_dash(figures.mt_mean, 1),
        or_dash(median, 1),
        thousands(figures.transfers),
        or_dash(figures.good_per_1000(), 1),
    )
}

fn against_base(run: &Run, treatment: &LayoutTreatment, base: &LayoutTreatment) -> Text {
    let (new, old) = (&treatment.chosen().figures, &base.chosen().figures);
    let change = |new: Option<f64>, old: Option<f64>| {
        new.zip(old)
            .map_or("–".to_owned(), |(new, old)| signed(new - old, 1))
    };
    Text::strong(format!(
        "{} instead of {}: MT {} min on average, IVT {} min, {} transfers per year instead of {}, \
         and {} people per year with mRS 0–2.",
        render::layout_heading(run.study, &treatment.layout),
        run.study.layout_title(&base.layout),
        change(new.mt_mean, old.mt_mean),
        change(new.ivt_mean, old.ivt_mean),
        thousands(new.transfers),
        thousands(old.transfers),
        signed(new.expected.good - old.expected.good, 1),
    ))
}

const fn words(pathway: Pathway) -> &'static str {
    match pathway {
        Pathway::DripAndShip => "drip and ship",
        Pathway::Mothership => "mothership",
        Pathway::Bypass => "bypass",
        Pathway::BestOutcome => "best expected outcome",
    }
}

fn pathways(run: &Run, all: &Treatment) -> Table {
    let columns = vec![
        Column::new("layout"),
        Column::new("pathway"),
        Column::with_unit("IVT", "min")
            .meaning("Mean time from onset to IVT, of those who reach it in time."),
        Column::with_unit("MT", "min")
            .meaning("Mean time from onset to MT, of those who reach it in time."),
        Column::with_unit("straight to a centre", "%")
            .meaning("Share of admissions whose first hospital is an MT centre."),
        Column::with_unit("too late for MT", "%")
            .meaning("Share of admissions that would reach MT after its cut-off."),
        Column::with_known_unit("transfers per year", "per year")
            .meaning("Patients taken from a first hospital to an MT centre for MT."),
        Column::with_known_unit("mRS 0–2 per 1,000", "per 1,000 admissions").meaning(
            "Of 1,000 admissions, those expected to have slight disability or none (mRS 0–2).",
        ),
        Column::with_known_unit("mRS 0–1 per 1,000", "per 1,000 admissions").meaning(
            "Of 1,000 admissions, those expected to have no significant disability (mRS 0–1).",
        ),
    ];
    let mut table = Table::new(
        "One row per layout and pathway, all by road. Times are means from onset, in minutes, of \
         those who can be treated. Outcomes are of all admissions, including haemorrhages, on \
         which treatment has no effect. Patients go straight to an MT centre if it is the nearest \
         hospital.",
        columns,
    );
    let allowable = run
        .study
        .pathway
        .as_ref()
        .map_or(0.0, |pathway| pathway.allowable.as_f64());
    for treatment in &all.layouts {
        let mut row = |pathway: String, figures: &Figures| {
            table.push([
                run.study.layout_title(&treatment.layout).into(),
                pathway.into(),
                Cell::decimal(figures.ivt_mean, 1),
                Cell::decimal(figures.mt_mean, 1),
                Cell::decimal(figures.direct_percent, 1),
                Cell::decimal(figures.percent(figures.mt.too_late), 1),
                Cell::thousands(figures.transfers),
                Cell::decimal(figures.good_per_1000(), 2),
                Cell::decimal(figures.excellent_per_1000(), 2),
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
    table
}

fn sensitivity(report: &mut Document, run: &Run, all: &Treatment) {
    let Some(own) = all.sensitivity.first() else {
        return;
    };
    let order = |variation: &Variation| {
        let mut places: Vec<usize> = (0..all.layouts.len()).collect();
        places.sort_by_key(|&place| variation.layouts[place].rank);
        let names: Vec<&str> = places
            .into_iter()
            .map(|place| all.layouts[place].layout.as_str())
            .collect();
        names.join(", ")
    };
    report.heading(3, "What would change the order of the layouts");
    let some_change = all.sensitivity.iter().any(|each| each.changes_ranking);
    let caption = format!(
        "By people with mRS 0–2 the order is {}. Each row changes one assumption and keeps the \
         others. {}",
        order(own),
        if some_change {
            "Some of them change the order."
        } else {
            "None of them changes the order."
        }
    );
    let mut columns = vec![Column::new("assumption")];
    columns.extend(all.layouts.iter().map(|treatment| {
        let title = run.study.layout_title(&treatment.layout);
        Column::with_known_unit(format!("MT, min: {title}"), "min")
    }));
    columns.push(Column::new("order changes?"));
    let mut table = Table::new(caption, columns);
    for variation in &all.sensitivity {
        let assumption = format!("{} {}", variation.parameter, variation.value);
        let mut row = vec![assumption.trim_end().into()];
        row.extend(
            variation
                .layouts
                .iter()
                .map(|varied| Cell::decimal(varied.mt_mean, 1)),
        );
        row.push(if variation.changes_ranking {
            order(variation).into()
        } else {
            "no".into()
        });
        table.push(row);
    }
    report.table(table);
}
