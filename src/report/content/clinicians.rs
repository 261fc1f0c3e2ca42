use crate::document::{Cell, Column, Document, Table, Text};
use crate::report::clinicians::{ClinicianAnswer, SameStaff, StaffedAnswer};
use crate::report::growth::{GrowthRun, growth_section};
use crate::report::rota::{RotaLayout, RotaRun, rota_answer};
use crate::report::run::{Run, whole_or_decimal};
use crate::rota::RotaRow;
use crate::service::WeekHours;
use crate::wording::{capitalised, decimal, or_dash, thousands};

/// Places of the base layout and of the one that the answer compares with it.
struct Compared {
    base: usize,
    other: Option<usize>,
}

impl Compared {
    fn new(run: &Run) -> Option<Self> {
        let place = |name: &str| {
            let mut layouts = run.dataset.layouts.iter();
            layouts.position(|layout| layout.name() == name)
        };
        let other = run.comparisons.first();
        Some(Self {
            base: place(&run.study.base_layout)?,
            other: other.and_then(|comparison| place(&comparison.layout)),
        })
    }
}

/// What hours and staff do to the comparison of the layouts, in a few sentences after the answer.
pub(super) fn answer(report: &mut Document, run: &Run) {
    let Some((clinicians, compared)) = run.clinicians.zip(Compared::new(run)) else {
        return;
    };
    let Some(other) = compared.other else {
        return;
    };
    let both = [other, compared.base];
    let mut sentences = Vec::new();
    if let Some(staffed) = &clinicians.growth {
        sentences.extend(staffed_sentences(staffed, both));
    }
    sentences.extend(needed(run, clinicians, both));
    for sentence in sentences.iter_mut().skip(1) {
        *sentence = capitalised(sentence);
    }
    if !sentences.is_empty() {
        report
            .paragraph(Text::strong("Hours and staff:").then(&format!(" {}", sentences.join(" "))));
    }
}

/// Coverage at the hour at which demand arises, of two layouts with the same clinicians and if no centre
/// ever closed; no sentence begins with a capital.
fn staffed_sentences(staffed: &StaffedAnswer, [other, base]: [usize; 2]) -> Vec<String> {
    let percent = |share: Option<f64>| or_dash(share.map(|share| 100.0 * share), 1);
    let within = format!("within {} min", whole_or_decimal(staffed.standard));
    let mut sentences = Vec::new();
    for staff in &staffed.same_staff {
        let row = |place: usize| staff.layouts.get(place);
        let Some((other, base)) = row(other).zip(row(base)) else {
            continue;
        };
        let year = match staff.year {
            Some(year) => format!("reached in {year}"),
            None => "not reached in the projection".to_owned(),
        };
        let shares = format!(
            "for {}% instead of {}%",
            percent(other.covered),
            percent(base.covered)
        );
        let (in_other, in_base) = (thousands(other.mt), thousands(base.mt));
        sentences.push(if sentences.is_empty() {
            format!(
                "with the same {} clinicians in both layouts ({year}), an open centre is {within}, at \
                 the hour at which demand arises, {shares}, and {in_other} MT are given per year \
                 instead of {in_base}.",
                staff.clinicians
            )
        } else {
            format!(
                "with {} ({year}), an open centre is {within} {shares}, and {in_other} MT are given \
                 instead of {in_base}.",
                staff.clinicians
            )
        });
    }
    let never = |place: usize| percent(staffed.never_closed.get(place).copied().flatten());
    let (in_other, in_base) = (never(other), never(base));
    sentences.push(format!(
        "if no centre ever closed, a centre would be {within} for {in_other}% instead of {in_base}%."
    ));
    sentences
}

/// What the longest hours need, each centre alone and in the smallest networks.
fn needed(run: &Run, clinicians: &ClinicianAnswer, [other, base]: [usize; 2]) -> Option<String> {
    let choice = run.study.rota.clone().unwrap_or_default();
    let hours = choice
        .hours
        .iter()
        .max_by_key(|hours| hours.minutes_per_week())?;
    let of = |place: usize, network: u32| {
        let layout: &RotaLayout = clinicians.rotas.get(place)?;
        let wanted = |row: &&RotaRow| row.hours == *hours && row.network == network;
        layout
            .rows
            .iter()
            .map(|(row, _)| row)
            .find(wanted)
            .map(|row| row.clinicians)
    };
    let mut networks = choice.networks.clone();
    networks.sort_unstable();
    let mut parts = Vec::new();
    for network in networks.into_iter().take(2) {
        let numbers = of(other, network).zip(of(base, network));
        parts.extend(numbers.map(|(other, base)| match network {
            1 => format!("{other} clinicians instead of {base}"),
            _ => format!("in networks of {network} centres, {other} instead of {base}"),
        }));
    }
    (!parts.is_empty()).then(|| {
        format!(
            "{} with 1 in {} on call and {} of {} working days away needs {}.",
            opening(hours),
            decimal(choice.parameters.one_in, 1),
            decimal(choice.parameters.days_away, 1),
            decimal(choice.parameters.working_days, 1),
            parts.join("; ")
        )
    })
}

fn opening(hours: &WeekHours) -> String {
    if *hours == WeekHours::always() {
        "a service day and night".to_owned()
    } else {
        format!("a service at {hours}")
    }
}

/// The clinicians of the layouts: what hours need, what the same number gives each layout, and when
/// there are so many.
pub(super) fn write(report: &mut Document, run: &Run) {
    let Some((clinicians, compared)) = run.clinicians.zip(Compared::new(run)) else {
        return;
    };
    report.heading(2, "Clinicians");
    let places = [Some(compared.base), compared.other];
    let shown = places.into_iter().flatten();
    let shown: Vec<RotaLayout> = shown
        .filter_map(|place| clinicians.rotas.get(place).cloned())
        .collect();
    report.table(rota_answer(&RotaRun {
        study: run.study,
        layouts: &shown,
    }));
    let Some(staffed) = &clinicians.growth else {
        return;
    };
    report.heading(3, "The same clinicians in every layout");
    report.table(same_staff(run, staffed));
    growth_section(
        report,
        &GrowthRun {
            study: run.study,
            dataset: run.dataset,
            answer: &staffed.growth,
        },
    );
}

fn same_staff(run: &Run, staffed: &StaffedAnswer) -> Table {
    let case = staffed.growth.cases.first();
    let policy = case.map_or_else(String::new, |case| case.policy.to_string());
    let caption = format!(
        "One row per number of clinicians and layout, clinicians assigned by {policy}, no support. \
         Covered: demand that has an open centre within {} min at the hour at which it arises.",
        whole_or_decimal(staffed.standard),
    );
    let columns = vec![
        Column::new("clinicians"),
        Column::new("in"),
        Column::new("layout"),
        Column::new("open day and night"),
        Column::new("part of the week"),
        Column::new("closed"),
        Column::with_unit("covered", "%"),
        Column::with_unit("MT", "per year"),
    ];
    let mut table = Table::new(caption, columns);
    for SameStaff {
        clinicians,
        year,
        layouts,
    } in &staffed.same_staff
    {
        for (layout, row) in run.dataset.layouts.iter().zip(layouts) {
            let [always, part, closed] = row.centres.map(|count| Cell::count(count as usize));
            table.push(vec![
                Cell::count(*clinicians as usize),
                year.map_or(Cell::Missing, |year| year.to_string().into()),
                run.study.layout_title(layout.name()).into(),
                always,
                part,
                closed,
                Cell::decimal(row.covered.map(|share| 100.0 * share), 1),
                Cell::thousands(row.mt),
            ]);
        }
    }
    table
}
