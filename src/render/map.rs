use super::base_map::{BaseMap, write_rings};
use super::canvas::Canvas;
use super::circle::Circle;
use super::hatched;
use super::legend::{Fill, Legend};
use super::marker::Marker;
use super::page::{self, MARGIN};
use super::png::Picture;
use super::rect::Rect;
use super::scale_bar;
use super::space::Corner;
use super::view::attribute;
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

/// Between the map and a legend below it, in pixels.
const LEGEND_GAP: f64 = 12.0;

impl BaseMap {
    /// Draws a map.
    pub(super) fn draw(&self, map: &Map) -> Picture {
        let rings = self.topology.dissolve(&map.class_of, map.fills.len());
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
            let caption = window.caption.as_deref();
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

    fn draw_window(&self, canvas: &mut Canvas, map: &Map, rings: &[Vec<Ring>], number: usize) {
        let window = &self.windows[number];
        canvas.share(&window.under);
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
        let over = usize::from(map.borders.is_some());
        canvas.share(&window.over[over]);
    }
}
