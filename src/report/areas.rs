use super::care::AreaCells;
use super::minutes::push_minutes;
use super::run::Run;
use super::table::push_field;
use crate::model::PointIndex;
use rayon::prelude::*;

/// `areas.csv`: one row per layout and demand point: `layout,id,site_id,minutes`, and if the
/// study has a pathway, the pathway to treatment under its routing.
///
/// The site and the minutes are empty if no site can be reached.
#[must_use]
pub(crate) fn areas_csv(run: &Run) -> String {
    let layouts: Vec<String> = run
        .evaluations
        .par_iter()
        .map(|evaluation| {
            let layout = evaluation.layout.name();
            let cells = AreaCells::new(run, layout);
            let mut csv = String::with_capacity(run.dataset.points.len() * 40);
            let answers = (0..).map(PointIndex).zip(evaluation.allocation.iter());
            for (point, (index, answer)) in run.dataset.points.iter().zip(answers) {
                push_field(&mut csv, layout);
                csv.push(',');
                push_field(&mut csv, &point.id);
                csv.push(',');
                if let Some((site, time)) = answer {
                    push_field(&mut csv, &run.dataset.site(site).id);
                    csv.push(',');
                    push_minutes(&mut csv, time);
                } else {
                    csv.push(',');
                }
                if let Some(cells) = &cells {
                    cells.push(&mut csv, index, run.dataset);
                }
                csv.push('\n');
            }
            csv
        })
        .collect();
    let cells = AreaCells::new(run, run.base().layout.name());
    let minutes = run.study.travel.measure().in_name("minutes");
    let mut header = format!("layout,id,site_id,{minutes}");
    for column in cells.iter().flat_map(AreaCells::columns) {
        header.push(',');
        header.push_str(&column);
    }
    let length = header.len() + 1 + layouts.iter().map(String::len).sum::<usize>();
    let mut csv = String::with_capacity(length);
    csv.push_str(&header);
    csv.push('\n');
    // One after the other, so that what is written is not there twice.
    for layout in layouts {
        csv.push_str(&layout);
    }
    csv
}
