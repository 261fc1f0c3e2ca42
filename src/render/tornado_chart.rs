use super::canvas::Canvas;
use super::font;
use super::page::{self, Foot, MARGIN};
use super::palette::line as line_colour;
use super::pen::Anchor;
use super::png::Picture;
use super::rect::Rect;
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
const BELOW: f64 = 110.0;

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

impl Tornado {
    /// Draws it.
    pub(crate) fn draw(&self, study: &Study) -> Picture {
        let foot = Foot::new(study, WIDTH);
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
        let mut canvas = Canvas::new(WIDTH, plot.bottom() + BELOW + foot.height());
        canvas.layer("", |pen| {
            page::head(pen, &self.title, &self.subtitle, WIDTH);
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
                for end in [0, 1] {
                    let from = across(self.default.min(bar.results[end]));
                    let to = across(self.default.max(bar.results[end]));
                    let part = Rect::new(from, top, (to - from).max(0.0), BAR);
                    pen.rectangle(&part, line_colour(end));
                }
                // The end of the range beside the end of the bar to which it leads.
                let leads_left = usize::from(bar.results[1] < bar.results[0]);
                let ends = [bar.results[leads_left], bar.results[1 - leads_left]];
                let left = [across(ends[0].min(self.default)) - 8.0, baseline];
                let right = [across(ends[1].max(self.default)) + 8.0, baseline];
                pen.text(left, Anchor::End, SMALL, "#333333", &bar.range[leads_left]);
                pen.text(
                    right,
                    Anchor::Start,
                    SMALL,
                    "#333333",
                    &bar.range[1 - leads_left],
                );
            }
            let x = across(self.default);
            pen.line([x, plot.top], [x, plot.bottom()], "#444444", 3.0);
            foot.draw(pen, plot.bottom() + BELOW);
        });
        Picture {
            name: self.name.clone(),
            svg: canvas.finish(&self.title),
        }
    }

    /// The ends of the axis and its step.
    fn axis(&self) -> (f64, f64, f64) {
        let results = self.bars.iter().flat_map(|bar| bar.results);
        let (least, most) = results.fold((self.default, self.default), |(least, most), each| {
            (least.min(each), most.max(each))
        });
        let width = (most - least).max(1e-3);
        let power = 10.0_f64.powf((width / 8.0).log10().floor());
        let steps = [1.0, 2.0, 5.0, 10.0].map(|digit| digit * power);
        let step = steps.into_iter().find(|step| width / step <= 8.0);
        let step = step.unwrap_or(10.0 * power);
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
