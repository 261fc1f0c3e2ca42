//! What a report says, as values: text, headings, lists and tables, in no format.
//!
//! A writer for each format (Markdown, HTML, the terminal) turns the same document into text. A writer
//! knows the format and nothing of what the document is about.

mod aligned;
mod block;
mod cell;
mod table;
mod text;

pub use aligned::aligned;
pub use block::{Block, Document, Figure, Heading};
pub use cell::{Cell, Number, NumberStyle};
pub use table::{Column, Table};
pub use text::{Span, Text};
