//! A document as one HTML file that needs nothing beside it: styles, scripts and pictures are in it,
//! and its content security policy allows no request and no script but its own.

mod assets;
mod block;
mod contents;
mod escape;
mod figure;
mod inline;
mod map;
mod page;
mod policy;
mod table;

pub(crate) use figure::PlacedPicture;
pub(crate) use map::PageMap;
pub(crate) use page::{HtmlPage, html};
