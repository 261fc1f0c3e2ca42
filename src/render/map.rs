use super::base_map::{BaseMap, write_rings};
use super::canvas::Canvas;
use super::circle::Circle;
use super::class_layer::ClassLayer;
use super::hatched;
use super::legend::{Fill, Legend};
use super::marker::Marker;
use super::page::{self, MARGIN};
use super::picture_layer::PictureLayer;
use super::png::Picture;
use super::rect::Rect;
use super::scale_bar;
use super::space::Corner;
use super::view::attribute;
use super::window::Window;
use crate::borders::Ring;
use std::sync::Arc;

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

/// Between the map and a legend below it, in pixels.
const LEGEND_GAP: f64 = 12.0;

impl BaseMap {
    /// Draws a map.
    pub(super) fn draw(&self, map: &Map) -> Picture {
        let rings = self.topology.dissolve(&map.class_of, map.fills.len());
        let class_of = Arc::new(map.class_of.clone());
        let (width, height) = map.legend.size();
        let bottom = self.windows[0].view.frame.bottom();
        let (legend, below) = if self.page.legend_below {
            let place = Rect::new(MARGIN, bottom + LEGEND_GAP, width, height);
            (place, height + LEGEND_GAP)
        } else {
            (self.space.find(width, height, Corner::Any).0, 0.0)
        };
        let mut canvas = Canvas::new(self.page.width, self.page.height + below);
        canvas.raw(hatched::DEFINITION);
        let insets: Vec<Rect> = self.windows[1..].iter().map(|w| w.view.frame).collect();
        for (number, window) in self.windows.iter().enumerate() {
            let covered = if number == 0 { insets.as_slice() } else { &[] };
            let classes = ClassLayer {
                areas: Arc::clone(&window.areas),
                class_of: Arc::clone(&class_of),
                fills: map.fills.clone(),
                borders: map.borders,
            };
            canvas.share(&window.under);
            canvas.drawn_by(PictureLayer(Arc::new(classes)), |canvas| {
                self.draw_classes(canvas, map, &rings, window);
            });
            self.draw_dots(&mut canvas, map, window);
            // Borders of regions would be taken for those of classes.
            let over = usize::from(map.borders.is_some());
            canvas.share(&window.over[over]);
            self.draw_circles(&mut canvas, &map.circles, window, number);
            let mut furniture = covered.to_vec();
            furniture.push(window.scale_bar);
            let caption = window.caption.as_deref();
            furniture.extend(caption.map(|text| scale_bar::caption(&window.view, text)));
            if number == 0 {
                furniture.push(legend);
                for inset in &self.windows[1..] {
                    self.draw_extent(&mut canvas, inset);
                }
            }
            self.draw_sites(&mut canvas, map, window, furniture, number == 0);
            scale_bar::draw(
                &mut canvas,
                &window.view,
                &window.scale_bar,
                window.lengths,
                caption,
            );
        }
        map.legend.draw(&mut canvas, &legend, self.dots);
        canvas.layer("", |pen| {
            // The foot says it too.
            let times = self
                .times
                .map(|times| format!("{} · {times}", map.subtitle));
            let times = times.filter(|text| page::is_legible_subtitle(text, self.page.width));
            let subtitle = times.as_ref().unwrap_or(&map.subtitle);
            page::head(pen, [&map.title, subtitle], self.page.width, &self.figures);
            self.page.foot.draw(pen, bottom + below);
        });
        canvas.picture(map.name.clone(), &map.title, &self.figures)
    }

    fn draw_classes(&self, canvas: &mut Canvas, map: &Map, rings: &[Vec<Ring>], window: &Window) {
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
    }
}
