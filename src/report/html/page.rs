use super::assets::{SCRIPT, STYLE};
use super::block::Blocks;
use super::contents::contents;
use super::escape::text;
use super::figure::PlacedPicture;
use super::inline::inline;
use super::map::PageMap;
use super::policy::policy;
use crate::document::{Document, Heading};

/// What a page is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HtmlPage<'a> {
    /// What it says; the same as in every other format.
    pub(crate) document: &'a Document,
    /// The pictures that the document names; those that are not here are left out.
    pub(crate) pictures: &'a [PlacedPicture],
    /// The map; `None` where nothing has a place, or nothing is drawn.
    pub(crate) map: Option<PageMap<'a>>,
}

/// The page as one file.
#[must_use]
pub(crate) fn html(page: HtmlPage) -> String {
    let HtmlPage {
        document,
        pictures,
        map,
    } = page;
    let title = document.headings().find(|heading| heading.level() == 1);
    let (plain, title) = title
        .map(Heading::text)
        .map_or_else(Default::default, |title| {
            (text(&title.to_plain()), inline(title))
        });
    let blocks = Blocks::new(document, pictures);
    let mut first = vec![("answer", "The answer")];
    first.extend(map.map(|_| ("map", "Map")));
    // The script comes as soon as it has its data, so that the map is drawn while the rest is read.
    let start = map.map_or_else(String::new, PageMap::section);
    let end = map.map_or_else(String::new, |map| map.without_scripts() + "</section>\n");
    let script = SCRIPT;
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"generator\" content=\"catchment {version}\">\n\
         <title>{plain}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#answer\">Skip to the answer</a>\n\
         <div id=\"said\" class=\"unseen\" role=\"status\" aria-live=\"polite\"></div>\n\
         <header><h1>{title}</h1></header>\n<div class=\"columns\">\n\
         <nav aria-labelledby=\"contents\">\n<details open>\n\
         <summary id=\"contents\">Contents</summary>\n{contents}</details>\n</nav>\n<main>\n\
         <section class=\"answer\" aria-labelledby=\"answer\">\n\
         <h2 id=\"answer\" tabindex=\"-1\">The answer</h2>\n{lead}</section>\n{start}<script>{script}</script>\n\
         {end}{sections}</main>\n\
         </div>\n\
         <footer><p>Written by catchment {version}. This page is one file and needs no \
         network.</p></footer>\n\
         </body>\n</html>\n",
        policy = text(&policy(STYLE, script)),
        version = env!("CARGO_PKG_VERSION"),
        contents = contents(document, &first),
        lead = blocks.lead,
        sections = blocks.sections,
    )
}
