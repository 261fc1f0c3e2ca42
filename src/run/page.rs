use super::tables;
use super::write::WriteError;
use crate::document::{Block, Figure};
use crate::render::Picture;
use crate::report::{self, HtmlPage, OutputFolder, PlacedPicture, Run};
use crate::travel::Repair;

/// Writes `report.html`, with the pictures that were drawn.
pub(super) fn write(
    run: &Run,
    repairs: &[Repair],
    drawn: &[Picture],
    output: &OutputFolder,
) -> Result<(), WriteError> {
    let document = report::content(run);
    let placed = |figure: &Figure| {
        let picture = drawn.iter().find(|p| p.name == figure.picture())?.clone();
        let csv = figure.table().and_then(|name| csv(run, repairs, name));
        Some(PlacedPicture { picture, csv })
    };
    let pictures: Vec<PlacedPicture> = document
        .blocks()
        .iter()
        .filter_map(|block| match block {
            Block::Figure(figure) => placed(figure),
            _ => None,
        })
        .collect();
    let page = report::html(HtmlPage {
        document: &document,
        pictures: &pictures,
    });
    Ok(output.write("report.html", page.as_bytes())?)
}

/// A table of the run as CSV.
fn csv(run: &Run, repairs: &[Repair], name: &str) -> Option<String> {
    let tables = tables::tables(run, repairs);
    let (_, table) = tables.into_iter().find(|(other, _)| *other == name)?;
    Some(table().to_csv())
}
