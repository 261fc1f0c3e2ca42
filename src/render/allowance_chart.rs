use super::chart_legend::Key;
use super::line_chart::{Line, LineChart, Points, axis};
use super::palette::line as line_colour;
use super::png::{Picture, RenderError};
use super::sign::Sign;
use crate::care::{CareDelays, Delay};
use crate::pathway::AllowableDelay;
use crate::study::{PublishedAllowableDelay, Study};

/// What bypass gives with one layout, by the allowable delay.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AllowanceCurve<'a> {
    /// What the legend calls it.
    pub title: &'a str,
    /// In ascending order of the allowable delay.
    pub points: &'a [AllowableDelay],
}

const MT: usize = 1;
const IVT: usize = 0;
/// The second layout's lines are dashed, the third's dotted.
const DASHES: [&str; 3] = [
    "",
    "stroke-dasharray=\"160 70\"",
    "stroke-dasharray=\"40 50\"",
];

/// Mean time to MT and to IVT against the allowable delay, beside what others published: travel, and
/// for MT the net delay of a transfer.
///
/// # Errors
///
/// The drawing library refuses the chart.
pub(crate) fn allowance_chart(
    study: &Study,
    delays: &CareDelays,
    curves: &[AllowanceCurve],
) -> Result<Picture, RenderError> {
    let departure = delays.onset_to_departure().as_f64();
    let fixed = |delay| departure + delays.get(delay).as_f64();
    let net = delays.net_transfer_delay();
    let (mut lines, mut points, mut ours, mut theirs) = (vec![], vec![], vec![], vec![]);
    let mut longest: f64 = 0.0;
    let mut farthest: f64 = 0.0;
    for (curve, dashes) in curves.iter().zip(DASHES.iter().cycle()) {
        for (what, number) in [("MT", MT), ("IVT", IVT)] {
            let mean = |point: &AllowableDelay| {
                let travel = if number == MT {
                    point.mt_mean? - fixed(Delay::DoorToPuncture)
                } else {
                    point.ivt_mean? - fixed(Delay::DoorToNeedle)
                };
                Some((point.allowable.as_f64(), travel))
            };
            let values: Vec<(f64, f64)> = curve.points.iter().filter_map(mean).collect();
            longest = values.iter().fold(longest, |most, value| most.max(value.1));
            farthest = values
                .iter()
                .fold(farthest, |most, value| most.max(value.0));
            let colour = line_colour(number);
            ours.push((
                Key::Line(colour, dashes),
                format!("{what}: {}", curve.title),
            ));
            lines.push(Line {
                values,
                colour,
                dashes,
            });
        }
    }
    for each in &study.published.allowable_delays {
        for (what, number) in [("MT", MT), ("IVT", IVT)] {
            let sign = if number == MT {
                Sign::Square(line_colour(MT))
            } else {
                Sign::Triangle(line_colour(IVT))
            };
            let mean = |point: &PublishedAllowableDelay| match number {
                MT => point.mt_minutes,
                _ => point.ivt_minutes,
            };
            let values = each.points.iter();
            let values = values.map(|point| (point.allowable_delay_minutes, mean(point)));
            let values: Vec<(f64, f64)> = values.collect();
            longest = values.iter().fold(longest, |most, value| most.max(value.1));
            theirs.push((Key::Sign(sign), format!("{what}: {}", each.source)));
            points.push(Points { values, sign });
        }
    }
    LineChart {
        name: "allowable-delay".to_owned(),
        title: "Mean time to treatment by allowable delay".to_owned(),
        subtitle: format!(
            "Road time to IVT and to MT; a transfer adds its journey and a net delay of {net:.0} \
             min"
        ),
        across: (
            "How much farther than the nearest unit a centre may be, in minutes".to_owned(),
            axis(farthest, 15),
        ),
        up: ("Mean time, in minutes".to_owned(), axis(longest + 1.0, 20)),
        lines,
        points,
        marks: Vec::new(),
        legend: vec![ours, theirs],
    }
    .draw(study)
}
