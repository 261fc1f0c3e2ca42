use super::base_map::BaseMap;
use super::canvas::Canvas;
use super::dots::{EDGE, EDGE_WIDTH};
use super::map::Map;
use super::view::write_dot;
use super::window::Window;

/// Dots lie on each other in at most so many steps of demand.
const STEPS: usize = 256;

impl BaseMap {
    /// Width of dots in pixels: where they lie evenly they cover a tenth of the map.
    pub(super) fn dot_width(&self) -> f64 {
        let frame = self.windows[0].view.frame;
        let dots = self.points.iter().flatten().count().max(1);
        (0.1 * frame.width * frame.height / dots as f64)
            .sqrt()
            .clamp(3.0, 14.0)
    }

    /// The points that have a place and no area: those of the most demand are on top.
    pub(super) fn draw_dots(&self, canvas: &mut Canvas, map: &Map, window: &Window) {
        let width = self.dot_width();
        let room = window.view.frame.grown(-width);
        let shown = |&point: &u32| {
            let at = window.view.place(self.points[point as usize]?);
            room.contains(at).then_some((point as usize, at))
        };
        let shown: Vec<(usize, [f64; 2])> = self.by_demand.iter().filter_map(shown).collect();
        let mut edges = String::new();
        for &(_, at) in &shown {
            write_dot(at, width + 2.0 * EDGE_WIDTH, &mut edges);
        }
        canvas.path(&edges, &format!("fill=\"{EDGE}\""));
        for step in shown.chunks(shown.len().div_ceil(STEPS).max(1)) {
            let mut data = vec![String::new(); map.fills.len()];
            for &(point, at) in step {
                write_dot(at, width, &mut data[usize::from(map.class_of[point])]);
            }
            for (data, fill) in data.iter().zip(&map.fills) {
                canvas.path(data, &format!("fill=\"{}\"", fill.dot_colour()));
            }
        }
    }
}
