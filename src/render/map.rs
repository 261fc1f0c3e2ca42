use super::base_map::{BaseMap, Window, write_rings};
use super::canvas::{Canvas, halo};
use super::circle::Circle;
use super::legend::{Fill, Legend};
use super::marker::Marker;
use super::page;
use super::pen::Anchor;
use super::png::Picture;
use super::rect::Rect;
use super::space::Corner;
use super::view::{attribute, round_length, write_dot};
use crate::borders::Ring;

/// One map: every demand point in the colour of its class.
#[derive(Debug)]
pub(super) struct Map {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) subtitle: String,
    /// The class of every demand point, in their order: a place in `fills`.
    pub(super) class_of: Vec<u8>,
    pub(super) fills: Vec<Fill>,
    /// Colour and width in pixels of lines between the classes.
    pub(super) borders: Option<(&'static str, f64)>,
    pub(super) legend: Legend,
    /// Outlines above the classes.
    pub(super) circles: Vec<Circle>,
    pub(super) markers: Vec<Marker>,
}

/// What dots are drawn on: grey, so that the palest of them are seen.
const BEHIND_DOTS: &str = "#c6c9cc";

impl BaseMap {
    /// Draws a map.
    pub(super) fn draw(&self, map: &Map) -> Picture {
        let mut canvas = Canvas::new(self.page.width, self.page.height);
        canvas.raw(Fill::DEFINITION);
        let rings = self.topology.dissolve(&map.class_of, map.fills.len());
        let (width, height) = map.legend.size();
        let legend = self.space.find(width, height, Corner::Any).0;
        let insets: Vec<Rect> = self.windows[1..].iter().map(|w| w.view.frame).collect();
        for (number, window) in self.windows.iter().enumerate() {
            canvas.define(&format!("whole-{number}"), &window.whole);
            let covered = if number == 0 { insets.as_slice() } else { &[] };
            self.draw_window(&mut canvas, map, &rings, number);
            self.draw_circles(&mut canvas, &map.circles, window, number);
            let mut furniture = covered.to_vec();
            furniture.push(window.scale_bar);
            if number == 0 {
                furniture.push(legend);
                for inset in &self.windows[1..] {
                    self.draw_extent(&mut canvas, inset);
                }
            }
            self.draw_sites(&mut canvas, map, window, furniture, number == 0);
            draw_frame(&mut canvas, window);
        }
        map.legend.draw(&mut canvas, &legend);
        canvas.layer("", |pen| {
            let subtitle = match self.times {
                Some(times) => format!("{} · {times}", map.subtitle),
                None => map.subtitle.clone(),
            };
            page::head(pen, &map.title, &subtitle, self.page.width);
            self.page
                .foot
                .draw(pen, self.windows[0].view.frame.bottom());
        });
        Picture {
            name: map.name.clone(),
            svg: canvas.finish(&map.title),
        }
    }

    fn draw_window(&self, canvas: &mut Canvas, map: &Map, rings: &[Vec<Ring>], number: usize) {
        let window = &self.windows[number];
        let whole = format!("whole-{number}");
        let behind = if self.topology.is_empty() {
            BEHIND_DOTS
        } else {
            "#ffffff"
        };
        canvas.layer("", |pen| pen.rectangle(&window.view.frame, behind));
        canvas.path(
            &window.land,
            "fill=\"#e9e9e7\" stroke=\"#c4c4c0\" stroke-width=\"8\"",
        );
        // Beneath the classes lie all areas in one piece, so that no white shines through where two
        // classes meet.
        canvas.reuse(&whole, "fill=\"#a9d3c6\"");
        let border = |fill: &Fill| match (map.borders, fill) {
            (Some((colour, width)), Fill::Colour(_)) => format!(
                " stroke=\"{colour}\" stroke-width=\"{}\" stroke-linejoin=\"bevel\"",
                attribute(width)
            ),
            _ => String::new(),
        };
        for (rings, fill) in rings.iter().zip(&map.fills) {
            let data = write_rings(rings, &self.topology, &window.view);
            canvas.path(&data, &format!("fill=\"{}\"{}", fill.paint(), border(fill)));
        }
        self.draw_dots(canvas, map, window);
        // Borders of regions would be taken for those of classes.
        if map.borders.is_none() {
            canvas.path(
                &window.regions,
                "fill=\"none\" stroke=\"#ffffff\" stroke-opacity=\"0.75\" stroke-width=\"9\"",
            );
        }
        canvas.reuse(
            &whole,
            "fill=\"none\" stroke=\"#5a5a5a\" stroke-width=\"9\"",
        );
    }

    /// Width of dots in pixels: where they lie evenly they cover a tenth of the map.
    fn dot_width(&self) -> f64 {
        let frame = self.windows[0].view.frame;
        let dots = self.points.iter().flatten().count().max(1);
        (0.1 * frame.width * frame.height / dots as f64)
            .sqrt()
            .clamp(3.0, 14.0)
    }

    /// The points that have a place and no area.
    fn draw_dots(&self, canvas: &mut Canvas, map: &Map, window: &Window) {
        let width = self.dot_width();
        let mut data = vec![String::new(); map.fills.len()];
        for (number, (place, &class)) in self.points.iter().zip(&map.class_of).enumerate() {
            if let Some(place) = place
                && !self.topology.has_area(number)
            {
                let at = window.view.place(*place);
                if window.view.frame.grown(-width).contains(at) {
                    write_dot(at, width, &mut data[usize::from(class)]);
                }
            }
        }
        for (data, fill) in data.iter().zip(&map.fills) {
            canvas.path(data, &format!("fill=\"{}\"", fill.dot_colour()));
        }
    }
}

/// The frame, the caption and the scale bar of a window.
fn draw_frame(canvas: &mut Canvas, window: &Window) {
    let frame = &window.view.frame;
    let bar = &window.scale_bar;
    let (metres, length) = round_length(&window.view, bar.width);
    let (left, base) = (bar.left, bar.bottom() - 6.0);
    canvas.layer("", |pen| {
        pen.frame(frame, "#7f7f7f", 2.0);
        for (width, colour) in [(7.0, "#ffffff"), (3.0, "#111111")] {
            let grow = (width - 3.0) / 2.0;
            pen.path(
                &[
                    [left, base - 8.0 - grow],
                    [left, base],
                    [left + length, base],
                    [left + length, base - 8.0 - grow],
                ],
                colour,
                width,
            );
        }
    });
    canvas.layer(&halo(4.0), |pen| {
        let middle = [left + length / 2.0, base - 9.0];
        let text = format!("{} km", metres / 1_000.0);
        pen.text(middle, Anchor::Middle, 20.0, "#111111", &text);
        if let Some(caption) = &window.caption {
            let at = [frame.left + 12.0, frame.top + 30.0];
            pen.text(at, Anchor::Start, 24.0, "#111111", caption);
        }
    });
}
