use super::page;
use super::pen::{Pen, tenths};
use super::picture_layer::{PictureLayer, RasterLayer};
use super::png::Picture;
use super::rect::Rect;
use super::shared_layer::SharedLayer;
use crate::study::Figures;
use plotters::prelude::SVGBackend;
use std::ops::Range;
use std::sync::Arc;

/// Pixels of a page to a millimetre of paper.
const PER_MM: f64 = 10.0;

/// A page that layers are drawn on, from the lowest up.
#[derive(Debug)]
pub(super) struct Canvas {
    width: u32,
    height: u32,
    body: String,
    layers: Vec<(Range<usize>, PictureLayer)>,
}

impl Canvas {
    /// A white page, in pixels.
    pub(super) fn new(width: f64, height: f64) -> Self {
        let mut canvas = Self::clear(width, height);
        let all = Rect::new(0.0, 0.0, width.ceil(), height.ceil());
        canvas.layer("", |pen| pen.rectangle(&all, "#ffffff"));
        canvas
    }

    /// A page that what lies below it shines through.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page has some thousand pixels"
    )]
    pub(super) fn clear(width: f64, height: f64) -> Self {
        Self {
            width: width.ceil() as u32,
            height: height.ceil() as u32,
            body: String::new(),
            layers: Vec::new(),
        }
    }

    /// Adds a layer drawn with plotters; `attributes` hold for all that is drawn in it.
    pub(super) fn layer(&mut self, attributes: &str, draw: impl FnOnce(&mut Pen)) {
        let mut svg = String::new();
        draw(&mut Pen(SVGBackend::with_string(&mut svg, self.units())));
        self.splice(attributes, &svg);
    }

    /// Adds what a plotters backend of [`Canvas::units`] has drawn.
    pub(super) fn splice(&mut self, attributes: &str, svg: &str) {
        let inner = svg.split_once(">\n").map_or("", |(_, inner)| inner);
        let inner = inner.trim_end().strip_suffix("</svg>").unwrap_or(inner);
        if attributes.is_empty() {
            self.body.push_str(inner);
        } else {
            self.raw(&format!("<g {attributes}>\n{inner}</g>"));
        }
    }

    /// Adds an element as it is.
    pub(super) fn raw(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// Adds a path, unless it is empty.
    pub(super) fn path(&mut self, data: &str, attributes: &str) {
        if !data.is_empty() {
            self.raw(&format!("<path {attributes} d=\"{data}\"/>"));
        }
    }

    /// Keeps the data of a path that is drawn more than once.
    pub(super) fn define(&mut self, id: &str, data: &str) {
        self.raw(&format!("<defs><path id=\"{id}\" d=\"{data}\"/></defs>"));
    }

    /// Adds a layer that other pictures have too.
    pub(super) fn share(&mut self, layer: &Arc<SharedLayer>) {
        let shared: Arc<dyn RasterLayer> = Arc::<SharedLayer>::clone(layer);
        self.drawn_by(PictureLayer(shared), |canvas| {
            canvas.body.push_str(&layer.body);
        });
    }

    /// Adds what a layer draws on a PNG, as it is in the SVG.
    pub(super) fn drawn_by(&mut self, layer: PictureLayer, draw: impl FnOnce(&mut Self)) {
        let start = self.body.len();
        draw(self);
        self.layers.push((start..self.body.len(), layer));
    }

    /// What was drawn, without a document around it.
    pub(super) fn into_body(self) -> String {
        self.body
    }

    /// Draws a path that was kept.
    pub(super) fn reuse(&mut self, id: &str, attributes: &str) {
        self.raw(&format!("<use href=\"#{id}\" {attributes}/>"));
    }

    /// Adds a rectangle filled with any SVG paint.
    pub(super) fn fill_rectangle(&mut self, rect: &Rect, paint: &str) {
        let (x, y, w, h) = (
            tenths(rect.left),
            tenths(rect.top),
            tenths(rect.width),
            tenths(rect.height),
        );
        self.raw(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" fill=\"{paint}\"/>"
        ));
    }

    /// The page's size in tenths of a pixel.
    pub(super) fn units(&self) -> (u32, u32) {
        (self.width * 10, self.height * 10)
    }

    /// The picture, as wide on paper as the study wants pictures, but no narrower than it was laid out, so that
    /// all can be read; without the head of the page where it has none.
    pub(super) fn picture(self, name: String, title: &str, figures: &Figures) -> Picture {
        let (w, h) = self.units();
        let above = tenths(page::cut_off(figures)).unsigned_abs();
        let shown = h.saturating_sub(above);
        let laid_out = f64::from(self.width) / PER_MM;
        // A page is laid out in whole pixels.
        let width_mm = if laid_out < figures.width_mm + 1.0 / PER_MM {
            figures.width_mm
        } else {
            laid_out
        };
        let height_mm = width_mm * f64::from(shown) / f64::from(w);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width_mm}mm\" height=\"{height_mm:.2}mm\" \
             viewBox=\"0 {above} {w} {shown}\">\n<title>{}</title>\n",
            escape(title),
        );
        let start = svg.len();
        let moved = |(range, layer): (Range<usize>, PictureLayer)| {
            (range.start + start..range.end + start, layer)
        };
        let layers = self.layers.into_iter().map(moved).collect();
        svg.push_str(&self.body);
        svg.push_str("</svg>\n");
        Picture {
            name,
            svg,
            dpi: figures.dpi,
            layers,
        }
    }

    /// The SVG document.
    pub(super) fn finish(self, title: &str) -> String {
        let (w, h) = self.units();
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" \
             viewBox=\"0 0 {w} {h}\">\n<title>{}</title>\n{}</svg>\n",
            self.width,
            self.height,
            escape(title),
            self.body
        )
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// What halos of labels are drawn with.
pub(super) fn halo(width: f64) -> String {
    format!(
        "paint-order=\"stroke\" stroke=\"#ffffff\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
        tenths(width)
    )
}
