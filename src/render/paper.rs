/// What a PNG is drawn on: how the page of its SVG lies on its pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paper<'a> {
    /// The first tag of the SVG.
    pub(super) start: &'a str,
    /// Width of the SVG, in pixels of its own.
    pub(super) width: f32,
    /// Pixels of the PNG to one of those.
    pub(super) scale: f32,
}

impl Paper<'_> {
    /// Pixels of the PNG to one of a page of this width.
    pub(super) fn each(&self, page: f64) -> f64 {
        f64::from(self.width * self.scale) / page
    }
}
