//! What is not known, and how much the comparison of services depends on it.

use super::table::{DataCell, DataTable};
use crate::document;
use crate::sensitivity::{OneAtATime, Screening, SobolIndices, Swing};
use crate::simulate::engine::{Interval, Sample, quantile_place, share_above};
use crate::simulate::{IndexModel, PairedDifference, UncertainInput};

/// What the tables of a sensitivity analysis are made of.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SensitivityRun {
    /// The inputs that vary.
    pub inputs: Vec<VariedInput>,
    /// The services that are compared.
    pub pairs: Vec<ComparedPair>,
    /// Replications with each set of inputs.
    pub replications: u32,
    /// What Sobol's indices are of.
    pub indices_of: IndexModel,
    /// Confidence of all intervals, 0 to 1.
    pub confidence: f64,
}

/// An input with what is known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VariedInput {
    /// Which.
    pub input: UncertainInput,
    /// What the study says.
    pub default: f64,
    /// Its least and greatest value.
    pub range: [f64; 2],
}

/// A service beside the one that it is compared with: differences in patients treated in a year.
#[derive(Debug, Clone)]
pub struct ComparedPair {
    /// The layout and the scenario.
    pub service: [String; 2],
    /// Those that it is compared with.
    pub base: [String; 2],
    /// With the study's own values.
    pub default: f64,
    /// By input, at both ends of its range.
    pub swings: Vec<Swing>,
    /// By input; empty without a screening.
    pub screening: Vec<Screening>,
    /// By input; empty without indices, or where the difference does not vary.
    pub indices: Vec<SobolIndices>,
    /// One for each draw of all inputs.
    pub draws: Vec<f64>,
    /// Over replications with the study's own values.
    pub chance: Option<PairedDifference>,
}

impl ComparedPair {
    /// By input, from the values at the points of the design.
    pub(crate) fn swings(design: &OneAtATime, values: &[f64]) -> (f64, Vec<Swing>) {
        (values[0], design.swings(values))
    }

    /// The difference that a share of the draws does not exceed; `None` without draws.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let mut sorted = self.draws.clone();
        sorted.sort_by(f64::total_cmp);
        let place = quantile_place(share, sorted.len())?;
        sorted.get(place).copied()
    }

    /// The share of the draws in which the service treats more; equal ones count half.
    #[must_use]
    pub fn more_often(&self, confidence: f64) -> Option<Interval> {
        share_above(&self.draws, confidence)
    }
}

fn columns(more: &[&str]) -> Vec<String> {
    let first = ["layout", "scenario", "base_layout", "base_scenario"];
    first
        .iter()
        .chain(more)
        .map(|&column| column.to_owned())
        .collect()
}

fn first_cells(pair: &ComparedPair) -> Vec<DataCell> {
    let names = pair.service.iter().chain(&pair.base);
    names.map(|name| DataCell::text(name.clone())).collect()
}

fn numbers<const N: usize>(numbers: [Option<f64>; N]) -> [DataCell; N] {
    numbers.map(|number| number.map_or(DataCell::Empty, |number| DataCell::Number(number, 3)))
}

fn with_ends(interval: Option<Interval>) -> [DataCell; 3] {
    numbers([
        interval.map(|interval| interval.estimate),
        interval.map(|interval| interval.low),
        interval.map(|interval| interval.high),
    ])
}

/// One row per pair of services: the difference over draws of what is not known, and beside it over
/// replications with the study's own values.
#[must_use]
pub(crate) fn simulation_uncertainty(run: &SensitivityRun) -> DataTable {
    let mut table = DataTable::new(columns(&[
        "draws",
        "replications_per_draw",
        "knowledge_difference",
        "knowledge_difference_low",
        "knowledge_difference_high",
        "knowledge_difference_p2_5",
        "knowledge_difference_p97_5",
        "draws_higher_percent",
        "draws_higher_percent_low",
        "draws_higher_percent_high",
        "chance_difference",
        "chance_difference_low",
        "chance_difference_high",
        "years_higher_percent",
        "years_higher_percent_low",
        "years_higher_percent_high",
    ]));
    for pair in run.pairs.iter().filter(|pair| !pair.draws.is_empty()) {
        let sample: Sample = pair.draws.iter().copied().collect();
        let mut row = first_cells(pair);
        row.push(DataCell::Whole(u64::from(sample.count())));
        row.push(DataCell::Whole(u64::from(run.replications)));
        row.extend(with_ends(sample.interval(run.confidence)));
        row.extend(numbers([pair.quantile(0.025), pair.quantile(0.975)]));
        row.extend(with_ends(
            pair.more_often(run.confidence).map(Interval::percent),
        ));
        row.extend(with_ends(pair.chance.map(|chance| chance.difference)));
        let years = pair.chance.map(|chance| chance.second_is_higher.percent());
        row.extend(with_ends(years));
        table.push(row);
    }
    table
}

fn input_cells(input: &VariedInput) -> [DataCell; 2] {
    [
        DataCell::text(input.input.key()),
        DataCell::text(input.input.unit()),
    ]
}

/// One row per pair of services and input: the difference with the input at both ends of its range,
/// the widest swing first.
#[must_use]
pub(crate) fn sensitivity_tornado(run: &SensitivityRun) -> DataTable {
    let mut table = DataTable::new(columns(&[
        "input",
        "unit",
        "default",
        "low",
        "high",
        "difference",
        "difference_at_low",
        "difference_at_high",
        "swing",
    ]));
    for pair in &run.pairs {
        let mut both: Vec<_> = run.inputs.iter().zip(&pair.swings).collect();
        both.sort_by(|a, b| b.1.width().total_cmp(&a.1.width()));
        for (input, swing) in both {
            let mut row = first_cells(pair);
            row.extend(input_cells(input));
            row.extend(numbers([
                Some(input.default),
                Some(input.range[0]),
                Some(input.range[1]),
                Some(pair.default),
                Some(swing.at_low),
                Some(swing.at_high),
                Some(swing.width()),
            ]));
            table.push(row);
        }
    }
    table
}

/// One row per pair of services and input: the Morris screening, the largest μ* first.
#[must_use]
pub(crate) fn sensitivity_morris(run: &SensitivityRun) -> DataTable {
    let mut table = DataTable::new(columns(&[
        "input",
        "unit",
        "mu",
        "mu_star",
        "mu_star_low",
        "mu_star_high",
        "sigma",
    ]));
    for pair in &run.pairs {
        let mut both: Vec<_> = run.inputs.iter().zip(&pair.screening).collect();
        both.sort_by(|a, b| b.1.mu_star.estimate.total_cmp(&a.1.mu_star.estimate));
        for (input, screening) in both {
            let mut row = first_cells(pair);
            row.extend(input_cells(input));
            row.extend(numbers([Some(screening.mu)]));
            row.extend(with_ends(Some(screening.mu_star)));
            row.extend(numbers([Some(screening.sigma)]));
            table.push(row);
        }
    }
    table
}

/// One row per pair of services and input: Sobol's indices, the largest total index first.
#[must_use]
pub(crate) fn sensitivity_sobol(run: &SensitivityRun) -> DataTable {
    let mut table = DataTable::new(columns(&[
        "input",
        "unit",
        "first",
        "first_low",
        "first_high",
        "total",
        "total_low",
        "total_high",
    ]));
    for pair in &run.pairs {
        let of_queues = |(each, _): &(&VariedInput, _)| {
            run.indices_of == IndexModel::Expectations && each.input.is_of_queues()
        };
        let mut both: Vec<_> = run.inputs.iter().zip(&pair.indices).collect();
        both.retain(|each| !of_queues(each));
        both.sort_by(|a, b| b.1.total.estimate.total_cmp(&a.1.total.estimate));
        for (input, indices) in both {
            let mut row = first_cells(pair);
            row.extend(input_cells(input));
            row.extend(with_ends(Some(indices.first)));
            row.extend(with_ends(Some(indices.total)));
            table.push(row);
        }
    }
    table
}

/// Every pair of services: how sure the sign of the difference is, and the inputs with the widest
/// swings.
#[must_use]
pub fn sensitivity_answer(run: &SensitivityRun) -> document::Table {
    let caption = format!(
        "One row per pair of services. Difference: patients treated in a year, over the same patients. \
         Knowledge: the middle 95% of draws of all inputs, and the share of draws with more patients \
         treated. Chance: the 95% interval of the mean over years with the study's values. The last \
         column has the inputs that move the difference most between the ends of their ranges. Means \
         of {} years for each set of inputs.",
        run.replications,
    );
    let columns = vec![
        document::Column::new("layout"),
        document::Column::new("scenario"),
        document::Column::new("compared with"),
        document::Column::new("difference"),
        document::Column::new("knowledge"),
        document::Column::with_unit("draws with more", "%"),
        document::Column::new("chance"),
        document::Column::new("moves it most"),
    ];
    let mut table = document::Table::new(caption, columns);
    let span = |low: f64, high: f64| document::Cell::from(format!("{low:.1} to {high:.1}"));
    for pair in &run.pairs {
        let knowledge = pair.quantile(0.025).zip(pair.quantile(0.975));
        let mut widest: Vec<_> = run.inputs.iter().zip(&pair.swings).collect();
        widest.sort_by(|a, b| b.1.width().total_cmp(&a.1.width()));
        let widest: Vec<String> = widest
            .iter()
            .take(3)
            .map(|(input, swing)| {
                let key = input.input.key();
                format!("{key} {:.1} to {:.1}", swing.at_low, swing.at_high)
            })
            .collect();
        table.push(vec![
            document::Cell::from(pair.service[0].as_str()),
            document::Cell::from(pair.service[1].as_str()),
            document::Cell::from(pair.base.join(", ").as_str()),
            document::Cell::difference(Some(pair.default), 1),
            knowledge.map_or(document::Cell::Missing, |(low, high)| span(low, high)),
            document::Cell::decimal(
                pair.more_often(run.confidence)
                    .map(|share| 100.0 * share.estimate),
                1,
            ),
            pair.chance.map_or(document::Cell::Missing, |chance| {
                span(chance.difference.low, chance.difference.high)
            }),
            document::Cell::from(widest.join("; ").as_str()),
        ]);
    }
    table
}
