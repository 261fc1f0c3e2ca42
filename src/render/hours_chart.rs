use super::canvas::{Canvas, halo};
use super::chart_legend::{ChartLegend, Key};
use super::font;
use super::page::{self, Foot, MARGIN};
use super::palette::line;
use super::pen::{Anchor, Pen};
use super::png::Picture;
use super::rect::Rect;
use super::ticks;
use crate::study::Study;
use crate::wording::thousands;

const WIDTH: f64 = 1_600.0;
const HEAD: f64 = 150.0;
const PLOT: f64 = 700.0;
const LEFT: f64 = 150.0;
const BELOW: f64 = 106.0;
const TEXT: f64 = 20.0;
const WEEK: f64 = 168.0;
const DAY: usize = 24;
/// From a point to its name, for the line between them.
const TO_NAME: f64 = 44.0;
/// Points that are nearer to each other than this share a column of names.
const BESIDE: f64 = 60.0;
/// Left of a column of names or points.
const APART: f64 = 12.0;
/// From one name to the next below it.
const NAME_ROW: f64 = 26.0;

/// Estimates with intervals over the hours per week in which a service is open, each with its name.
#[derive(Debug)]
pub(crate) struct HoursChart {
    /// Of the file.
    pub(crate) name: String,
    /// Of the picture.
    pub(crate) title: String,
    /// What intervals carry, in a line.
    pub(crate) subtitle: String,
    /// What the axes measure, with their units.
    pub(crate) axes: [String; 2],
    /// Names of the series.
    pub(crate) series: Vec<String>,
    pub(crate) points: Vec<HoursPoint>,
}

/// One estimate.
#[derive(Debug, Clone)]
pub(crate) struct HoursPoint {
    /// Which series.
    pub(crate) series: usize,
    pub(crate) name: String,
    /// Open hours per week.
    pub(crate) hours: f64,
    pub(crate) estimate: f64,
    /// The lower and the upper end; infinite where there is no interval.
    pub(crate) ends: [f64; 2],
}

/// Where a name is written: its point, the middle of its line, and on which side of the point.
#[derive(Debug, Clone, Copy, PartialEq)]
struct NamePlace {
    point: usize,
    x: f64,
    y: f64,
    is_left: bool,
}

impl HoursChart {
    /// Draws it; `None` where all services are open for equally long, which shows nothing.
    #[must_use]
    pub(crate) fn draw(&self, study: &Study) -> Option<Picture> {
        let first = self.points.first()?;
        let differs = |point: &HoursPoint| (point.hours - first.hours).abs() > 0.05;
        if !self.points.iter().any(differs) {
            return None;
        }
        let values = self.points.iter().flat_map(|point| {
            let ends = point.ends.into_iter().filter(|end| end.is_finite());
            ends.chain([point.estimate])
        });
        let up = ticks::around(values)?;
        let plot = Rect::new(LEFT, HEAD, WIDTH - LEFT - MARGIN, PLOT);
        let (least, most) = (up[0], *up.last()?);
        let place = |hours: f64, value: f64| {
            [
                plot.left + plot.width * hours / WEEK,
                plot.bottom() - plot.height * (value - least) / (most - least),
            ]
        };
        let columns = vec![self.legend()];
        let legend = ChartLegend::new(columns, WIDTH);
        let end = plot.bottom() + BELOW;
        let bottom = end + legend.height() + 16.0;
        let foot = Foot::new(study, WIDTH);
        let figures = &study.drawing.figures;
        let mut canvas = Canvas::new(WIDTH, bottom + foot.height());
        canvas.layer("", |pen| {
            page::head(pen, [&self.title, &self.subtitle], WIDTH, figures);
            draw_axes(pen, &plot, &up, &place);
            let [across, upwards] = &self.axes;
            let below = [plot.left + plot.width / 2.0, plot.bottom() + 72.0];
            pen.text(below, Anchor::Middle, 24.0, "#222222", across);
            pen.upwards(
                [22.0, plot.top + plot.height / 2.0],
                24.0,
                "#222222",
                upwards,
            );
            foot.draw(pen, bottom);
        });
        let places: Vec<[f64; 2]> = self
            .points
            .iter()
            .map(|point| place(point.hours, point.estimate))
            .collect();
        let names = self.names(&plot, &places);
        canvas.layer("", |pen| {
            for name in &names {
                let colour = line(self.points[name.point].series);
                let towards = if name.is_left { 6.0 } else { -6.0 };
                pen.line(places[name.point], [name.x + towards, name.y], colour, 1.2);
            }
            for (point, &[x, y]) in self.points.iter().zip(&places) {
                let colour = line(point.series);
                let [low, high] = point.ends;
                if low.is_finite() && high.is_finite() {
                    let ends = [low, high].map(|end| place(point.hours, end)[1]);
                    pen.line([x, ends[0]], [x, ends[1]], colour, 3.0);
                    for y in ends {
                        pen.line([x - 7.0, y], [x + 7.0, y], colour, 2.5);
                    }
                }
                pen.dot([x, y], 6.5, colour);
            }
        });
        canvas.layer(&halo(5.0), |pen| {
            for name in &names {
                let point = &self.points[name.point];
                let anchor = if name.is_left {
                    Anchor::End
                } else {
                    Anchor::Start
                };
                let at = [name.x, name.y + 7.0];
                pen.text(at, anchor, TEXT, line(point.series), &point.name);
            }
        });
        legend.draw(&mut canvas, end, WIDTH);
        Some(canvas.picture(self.name.clone(), &self.title, figures))
    }

    /// Where the names are: points that lie side by side share a column of names, left of them where
    /// there is no room on their right; in a column the names are apart and in the order of their points.
    fn names(&self, plot: &Rect, places: &[[f64; 2]]) -> Vec<NamePlace> {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by(|&a, &b| places[a][0].total_cmp(&places[b][0]).then(a.cmp(&b)));
        let beside = |a: usize, b: usize| places[b][0] - places[a][0] < BESIDE;
        let mut names = Vec::with_capacity(places.len());
        // From the right, where the room ends.
        let mut room = plot.right();
        for column in order.chunk_by(|&a, &b| beside(a, b)).rev() {
            let mut column = column.to_vec();
            let widths = column
                .iter()
                .map(|&point| font::width(&self.points[point].name, TEXT));
            let widest = widths.fold(0.0, f64::max);
            let across = || column.iter().map(|&point| places[point][0]);
            let last = across().fold(0.0, f64::max);
            let first = across().fold(f64::INFINITY, f64::min);
            let is_left = last + TO_NAME + widest > room;
            let x = if is_left {
                first - TO_NAME
            } else {
                last + TO_NAME
            };
            room = if is_left { x - widest } else { first } - APART;
            column.sort_by(|&a, &b| places[a][1].total_cmp(&places[b][1]).then(a.cmp(&b)));
            let wanted: Vec<f64> = column.iter().map(|&point| places[point][1]).collect();
            let spread = spread(&wanted, NAME_ROW, [plot.top, plot.bottom()]);
            names.extend(column.into_iter().zip(spread).map(|(point, y)| NamePlace {
                point,
                x,
                y,
                is_left,
            }));
        }
        names
    }

    fn legend(&self) -> Vec<(Key, String)> {
        let series = self.series.iter().enumerate();
        series
            .map(|(number, name)| (Key::Line(line(number), ""), name.clone()))
            .collect()
    }
}

/// The grid with its numbers, and the axes.
fn draw_axes(pen: &mut Pen, plot: &Rect, up: &[f64], place: &dyn Fn(f64, f64) -> [f64; 2]) {
    for &value in up {
        let [x, y] = place(0.0, value);
        pen.line([x, y], [plot.right(), y], "#dddddd", 1.5);
        let at = [x - 12.0, y + 7.0];
        pen.text(at, Anchor::End, TEXT, "#222222", &thousands(value));
    }
    for hours in (0_u8..=7).map(|day| f64::from(day) * DAY as f64) {
        let [x, y] = place(hours, up[0]);
        pen.line([x, plot.top], [x, y], "#dddddd", 1.5);
        let at = [x, y + 30.0];
        pen.text(at, Anchor::Middle, TEXT, "#222222", &thousands(hours));
    }
    pen.line(
        [plot.left, plot.bottom()],
        [plot.right(), plot.bottom()],
        "#444444",
        2.0,
    );
    pen.line(
        [plot.left, plot.top],
        [plot.left, plot.bottom()],
        "#444444",
        2.0,
    );
}

/// Places in their order, ascending, at least a row apart and within the limits as far as there is
/// room.
fn spread(wanted: &[f64], row: f64, [top, bottom]: [f64; 2]) -> Vec<f64> {
    let mut places: Vec<f64> = Vec::with_capacity(wanted.len());
    for &y in wanted {
        let least = places.last().map_or(top, |before| before + row);
        places.push(y.max(least));
    }
    let mut most = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - row;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Names are a row apart, in the order of their points, and within the plot where it has room.
        #[test]
        fn names_do_not_lie_on_each_other(mut wanted in prop::collection::vec(0.0_f64..100.0, 1..10)) {
            wanted.sort_by(f64::total_cmp);
            let places = spread(&wanted, 10.0, [0.0, 100.0]);
            prop_assert_eq!(places.len(), wanted.len());
            for pair in places.windows(2) {
                prop_assert!(pair[1] - pair[0] >= 10.0 - 1e-9);
            }
            prop_assert!(places.iter().all(|y| (-1e-9..=100.0).contains(y)));
        }
    }

    #[test]
    fn names_that_are_apart_stay_at_their_points() {
        let wanted = [5.0, 30.0, 80.0];
        let places = spread(&wanted, 10.0, [0.0, 100.0]);
        let moved = places.iter().zip(wanted).map(|(a, b)| (a - b).abs());
        assert!(places.len() == 3 && moved.fold(0.0, f64::max) < 1e-9);
        assert!(spread(&[], 10.0, [0.0, 100.0]).is_empty());
    }
}
