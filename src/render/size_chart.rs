use super::canvas::Canvas;
use super::font;
use super::page::{self, Foot, MARGIN};
use super::pen::{Anchor, Pen};
use super::png::Picture;
use super::rect::Rect;
use super::size_axis::{Axis, ENOUGH, FEW_PATIENTS, FEW_PROCEDURES, needed};
use super::size_panel::{self, Panel, ROW};
use super::words;
use crate::evaluation::Evaluation;
use crate::load::Dataset;
use crate::study::Study;
use crate::units::Demand;
use crate::volume::CentrePolicy;
use crate::wording::thousands;

/// Between panels side by side; further layouts go below.
const GAP: f64 = 50.0;
/// A panel without names is at least so wide.
const NARROWEST: f64 = 380.0;
/// The longest page, in tenths of a millimetre: names are left out where it would be longer.
///
/// # Source
///
/// Nature, Formatting guide (2024): figures are at most 247 mm deep.
const LONGEST: f64 = 2_470.0;
/// Pages that are wide may be so many times as high.
const SLIMMEST: f64 = 1.3;
/// From the top of the page to the first panel, with a key in one row.
const HEAD: f64 = 200.0;
/// A panel has room for this many bars with names at least.
const FEWEST_ROWS: usize = 6;
/// Without names this many bars take the room of one, in at most so many rows.
const BARS_TO_A_ROW: usize = 4;
const MOST_ROWS: usize = 24;

/// The demand of every centre, one panel per layout, largest first, with what a centre needs.
#[must_use]
pub(crate) fn size_chart(
    data: &Dataset,
    study: &Study,
    policy: &CentrePolicy,
    evaluations: &[Evaluation],
) -> Picture {
    let width = study.drawing.figures.width();
    let foot = Foot::new(study, width);
    let key = Key::new(policy, width);
    let head = HEAD + key.more_height();
    let longest = LONGEST.max(SLIMMEST * width);
    let fits = |plan: &Plan| head + plan.height() + foot.height() <= longest;
    let all = || plans(data, width - 2.0 * MARGIN, evaluations);
    let shortest = || all().min_by(|a, b| a.height().total_cmp(&b.height()));
    let plan = all().find(fits).or_else(shortest);
    let Plan {
        most_named,
        across,
        panel,
        heights,
    } = plan.unwrap_or_default();
    let bottom = head + heights.iter().sum::<f64>();
    let mut canvas = Canvas::new(width, bottom + foot.height());
    let unit = &study.population.demand_unit;
    let title = "Size of centres";
    canvas.layer("", |pen| {
        page::head(
            pen,
            [title, &format!("Demand at each centre: {unit}")],
            width,
            &study.drawing.figures,
        );
        key.draw(pen);
        foot.draw(pen, bottom);
    });
    let axis = Axis::new(policy, evaluations);
    for (number, evaluation) in evaluations.iter().enumerate() {
        let left = MARGIN + (number % across) as f64 * (panel + GAP);
        let (above, height) = (&heights[..number / across], heights[number / across]);
        let top = head + above.iter().sum::<f64>();
        let panel = Panel {
            place: Rect::new(left, top, panel, height),
            title: words::layout_heading(study, evaluation.layout.name()),
            unit,
            axis: &axis,
            named: evaluation.layout.centres() <= most_named,
            sizes: sizes(data, evaluation),
        };
        panel.draw(&mut canvas);
    }
    canvas.picture("centre-sizes".to_owned(), title, &study.drawing.figures)
}

/// Where panels go, and which have names beside their bars.
#[derive(Default)]
struct Plan {
    /// Layouts of more centres have bars without names.
    most_named: usize,
    across: usize,
    /// Width of a panel.
    panel: f64,
    /// Of each row of panels.
    heights: Vec<f64>,
}

impl Plan {
    /// Height of all panels.
    fn height(&self) -> f64 {
        self.heights.iter().sum()
    }
}

/// Plans with fewer and fewer names.
fn plans<'a>(
    data: &'a Dataset,
    room: f64,
    evaluations: &'a [Evaluation],
) -> impl Iterator<Item = Plan> + 'a {
    let centres = evaluations.iter().map(|each| each.layout.centres());
    let mut most: Vec<usize> = centres.filter(|&of| of <= words::MOST_NAMES).collect();
    most.sort_unstable_by(|a, b| b.cmp(a));
    most.dedup();
    most.push(0);
    let plans = most.into_iter();
    plans.map(move |most_named| plan(data, room, evaluations, most_named))
}

fn plan(data: &Dataset, room: f64, evaluations: &[Evaluation], most_named: usize) -> Plan {
    let is_named = |centres: &usize| *centres <= most_named;
    let wanted = evaluations
        .iter()
        .filter(|each| is_named(&each.layout.centres()))
        .map(|each| size_panel::width_for(&sizes(data, each)));
    let (across, panel) = panels(room, wanted.fold(NARROWEST, f64::max), evaluations.len());
    let height = |row: &[Evaluation]| {
        let centres = || row.iter().map(|each| each.layout.centres());
        let rows = centres().map(|centres| {
            if is_named(&centres) {
                centres.max(FEWEST_ROWS)
            } else {
                centres
                    .div_ceil(BARS_TO_A_ROW)
                    .clamp(FEWEST_ROWS, MOST_ROWS)
            }
        });
        let rows = rows.max().unwrap_or(FEWEST_ROWS);
        size_panel::HEAD + rows as f64 * ROW + size_panel::FOOT
    };
    Plan {
        most_named,
        across,
        panel,
        heights: evaluations.chunks(across).map(height).collect(),
    }
}

/// How many panels fit side by side where each wants so much room, and how wide each then is.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "some panels"
)]
fn panels(room: f64, wanted: f64, count: usize) -> (usize, f64) {
    let fit = ((room + GAP) / (wanted + GAP)).floor().max(1.0) as usize;
    // As many in each row, or one fewer.
    let across = count.div_ceil(count.div_ceil(fit).max(1)).max(1);
    (across, (room + GAP) / across as f64 - GAP)
}

/// Each centre's demand and name, descending.
fn sizes<'a>(data: &'a Dataset, evaluation: &Evaluation) -> Vec<(Demand, &'a str)> {
    let mut sizes: Vec<(Demand, &str)> = evaluation
        .catchments
        .iter()
        .map(|catchment| (catchment.demand, data.site(catchment.site).label.as_str()))
        .collect();
    sizes.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    sizes
}

/// What the colours mean, in rows.
struct Key(Vec<Vec<(&'static str, String)>>);

const KEY: f64 = 22.0;
const KEY_ROW: f64 = 34.0;
/// Before a text, and after it.
const KEY_BEFORE: f64 = 46.0;
const KEY_AFTER: f64 = 40.0;

impl Key {
    /// As few rows as there is room for on a page of this width.
    fn new(policy: &CentrePolicy, page: f64) -> Self {
        let least = thousands(policy.min_demand.as_f64());
        let entries = [
            (
                ENOUGH,
                format!(
                    "at least {} ({} procedures per year, {:.0}% eligible)",
                    thousands(needed(policy)),
                    thousands(policy.min_procedures.as_f64()),
                    100.0 * policy.eligible.as_f64()
                ),
            ),
            (FEW_PROCEDURES, format!("fewer, but at least {least}")),
            (FEW_PATIENTS, format!("under {least}")),
        ];
        let mut rows: Vec<Vec<(&str, String)>> = Vec::new();
        let mut reached = f64::INFINITY;
        for entry in entries {
            let width = KEY_BEFORE + font::width(&entry.1, KEY);
            match rows.last_mut() {
                Some(row) if reached + width <= page - MARGIN => row.push(entry),
                _ => {
                    reached = MARGIN;
                    rows.push(vec![entry]);
                }
            }
            reached += width + KEY_AFTER;
        }
        Self(rows)
    }

    /// How much higher it is than one row.
    fn more_height(&self) -> f64 {
        self.0.len().saturating_sub(1) as f64 * KEY_ROW
    }

    fn draw(&self, pen: &mut Pen) {
        for (number, row) in self.0.iter().enumerate() {
            let down = number as f64 * KEY_ROW;
            let mut left = MARGIN;
            for (colour, text) in row {
                pen.rectangle(&Rect::new(left, 138.0 + down, 34.0, KEY), colour);
                let at = [left + KEY_BEFORE, 157.0 + down];
                pen.text(at, Anchor::Start, KEY, "#222222", text);
                left += KEY_BEFORE + font::width(text, KEY) + KEY_AFTER;
            }
        }
    }
}
