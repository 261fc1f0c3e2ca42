use super::axes::{self, Evenly};
use super::canvas::Canvas;
use super::coverage_table;
use super::page::{self, Foot, MARGIN};
use super::palette::{dashes, line, plain};
use super::pen::Anchor;
use super::png::{Picture, RenderError};
use super::rect::Rect;
use super::words;
use crate::evaluation::Evaluation;
use crate::study::Study;
use crate::units::Minutes;

const WIDTH: f64 = 1_600.0;
const HEIGHT: f64 = 1_120.0;
/// The chart ends here at the latest: who is not reached by then is a matter of tables.
const LAST_MINUTE: usize = 120;
/// From one tick to the next, in minutes.
const TICK: usize = 15;

/// How much of the demand is within any number of minutes, all layouts in one chart.
///
/// # Errors
///
/// The drawing library refuses the chart.
pub fn coverage_chart(study: &Study, evaluations: &[Evaluation]) -> Result<Picture, RenderError> {
    let name = "coverage-curves".to_owned();
    let title = "Coverage by time to the nearest centre";
    let subtitle = format!(
        "Cumulative share of {}; whoever cannot reach a centre stays in the total",
        study.population.demand_unit
    );
    let foot = Foot::new(study, WIDTH);
    let mut canvas = Canvas::new(WIDTH, HEIGHT + foot.height());
    let plot = Rect::new(120.0, 170.0, WIDTH - 140.0 - MARGIN, HEIGHT - 270.0);
    let minutes = last_minute(evaluations);
    let across = Evenly {
        last: minutes,
        step: TICK,
    };
    let up = Evenly {
        last: 100,
        step: 10,
    };
    match axes::draw(canvas.units(), &plot, across, up) {
        Ok(axes) => canvas.splice("", &axes),
        Err(cause) => {
            return Err(RenderError::Chart {
                picture: name,
                cause,
            });
        }
    }
    let place = |minute: f64, percent: f64| {
        [
            plot.left + plot.width * minute / minutes as f64,
            plot.bottom() - plot.height * percent / 100.0,
        ]
    };
    let on_axis = |standard: &&Minutes| standard.as_f64() <= minutes as f64;
    let standards: Vec<&Minutes> = study.standards.iter().filter(on_axis).collect();
    canvas.layer("stroke-dasharray=\"60 50\"", |pen| {
        for x in standards.iter().map(|standard| standard.as_f64()) {
            pen.line(place(x, 0.0), place(x, 100.0), "#555555", 2.0);
        }
    });
    // The first layout lies on top.
    for (number, evaluation) in evaluations.iter().enumerate().rev() {
        let percent = |minute: usize| evaluation.curve.percent_within(minute);
        let curve: Vec<[f64; 2]> = (0..=minutes)
            .filter_map(|minute| Some(place(minute as f64, percent(minute)?)))
            .collect();
        canvas.layer(dashes(number), |pen| pen.path(&curve, line(number), 4.0));
    }
    canvas.layer("", |pen| {
        page::head(pen, title, &subtitle, WIDTH);
        for &&standard in &standards {
            let [x, y] = place(standard.as_f64(), 100.0);
            let text = format!("{} min", plain(standard));
            pen.text([x, y - 12.0], Anchor::Middle, 20.0, "#555555", &text);
        }
        let below = [plot.left + plot.width / 2.0, plot.bottom() + 84.0];
        let time = "Time to the nearest centre, in minutes";
        pen.text(below, Anchor::Middle, 24.0, "#222222", time);
        let beside = [22.0, plot.top + plot.height / 2.0];
        pen.upwards(beside, 24.0, "#222222", &words::share_of(study));
        foot.draw(pen, HEIGHT);
    });
    coverage_table::draw(&mut canvas, study, evaluations, &plot);
    Ok(Picture {
        name,
        svg: canvas.finish(title),
    })
}

/// The tick after which nothing changes any more, but not beyond the last minute of all charts.
fn last_minute(evaluations: &[Evaluation]) -> usize {
    let longest = evaluations.iter().map(|each| each.curve.within.len()).max();
    longest
        .unwrap_or(1)
        .div_ceil(TICK)
        .clamp(2, LAST_MINUTE / TICK)
        * TICK
}
