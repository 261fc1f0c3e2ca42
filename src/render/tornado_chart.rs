use super::canvas::Canvas;
use super::chart_legend::{ChartLegend, Key};
use super::font;
use super::page::{self, Foot, MARGIN};
use super::palette::line as line_colour;
use super::pen::Anchor;
use super::png::Picture;
use super::rect::Rect;
use super::ticks;
use crate::study::Study;

const WIDTH: f64 = 1_600.0;
const TOP: f64 = 170.0;
const ROW: f64 = 46.0;
const BAR: f64 = 30.0;
const TEXT: f64 = 22.0;
const SMALL: f64 = 18.0;
/// Right and left of the bars, for the values at their ends.
const VALUES: f64 = 90.0;
/// Below the bars, for the axis.
const BELOW: f64 = 104.0;

/// A tornado chart: what each input does alone.
#[derive(Debug, Clone)]
pub(crate) struct Tornado {
    /// The name of the file.
    pub(crate) name: String,
    /// What is compared.
    pub(crate) title: String,
    /// What the bars are.
    pub(crate) subtitle: String,
    /// What the axis is.
    pub(crate) axis: String,
    /// The result with all inputs at their defaults.
    pub(crate) default: f64,
    /// The widest bar first.
    pub(crate) bars: Vec<TornadoBar>,
}

/// One input.
#[derive(Debug, Clone)]
pub(crate) struct TornadoBar {
    /// Its name with its unit.
    pub(crate) input: String,
    /// The ends of its range.
    pub(crate) range: [String; 2],
    /// The results with the input at these ends.
    pub(crate) results: [f64; 2],
}

impl TornadoBar {
    /// Whether both ends of the range move the result the same way.
    fn is_one_sided(&self, default: f64) -> bool {
        let [low, high] = self.results.map(|result| result - default);
        low * high > 0.0
    }

    /// What stands left and right of the bar: the end of the range that leads there. Both ends stand
    /// on the side to which both lead, the one that leads farther on the outside.
    fn labels(&self, default: f64) -> [String; 2] {
        let [low, high] = &self.range;
        let leads_left = self.results[1] < self.results[0];
        let [left, right] = if leads_left { [high, low] } else { [low, high] };
        if !self.is_one_sided(default) {
            return [left.clone(), right.clone()];
        }
        let both = format!("{left} | {right}");
        if self.results[0] < default {
            [both, String::new()]
        } else {
            [String::new(), both]
        }
    }
}

impl Tornado {
    /// Draws it.
    pub(crate) fn draw(&self, study: &Study) -> Picture {
        let foot = Foot::new(study, WIDTH);
        let figures = &study.drawing.figures;
        let rows = self.bars.len() as f64;
        let names = self.bars.iter().map(|bar| font::width(&bar.input, TEXT));
        let names = names.fold(0.0, f64::max) + 20.0;
        let plot = Rect::new(
            MARGIN + names + VALUES,
            TOP,
            WIDTH - 2.0 * (MARGIN + VALUES) - names,
            rows * ROW,
        );
        let (low, high, step) = self.axis();
        let across = |value: f64| plot.left + plot.width * (value - low) / (high - low);
        let end = |end: usize, text: &str| vec![(Key::Band(line_colour(end)), text.to_owned())];
        let legend = vec![end(0, "least value of the input"), end(1, "greatest value")];
        let legend = ChartLegend::new(legend, WIDTH);
        let below = plot.bottom() + BELOW + legend.height();
        let mut canvas = Canvas::new(WIDTH, below + foot.height());
        canvas.layer("", |pen| {
            page::head(pen, [&self.title, &self.subtitle], WIDTH, figures);
            let mut tick = low;
            while tick <= high + step / 2.0 {
                let x = across(tick);
                pen.line([x, plot.top], [x, plot.bottom()], "#dddddd", 1.5);
                let text = number(tick, step);
                pen.text(
                    [x, plot.bottom() + 32.0],
                    Anchor::Middle,
                    TEXT,
                    "#222222",
                    &text,
                );
                tick += step;
            }
            let middle = [plot.left + plot.width / 2.0, plot.bottom() + 74.0];
            pen.text(middle, Anchor::Middle, TEXT, "#222222", &self.axis);
            for (row, bar) in self.bars.iter().enumerate() {
                let top = plot.top + row as f64 * ROW + (ROW - BAR) / 2.0;
                let baseline = top + BAR - 8.0;
                let name = [plot.left - VALUES, baseline];
                pen.text(name, Anchor::End, TEXT, "#222222", &bar.input);
                let height = if bar.is_one_sided(self.default) {
                    BAR / 2.0
                } else {
                    BAR
                };
                for end in [0, 1] {
                    let from = across(self.default.min(bar.results[end]));
                    let to = across(self.default.max(bar.results[end]));
                    let top = top + (BAR - height) * end as f64;
                    let part = Rect::new(from, top, (to - from).max(0.0), height);
                    pen.rectangle(&part, line_colour(end));
                }
                let [left, right] = bar.labels(self.default);
                let ends = bar.results.iter().chain([&self.default]);
                let (least, most) = ends
                    .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &end| {
                        (a.min(end), b.max(end))
                    });
                let to_left = [across(least) - 8.0, baseline];
                let to_right = [across(most) + 8.0, baseline];
                pen.text(to_left, Anchor::End, SMALL, "#333333", &left);
                pen.text(to_right, Anchor::Start, SMALL, "#333333", &right);
            }
            let x = across(self.default);
            pen.line([x, plot.top], [x, plot.bottom()], "#444444", 3.0);
            foot.draw(pen, below);
        });
        legend.draw(&mut canvas, plot.bottom() + BELOW, WIDTH);
        canvas.picture(self.name.clone(), &self.title, figures)
    }

    /// The ends of the axis and its step.
    fn axis(&self) -> (f64, f64, f64) {
        let results = self.bars.iter().flat_map(|bar| bar.results);
        let (least, most) = results.fold((self.default, self.default), |(least, most), each| {
            (least.min(each), most.max(each))
        });
        let width = (most - least).max(1e-3);
        let step = ticks::step(width, 8.0);
        let (low, high) = ((least / step).floor() * step, (most / step).ceil() * step);
        (low, high.max(low + step), step)
    }
}

/// A number with as many decimals as the step has.
fn number(value: f64, step: f64) -> String {
    let decimals = usize::from(step < 1.0) + usize::from(step < 0.1) + usize::from(step < 0.01);
    let text = format!("{value:.decimals$}");
    // Rounding leaves a sign to nothing.
    if text
        .trim_start_matches('-')
        .chars()
        .all(|c| matches!(c, '0' | '.'))
    {
        text.trim_start_matches('-').to_owned()
    } else {
        text.replace('-', "−")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tornado(default: f64, results: &[[f64; 2]]) -> Tornado {
        let bar = |&results: &[f64; 2]| TornadoBar {
            input: "case, min".to_owned(),
            range: ["90".to_owned(), "171".to_owned()],
            results,
        };
        Tornado {
            name: "tornado".to_owned(),
            title: String::new(),
            subtitle: String::new(),
            axis: String::new(),
            default,
            bars: results.iter().map(bar).collect(),
        }
    }

    /// Each end of a range stands where it leads to; both where both lead the same way.
    #[test]
    fn ends_stand_where_they_lead() {
        let labels = |results| tornado(10.0, &[results]).bars[0].labels(10.0);
        assert_eq!(labels([2.0, 20.0]), ["90", "171"]);
        assert_eq!(labels([20.0, 2.0]), ["171", "90"]);
        assert_eq!(labels([10.0, 9.0]), ["171", "90"]);
        assert_eq!(labels([8.0, 9.0]), ["90 | 171", ""]);
        assert_eq!(labels([11.0, 13.0]), ["", "90 | 171"]);
    }

    /// Every bar lies on the axis, which has few ticks, whatever the results.
    #[test]
    fn the_axis_contains_every_bar() {
        for (default, results) in [
            (3.0, vec![[2.0, 250.0], [-80.0, 9.0]]),
            (-0.01, vec![[-0.013, -0.008]]),
            (5.0, vec![[5.0, 5.0]]),
            (0.0, vec![]),
        ] {
            let chart = tornado(default, &results);
            let (low, high, step) = chart.axis();
            let all = results.iter().flatten().chain([&default]);
            for value in all {
                assert!((low - 1e-9..=high + 1e-9).contains(value), "{low} {high}");
            }
            assert!(((high - low) / step).round() <= 10.0);
        }
        assert_eq!(
            (number(-0.0, 0.5), number(-1.5, 0.5)),
            ("0.0".to_owned(), "−1.5".to_owned())
        );
    }
}
