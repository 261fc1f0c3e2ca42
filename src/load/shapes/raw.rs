//! What a file of shapes holds before its rings are looked at.

use super::reference;
use super::rings::Rings;
use serde_json::{Map, Value};

/// A feature as it stands in the file.
pub(super) struct RawShape {
    pub(super) id: Option<Value>,
    pub(super) properties: Map<String, Value>,
    /// `None` where it is not a polygon.
    pub(super) polygons: Option<Vec<Rings>>,
    /// Of a `GeometryCollection`, the parts that are not polygons.
    pub(super) other_parts: usize,
}

/// What a file holds before its rings are looked at.
pub(super) struct RawFile {
    pub(super) format: &'static str,
    pub(super) shapes: Vec<RawShape>,
    pub(super) reference: Option<reference::Reference>,
    pub(super) heights: bool,
}

/// Why a file cannot be read: its syntax, or one of its features.
pub(super) enum Fault {
    Syntax(&'static str, String),
    Feature(usize, String),
}

impl From<(usize, String)> for Fault {
    fn from((feature, reason): (usize, String)) -> Self {
        Self::Feature(feature, reason)
    }
}

/// What the parser says, and what is there where that helps.
pub(super) fn explain(content: &[u8], error: &serde_json::Error) -> String {
    if content.trim_ascii().is_empty() {
        return "the file is empty".to_owned();
    }
    let line = content
        .split(|&byte| byte == b'\n')
        .nth(error.line().max(1) - 1);
    let from = line.and_then(|line| line.get(error.column().saturating_sub(1)..));
    let found = from.unwrap_or_default();
    let not_json = ["NaN", "nan", "Infinity", "-Infinity", "inf", "-inf"];
    // The parser stops at the sign, or after the first letter that does not fit.
    let around = |word: &&&str| {
        found.starts_with(word.as_bytes())
            || word.len() > 1 && found.starts_with(&word.as_bytes()[1..])
    };
    if let Some(word) = not_json.iter().find(around) {
        return format!("{error}: `{word}` is not a number in JSON");
    }
    if error.to_string().starts_with("trailing characters") {
        return format!(
            "{error}: expected one JSON value; features on a line each (GeoJSONSeq) are \
             converted by `ogr2ogr -f GeoJSON out.geojson in.geojsonl`"
        );
    }
    error.to_string()
}
