use super::base_map::BaseMap;
use super::canvas::{Canvas, halo};
use super::labels::{self, Label, Placed, Surroundings};
use super::map::Map;
use super::marker::{self, Marker};
use super::rect::Rect;
use super::window::Window;

const LABEL: f64 = 22.0;

impl BaseMap {
    /// What part of the main map an inset shows.
    pub(super) fn draw_extent(&self, canvas: &mut Canvas, inset: &Window) {
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
    pub(super) fn draw_sites(
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
            if let Some(at) = marker.at.map(|place| window.view.place(place))
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
                    radius: marker.kind.radius(),
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
}
