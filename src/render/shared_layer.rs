use super::page;
use super::pen::tenths;
use super::rect::Rect;
use crate::memo::Memo;
use crate::study::Figures;
use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
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
    raster: Memo<Option<Raster>>,
}

/// Pixels, and where they are in those of the picture.
#[derive(Debug)]
struct Raster {
    left: u32,
    top: u32,
    pixels: Pixmap,
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
        let above = if figures.has_head() { 0.0 } else { page::HEAD };
        Self {
            body,
            defined,
            frame,
            page,
            above,
            raster: Memo::new(),
        }
    }

    /// Draws it over pixels; whether it could be. `start` is the first tag of the picture, and `scale`
    /// what a pixel of its SVG is in those of the PNG.
    pub(super) fn draw(&self, start: &str, scale: f32, pixels: &mut Pixmap) -> bool {
        let raster = self.raster.get_or_find(|| self.rasterise(start, scale));
        let Some(raster) = raster else {
            return false;
        };
        let wide = raster.pixels.width() as usize;
        let page_wide = pixels.width() as usize;
        let shown = wide.min(page_wide.saturating_sub(raster.left as usize));
        let rows = raster.pixels.pixels().chunks_exact(wide);
        let page = pixels.pixels_mut().chunks_exact_mut(page_wide);
        for (to, from) in page.skip(raster.top as usize).zip(rows) {
            let to = to.iter_mut().skip(raster.left as usize);
            for (to, from) in to.zip(&from[..shown]) {
                match from.alpha() {
                    0 => {}
                    u8::MAX => *to = *from,
                    _ => *to = over(*from, *to),
                }
            }
        }
        true
    }

    fn rasterise(&self, start: &str, scale: f32) -> Option<Raster> {
        let svg = format!("{start}{}{}</svg>", self.defined, self.body);
        let tree = usvg::Tree::from_str(&svg, &usvg::Options::default()).ok()?;
        let each = f64::from(tree.size().width() * scale) / self.page;
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
        Some(Raster { left, top, pixels })
    }
}

/// One colour over another (Porter and Duff 1984, Compositing digital images).
fn over(from: PremultipliedColorU8, to: PremultipliedColorU8) -> PremultipliedColorU8 {
    let left = u32::from(u8::MAX - from.alpha());
    let part = |from: u8, to: u8| {
        let sum = u32::from(from) + (u32::from(to) * left + 127) / 255;
        u8::try_from(sum).unwrap_or(u8::MAX)
    };
    let mixed = PremultipliedColorU8::from_rgba(
        part(from.red(), to.red()),
        part(from.green(), to.green()),
        part(from.blue(), to.blue()),
        part(from.alpha(), to.alpha()),
    );
    mixed.unwrap_or(from)
}

fn whole(pixels: f64) -> u32 {
    tenths(pixels.max(0.0) / 10.0).unsigned_abs()
}

impl PartialEq for SharedLayer {
    fn eq(&self, other: &Self) -> bool {
        (&self.body, &self.defined) == (&other.body, &other.defined)
    }
}

impl Eq for SharedLayer {}
