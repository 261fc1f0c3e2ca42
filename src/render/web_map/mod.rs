//! The map of a run for a page that draws it itself: borders, values and their colours, packed.

mod arcs;
mod classes;
mod cold_spots;
mod columns;
mod grid;
mod layers;
mod outlines;
mod pack;
mod shapes;
mod source;
mod values;

pub(crate) use source::{ColdSpotsOf, WebMapOf};

use super::base_map::BaseMap;
use columns::Columns;
use serde_json::Value;
use shapes::Shapes;

/// A map as data: what a script needs to draw it.
#[derive(Debug, Clone)]
pub(crate) struct WebMap {
    /// Layers, layouts, sites and legends.
    pub(crate) description: Value,
    /// Borders, land and places, compressed.
    pub(crate) shapes: Vec<u8>,
    /// What every demand point has, compressed.
    pub(crate) values: Vec<u8>,
}

impl WebMap {
    /// The map of a run.
    #[must_use]
    pub(crate) fn new(base: &BaseMap, of: &WebMapOf) -> Self {
        let packed = || {
            let shapes = Shapes::new(base);
            let bytes = pack::deflated(&shapes.bytes);
            (shapes, bytes)
        };
        let layers = || {
            let mut columns = Columns::new(of);
            let layers = layers::layers(base, of, &mut columns);
            (layers, pack::deflated(&columns.into_bytes(of.data)))
        };
        let ((shapes, packed_shapes), (layers, values)) = rayon::join(packed, layers);
        Self {
            description: values::description(base, of, &shapes, &layers),
            shapes: packed_shapes,
            values,
        }
    }
}
