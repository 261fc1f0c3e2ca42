use super::page;
use super::paper::Paper;
use super::pen::tenths;
use super::picture_layer::RasterLayer;
use super::raster::{Raster, Stretches};
use super::rect::Rect;
use crate::memo::Memo;
use crate::study::Figures;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

/// A part that the maps of a run have in common: it is in the SVG of each, and for PNGs is rasterised
/// once.
#[derive(Debug)]
pub(super) struct SharedLayer {
    /// As it is in the SVG of a picture.
    pub(super) body: String,
    /// What it refers to, where pictures define that elsewhere.
    defined: String,
    /// What it covers at most, in pixels of the page.
    frame: Rect,
    /// Width of the page, in pixels.
    page: f64,
    /// What is cut off at the top of the page, in pixels.
    above: f64,
    drawn: Memo<Option<Stretches>>,
}

/// Around a frame, for its own line and for rounding.
const ROOM: f64 = 2.0;

impl SharedLayer {
    /// A layer that covers a frame of a page.
    pub(super) fn new(
        body: String,
        defined: String,
        frame: Rect,
        page: f64,
        figures: &Figures,
    ) -> Self {
        let above = page::cut_off(figures);
        Self {
            body,
            defined,
            frame,
            page,
            above,
            drawn: Memo::new(),
        }
    }

    /// The frame with the layer alone.
    fn rasterise(&self, paper: &Paper) -> Option<Raster> {
        let svg = format!("{}{}{}</svg>", paper.start, self.defined, self.body);
        let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).ok()?;
        let each = paper.each(self.page);
        let scale = paper.scale;
        let shown = self.frame.grown(ROOM);
        let first = |at: f64| whole((at * each).floor());
        let (left, top) = (first(shown.left), first(shown.top - self.above));
        let end = |at: f64, start: u32| whole((at * each).ceil()).saturating_sub(start);
        let wide = end(shown.right(), left);
        let high = end(shown.bottom() - self.above, top);
        let mut pixels = Pixmap::new(wide, high)?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a page has some thousand pixels"
        )]
        let transform =
            Transform::from_scale(scale, scale).post_translate(-(left as f32), -(top as f32));
        resvg::render(&tree, transform, &mut pixels.as_mut());
        Some(Raster {
            left: left as usize,
            top: top as usize,
            pixels,
        })
    }
}

impl RasterLayer for SharedLayer {
    fn draw(&self, paper: &Paper, pixels: &mut Pixmap) -> bool {
        let find = || Some(Stretches::new(&self.rasterise(paper)?));
        let drawn = self.drawn.get_or_find(find).as_ref();
        drawn.map(|drawn| drawn.draw(pixels)).is_some()
    }
}

fn whole(pixels: f64) -> u32 {
    tenths(pixels.max(0.0) / 10.0).unsigned_abs()
}
