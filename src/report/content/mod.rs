//! What `report.md` and `report.html` say: the answer, then what changes for whom, then the rest.

mod answer;
mod centres;
mod changes;
mod clinicians;
mod equity;
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

use super::remarks::remarks;
use super::run::Run;
use crate::document::Document;
use crate::units::Measure;

/// What the report of a run says.
#[must_use]
pub(crate) fn content(run: &Run) -> Document {
    let mut report = Document::new(&run.study.title);
    if let Measure::Cost(unit) = run.study.travel.measure() {
        report.paragraph(format!(
            "This study is about costs in {}, not about travel times: its tables are the report.",
            unit.name()
        ));
        return report;
    }
    remarks(&mut report, run.study, run.dataset);
    answer::write(&mut report, run);
    changes::write(&mut report, run);
    groups::write(&mut report, run);
    equity::write(&mut report, run);
    answer::coverage(&mut report, run);
    optimum::write(&mut report, run);
    treatment::write(&mut report, run);
    helicopter::write(&mut report, run);
    centres::write(&mut report, run);
    clinicians::write(&mut report, run);
    unreachable::write(&mut report, run);
    input::write(&mut report, run);
    report
}
