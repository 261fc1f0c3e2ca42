//! What the program says. A standard output that is closed or full is an error, and a standard error that
//! is so is silence: neither ends the program in the middle of its work.

use catchment::load;
use std::fmt::Display;
use std::io::{self, Write as _};

/// Standard output that cannot be written to.
#[derive(Debug)]
pub(crate) struct StdoutError(io::Error);

impl Display for StdoutError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "cannot write to standard output: {}", self.0)
    }
}

impl std::error::Error for StdoutError {}

/// Prints what programs read, as it is.
pub(crate) fn machine(text: impl Display) -> Result<(), StdoutError> {
    let text = text.to_string();
    let mut out = io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(StdoutError)
}

/// Prints what people read: terminals obey control characters, so those of texts are written out.
pub(crate) fn people(text: impl Display) -> Result<(), StdoutError> {
    machine(load::printable(&text.to_string()))
}

/// Says a line on standard error.
pub(crate) fn say(text: impl Display) {
    let line = format!("{}\n", load::printable(&text.to_string()));
    // Nowhere is left to say that this failed.
    let _ = io::stderr().write_all(line.as_bytes());
}

/// A number to the nearest whole, with commas.
pub(crate) fn whole(number: f64) -> impl Display {
    indicatif::HumanFloatCount(number.round())
}
