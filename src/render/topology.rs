use super::projection::{EqualArea, Xy};
use crate::borders::{Border, Borders, Outlines, Ring};
use rayon::prelude::*;
use std::sync::Arc;

/// The borders between areas on a map.
///
/// A map of classes is one walk along them: those with one class on both sides vanish, the rest are
/// chained into rings.
#[derive(Debug, Clone)]
pub(super) struct Topology {
    /// Projected, in metres.
    pub(super) vertices: Vec<Xy>,
    borders: Arc<Borders>,
}

impl Topology {
    /// Projects borders.
    pub(super) fn new(borders: Arc<Borders>, projection: &EqualArea) -> Self {
        let vertices = borders.vertices().par_iter();
        Self {
            vertices: vertices
                .map(|place| projection.project(place.x, place.y))
                .collect(),
            borders,
        }
    }

    /// All borders.
    pub(super) fn borders(&self) -> &[Border] {
        self.borders.all()
    }

    /// The pieces of border around every area.
    pub(super) fn outlines(&self) -> Outlines<'_> {
        self.borders.outlines()
    }

    /// All borders between different classes or at the edge of a class, each once, as lines of vertices; an area may
    /// be in no class.
    pub(super) fn lines_between(&self, class_of: impl Fn(usize) -> Option<u8>) -> Vec<Vec<u32>> {
        self.borders.lines_between(class_of)
    }

    /// Whether there is no area at all.
    pub(super) fn is_empty(&self) -> bool {
        self.borders.is_empty()
    }

    /// Whether this point has an area.
    pub(super) fn has_area(&self, point: usize) -> bool {
        self.borders.has_area(point)
    }

    /// The outlines of everything of one class together, for classes `0..classes`.
    ///
    /// To be filled by the non-zero rule: areas that overlap in the data do not become holes.
    pub(super) fn dissolve(&self, class_of: &[u8], classes: usize) -> Vec<Vec<Ring>> {
        self.borders.dissolve(class_of, classes)
    }

    /// Pairs of areas with a common border, each pair from the lower to the higher number.
    pub(super) fn neighbours(&self) -> impl Iterator<Item = (u32, u32)> {
        self.borders.neighbours()
    }
}
