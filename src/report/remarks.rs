use crate::document::{Document, Text};
use crate::load::Dataset;
use crate::study::Study;
use crate::wording::thousands;

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
