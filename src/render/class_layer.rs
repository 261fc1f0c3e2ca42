use super::area_cover::{AreaRun, Side, WHOLE};
use super::area_runs::AreaRuns;
use super::hatched;
use super::legend::Fill;
use super::page;
use super::paper::Paper;
use super::pen::colour;
use super::picture_layer::RasterLayer;
use super::topology::Topology;
use super::view::View;
use crate::memo::Memo;
use crate::study::Figures;
use resvg::tiny_skia::{
    Color, ColorU8, LineCap, LineJoin, Paint, PathBuilder, Pixmap, PremultipliedColorU8, Stroke,
    Transform,
};
use std::sync::Arc;

/// The areas of a view, rasterised once for all maps.
#[derive(Debug)]
pub(super) struct AreaView {
    topology: Arc<Topology>,
    view: View,
    /// Width of the page, in pixels.
    page: f64,
    /// What is cut off at the top of the page, in pixels.
    above: f64,
    pixels: Memo<Option<AreaPixels>>,
}

/// Areas as pixels, and where they are in those of the picture.
#[derive(Debug)]
struct AreaPixels {
    left: usize,
    top: usize,
    runs: AreaRuns,
}

/// The areas of one map in a view, each in the colour of its class.
#[derive(Debug)]
pub(super) struct ClassLayer {
    pub(super) areas: Arc<AreaView>,
    pub(super) class_of: Arc<Vec<u8>>,
    pub(super) fills: Vec<Fill>,
    /// Colour and width in pixels of lines between the classes.
    pub(super) borders: Option<(&'static str, f64)>,
}

/// What areas of a class are filled with.
#[derive(Clone, Copy)]
enum Ink {
    Colour(PremultipliedColorU8),
    /// Lines across: pixels of the picture to one of the page, and what is cut off at the top of the page.
    Hatched(f64, f64),
}

impl AreaView {
    /// The areas of a topology in a view of a page.
    pub(super) fn new(topology: Arc<Topology>, view: View, page: f64, figures: &Figures) -> Self {
        let above = page::cut_off(figures);
        Self {
            topology,
            view,
            page,
            above,
            pixels: Memo::new(),
        }
    }

    /// Where on the pixels of a PNG a place on the page is.
    fn on_png(&self, [x, y]: [f64; 2], each: f64) -> [f64; 2] {
        [x * each, (y - self.above) * each]
    }

    fn rasterise(&self, paper: &Paper) -> Option<AreaPixels> {
        let each = paper.each(self.page);
        let frame = &self.view.frame;
        let edge = |at: f64| (at * each).round().max(0.0);
        let (left, right) = (edge(frame.left), edge(frame.right()));
        let (top, bottom) = (
            edge(frame.top - self.above),
            edge(frame.bottom() - self.above),
        );
        let size = [pixels(right - left)?, pixels(bottom - top)?];
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a page has some thousand pixels"
        )]
        let place = |&at: &[f64; 2]| {
            let [x, y] = self.on_png(self.view.place(at), each);
            [(x - left) as f32, (y - top) as f32]
        };
        let places: Vec<[f32; 2]> = self.topology.vertices.iter().map(place).collect();
        let outlines = self.topology.outlines();
        let sides = |area: usize| -> Vec<Side> {
            let of = outlines.of(area).map(|(from, to)| [from, to]);
            of.map(|ends| ends.map(|vertex| places[vertex as usize]))
                .collect()
        };
        Some(AreaPixels {
            left: usize::from(pixels(left)?),
            top: usize::from(pixels(top)?),
            runs: AreaRuns::new(outlines.areas(), sides, size),
        })
    }
}

/// Whole pixels; `None` where they are more than a picture may have.
fn pixels(length: f64) -> Option<u16> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked"
    )]
    (0.0..=f64::from(u16::MAX))
        .contains(&length)
        .then_some(length as u16)
}

impl RasterLayer for ClassLayer {
    fn draw(&self, paper: &Paper, pixels: &mut Pixmap) -> bool {
        let find = || self.areas.rasterise(paper);
        let Some(areas) = self.areas.pixels.get_or_find(find) else {
            return false;
        };
        let hatched = Ink::Hatched(paper.each(self.areas.page), self.areas.above);
        let inks = self.fills.iter().map(|fill| match fill {
            Fill::Colour(hex) => Ink::Colour(opaque(hex)),
            Fill::Hatched => hatched,
        });
        let inks: Vec<Ink> = inks.collect();
        let colours = Colours::new(&self.class_of, &inks);
        let wide = pixels.width() as usize;
        let rows = pixels.pixels_mut().chunks_exact_mut(wide);
        let rows = (areas.top..).zip(rows.skip(areas.top));
        for ((y, row), runs) in rows.zip(areas.runs.rows()) {
            for of in runs {
                let left = areas.left + usize::from(of[0].left);
                let end = (left + usize::from(of[0].length)).min(wide);
                let here = row.get_mut(left..end).unwrap_or_default();
                match of {
                    [run] if run.part == WHOLE && colours.of(run).alpha() == u8::MAX => {
                        here.fill(colours.of(run));
                    }
                    [..] => {
                        for (x, pixel) in (left..).zip(here) {
                            if !colours.mix(of, pixel) {
                                self.mix(of, &inks, [x, y], pixel);
                            }
                        }
                    }
                }
            }
        }
        self.draw_borders(paper, pixels);
        true
    }
}

impl ClassLayer {
    fn class(&self, run: &AreaRun) -> usize {
        let class = self.class_of.get(run.area as usize);
        class.map_or(usize::MAX, |&class| usize::from(class))
    }

    fn ink<'a>(&self, run: &AreaRun, inks: &'a [Ink]) -> Option<&'a Ink> {
        inks.get(self.class(run))
    }

    /// Colours a pixel of the picture that some areas cover.
    fn mix(
        &self,
        of: &[AreaRun],
        inks: &[Ink],
        [x, y]: [usize; 2],
        pixel: &mut PremultipliedColorU8,
    ) {
        let mut mixed = Mixture::default();
        for run in of {
            if let Some(ink) = self.ink(run, inks) {
                mixed.add(ink.at(x, y), run.part.into());
            }
        }
        if mixed.covered <= u32::from(WHOLE) {
            mixed.add(*pixel, u32::from(WHOLE) - mixed.covered);
            *pixel = mixed.colour(*pixel);
            return;
        }
        // Areas lie on each other: classes are drawn one after the other, as in the SVG.
        let drawn = of.iter().filter(|run| self.ink(run, inks).is_some());
        let mut drawn: Vec<&AreaRun> = drawn.collect();
        drawn.sort_by_key(|run| self.class(run));
        for of in drawn.chunk_by(|a, b| self.class(a) == self.class(b)) {
            let part: u32 = of.iter().map(|run| u32::from(run.part)).sum();
            let part = part.min(u32::from(WHOLE));
            let mut mixed = Mixture::default();
            mixed.add(*pixel, u32::from(WHOLE) - part);
            if let Some(ink) = self.ink(of[0], inks) {
                mixed.add(ink.at(x, y), part);
            }
            *pixel = mixed.colour(*pixel);
        }
    }

    fn draw_borders(&self, paper: &Paper, pixels: &mut Pixmap) {
        let Some((hex, width)) = self.borders else {
            return;
        };
        let each = paper.each(self.areas.page);
        let view = &self.areas.view;
        let mut path = PathBuilder::new();
        // Lines across have no border, as in the SVG.
        let coloured = |area: usize| {
            let class = *self.class_of.get(area)?;
            let fill = self.fills.get(usize::from(class))?;
            matches!(fill, Fill::Colour(_)).then_some(class)
        };
        for line in self.areas.topology.lines_between(coloured) {
            let places = line
                .iter()
                .map(|&vertex| self.areas.topology.vertices[vertex as usize]);
            view.pieces(places, |from, to, joined| {
                let [from, to] = [from, to].map(|at| self.areas.on_png(at, each));
                if !joined {
                    path.move_to(single(from[0]), single(from[1]));
                }
                path.line_to(single(to[0]), single(to[1]));
            });
        }
        let Some(path) = path.finish() else {
            return;
        };
        let rgb = colour(hex);
        let mut paint = Paint::default();
        paint.set_color(Color::from_rgba8(rgb.0, rgb.1, rgb.2, u8::MAX));
        let stroke = Stroke {
            width: single(width * each),
            line_cap: LineCap::Round,
            line_join: LineJoin::Bevel,
            ..Stroke::default()
        };
        pixels.stroke_path(&path, &paint, &stroke, Transform::identity(), None);
    }
}

impl Ink {
    /// What a pixel of the picture has.
    fn at(&self, x: usize, y: usize) -> PremultipliedColorU8 {
        match self {
            Self::Colour(colour) => *colour,
            Self::Hatched(each, above) => {
                let middle = |at: usize| (at as f64 + 0.5) / each;
                hatched::colour(middle(x), middle(y) + above, 1.0 / each)
            }
        }
    }
}

/// The colour of every area; clear where there is none or lines across.
struct Colours(Vec<PremultipliedColorU8>);

impl Colours {
    fn new(class_of: &[u8], inks: &[Ink]) -> Self {
        let colour = |class: &u8| match inks.get(usize::from(*class)) {
            Some(Ink::Colour(colour)) => *colour,
            Some(Ink::Hatched(..)) | None => PremultipliedColorU8::TRANSPARENT,
        };
        Self(class_of.iter().map(colour).collect())
    }

    fn of(&self, run: &AreaRun) -> PremultipliedColorU8 {
        let colour = self.0.get(run.area as usize);
        colour.copied().unwrap_or(PremultipliedColorU8::TRANSPARENT)
    }

    /// Colours a pixel that areas cover beside each other; whether it is one, and all have a colour.
    fn mix(&self, of: &[AreaRun], pixel: &mut PremultipliedColorU8) -> bool {
        let mut mixed = Mixture::default();
        for run in of {
            let colour = self.of(run);
            if colour.alpha() < u8::MAX {
                return false;
            }
            mixed.add(colour, run.part.into());
        }
        let Some(left) = u32::from(WHOLE).checked_sub(mixed.covered) else {
            return false;
        };
        mixed.add(*pixel, left);
        *pixel = mixed.colour(*pixel);
        true
    }
}

/// Colours by their parts of [`WHOLE`].
#[derive(Default)]
struct Mixture {
    sums: [u32; 4],
    covered: u32,
}

impl Mixture {
    fn add(&mut self, colour: PremultipliedColorU8, part: u32) {
        let parts = [colour.red(), colour.green(), colour.blue(), colour.alpha()];
        for (sum, colour) in self.sums.iter_mut().zip(parts) {
            *sum += u32::from(colour) * part;
        }
        self.covered += part;
    }

    /// The colour of a whole pixel; the `other` where there is none.
    fn colour(&self, other: PremultipliedColorU8) -> PremultipliedColorU8 {
        #[expect(clippy::cast_possible_truncation, reason = "a mean of bytes")]
        let mean = |sum: u32| ((sum + u32::from(WHOLE) / 2) / u32::from(WHOLE)) as u8;
        let [red, green, blue, alpha] = self.sums.map(mean);
        PremultipliedColorU8::from_rgba(red, green, blue, alpha).unwrap_or(other)
    }
}

/// The colour of a pixel from `#rrggbb`.
fn opaque(hex: &str) -> PremultipliedColorU8 {
    let rgb = colour(hex);
    ColorU8::from_rgba(rgb.0, rgb.1, rgb.2, u8::MAX).premultiply()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a page has some thousand pixels"
)]
fn single(pixels: f64) -> f32 {
    pixels as f32
}
