use super::base::{ATTRIBUTION_ROW, ATTRIBUTION_SIZE, Base, MARGIN, Window, write_rings};
use super::canvas::{Anchor, Canvas, Rect, halo};
use super::labels::{self, Label, Placed, Surroundings};
use super::legend::{Fill, Legend};
use super::marker::{self, MarkerKind};
use super::png::Picture;
use super::topology::Ring;
use super::view::{attribute, round_length, write_dot};
use crate::model::SiteIndex;

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
    pub(super) markers: Vec<Marker>,
}

/// A site on a map.
#[derive(Debug, Clone)]
pub(super) struct Marker {
    pub(super) site: SiteIndex,
    pub(super) kind: MarkerKind,
    /// Its name, where it is to be written.
    pub(super) label: Option<String>,
}

const TITLE: f64 = 40.0;
const SUBTITLE: f64 = 25.0;
const LABEL: f64 = 22.0;
/// Diameter of the dot of a point without an area, in pixels of the main map.
const DOT: f64 = 3.0;

impl Base {
    /// Draws a map.
    pub(super) fn draw(&self, map: &Map) -> Picture {
        let mut canvas = Canvas::new(self.page.width, self.page.height);
        canvas.raw(Fill::DEFINITION);
        let rings = self.topology.dissolve(&map.class_of, map.fills.len());
        let (width, height) = map.legend.size();
        let legend = self.space.find(width, height, 14.0).0;
        let insets: Vec<Rect> = self.windows[1..].iter().map(|w| w.view.frame).collect();
        for (number, window) in self.windows.iter().enumerate() {
            let covered = if number == 0 { insets.as_slice() } else { &[] };
            self.draw_window(&mut canvas, map, &rings, window);
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
        self.draw_words(&mut canvas, map);
        Picture {
            name: map.name.clone(),
            svg: canvas.finish(&map.title),
        }
    }

    fn draw_window(&self, canvas: &mut Canvas, map: &Map, rings: &[Vec<Ring>], window: &Window) {
        canvas.layer("", |pen| pen.rectangle(&window.view.frame, "#ffffff"));
        canvas.path(
            &window.land,
            "fill=\"#e9e9e7\" stroke=\"#c4c4c0\" stroke-width=\"8\"",
        );
        // Beneath the classes lie all areas in one piece: no white shines through where two
        // classes meet, and the outer half of its stroke is the coast.
        canvas.path(
            &window.whole,
            "fill=\"#b9cfc9\" stroke=\"#6b6b6b\" stroke-width=\"16\" stroke-linejoin=\"round\"",
        );
        let border = map.borders.map_or_else(String::new, |(colour, width)| {
            format!(
                " stroke=\"{colour}\" stroke-width=\"{}\" stroke-linejoin=\"round\"",
                attribute(width)
            )
        });
        for (rings, fill) in rings.iter().zip(&map.fills) {
            let data = write_rings(rings, &self.topology, &window.view);
            canvas.path(&data, &format!("fill=\"{}\"{border}", fill.paint()));
        }
        self.draw_dots(canvas, map, window);
        canvas.path(
            &window.regions,
            "fill=\"none\" stroke=\"#ffffff\" stroke-opacity=\"0.8\" stroke-width=\"12\"",
        );
    }

    /// The points that have a place and no area.
    fn draw_dots(&self, canvas: &mut Canvas, map: &Map, window: &Window) {
        let mut data = vec![String::new(); map.fills.len()];
        for (number, (place, &class)) in self.points.iter().zip(&map.class_of).enumerate() {
            if let Some(place) = place
                && !self.topology.has_area(number)
            {
                let at = window.view.place(*place);
                if window.view.frame.grown(-DOT).contains(at) {
                    write_dot(at, &mut data[usize::from(class)]);
                }
            }
        }
        for (data, fill) in data.iter().zip(&map.fills) {
            let stroke = match fill {
                Fill::Colour(colour) => colour,
                Fill::Hatched => "#8c8c8c",
            };
            let width = attribute(DOT);
            canvas.path(
                data,
                &format!("fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{width}\" stroke-linecap=\"round\""),
            );
        }
    }

    /// What part of the main map an inset shows.
    fn draw_extent(&self, canvas: &mut Canvas, inset: &Window) {
        let extent = self.extent(inset);
        canvas.layer("", |pen| pen.frame(&extent, "#111111", 2.0));
    }

    fn extent(&self, inset: &Window) -> Rect {
        let main = &self.windows[0].view;
        let frame = inset.view.frame;
        let scale = main.pixels_per_metre / inset.view.pixels_per_metre;
        let [x, y] = main.place(inset.view.middle);
        Rect::new(
            x - frame.width * scale / 2.0,
            y - frame.height * scale / 2.0,
            frame.width * scale,
            frame.height * scale,
        )
    }

    /// Markers and their names; on the main map, sites that an inset shows are small and unnamed.
    fn draw_sites(
        &self,
        canvas: &mut Canvas,
        map: &Map,
        window: &Window,
        furniture: Vec<Rect>,
        main: bool,
    ) {
        let extents: Vec<Rect> = if main {
            self.windows[1..]
                .iter()
                .map(|inset| self.extent(inset))
                .collect()
        } else {
            Vec::new()
        };
        let mut shown: Vec<(&Marker, [f64; 2], f64)> = Vec::new();
        for marker in &map.markers {
            let place = self.sites.get(marker.site.get()).copied().flatten();
            if let Some(at) = place.map(|place| window.view.place(place))
                && window.view.frame.contains(at)
            {
                let in_inset = extents.iter().any(|extent| extent.contains(at));
                shown.push((marker, at, if in_inset { 0.5 } else { 1.0 }));
            }
        }
        let names: Vec<Label> = shown
            .iter()
            .filter(|(_, _, scale)| *scale >= 1.0)
            .filter_map(|(marker, at, _)| {
                Some(Label {
                    at: *at,
                    text: marker.label.clone()?,
                })
            })
            .collect();
        let around = Surroundings {
            frame: window.view.frame,
            markers: shown
                .iter()
                .map(|&(m, at, scale)| (at, m.kind.radius() * scale))
                .collect(),
            furniture: furniture.into_iter().chain(extents).collect(),
        };
        let placed: Vec<Placed> = labels::place(&names, &around, LABEL);
        canvas.layer("", |pen| {
            labels::draw_leaders(pen, &placed);
            for &(marker, at, scale) in &shown {
                marker::draw(pen, marker.kind, at, scale);
            }
        });
        canvas.layer(&halo(4.0), |pen| labels::draw_names(pen, &placed, LABEL));
    }

    fn draw_words(&self, canvas: &mut Canvas, map: &Map) {
        let (attribution, first) = &self.page.attribution;
        canvas.layer("", |pen| {
            pen.text([MARGIN, 62.0], Anchor::Start, TITLE, "#111111", &map.title);
            pen.text(
                [MARGIN, 104.0],
                Anchor::Start,
                SUBTITLE,
                "#444444",
                &map.subtitle,
            );
            let mut baseline = *first;
            for line in attribution {
                pen.text(
                    [MARGIN, baseline],
                    Anchor::Start,
                    ATTRIBUTION_SIZE,
                    "#666666",
                    line,
                );
                baseline += ATTRIBUTION_ROW;
            }
        });
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
