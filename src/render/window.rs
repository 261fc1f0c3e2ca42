use super::canvas::Canvas;
use super::class_layer::AreaView;
use super::dots::{self, Dots};
use super::lengths::Lengths;
use super::projection::EqualArea;
use super::rect::Rect;
use super::scale_bar;
use super::shared_layer::SharedLayer;
use super::topology::Topology;
use super::view::View;
use crate::study::Figures;
use std::sync::Arc;

/// A view, and what all maps have in it besides the classes.
#[derive(Debug, Clone)]
pub(super) struct Window {
    pub(super) view: View,
    /// The inset's caption.
    pub(super) caption: Option<String>,
    pub(super) scale_bar: Rect,
    pub(super) lengths: Lengths,
    /// Sea, land, and all areas in one piece.
    pub(super) under: Arc<SharedLayer>,
    /// The areas, for whatever classes they are in.
    pub(super) areas: Arc<AreaView>,
    /// Borders of regions and the outline of all areas, and the latter alone.
    pub(super) over: [Arc<SharedLayer>; 2],
}

/// The data of SVG paths in a view.
pub(super) struct Outlines {
    pub(super) land: String,
    pub(super) regions: String,
    /// All areas together.
    pub(super) whole: String,
}

/// What layers of a view need to know of the map.
pub(super) struct Sheet<'a> {
    pub(super) projection: &'a EqualArea,
    pub(super) topology: &'a Arc<Topology>,
    pub(super) dots: Dots,
    /// Width of the page, in pixels.
    pub(super) page: f64,
    pub(super) figures: &'a Figures,
}

/// The layers of a view: beneath the classes, and above them with borders of regions and without.
pub(super) fn layers(
    sheet: &Sheet,
    number: usize,
    view: &View,
    lengths: Lengths,
    outlines: &Outlines,
) -> (SharedLayer, [SharedLayer; 2]) {
    let id = format!("whole-{number}");
    let canvas = || Canvas::clear(sheet.page, sheet.page);
    let layer = |body: String, defined: String| {
        SharedLayer::new(body, defined, view.frame, sheet.page, sheet.figures)
    };
    let mut kept = canvas();
    kept.define(&id, &outlines.whole);
    let defined = kept.into_body();

    let mut under = canvas();
    let [sea, land, coast] = if sheet.dots == Dots::Only {
        dots::GROUND
    } else {
        ["#ffffff", "#e9e9e7", "#c4c4c0"]
    };
    under.layer("", |pen| pen.rectangle(&view.frame, sea));
    under.path(
        &outlines.land,
        &format!("fill=\"{land}\" stroke=\"{coast}\" stroke-width=\"8\""),
    );
    if lengths == Lengths::Nowhere {
        scale_bar::draw_graticule(&mut under, sheet.projection, view, number);
    }
    // All areas in one piece, so that no white shines through where two classes meet.
    under.reuse(&id, "fill=\"#a9d3c6\"");
    let under = layer(format!("{defined}{}", under.into_body()), String::new());

    let over = [outlines.regions.as_str(), ""].map(|regions| {
        let mut over = canvas();
        over.path(
            regions,
            "fill=\"none\" stroke=\"#ffffff\" stroke-opacity=\"0.75\" stroke-width=\"9\"",
        );
        over.reuse(&id, "fill=\"none\" stroke=\"#5a5a5a\" stroke-width=\"9\"");
        layer(over.into_body(), defined.clone())
    });
    (under, over)
}

/// The areas in a view.
pub(super) fn areas(sheet: &Sheet, view: &View) -> AreaView {
    let topology = Arc::clone(sheet.topology);
    AreaView::new(topology, *view, sheet.page, sheet.figures)
}
