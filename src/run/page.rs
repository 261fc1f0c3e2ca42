use super::draw::Drawn;
use super::tables::Tables;
use crate::document::{Block, Figure};
use crate::render::Picture;
use crate::report::{self, HtmlPage, PageMap, PlacedPicture, Run};

/// `report.html`, with the pictures that were drawn.
pub(super) fn page(run: &Run, tables: &Tables, drawn: &Drawn) -> String {
    let mut document = report::content(run);
    if drawn.map.is_some() {
        report::map_tables(&mut document, run);
    }
    let placed = |figure: &Figure| {
        let picture = drawn.picture(figure.picture())?.clone();
        let csv = figure.table().and_then(|name| csv(tables, name));
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
    let still = still(run, drawn);
    report::html(HtmlPage {
        document: &document,
        pictures: &pictures,
        map: drawn.map.as_ref().map(|map| PageMap {
            map,
            pictures: &still,
        }),
    })
}

/// The maps for readers without scripts: the base, the first other layout, and the difference.
fn still(run: &Run, drawn: &Drawn) -> Vec<Picture> {
    let base = &run.study.base_layout;
    let mut names = vec![format!("access-{base}")];
    if let Some(comparison) = run.comparisons.first() {
        let layout = &comparison.layout;
        names.push(format!("access-{layout}"));
        names.push(format!("difference-{base}-{layout}"));
    }
    let pictures = names.iter().filter_map(|name| drawn.picture(name));
    pictures.map(Picture::coarse).collect()
}

/// A table of the run as CSV.
fn csv(tables: &Tables, name: &str) -> Option<String> {
    let (_, table) = tables.iter().find(|(other, _)| *other == name)?;
    Some(table.to_csv())
}
