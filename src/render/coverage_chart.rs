use super::axes::{self, Evenly};
use super::canvas::Canvas;
use super::coverage_table::CoverageTable;
use super::font;
use super::line_chart::{MARK_ROW, SMALL, rows_of};
use super::page::{self, Foot, MARGIN};
use super::palette::{dashes, line, plain};
use super::pen::Anchor;
use super::png::{Picture, RenderError};
use super::rect::Rect;
use super::stripes;
use super::words;
use crate::evaluation::Evaluation;
use crate::study::Study;
use crate::units::TravelTime;

/// From the top of the page to the plot.
const HEAD: f64 = 170.0;
/// Below the plot, for the axis.
const AXIS: f64 = 100.0;
/// The chart ends here at the latest, unless a standard is longer: who is not reached by then is a
/// matter of tables.
const LAST_MINUTE: f64 = 120.0;
/// Or at so many times the longest standard, so that those of services within minutes are told apart.
const LAST_STANDARDS: f64 = 4.0;
/// From one tick to the next, in minutes: the first with which there are few enough.
const TICKS: [usize; 5] = [1, 5, 15, 30, 60];
const MOST_TICKS: usize = 12;

/// How much of the demand is within any number of minutes, all layouts in one chart.
///
/// # Errors
///
/// The drawing library refuses the chart.
pub(crate) fn coverage_chart(
    study: &Study,
    evaluations: &[Evaluation],
) -> Result<Picture, RenderError> {
    let name = "coverage-curves".to_owned();
    let title = "Coverage by time to the nearest centre";
    let subtitle = format!(
        "Cumulative share of {}; those who cannot reach a centre stay in the total",
        study.population.demand_unit
    );
    let page = study.drawing.figures.width();
    let (minutes, tick) = axis(study, evaluations);
    let on_axis = |standard: &&TravelTime| standard.as_f64() <= minutes as f64;
    let standards: Vec<TravelTime> = study.standards.iter().filter(on_axis).copied().collect();
    let (left, width) = (120.0, page - 140.0 - MARGIN);
    let labels: Vec<String> = standards
        .iter()
        .map(|&standard| format!("{} min", plain(standard)))
        .collect();
    let widths = standards.iter().zip(&labels).map(|(standard, label)| {
        let x = left + width * standard.as_f64() / minutes as f64;
        (x, font::width(label, SMALL))
    });
    let rows = rows_of(&widths.collect::<Vec<_>>());
    let above = rows.iter().max().map_or(0.0, |&row| MARK_ROW * row as f64);
    let plot = Rect::new(left, HEAD + above, width, page::plot_height(page));
    let place = |minute: f64, percent: f64| {
        [
            plot.left + plot.width * minute / minutes as f64,
            plot.bottom() - plot.height * percent / 100.0,
        ]
    };
    let curves: Vec<Vec<[f64; 2]>> = evaluations
        .iter()
        .map(|each| {
            (0..=minutes)
                .filter_map(|minute| Some(place(minute as f64, each.curve.percent_within(minute)?)))
                .collect()
        })
        .collect();
    let table = CoverageTable::new(
        study,
        evaluations,
        stripes::any(&curves),
        page - 2.0 * MARGIN,
    );
    let (table_place, bottom) = table_place(&table, &plot, &curves);
    let foot = Foot::new(study, page);
    let mut canvas = Canvas::new(page, bottom + foot.height());
    let across = Evenly {
        first: 0,
        last: minutes,
        step: tick,
    };
    let up = Evenly {
        first: 0,
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
    canvas.layer("stroke-dasharray=\"60 50\"", |pen| {
        for x in standards.iter().map(|standard| standard.as_f64()) {
            pen.line(place(x, 0.0), place(x, 100.0), "#555555", 2.0);
        }
    });
    stripes::draw(&mut canvas, &curves, 4.5, |number| {
        (line(number), dashes(number))
    });
    canvas.layer("", |pen| {
        page::head(pen, [title, &subtitle], page, &study.drawing.figures);
        for ((standard, label), row) in standards.iter().zip(&labels).zip(&rows) {
            let [x, y] = place(standard.as_f64(), 100.0);
            let at = [x, y - 12.0 - MARK_ROW * *row as f64];
            pen.text(at, Anchor::Middle, SMALL, "#555555", label);
        }
        let below = [plot.left + plot.width / 2.0, plot.bottom() + 84.0];
        let time = "Time to the nearest centre, in minutes";
        pen.text(below, Anchor::Middle, 24.0, "#222222", time);
        let beside = [22.0, plot.top + plot.height / 2.0];
        pen.upwards(beside, 24.0, "#222222", &words::share_of(study));
        foot.draw(pen, bottom);
    });
    table.draw(&mut canvas, &table_place);
    Ok(canvas.picture(name, title, &study.drawing.figures))
}

/// The last minute, on a tick after which nothing changes any more if the chart can go so far, and the
/// minutes from tick to tick.
fn axis(study: &Study, evaluations: &[Evaluation]) -> (usize, usize) {
    let longest = evaluations.iter().map(|each| each.curve.within.len()).max();
    let longest_standard = study.standards.iter().map(|standard| standard.as_f64());
    let longest_standard = longest_standard.reduce(f64::max).unwrap_or(LAST_MINUTE);
    minutes_and_tick(longest.unwrap_or(1), longest_standard)
}

fn minutes_and_tick(longest: usize, longest_standard: f64) -> (usize, usize) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "minutes of a standard, rounded up"
    )]
    let most = (LAST_STANDARDS * longest_standard)
        .clamp(5.0, LAST_MINUTE.max(longest_standard))
        .ceil() as usize;
    let last = longest.clamp(5, most);
    let few = |tick: &usize| last.div_ceil(*tick) <= MOST_TICKS;
    let tick = TICKS.into_iter().find(few).unwrap_or(last);
    (last.div_ceil(tick) * tick, tick)
}

/// Where the table of layouts goes, and where the page then ends: into the corner that cumulative
/// curves usually leave free, or below the chart.
fn table_place(table: &CoverageTable, plot: &Rect, curves: &[Vec<[f64; 2]>]) -> (Rect, f64) {
    let (width, height) = table.size();
    let left = plot.right() - width - 20.0;
    let inside = Rect::new(left, plot.bottom() - height - 20.0, width, height);
    let near = inside.grown(15.0);
    let below = plot.bottom() + AXIS;
    if inside.left > plot.left && !curves.iter().flatten().any(|&at| near.contains(at)) {
        (inside, below)
    } else {
        let left = (plot.right() - width).max(MARGIN);
        (Rect::new(left, below, width, height), below + height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Services within 5 to 15 min have ticks every 5 min, those of an hour every 15.
    #[test]
    fn ticks_suit_the_standards() {
        assert_eq!(minutes_and_tick(400, 15.0), (60, 5));
        assert_eq!(minutes_and_tick(400, 8.0), (35, 5));
        assert_eq!(minutes_and_tick(23, 15.0), (25, 5));
        assert_eq!(minutes_and_tick(400, 90.0), (120, 15));
        assert_eq!(minutes_and_tick(70, 90.0), (75, 15));
        assert_eq!(minutes_and_tick(9, 90.0), (9, 1));
        assert_eq!(minutes_and_tick(900, 240.0), (240, 30));
    }

    /// Every chart has some ticks and not too many, and the longest standard is on it.
    #[test]
    fn charts_have_few_ticks_and_the_longest_standard() {
        for longest in 1..300 {
            for standard in 1..=300_u32 {
                let (last, tick) = minutes_and_tick(longest, f64::from(standard));
                assert!((2..=MOST_TICKS).contains(&(last / tick)) && last.is_multiple_of(tick));
                assert!(
                    last >= longest.min(standard as usize),
                    "{longest} {standard}"
                );
            }
        }
    }
}
