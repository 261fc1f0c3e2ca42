use super::escape::{json, text};
use super::inline::inline;
use crate::document::Figure;
use crate::render::Picture;

/// A picture for a page, and its numbers as CSV.
#[derive(Debug, Clone)]
pub(crate) struct PlacedPicture {
    pub(crate) picture: Picture,
    pub(crate) csv: Option<String>,
}

/// A picture in its place, with the data that its downloads are made from.
pub(super) fn figure(place: &Figure, placed: &PlacedPicture, number: usize) -> String {
    let name = text(place.picture());
    let table = text(place.table().unwrap_or(place.picture()));
    let data = placed.csv.as_ref().map_or_else(String::new, |csv| {
        format!(
            "<script type=\"application/json\" class=\"csv\" data-name=\"{table}\">{}</script>\n",
            json(csv)
        )
    });
    let picture = inline_svg(
        &placed.picture.svg,
        &format!("f{number}-"),
        &place.caption().to_plain(),
    );
    format!(
        "<figure class=\"chart\" data-name=\"{name}\">\n<figcaption>{}</figcaption>\n\
         <div class=\"picture\" tabindex=\"0\" role=\"group\" aria-label=\"{} (picture)\">\n{picture}</div>\n{data}</figure>\n",
        inline(place.caption()),
        text(&place.caption().to_plain()),
    )
}

/// An SVG document as part of a page: its ids get a prefix, so that no two pictures share one, and
/// it has a text alternative.
pub(super) fn inline_svg(svg: &str, prefix: &str, alternative: &str) -> String {
    let mut html = String::with_capacity(svg.len() + 1_024);
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        let end = rest[start..]
            .find('>')
            .map_or(rest.len(), |end| start + end + 1);
        html.push_str(&rest[..start]);
        html.push_str(&with_prefix(&rest[start..end], prefix));
        rest = &rest[end..];
    }
    html.push_str(rest);
    let label = format!("<svg role=\"img\" aria-label=\"{}\" ", text(alternative));
    html.replacen("<svg ", &label, 1)
}

fn with_prefix(tag: &str, prefix: &str) -> String {
    tag.replace(" id=\"", &format!(" id=\"{prefix}"))
        .replace("href=\"#", &format!("href=\"#{prefix}"))
        .replace("url(#", &format!("url(#{prefix}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links of a picture stay in it, and words that look like links are left alone.
    #[test]
    fn ids_of_a_picture_are_its_own() {
        let svg = "<svg width=\"1\"><path id=\"a\"/><use href=\"#a\" fill=\"url(#b)\"/>\
                   <text> id=\"a\"</text></svg>";
        assert_eq!(
            inline_svg(svg, "f1-", "A \"map\""),
            "<svg role=\"img\" aria-label=\"A &quot;map&quot;\" width=\"1\"><path id=\"f1-a\"/>\
             <use href=\"#f1-a\" fill=\"url(#f1-b)\"/><text> id=\"a\"</text></svg>"
        );
    }
}
