use super::setup::Setup;
use crate::grid::GridRun;
use crate::load::{Dataset, Outline, Warning};
use crate::render::{self, Fonts, GridMap, RenderError};
use crate::report;

/// What the map, which is of the first layout, cannot show of its words.
pub(super) fn without_glyphs(setup: &Setup) -> Option<Warning> {
    let (_, layout) = &setup.options.layouts[0];
    let labels = layout.iter().map(|&n| &setup.labels[usize::from(n)]);
    let named = layout.len() <= render::MOST_NAMES;
    let labels = labels.filter(|_| named);
    let texts = setup.titles.iter().take(1).chain(&setup.credit);
    render::missing_glyphs(
        texts.chain(labels).map(String::as_str),
        "the map shows boxes",
    )
}

/// The map of the first layout as PNG; `None` where no cell has people.
pub(super) fn draw(
    run: &GridRun,
    setup: &Setup,
    data: &Dataset,
) -> Result<Option<Vec<u8>>, RenderError> {
    let Some(image) = &run.image else {
        return Ok(None);
    };
    let options = &setup.options;
    let (_, layout) = &options.layouts[0];
    let centres = layout.iter().map(|&n| {
        let n = usize::from(n);
        (options.centres[n].1, setup.labels[n].clone())
    });
    let outlines: &[Outline] = data
        .drawing
        .as_ref()
        .map_or(&[], |drawing| &drawing.outlines);
    let map = GridMap {
        image,
        title: format!("Time to the nearest centre: {}", setup.titles[0]),
        subtitle: report::grid_sentence(options, &run.result.layouts[0]),
        standards: &options.standards,
        centres: centres.collect(),
        outlines,
        attribution: &setup.credit,
    };
    render::grid_map(&map, &Fonts::embedded()).map(Some)
}
