use super::explain_error::ExplainError;
use super::opened::Opened;
use super::treatment;
use crate::report::{self, Explained, Words};
use crate::study::unknown_layout;

pub(super) fn explain(
    opened: &Opened,
    area: &str,
    layout: Option<&str>,
) -> Result<Explained, ExplainError> {
    let (study, prepared) = (&opened.source.study, &opened.prepared);
    let no_pathway = || ExplainError::NoPathway(opened.source.label().to_owned());
    let care = prepared.care.as_ref().ok_or_else(no_pathway)?;
    let data = &prepared.dataset;
    let point = data.find_point(area)?;
    let name = layout.unwrap_or(&study.base_layout);
    let layout = data
        .layout(name)
        .ok_or_else(|| unknown_layout(name, &study.layouts))?;
    let explanation = treatment::explain(study, prepared, layout, point);
    let explanation = explanation.ok_or_else(no_pathway)?;
    let words = Words {
        study,
        dataset: data,
        table: care.table.as_ref(),
        areas: &care.areas,
        by_area: &care.by_area,
        fleet: &data.fleet,
    };
    Ok(report::explained(&words, &explanation, name, point))
}
