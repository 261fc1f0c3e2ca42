use super::care;
use super::run::{Run, whole_or_decimal, within_columns};
use super::table::{DataCell, DataTable};
use crate::evaluation::Evaluation;
use crate::units::{Demand, TravelTime};

/// `summary.csv`: one row per layout.
///
/// Times are in minutes; percentages are of all demand. Means count those who can reach a site; the
/// median, the percentile and the shares count everybody. `residents_…` weights by residents instead
/// of demand. Columns on procedures, volume and clinicians are present if the study says what a
/// centre needs. The last columns are present if the study has a pathway: by road and under its
/// routing, times from onset, transfers per year, and outcomes per year or per 1,000.
#[must_use]
pub(crate) fn summary(run: &Run) -> DataTable {
    let standards = &run.study.standards;
    let mut columns: Vec<String> = [
        "layout",
        "centres",
        "demand",
        "unreachable",
        "without_row",
        "mean_minutes",
        "median_minutes",
        "p95_minutes",
        "max_minutes",
    ]
    .map(String::from)
    .to_vec();
    columns.extend(within_columns(standards));
    columns.extend(
        [
            "worst_tenth_mean_minutes",
            "smallest_centre",
            "centre_q1",
            "centre_median",
            "centre_q3",
            "largest_centre",
        ]
        .map(String::from),
    );
    if run.study.centres.is_some() {
        let counts = [
            "centres_below_min_procedures",
            "centres_below_min_demand",
            "clinicians",
        ];
        columns.extend(counts.map(String::from));
        let standards = standards.iter().copied().map(whole_or_decimal);
        columns.extend(standards.map(|s| format!("within_{s}_and_volume_percent")));
    }
    columns.extend(["residents", "residents_mean_minutes"].map(String::from));
    columns.extend(within_columns(standards).map(|column| format!("residents_{column}")));
    if run.treatment.is_some() {
        columns.extend(care::FIGURES.map(String::from));
    }
    let mut table = DataTable::new(columns);
    for evaluation in run.evaluations {
        let mut row = row(evaluation, standards, run.dataset.demand_without_row());
        if let Some(treatment) = run.treatment_of(evaluation.layout.name()) {
            row.extend(care::figures(&treatment.chosen().figures));
        }
        table.push(row);
    }
    table
}

fn row(evaluation: &Evaluation, standards: &[TravelTime], without_row: Demand) -> Vec<DataCell> {
    let coverage = &evaluation.coverage;
    let sizes = &evaluation.sizes;
    let minutes = |time: Option<TravelTime>| DataCell::minutes(time.map(TravelTime::as_f64));
    let size = |size: f64| DataCell::Number(size, 3);
    let mut row = vec![
        DataCell::text(evaluation.layout.name()),
        DataCell::Whole(evaluation.layout.centres() as u64),
        DataCell::demand(coverage.demand),
        DataCell::demand(coverage.unreachable - without_row),
        DataCell::demand(without_row),
        DataCell::minutes(coverage.mean_minutes),
        minutes(coverage.median),
        minutes(coverage.p95),
        minutes(coverage.longest),
    ];
    row.extend((0..standards.len()).map(|s| DataCell::percent(coverage.within_percent(s))));
    row.extend([
        DataCell::minutes(coverage.worst_tenth_mean_minutes),
        size(sizes.min),
        size(sizes.q1),
        size(sizes.median),
        size(sizes.q3),
        size(sizes.max),
    ]);
    if let Some(volumes) = &evaluation.volumes {
        row.extend([
            DataCell::Whole(volumes.below_min_procedures as u64),
            DataCell::Whole(volumes.below_min_demand as u64),
            DataCell::Whole(volumes.clinicians),
        ]);
        let both = volumes.within_and_enough.iter();
        row.extend(both.map(|within| DataCell::percent(within.percent_of(coverage.demand))));
    }
    match &evaluation.residents {
        Some(residents) => {
            row.push(DataCell::demand(residents.demand));
            row.push(DataCell::minutes(residents.mean_minutes));
            row.extend(
                (0..standards.len()).map(|s| DataCell::percent(residents.within_percent(s))),
            );
        }
        None => row.extend(std::iter::repeat_n(DataCell::Empty, standards.len() + 2)),
    }
    row
}
