//! What `report.md` and `report.html` say: the answer, then what changes for whom, then the rest.

mod answer;
mod centres;
mod changes;
mod groups;
mod helicopter;
mod input;
mod layouts;
mod map_tables;
mod optimum;
mod published;
mod treatment;
mod unreachable;

pub use input::input_files_table;
pub use layouts::{Detail, layouts};
pub(crate) use map_tables::map_tables;

use super::run::Run;
use crate::document::{Document, Text};
use crate::load::Dataset;
use crate::study::Study;
use crate::wording::thousands;

/// What the report of a run says.
#[must_use]
pub(crate) fn content(run: &Run) -> Document {
    let mut report = Document::new(&run.study.title);
    remarks(&mut report, run.study, run.dataset);
    answer::write(&mut report, run);
    changes::write(&mut report, run);
    groups::write(&mut report, run);
    answer::coverage(&mut report, run);
    optimum::write(&mut report, run);
    treatment::write(&mut report, run);
    helicopter::write(&mut report, run);
    centres::write(&mut report, run);
    unreachable::write(&mut report, run);
    input::write(&mut report, run);
    report
}

/// What a reader must know before the answer: warnings, and where the travel times come from if not
/// all are from a road table.
pub(crate) fn remarks(report: &mut Document, study: &Study, dataset: &Dataset) {
    let input = &dataset.report;
    for warning in &input.warnings {
        report.remark(Text::strong("Warning:").then(&format!(" {warning}")));
    }
    let Some(caption) = study.travel.caption() else {
        return;
    };
    // On roads what has no time is unreachable.
    let filled = if input.pairs > 0 && study.travel.curve().is_some() {
        format!(
            " The model fills {} of {} pairs of a demand point and a site of a layout; {} demand \
             points ({:.1} of demand) have no other times.",
            thousands(input.pairs_without_time as f64),
            thousands(input.pairs as f64),
            thousands(input.points_without_time as f64),
            input.demand_without_time,
        )
    } else {
        String::new()
    };
    report.remark(format!("Travel times: {caption}.{filled}"));
}
