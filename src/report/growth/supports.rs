use super::{GrowthRun, QUANTILES};
use crate::growth::{ReachedYear, Support, first_year_with};
use crate::report::table::{DataCell, DataTable};

/// One row per support and number of clinicians: the year in which it is reached.
#[must_use]
pub(crate) fn growth_targets(run: &GrowthRun) -> DataTable {
    let mut columns = ["layout", "support", "clinicians", "year"]
        .map(str::to_owned)
        .to_vec();
    columns.extend(QUANTILES.map(|quantile| format!("year_{quantile}")));
    columns.push("reached_percent".to_owned());
    let mut table = DataTable::new(columns);
    // The workforce does not depend on where it works.
    let first = run.answer.cases.first().map(|case| &case.policy);
    let cases = run.answer.cases.iter();
    for case in cases.filter(|case| Some(&case.policy) == first) {
        let workforce: Vec<_> = case.years.iter().map(|year| year.workforce).collect();
        for target in &case.bands.targets {
            let mut row = vec![
                DataCell::text(run.answer.layout.clone()),
                DataCell::text(case.support.label()),
                DataCell::Whole(u64::from(target.clinicians)),
                year(first_year_with(&workforce, target.clinicians)),
            ];
            row.extend(target.years.map(year));
            row.push(DataCell::percent(Some(100.0 * target.reached)));
            table.push(row);
        }
    }
    table
}

/// One row per time standard, region and support: the year in which the region reaches it.
#[must_use]
pub(crate) fn growth_support(run: &GrowthRun) -> DataTable {
    let columns = [
        "layout",
        "policy",
        "standard_minutes",
        "required_percent",
        "grouping",
        "group",
        "support",
        "year",
        "is_kept",
    ];
    let mut table = DataTable::new(columns.map(str::to_owned).to_vec());
    let answer = run.answer;
    let policy = answer
        .cases
        .first()
        .map_or_else(String::new, |case| case.policy.to_string());
    for standard in &answer.reached {
        for region in &standard.regions {
            let Some(label) = answer.regions.get(region.region) else {
                continue;
            };
            for (support, reached) in Support::ALL.iter().zip(region.reached) {
                if !answer.supports.contains(support) {
                    continue;
                }
                table.push(vec![
                    DataCell::text(answer.layout.clone()),
                    DataCell::text(policy.clone()),
                    DataCell::Number(standard.standard.as_f64(), 2),
                    DataCell::Number(100.0 * answer.required.as_f64(), 2),
                    DataCell::text(answer.grouping.clone()),
                    DataCell::text(label.clone()),
                    DataCell::text(support.label()),
                    year(reached.map(|reached| reached.year)),
                    reached.map_or(DataCell::Empty, |ReachedYear { kept, .. }| {
                        DataCell::text(if kept { "yes" } else { "no" })
                    }),
                ]);
            }
        }
    }
    table
}

fn year(year: Option<u32>) -> DataCell {
    year.map_or(DataCell::Empty, |year| DataCell::Whole(u64::from(year)))
}
