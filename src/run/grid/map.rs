use super::setup::Setup;
use crate::grid::{GridImage, GridRun};
use crate::load::{Dataset, NATURAL_EARTH, Outline, Warning, land_of_the_earth};
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
    let brings_land = outlines.iter().any(|outline| outline.kind == "land");
    let mut outlines = outlines.to_vec();
    let mut credit = setup.credit.clone();
    if setup.coastline && !brings_land {
        outlines.insert(0, land_around(image));
        credit.push(NATURAL_EARTH.to_owned());
    }
    let map = GridMap {
        image,
        title: format!("Time to the nearest centre: {}", setup.titles[0]),
        subtitle: report::grid_sentence(options, &run.result.layouts[0]),
        standards: &options.standards,
        centres: centres.collect(),
        outlines: &outlines,
        attribution: &credit,
    };
    render::grid_map(&map, &Fonts::embedded()).map(Some)
}

/// The land of the Earth around a picture.
fn land_around(image: &GridImage) -> Outline {
    let ((north, west), (step_lat, step_lon)) = (image.north_west(), image.step());
    let (high, wide) = (
        image.height() as f64 * step_lat,
        image.width() as f64 * step_lon,
    );
    let middle = (west + wide / 2.0, north - high / 2.0);
    // A frame is wider or higher than its picture.
    let reach = 2.0 * high.max(wide);
    Outline {
        kind: "land".to_owned(),
        name: NATURAL_EARTH.to_owned(),
        shape: land_of_the_earth(|extent| render::is_near(extent, middle, reach)),
    }
}
