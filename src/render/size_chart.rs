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
/// From the top of the page to the first panel.
const HEAD: f64 = 200.0;
/// A panel has room for this many bars with names at least.
const FEWEST_ROWS: usize = 6;
/// Or for this many, if another panel has its bars close together.
const FEWEST_BESIDE_MANY: usize = 24;

/// The demand of every centre, one panel per layout, largest first, with what a centre needs.
#[must_use]
pub(crate) fn size_chart(
    data: &Dataset,
    study: &Study,
    policy: &CentrePolicy,
    evaluations: &[Evaluation],
) -> Picture {
    let named = |centres: &usize| *centres <= words::MOST_NAMES;
    let width = study.drawing.figures.width();
    let wanted = evaluations
        .iter()
        .filter(|each| named(&each.layout.centres()))
        .map(|each| size_panel::width_for(&sizes(data, each)));
    let wanted = wanted.fold(NARROWEST, f64::max);
    let (across, panel) = panels(width - 2.0 * MARGIN, wanted, evaluations.len());
    let heights: Vec<f64> = evaluations.chunks(across).map(height).collect();
    let bottom = HEAD + heights.iter().sum::<f64>();
    let foot = Foot::new(study, width);
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
        draw_key(pen, policy, width);
        foot.draw(pen, bottom);
    });
    let axis = Axis::new(policy, evaluations);
    for (number, evaluation) in evaluations.iter().enumerate() {
        let left = MARGIN + (number % across) as f64 * (panel + GAP);
        let (above, height) = (&heights[..number / across], heights[number / across]);
        let top = HEAD + above.iter().sum::<f64>();
        let panel = Panel {
            place: Rect::new(left, top, panel, height),
            title: words::layout_heading(study, evaluation.layout.name()),
            unit,
            axis: &axis,
            sizes: sizes(data, evaluation),
        };
        panel.draw(&mut canvas);
    }
    canvas.picture("centre-sizes".to_owned(), title, &study.drawing.figures)
}

/// The height of a row of panels.
fn height(row: &[Evaluation]) -> f64 {
    let is_named = |centres: &usize| *centres <= words::MOST_NAMES;
    let centres = || row.iter().map(|each| each.layout.centres());
    let fewest = if centres().all(|centres| is_named(&centres)) {
        FEWEST_ROWS
    } else {
        FEWEST_BESIDE_MANY
    };
    let rows = centres().filter(is_named).max().unwrap_or(0).max(fewest);
    size_panel::HEAD + rows as f64 * ROW + size_panel::FOOT
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

/// What the colours mean.
fn draw_key(pen: &mut Pen, policy: &CentrePolicy, page: f64) {
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
        (
            FEW_PROCEDURES,
            format!(
                "fewer, but at least {}",
                thousands(policy.min_demand.as_f64())
            ),
        ),
        (
            FEW_PATIENTS,
            format!("under {}", thousands(policy.min_demand.as_f64())),
        ),
    ];
    let wide: f64 = entries
        .iter()
        .map(|(_, text)| 46.0 + font::width(text, 22.0) + 40.0)
        .sum();
    // Smaller where they would run over the edge of the page.
    let scale = ((page - 2.0 * MARGIN + 40.0) / wide).min(1.0);
    let mut left = MARGIN;
    for (colour, text) in entries {
        pen.rectangle(&Rect::new(left, 138.0, 34.0 * scale, 22.0), colour);
        let at = [left + 46.0 * scale, 157.0];
        pen.text(at, Anchor::Start, 22.0 * scale, "#222222", &text);
        left += (46.0 + font::width(&text, 22.0) + 40.0) * scale;
    }
}
