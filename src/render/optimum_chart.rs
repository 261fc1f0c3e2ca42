use super::chart_legend::Key;
use super::line_chart::{Line, LineChart, Points, axis};
use super::palette::{line as line_colour, plain};
use super::png::{Picture, RenderError};
use super::sign::Sign;
use super::words;
use crate::model::Layout;
use crate::study::{PublishedMeanTime, Study};
use crate::units::{Measure, TravelTime};

/// The chart ends at this mean: what the first few centres leave is a matter of the table.
const MOST_MINUTES: f64 = 59.0;

/// One number of centres on a curve of best layouts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CurvePoint {
    /// How many centres.
    pub centres: usize,
    /// The best that was found: mean minutes, or per cent within the standard.
    pub value: f64,
    /// Whether no layout has less.
    pub proven: bool,
}

/// What a curve of best layouts shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum CurveOf {
    /// The least mean time, in minutes.
    Mean,
    /// The most demand within a standard, in per cent.
    Within(TravelTime),
    /// The most demand within a standard of two centres, in per cent.
    Backup(TravelTime),
}

impl CurveOf {
    fn title(self, measure: &Measure) -> String {
        match self {
            Self::Mean => format!("Best {} by number of centres", measure.mean()),
            Self::Within(standard) => format!(
                "Best share within {} {} by number of centres",
                plain(standard),
                measure.symbol(),
            ),
            Self::Backup(standard) => format!(
                "Best share within {} {} of two centres by number of centres",
                plain(standard),
                measure.symbol(),
            ),
        }
    }

    fn axis(self, study: &Study) -> String {
        match self {
            Self::Mean => study.travel.measure().mean_axis(),
            Self::Within(_) | Self::Backup(_) => words::share_of(study),
        }
    }

    fn unit(self, measure: &Measure) -> &str {
        match self {
            Self::Mean => measure.symbol(),
            Self::Within(_) | Self::Backup(_) => "%",
        }
    }
}

/// The best value by number of centres, with layouts and published results as points.
///
/// `subject_to` are the conditions that the curve keeps to and the layouts need not, in words.
/// `layouts` come with their values.
///
/// # Errors
///
/// The drawing library refuses the chart.
pub(crate) fn optimum_chart(
    study: &Study,
    of: CurveOf,
    subject_to: &str,
    curve: &[CurvePoint],
    layouts: &[(&Layout, f64)],
) -> Result<Picture, RenderError> {
    let measure = study.travel.measure();
    let most = curve.iter().map(|point| point.centres).max().unwrap_or(1);
    let step = [1, 2, 5, 10, 20, 50, 100, 200, 500];
    let step = step.into_iter().find(|step| most / step <= 12);
    let across = axis(most as f64 + 1.0, step.unwrap_or(1_000));
    let longest = curve.iter().map(|point| point.value);
    let up = match of {
        CurveOf::Mean if measure == Measure::Minutes => {
            axis(longest.fold(10.0, f64::max).min(MOST_MINUTES) + 1.0, 10)
        }
        CurveOf::Mean => axis(longest.fold(1.0, f64::max), 1),
        CurveOf::Within(_) | CurveOf::Backup(_) => axis(100.0, 10),
    };
    let on_chart = |centres: usize, value: f64| centres <= across.last && value <= up.last as f64;

    let values = |proven: Option<bool>| -> Vec<(f64, f64)> {
        let wanted = |point: &&CurvePoint| proven.is_none_or(|proven| point.proven == proven);
        let place = |point: &CurvePoint| (point.centres as f64, point.value);
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
    let published = match of {
        CurveOf::Mean => study.published.mean_times.as_slice(),
        CurveOf::Within(_) | CurveOf::Backup(_) => &[],
    };
    for (number, curve) in published.iter().enumerate() {
        let sign = published_sign(number);
        curves.push((Key::Sign(sign), curve.source.clone()));
        let place = |point: &PublishedMeanTime| (f64::from(point.centres), point.minutes);
        let values = curve.points.iter().map(place).collect();
        points.push(Points { values, sign });
    }
    let mut named = Vec::new();
    let unit = of.unit(&measure);
    for (number, &(layout, value)) in layouts.iter().enumerate() {
        let (title, centres) = (study.layout_title(layout.name()), layout.centres());
        let text = if on_chart(centres, value) {
            format!("{title}: {value:.1} {unit}")
        } else {
            format!("{title}: {value:.1} {unit} with {centres}, not on this chart")
        };
        let sign = Sign::Diamond(line_colour(number + 1));
        named.push((Key::Sign(sign), text));
        let values = vec![(centres as f64, value)];
        points.push(Points { values, sign });
    }
    let mut subtitle = format!("Weighted by {}", study.population.demand_unit);
    if !subject_to.is_empty() {
        subtitle = format!("{subtitle}; the curve with {subject_to}");
    }
    let beyond = |point: &&CurvePoint| !on_chart(point.centres, point.value);
    if let Some(few) = curve.iter().filter(beyond).map(|point| point.centres).max() {
        subtitle = format!("{subtitle}; above the chart up to {few} centres");
    }
    LineChart {
        name: "curve".to_owned(),
        title: of.title(&measure),
        subtitle,
        across: ("Centres".to_owned(), across),
        up: (of.axis(study), up),
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
