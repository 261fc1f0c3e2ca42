//! Styles and scripts of the page, joined from one file per concept.

/// What the page looks like.
pub(super) const STYLE: &str = concat!(
    include_str!("page/colours.css"),
    include_str!("page/page.css"),
    include_str!("page/tables.css"),
    include_str!("page/figures.css"),
    include_str!("page/print.css"),
);

/// What the page does, in the order in which the files use each other.
pub(super) const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("page/elements.js"),
    include_str!("page/tables.js"),
    include_str!("page/meanings.js"),
    include_str!("page/figures.js"),
    "})();\n",
);
