use super::chart_legend::Key;
use super::line_chart::{Line, LineChart, axis};
use super::palette::{dashes, line};
use super::png::{Picture, RenderError};
use crate::study::Study;

/// How the waits of the treated are distributed in a service.
#[derive(Debug)]
pub(crate) struct Waits {
    /// What the service is called.
    pub(crate) title: String,
    /// From 0 min on: how many wait longer than so many minutes, in per cent of the treated.
    pub(crate) longer_percent: Vec<f64>,
}

/// Least share at the right end of the axis, in per cent.
const LEAST: f64 = 0.05;

/// How many of the treated wait longer than any time, service by service.
///
/// # Errors
///
/// The drawing library refuses the chart.
pub(crate) fn wait_chart(
    study: &Study,
    name: &str,
    layout: &str,
    services: &[Waits],
) -> Result<Picture, RenderError> {
    let shares = || services.iter().map(|waits| &waits.longer_percent);
    let most = shares()
        .flatten()
        .fold(0.0, |most: f64, &share| most.max(share));
    let last = shares()
        .filter_map(|shares| shares.iter().rposition(|&share| share >= LEAST))
        .max()
        .unwrap_or(0);
    let tick = match most {
        ..=8.0 => 1,
        ..=20.0 => 2,
        _ => 5,
    };
    let across = axis((last + 1) as f64, 15);
    let lines = services.iter().enumerate().map(|(number, waits)| Line {
        values: (0_u16..)
            .zip(&waits.longer_percent)
            .map(|(minutes, &share)| (f64::from(minutes), share))
            .collect(),
        colour: line(number),
        dashes: dashes(number),
    });
    let legend = services.iter().enumerate().map(|(number, waits)| {
        let text = match waits.longer_percent.first() {
            Some(any) => format!("{} ({any:.1}% wait at all)", waits.title),
            None => waits.title.clone(),
        };
        (Key::Line(line(number), dashes(number)), text)
    });
    LineChart {
        name: name.to_owned(),
        title: format!("Waits for a suite, a team or opening: {layout}"),
        subtitle: "Patients given MT who wait longer than a time between being ready and puncture"
            .to_owned(),
        across: ("Wait, in minutes".to_owned(), across),
        up: (
            "% of the treated who wait longer".to_owned(),
            axis(most, tick),
        ),
        lines: lines.collect(),
        points: Vec::new(),
        marks: Vec::new(),
        legend: vec![legend.collect()],
    }
    .draw(study)
}
