use super::axes::{self, Evenly};
use super::canvas::Canvas;
use super::font;
use super::page::{self, Foot, MARGIN};
use super::palette::{line as line_colour, plain};
use super::pen::{Anchor, Pen};
use super::png::{Picture, RenderError};
use super::published::PublishedCurve;
use super::rect::Rect;
use super::words;
use crate::model::Layout;
use crate::study::Study;
use crate::units::Minutes;

const WIDTH: f64 = 1_600.0;
/// From the top of the page to the legend.
const LEGEND: f64 = 1_070.0;
/// The chart ends at this mean: what the first few centres leave is a matter of the table.
const MOST_MINUTES: f64 = 60.0;
const TEXT: f64 = 24.0;
const ROW: f64 = 36.0;

/// One number of centres on a curve of best layouts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CurvePoint {
    /// How many centres.
    pub centres: usize,
    /// The best that was found: mean minutes, or per cent within the standard.
    pub value: f64,
    /// Whether no layout has less.
    pub proven: bool,
}

/// What a curve of best layouts shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CurveOf {
    /// The least mean time, in minutes.
    Mean,
    /// The most demand within a standard, in per cent.
    Within(Minutes),
}

impl CurveOf {
    fn title(self) -> String {
        match self {
            Self::Mean => "The best mean time for every number of centres".to_owned(),
            Self::Within(standard) => format!(
                "The best share within {} min for every number of centres",
                plain(standard)
            ),
        }
    }

    fn axis(self, study: &Study) -> String {
        match self {
            Self::Mean => "Mean time, in minutes".to_owned(),
            Self::Within(_) => words::share_of(study),
        }
    }

    const fn unit(self) -> &'static str {
        match self {
            Self::Mean => "min",
            Self::Within(_) => "%",
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
pub fn optimum_chart(
    study: &Study,
    (of, subject_to): (CurveOf, &str),
    curve: &[CurvePoint],
    layouts: &[(&Layout, f64)],
    published: &[PublishedCurve],
) -> Result<Picture, RenderError> {
    let name = "curve".to_owned();
    let title = of.title();
    let foot = Foot::new(study, WIDTH);
    let legend = Legend::new(study, of, curve, layouts, published);
    let mut canvas = Canvas::new(WIDTH, legend.bottom() + foot.height());
    let chart = Chart::around(of, curve);
    match axes::draw(canvas.units(), &chart.plot, chart.across, chart.up) {
        Ok(axes) => canvas.splice("", &axes),
        Err(cause) => {
            return Err(RenderError::Chart {
                picture: name,
                cause,
            });
        }
    }
    let line: Vec<[f64; 2]> = curve
        .iter()
        .filter_map(|point| chart.place(point.centres, point.value))
        .collect();
    canvas.layer("", |pen| {
        pen.path(&line, line_colour(0), 4.0);
        for point in curve {
            if let Some(at) = chart.place(point.centres, point.value) {
                Sign::best(point.proven).draw(pen, at);
            }
        }
        for (number, curve) in published.iter().enumerate() {
            for &(centres, minutes) in curve.points {
                if let Some(at) = chart.place(centres, minutes) {
                    Sign::published(number).draw(pen, at);
                }
            }
        }
        for (number, &(layout, value)) in layouts.iter().enumerate() {
            if let Some(at) = chart.place(layout.centres(), value) {
                Sign::layout(number).draw(pen, at);
            }
        }
        page::head(
            pen,
            &title,
            &chart.subtitle(study, subject_to, curve),
            WIDTH,
        );
        let below = [
            chart.plot.left + chart.plot.width / 2.0,
            chart.plot.bottom() + 84.0,
        ];
        pen.text(below, Anchor::Middle, TEXT, "#222222", "Centres");
        let beside = [22.0, chart.plot.top + chart.plot.height / 2.0];
        pen.upwards(beside, TEXT, "#222222", &of.axis(study));
        legend.draw(pen);
        foot.draw(pen, legend.bottom());
    });
    Ok(Picture {
        name,
        svg: canvas.finish(&title),
    })
}

/// Greys of what others published, so that the layouts keep their colours.
const PUBLISHED: [&str; 2] = ["#777777", "#bbbbbb"];

/// What stands for a point.
#[derive(Debug, Clone, Copy)]
enum Sign {
    Dot(&'static str),
    Ring(&'static str),
    Square(&'static str),
    Diamond(&'static str),
}

impl Sign {
    fn best(proven: bool) -> Self {
        if proven {
            Self::Dot(line_colour(0))
        } else {
            Self::Ring(line_colour(0))
        }
    }

    fn published(number: usize) -> Self {
        Self::Square(PUBLISHED[number % PUBLISHED.len()])
    }

    fn layout(number: usize) -> Self {
        Self::Diamond(line_colour(number + 1))
    }

    fn draw(self, pen: &mut Pen, at: [f64; 2]) {
        let [x, y] = at;
        match self {
            Self::Dot(fill) => pen.dot(at, 6.0, fill),
            Self::Ring(stroke) => {
                pen.dot(at, 7.0, stroke);
                pen.dot(at, 4.0, "#ffffff");
            }
            Self::Square(fill) => {
                pen.rectangle(&Rect::new(x - 8.0, y - 8.0, 16.0, 16.0), "#ffffff");
                pen.rectangle(&Rect::new(x - 6.5, y - 6.5, 13.0, 13.0), fill);
            }
            Self::Diamond(fill) => {
                for (r, fill) in [(15.0, "#ffffff"), (12.0, fill)] {
                    pen.polygon(&[[x, y - r], [x + r, y], [x, y + r], [x - r, y]], fill);
                }
            }
        }
    }
}

/// Where things are.
struct Chart {
    plot: Rect,
    across: Evenly,
    up: Evenly,
}

impl Chart {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most the chart's last minute"
    )]
    fn around(of: CurveOf, curve: &[CurvePoint]) -> Self {
        let most = curve.iter().map(|point| point.centres).max().unwrap_or(1);
        let across = [1, 2, 5, 10, 20, 50, 100, 200, 500];
        let across = across.into_iter().find(|step| most / step <= 12);
        let longest = curve
            .iter()
            .map(|point| point.value)
            .fold(10.0, f64::max)
            .min(MOST_MINUTES);
        let (across, up) = (across.unwrap_or(1_000), 10);
        let last = match of {
            CurveOf::Mean => (longest.ceil() as usize + 1).div_ceil(up) * up,
            CurveOf::Within(_) => 100,
        };
        Self {
            plot: Rect::new(120.0, 150.0, WIDTH - 140.0 - MARGIN, LEGEND - 270.0),
            across: Evenly {
                last: (most + 1).div_ceil(across) * across,
                step: across,
            },
            up: Evenly { last, step: up },
        }
    }

    /// Where a point is; `None` off the chart.
    fn place(&self, centres: usize, value: f64) -> Option<[f64; 2]> {
        let (most, highest) = (self.across.last, self.up.last as f64);
        (centres <= most && value <= highest).then(|| {
            [
                self.plot.left + self.plot.width * centres as f64 / most as f64,
                self.plot.bottom() - self.plot.height * value / highest,
            ]
        })
    }

    fn subtitle(&self, study: &Study, subject_to: &str, curve: &[CurvePoint]) -> String {
        let unit = &study.population.demand_unit;
        let mut text = format!("Weighted by {unit}");
        if !subject_to.is_empty() {
            text = format!("{text}; the curve with {subject_to}");
        }
        let beyond = |point: &&CurvePoint| self.place(point.centres, point.value).is_none();
        match curve.iter().filter(beyond).map(|point| point.centres).max() {
            None => text,
            Some(few) => format!("{text}; up to {few} centres it is above the chart"),
        }
    }
}

/// What the signs mean, below the chart: curves to the left, the study's layouts to the right.
struct Legend {
    columns: [Vec<(Sign, String)>; 2],
}

impl Legend {
    fn new(
        study: &Study,
        of: CurveOf,
        curve: &[CurvePoint],
        layouts: &[(&Layout, f64)],
        published: &[PublishedCurve],
    ) -> Self {
        let mut curves = vec![(Sign::best(true), "best possible, proven".to_owned())];
        if curve.iter().any(|point| !point.proven) {
            curves.push((Sign::best(false), "best found, not proven".to_owned()));
        }
        let sources = published.iter().enumerate();
        curves.extend(
            sources.map(|(number, curve)| (Sign::published(number), curve.source.to_owned())),
        );
        let unit = of.unit();
        let layout = |(number, &(layout, value)): (usize, &(&Layout, f64))| {
            let title = words::layout_title(study, layout);
            let centres = layout.centres();
            let text = format!("{title}: {centres}, {value:.1} {unit}");
            (Sign::layout(number), text)
        };
        Self {
            columns: [curves, layouts.iter().enumerate().map(layout).collect()],
        }
    }

    fn bottom(&self) -> f64 {
        let rows = self.columns.iter().map(Vec::len).max().unwrap_or(0);
        LEGEND + ROW * rows as f64
    }

    fn draw(&self, pen: &mut Pen) {
        let mut left = 120.0;
        for column in &self.columns {
            let mut widest: f64 = 0.0;
            for (number, (sign, text)) in column.iter().enumerate() {
                let y = LEGEND + 20.0 + number as f64 * ROW;
                sign.draw(pen, [left + 12.0, y]);
                let at = [left + 40.0, y + 8.0];
                pen.text(at, Anchor::Start, TEXT, "#111111", text);
                widest = widest.max(font::width(text, TEXT));
            }
            left += widest + 110.0;
        }
    }
}
