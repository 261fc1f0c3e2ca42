use super::class_layer::ClassLayer;
use super::paper::Paper;
use super::shared_layer::SharedLayer;
use resvg::tiny_skia::Pixmap;
use std::sync::Arc;

/// A part of a picture that is drawn on its PNG in another way than by reading its SVG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PictureLayer {
    Shared(Arc<SharedLayer>),
    Classes(Arc<ClassLayer>),
}

impl PictureLayer {
    /// Draws it over pixels; whether it could be.
    pub(super) fn draw(&self, paper: &Paper, pixels: &mut Pixmap) -> bool {
        match self {
            Self::Shared(layer) => layer.draw(paper, pixels),
            Self::Classes(layer) => layer.draw(paper, pixels),
        }
    }
}
