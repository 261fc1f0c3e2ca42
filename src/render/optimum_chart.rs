use super::chart_legend::Key;
use super::line_chart::{Line, LineChart, Points, axis};
use super::palette::line as line_colour;
use super::png::{Picture, RenderError};
use super::published::PublishedCurve;
use super::sign::Sign;
use super::words;
use crate::evaluation::Evaluation;
use crate::study::Study;

/// The chart ends at this mean: what the first few centres leave is a matter of the table.
const MOST_MINUTES: f64 = 59.0;

/// One number of centres on a curve of best layouts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// How many centres.
    pub centres: usize,
    /// The least mean time that was found, in minutes.
    pub mean_minutes: f64,
    /// Whether no layout has less.
    pub proven: bool,
}

/// The least mean time by number of centres, with layouts and published results as points.
///
/// # Errors
///
/// The drawing library refuses the chart.
pub fn optimum_chart(
    study: &Study,
    curve: &[CurvePoint],
    layouts: &[Evaluation],
    published: &[PublishedCurve],
) -> Result<Picture, RenderError> {
    let most = curve.iter().map(|point| point.centres).max().unwrap_or(1);
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500];
    let step = step.into_iter().find(|step| most / step <= 12);
    let across = axis(most as f64 + 1.0, step.unwrap_or(1_000));
    let longest = curve.iter().map(|point| point.mean_minutes);
    let up = axis(longest.fold(10.0, f64::max).min(MOST_MINUTES) + 1.0, 10);
    let on_chart =
        |centres: usize, minutes: f64| centres <= across.last && minutes <= up.last as f64;

    let values = |proven: Option<bool>| -> Vec<(f64, f64)> {
        let wanted = |point: &&CurvePoint| proven.is_none_or(|proven| point.proven == proven);
        let place = |point: &CurvePoint| (point.centres as f64, point.mean_minutes);
        curve.iter().filter(wanted).map(place).collect()
    };
    let mut points = Vec::new();
    let mut curves = Vec::new();
    for (proven, sign, text) in [
        (true, Sign::Dot(line_colour(0)), "best possible, proven"),
        (false, Sign::Ring(line_colour(0)), "best found, not proven"),
    ] {
        let values = values(Some(proven));
        if !values.is_empty() {
            curves.push((Key::Sign(sign), text.to_owned()));
            points.push(Points { values, sign });
        }
    }
    for (number, curve) in published.iter().enumerate() {
        let sign = published_sign(number);
        curves.push((Key::Sign(sign), curve.source.to_owned()));
        let place = |&(centres, minutes): &(usize, f64)| (centres as f64, minutes);
        let values = curve.points.iter().map(place).collect();
        points.push(Points { values, sign });
    }
    let mut named = Vec::new();
    for (number, evaluation) in layouts.iter().enumerate() {
        let Some(mean) = evaluation.coverage.mean_minutes else {
            continue;
        };
        let title = words::layout_title(study, &evaluation.layout);
        let centres = evaluation.layout.centres();
        let text = if on_chart(centres, mean) {
            format!("{title}: {mean:.1} min")
        } else {
            format!("{title}: {mean:.1} min with {centres}, not on this chart")
        };
        let sign = Sign::Diamond(line_colour(number + 1));
        named.push((Key::Sign(sign), text));
        let values = vec![(centres as f64, mean)];
        points.push(Points { values, sign });
    }
    let unit = &study.population.demand_unit;
    let beyond = |point: &&CurvePoint| !on_chart(point.centres, point.mean_minutes);
    let subtitle = match curve.iter().filter(beyond).map(|point| point.centres).max() {
        None => format!("Weighted by {unit}"),
        Some(few) => format!("Weighted by {unit}; up to {few} centres it is above the chart"),
    };
    LineChart {
        name: "curve".to_owned(),
        title: "The best mean time for every number of centres".to_owned(),
        subtitle,
        across: ("Centres".to_owned(), across),
        up: ("Mean time, in minutes".to_owned(), up),
        lines: vec![Line {
            values: values(None),
            colour: line_colour(0),
            dashes: "",
        }],
        points,
        marks: Vec::new(),
        legend: vec![curves, named],
    }
    .draw(study)
}

/// Greys of what others published, so that the layouts keep their colours.
fn published_sign(number: usize) -> Sign {
    if number.is_multiple_of(2) {
        Sign::Square("#8a8a8a")
    } else {
        Sign::Triangle("#4d4d4d")
    }
}
