use super::assets::MAP;
use super::escape::json;
use super::figure::inline_svg;
use crate::render::{Picture, WebMap};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The map of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PageMap<'a> {
    /// What the page draws it from.
    pub(crate) map: &'a WebMap,
    /// What readers without scripts see instead.
    pub(crate) pictures: &'a [Picture],
}

impl PageMap<'_> {
    /// What readers without scripts see. It comes after the script, which need not wait for it.
    pub(super) fn without_scripts(self) -> String {
        let pictures: Vec<String> = (self.pictures.iter())
            .map(|picture| {
                let prefix = format!("{}-", picture.name);
                let svg = inline_svg(&picture.svg, &prefix, &picture.title());
                format!("<figure><div class=\"picture\">{svg}</div></figure>\n")
            })
            .collect();
        format!(
            "<noscript><p>The map that can be explored needs scripts. These are its main \
             pictures.</p>\n{}</noscript>\n",
            pictures.concat()
        )
    }

    /// The section of the map without its end: its controls and its data.
    pub(super) fn section(self) -> String {
        format!(
            "<section class=\"map\" aria-labelledby=\"map\">\n<h2 id=\"map\">Map</h2>\n{MAP}\
             <script type=\"application/json\" id=\"map-description\">{description}</script>\n\
             <script type=\"text/plain\" id=\"map-shapes\">{shapes}</script>\n\
             <script type=\"text/plain\" id=\"map-values\">{values}</script>\n",
            description = json(&self.map.description),
            shapes = STANDARD.encode(&self.map.shapes),
            values = STANDARD.encode(&self.map.values),
        )
    }
}
