use crate::render::legend::Fill;
use serde_json::{Value, json};

/// Classes as the legend shows them: each with its colour (`None` is hatched) and its name.
pub(super) fn classes(fills: impl IntoIterator<Item = (Fill, String)>) -> Value {
    let class = |(fill, name): (Fill, String)| {
        let colour = match fill {
            Fill::Colour(colour) => Some(colour),
            Fill::Hatched => None,
        };
        json!([colour, name])
    };
    fills.into_iter().map(class).collect()
}
