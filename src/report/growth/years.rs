use super::{GrowthCase, GrowthRun, QUANTILES};
use crate::growth::{GrowthYear, StaffRota, StaffedService};
use crate::report::table::{DataCell, DataTable};
use crate::rota::RotaAssessment;
use crate::service::{WEEK_MINUTES, WeekHours};

/// One row per policy, support and year.
#[must_use]
pub(crate) fn growth_table(run: &GrowthRun) -> DataTable {
    let mut columns = names(&[
        "layout",
        "policy",
        "support",
        "year",
        "stock",
        "completed",
        "credentialed",
        "left",
        "clinicians",
        "centres_day_and_night",
        "centres_part_time",
        "centres_closed",
        "hours",
        "covered_percent",
        "mt_per_year",
        "rotas",
        "rotas_below_one_in",
        "rotas_above_average_week",
    ]);
    for figure in ["stock", "covered_percent", "mt_per_year"] {
        columns.extend(QUANTILES.map(|quantile| format!("{figure}_{quantile}")));
    }
    let mut table = DataTable::new(columns);
    for case in &run.answer.cases {
        for (place, year) in case.years.iter().enumerate() {
            let mut row = of_case(run, case);
            row.extend(of_year(year));
            row.extend(of_rotas(case.rotas.get(place).map_or(&[], Vec::as_slice)));
            let all: f64 = year.service.expected.demand.iter().sum();
            let Some(band) = case.bands.years.get(place) else {
                row.resize_with(table.columns().len(), || DataCell::Empty);
                table.push(row);
                continue;
            };
            row.extend(band.stock.map(|stock| DataCell::Number(stock, 2)));
            row.extend(
                band.covered
                    .map(|covered| DataCell::percent(percent(covered, all))),
            );
            row.extend(band.mt.map(|mt| DataCell::Number(mt, 1)));
            table.push(row);
        }
    }
    table
}

fn of_year(year: &GrowthYear) -> Vec<DataCell> {
    let (workforce, service) = (&year.workforce, &year.service);
    let number = |number: f64| DataCell::Number(number, 2);
    let by_hours = service.centres_by_hours();
    let expected = &service.expected;
    let (covered, all) = (expected.covered.iter().sum(), expected.demand.iter().sum());
    let mut cells = vec![
        whole(workforce.year),
        number(workforce.stock),
        number(workforce.completed),
        number(workforce.credentialed),
        number(workforce.left),
        whole(workforce.whole_clinicians()),
    ];
    cells.extend(counts(&by_hours).map(whole));
    let hours = by_hours
        .iter()
        .map(|(hours, count)| format!("{count} × {hours}"));
    cells.push(DataCell::text(hours.collect::<Vec<_>>().join(", ")));
    cells.push(DataCell::percent(percent(covered, all)));
    cells.push(DataCell::Number(expected.mt.iter().sum(), 1));
    cells
}

fn of_rotas(rotas: &[StaffRota]) -> [DataCell; 3] {
    let given = || rotas.iter().filter_map(|rota| rota.given.as_ref());
    let count =
        |wrong: fn(&&RotaAssessment) -> bool| DataCell::Whole(given().filter(wrong).count() as u64);
    [
        DataCell::Whole(given().count() as u64),
        count(|given| !given.meets_frequency),
        count(|given| !given.meets_average_week),
    ]
}

/// One row per policy, support, year and region.
#[must_use]
pub(crate) fn growth_regions(run: &GrowthRun) -> DataTable {
    let columns = [
        "layout",
        "policy",
        "support",
        "grouping",
        "group",
        "year",
        "centres",
        "clinicians",
        "centres_day_and_night",
        "centres_part_time",
        "centres_closed",
        "covered_percent",
        "mt_per_year",
    ];
    let mut table = DataTable::new(names(&columns));
    for case in &run.answer.cases {
        for year in &case.years {
            let regions = year.service.by_region(&case.plan);
            for (label, region) in run.answer.regions.iter().zip(regions) {
                let counts = counts(&region.centres_by_hours);
                let mut row = of_case(run, case);
                row.extend([
                    DataCell::text(run.answer.grouping.clone()),
                    DataCell::text(label.clone()),
                    whole(year.workforce.year),
                    whole(counts.iter().sum()),
                    whole(region.staff),
                ]);
                row.extend(counts.map(whole));
                row.push(DataCell::percent(
                    region.covered_share.map(|share| 100.0 * share),
                ));
                row.push(DataCell::Number(region.mt, 1));
                table.push(row);
            }
        }
    }
    table
}

fn of_case(run: &GrowthRun, case: &GrowthCase) -> Vec<DataCell> {
    vec![
        DataCell::text(run.answer.layout.clone()),
        DataCell::text(case.policy.to_string()),
        DataCell::text(case.support.label()),
    ]
}

/// Centres of a service that are open day and night, at some hours, and never.
pub(crate) fn centres_by_hours(service: &StaffedService) -> [u32; 3] {
    counts(&service.centres_by_hours())
}

/// Centres open day and night, at some hours, and never.
pub(super) fn counts(by_hours: &[(WeekHours, u32)]) -> [u32; 3] {
    let mut counts = [0; 3];
    for (hours, count) in by_hours {
        let place = match hours.minutes_per_week() {
            WEEK_MINUTES => 0,
            0 => 2,
            _ => 1,
        };
        counts[place] += count;
    }
    counts
}

pub(super) fn percent(part: f64, all: f64) -> Option<f64> {
    (all > 0.0).then(|| 100.0 * part / all)
}

fn whole(number: u32) -> DataCell {
    DataCell::Whole(u64::from(number))
}

fn names(columns: &[&str]) -> Vec<String> {
    columns.iter().map(ToString::to_string).collect()
}
