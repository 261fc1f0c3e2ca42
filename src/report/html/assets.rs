//! Styles and scripts of the page, joined from one file per concept.

/// What the page looks like.
pub(super) const STYLE: &str = concat!(
    include_str!("page/colours.css"),
    include_str!("page/page.css"),
    include_str!("page/tables.css"),
    include_str!("page/figures.css"),
    include_str!("page/map.css"),
    include_str!("page/print.css"),
);

/// The controls and frames of the map.
pub(super) const MAP: &str = include_str!("page/map/map.html");

/// What the page does, in the order in which the files use each other.
pub(super) const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("page/elements.js"),
    include_str!("page/tables.js"),
    include_str!("page/meanings.js"),
    include_str!("page/figures.js"),
    include_str!("page/map/unpack.js"),
    include_str!("page/map/layers.js"),
    include_str!("page/map/view.js"),
    include_str!("page/map/raster.js"),
    include_str!("page/map/draw.js"),
    include_str!("page/map/inspect.js"),
    include_str!("page/map/legend.js"),
    include_str!("page/map/picture.js"),
    include_str!("page/map/search.js"),
    include_str!("page/map/controls.js"),
    include_str!("page/map/start.js"),
    "})();\n",
);
