use super::optimum_curve::site_ids;
use super::run::Run;
use super::solution::{Answer, status_word};
use super::table::{Cell, Table};

/// How good as many centres as a layout has could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimum {
    /// Name of the layout.
    pub layout: String,
    /// Sites that the best are chosen from.
    pub candidates: usize,
    /// The least mean time.
    pub mean: Answer,
    /// The most demand within the headline standard.
    pub within: Answer,
}

/// `optima.csv`: for every layout and objective its own value, that of the best layout of as many
/// centres, and the difference; minutes of mean, and per cent of demand within the standard.
#[must_use]
pub fn optima(run: &Run) -> Table {
    let columns = [
        "layout",
        "centres",
        "candidates",
        "objective",
        "unit",
        "value",
        "best",
        "difference",
        "status",
        "gap_percent",
        "sites",
    ];
    let mut table = Table::new(columns.map(String::from).to_vec());
    for optimum in run.optima {
        let Some(evaluation) = run.evaluation(&optimum.layout) else {
            continue;
        };
        let coverage = &evaluation.coverage;
        let standard = super::headline(&run.study.standards);
        let rows = [
            (
                &optimum.mean,
                "mean_minutes",
                coverage.mean_minutes,
                optimum.mean.value(),
            ),
            (
                &optimum.within,
                "percent",
                coverage.within_percent(standard),
                optimum.within.value_percent,
            ),
        ];
        for (answer, unit, value, best) in rows {
            let difference = value.zip(best).map(|(value, best)| best - value);
            table.push(vec![
                Cell::text(&optimum.layout),
                Cell::Whole(evaluation.layout.centres() as u64),
                Cell::Whole(optimum.candidates as u64),
                Cell::text(answer.objective.name()),
                Cell::text(unit),
                Cell::minutes(value),
                Cell::minutes(best),
                Cell::minutes(difference),
                Cell::text(status_word(answer.status)),
                Cell::Number(answer.gap_percent, 4),
                Cell::text(site_ids(run.dataset, answer.sites())),
            ]);
        }
    }
    table
}
