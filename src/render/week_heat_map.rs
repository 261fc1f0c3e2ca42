use super::canvas::Canvas;
use super::font;
use super::page::{self, Foot, MARGIN};
use super::palette::{UNCHANGED, sequential};
use super::pen::Anchor;
use super::png::Picture;
use super::rect::Rect;
use crate::study::Study;
use crate::wording::decimal;

const WIDTH: f64 = 1_600.0;
const HEAD: f64 = 140.0;
/// For the names of the days, left of a panel.
const DAYS_WIDTH: f64 = 58.0;
const GAP: f64 = 44.0;
const ROW: f64 = 26.0;
const TITLE: f64 = 62.0;
const HOURS: f64 = 34.0;
const BELOW: f64 = 26.0;
const LEGEND: f64 = 70.0;
const CLASSES: u8 = 8;
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A number for each hour of the week, in small panels that share their colours.
#[derive(Debug)]
pub(crate) struct WeekHeatMap {
    /// Of the file.
    pub(crate) name: String,
    /// Of the picture.
    pub(crate) title: String,
    /// What is counted, in a line.
    pub(crate) subtitle: String,
    /// What the colours mean, with its unit.
    pub(crate) unit: String,
    /// Panels row by row.
    pub(crate) panels: Vec<WeekPanel>,
    /// How many panels lie side by side.
    pub(crate) across: usize,
}

/// One panel.
#[derive(Debug)]
pub(crate) struct WeekPanel {
    pub(crate) title: String,
    /// Below the title.
    pub(crate) subtitle: String,
    /// A number for each hour from Monday 00:00.
    pub(crate) values: Vec<f64>,
}

impl WeekHeatMap {
    /// Draws it.
    #[must_use]
    pub(crate) fn draw(&self, study: &Study) -> Picture {
        let across = self.across.max(1);
        let panel = (WIDTH - 2.0 * MARGIN - GAP * (across - 1) as f64) / across as f64;
        let cell = ((panel - DAYS_WIDTH) / 24.0).min(2.0 * ROW);
        let height = TITLE + 7.0 * ROW + HOURS + BELOW;
        let rows = self.panels.len().div_ceil(across);
        let legend = HEAD + rows as f64 * height;
        let bottom = legend + LEGEND;
        let foot = Foot::new(study, WIDTH);
        let figures = &study.drawing.figures;
        let mut canvas = Canvas::new(WIDTH, bottom + foot.height());
        let values = self.panels.iter().flat_map(|panel| &panel.values);
        let step = step(values.fold(0.0, |most: f64, &value| most.max(value)));
        for (number, shown) in self.panels.iter().enumerate() {
            let left = MARGIN + (number % across) as f64 * (panel + GAP);
            let top = HEAD + (number / across) as f64 * height;
            draw_panel(&mut canvas, [left, top], [panel, cell], shown, step);
        }
        self.draw_legend(&mut canvas, legend, step);
        canvas.layer("", |pen| {
            page::head(pen, [&self.title, &self.subtitle], WIDTH, figures);
            foot.draw(pen, bottom);
        });
        canvas.picture(self.name.clone(), &self.title, figures)
    }

    fn draw_legend(&self, canvas: &mut Canvas, top: f64, step: f64) {
        const BOX: f64 = 78.0;
        canvas.layer("", |pen| {
            pen.text(
                [MARGIN, top + 22.0],
                Anchor::Start,
                22.0,
                "#222222",
                &self.unit,
            );
            let first = MARGIN + font::width(&self.unit, 22.0) + 30.0;
            for class in 0..=CLASSES {
                let left = first + f64::from(class) * BOX;
                let place = Rect::new(left, top, BOX, 24.0);
                pen.rectangle(&place, colour(class));
                pen.frame(&place, "#999999", 1.0);
                let text = match class {
                    0 => "0".to_owned(),
                    class => format!("≤ {}", number(f64::from(class) * step, step)),
                };
                let at = [left + BOX / 2.0, top + 46.0];
                pen.text(at, Anchor::Middle, 18.0, "#222222", &text);
            }
        });
    }
}

fn draw_panel(
    canvas: &mut Canvas,
    [left, top]: [f64; 2],
    [panel, cell]: [f64; 2],
    shown: &WeekPanel,
    step: f64,
) {
    let (left_cell, top_cell) = (left + DAYS_WIDTH, top + TITLE);
    canvas.layer("", |pen| {
        for (text, size, y) in [(&shown.title, 22.0, 22.0), (&shown.subtitle, 18.0, 48.0)] {
            let size = font::fit(text, size, panel);
            pen.text([left, top + y], Anchor::Start, size, "#111111", text);
        }
        for (day, name) in DAYS.iter().enumerate() {
            let y = top_cell + day as f64 * ROW + 19.0;
            pen.text([left_cell - 8.0, y], Anchor::End, 18.0, "#333333", name);
        }
        for (hour, &value) in shown.values.iter().enumerate() {
            let x = left_cell + (hour % 24) as f64 * cell;
            let y = top_cell + (hour / 24) as f64 * ROW;
            let place = Rect::new(x, y, cell - 1.0, ROW - 1.0);
            pen.rectangle(&place, colour(class(value, step)));
        }
        for hour in (0_u8..=24).step_by(6) {
            let at = [
                left_cell + f64::from(hour) * cell,
                top_cell + 7.0 * ROW + 22.0,
            ];
            let text = format!("{hour:02}:00");
            pen.text(at, Anchor::Middle, 17.0, "#333333", &text);
        }
    });
}

fn colour(class: u8) -> &'static str {
    match usize::from(class).checked_sub(1) {
        None => UNCHANGED,
        Some(place) => sequential(usize::from(CLASSES))[place],
    }
}

/// The class of a value: 0 of nothing, and then by steps, each with its upper end.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at most the number of classes"
)]
fn class(value: f64, step: f64) -> u8 {
    (value / step).ceil().clamp(0.0, f64::from(CLASSES)) as u8
}

/// One, two, two and a half or five of a power of ten, so that the classes reach the greatest value.
fn step(most: f64) -> f64 {
    if most <= 0.0 {
        return 1.0;
    }
    let least = most / f64::from(CLASSES);
    let power = 10.0_f64.powf(least.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * power);
    // A little more than the last digit: the greatest value is in the last class.
    let found = steps.into_iter().find(|step| step * 1.000_001 >= least);
    found.unwrap_or(10.0 * power)
}

fn number(value: f64, step: f64) -> String {
    if step >= 1.0 && step.fract() == 0.0 {
        decimal(value, 0)
    } else if step >= 0.1 {
        decimal(value, 1)
    } else {
        decimal(value, 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever the greatest value, it is in a class, and no class is needed beyond the last.
        #[test]
        fn the_classes_reach_the_greatest_value(most in 1e-6_f64..1e9) {
            let step = step(most);
            prop_assert!(step * f64::from(CLASSES) * 1.000_01 >= most);
            prop_assert!((CLASSES / 2 - 1..=CLASSES).contains(&class(most, step)));
            prop_assert_eq!(class(0.0, step), 0);
            prop_assert_eq!(class(step / 1e6, step), 1);
        }
    }
}
