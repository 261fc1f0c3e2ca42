use super::years::{counts, percent};
use super::{GrowthRun, StandardYears};
use crate::document::{Cell, Column, Table};
use crate::growth::Support;
use crate::wording::decimal;

/// Years between two rows.
const STEP: usize = 2;

/// The workforce and its hours from year to year, under the first policy and without support.
#[must_use]
pub fn growth_answer(run: &GrowthRun) -> Table {
    let answer = run.answer;
    let case = answer.cases.first();
    let policy = case.map_or_else(String::new, |case| case.policy.to_string());
    let caption = format!(
        "One row per second year: layout {}, clinicians assigned by {policy}, no support. Covered: \
         demand that has an open centre within {} min at the hour at which it arises. From … to: 9 of \
         10 draws of the uncertain numbers; what is unknown, not chance.",
        answer.layout,
        decimal(answer.standard.as_f64(), 2),
    );
    let columns = vec![
        Column::new("year"),
        Column::new("clinicians"),
        Column::new("from … to"),
        Column::new("open day and night"),
        Column::new("part of the week"),
        Column::new("closed"),
        Column::with_unit("covered", "%"),
        Column::with_unit("from … to", "%"),
        Column::with_unit("MT", "per year"),
    ];
    let mut table = Table::new(caption, columns);
    for (place, year) in case
        .into_iter()
        .flat_map(|case| case.years.iter().enumerate().step_by(STEP))
    {
        let band = case.and_then(|case| case.bands.years.get(place));
        let expected = &year.service.expected;
        let all: f64 = expected.demand.iter().sum();
        let [always, part, closed] =
            counts(&year.service.centres_by_hours()).map(|count| Cell::count(count as usize));
        let range = |low: f64, high: f64, decimals: usize| {
            Cell::from(format!("{low:.decimals$} … {high:.decimals$}"))
        };
        table.push(vec![
            year.workforce.year.to_string().into(),
            Cell::decimal(f64::from(year.workforce.whole_clinicians()), 0),
            band.map_or(Cell::Missing, |band| range(band.stock[0], band.stock[4], 0)),
            always,
            part,
            closed,
            Cell::decimal(percent(expected.covered.iter().sum(), all), 1),
            band.map_or(Cell::Missing, |band| {
                let [low, .., high] = band.covered.map(|part| percent(part, all).unwrap_or(0.0));
                range(low, high, 1)
            }),
            Cell::decimal(expected.mt.iter().sum::<f64>(), 0),
        ]);
    }
    table
}

/// When each region reaches a standard under each support.
#[must_use]
pub fn growth_support_answer(run: &GrowthRun, standard: &StandardYears) -> Table {
    let answer = run.answer;
    let policy = answer
        .cases
        .first()
        .map_or_else(String::new, |case| case.policy.to_string());
    let last = answer.cases.first().and_then(|case| case.years.last());
    let caption = format!(
        "One row per {}: the year in which at least {}% of its demand has an open centre within {} min \
         at the hour at which it arises, in layout {} with clinicians assigned by {policy}. – not by {}; \
         * not in every later year.",
        answer.grouping_title,
        decimal(100.0 * answer.required.as_f64(), 1),
        decimal(standard.standard.as_f64(), 2),
        answer.layout,
        last.map_or(0, |year| year.workforce.year),
    );
    let supports: Vec<usize> = (0..Support::ALL.len())
        .filter(|&place| answer.supports.contains(&Support::ALL[place]))
        .collect();
    let mut columns = vec![Column::new(answer.grouping_title.as_str())];
    columns.extend(
        supports
            .iter()
            .map(|&place| Column::new(Support::ALL[place].label())),
    );
    let mut table = Table::new(caption, columns);
    for region in &standard.regions {
        let label = answer.regions.get(region.region).map_or("", String::as_str);
        let mut row = vec![Cell::from(label)];
        row.extend(supports.iter().map(|&place| {
            region.reached[place].map_or(Cell::Missing, |reached| {
                let mark = if reached.kept { "" } else { "*" };
                Cell::from(format!("{}{mark}", reached.year))
            })
        }));
        table.push(row);
    }
    table
}
