use super::paper::Paper;
use resvg::tiny_skia::Pixmap;
use std::fmt::Debug;
use std::sync::Arc;

/// A part of a picture that is drawn on its PNG in another way than by reading its SVG.
pub(super) trait RasterLayer: Debug + Send + Sync {
    /// Draws it over pixels; whether it could be.
    fn draw(&self, paper: &Paper, pixels: &mut Pixmap) -> bool;
}

/// Such a part of any kind. Two are equal, as what they draw is in the SVG.
#[derive(Debug, Clone)]
pub(super) struct PictureLayer(pub(super) Arc<dyn RasterLayer>);

impl PartialEq for PictureLayer {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for PictureLayer {}
