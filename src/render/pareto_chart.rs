use super::chart_legend::Key;
use super::line_chart::{Line, LineChart, Points, axis_around};
use super::palette::{line as line_colour, plain};
use super::png::{Picture, RenderError};
use super::sign::Sign;
use crate::optimise::TradeOff;
use crate::study::Study;
use crate::wording::counted;

/// A layout of the study in a chart: its name, its number of centres, the other value and its mean.
pub(crate) type Beside<'a> = (&'a str, usize, f64, f64);

/// The layouts that none dominates as points between what a mean is weighed against, across, and the mean, up;
/// the study's layouts beside them.
///
/// # Errors
///
/// The drawing library refuses the chart.
pub(crate) fn pareto_chart(
    study: &Study,
    trade_off: &TradeOff,
    centres: usize,
    subject_to: &str,
    is_proven: bool,
    frontier: &[(f64, f64)],
    layouts: &[Beside],
) -> Result<Picture, RenderError> {
    let beside = layouts.iter().map(|&(_, _, other, mean)| (other, mean));
    let all: Vec<(f64, f64)> = frontier.iter().copied().chain(beside).collect();
    let ends = |value: fn(&(f64, f64)) -> f64| {
        let values = || all.iter().map(value);
        let least = values().fold(f64::INFINITY, f64::min);
        axis_around(least, values().fold(0.0, f64::max))
    };
    let unit = &study.population.demand_unit;
    let measure = study.travel.measure();
    let (mean_of, symbol) = (format!("Mean {}", measure.noun()), measure.symbol());
    let (title, across) = match trade_off {
        TradeOff::Within(standard) => (
            format!(
                "{mean_of} against the share within {} {symbol}",
                plain(*standard)
            ),
            format!("Share of {unit} within {} {symbol}, in %", plain(*standard)),
        ),
        TradeOff::WorstGroup { grouping, standard } => (
            format!("{mean_of} against the worst {grouping}"),
            format!(
                "Smallest share of any {grouping} within {} {symbol}, in %",
                plain(*standard)
            ),
        ),
        TradeOff::SmallestCentre => (
            format!("{mean_of} against the smallest centre"),
            format!("Demand of the smallest centre, in {unit}"),
        ),
    };
    let sign = Sign::Dot(line_colour(0));
    let found = format!(
        "best with {}, {}",
        counted(centres, "centre"),
        if is_proven { "all, proven" } else { "found" }
    );
    let mut points = Vec::new();
    let mut named = Vec::new();
    for (number, &(name, centres, other, mean)) in layouts.iter().enumerate() {
        let sign = Sign::Diamond(line_colour(number + 1));
        let title = study.layout_title(name);
        named.push((
            Key::Sign(sign),
            format!(
                "{title}: {mean:.1} {symbol}, {}",
                counted(centres, "centre")
            ),
        ));
        points.push(Points {
            values: vec![(other, mean)],
            sign,
        });
    }
    // Above the layouts that are part of it.
    points.push(Points {
        values: frontier.to_vec(),
        sign,
    });
    let mut subtitle = format!("Right and down is better; weighted by {unit}");
    if !subject_to.is_empty() {
        subtitle = format!("{subtitle}; with {subject_to}");
    }
    LineChart {
        name: "pareto".to_owned(),
        title,
        subtitle,
        across: (across, ends(|&(other, _)| other)),
        up: (measure.mean_axis(), ends(|&(_, mean)| mean)),
        lines: vec![Line {
            values: frontier.to_vec(),
            colour: "#bbbbbb",
            dashes: "",
        }],
        points,
        marks: Vec::new(),
        legend: vec![vec![(Key::Sign(sign), found)], named],
    }
    .draw(study)
}
