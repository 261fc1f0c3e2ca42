use super::backdrop::{self, Backdrop};
use super::dots::Dots;
use super::land;
use super::layout::{Frame, Ground, Page, PageLayout};
use super::projection::{EqualArea, Xy};
use super::space::FreeSpace;
use super::topology::Topology;
use super::view::View;
use super::window::{self, Outlines, Sheet, Window};
use crate::borders::Ring;
use crate::load::{Dataset, Drawing};
use crate::model::{LatLon, Layout};
use crate::study::{Figures, Study};
use rayon::prelude::*;
use std::sync::Arc;

/// What all maps of a run have in common: the shapes, projected once, and the page.
#[derive(Debug, Clone)]
pub(crate) struct BaseMap {
    projection: EqualArea,
    pub(super) topology: Arc<Topology>,
    /// Every demand point's place in metres, where it has one.
    pub(super) points: Vec<Option<Xy>>,
    /// The points that are dots, by ascending demand.
    pub(super) by_demand: Vec<u32>,
    pub(super) dots: Dots,
    /// Every site's place in metres, where it has one.
    pub(super) sites: Vec<Option<Xy>>,
    pub(super) page: Page,
    pub(super) figures: Figures,
    /// What every subtitle says of travel times that are not all those of a road table.
    pub(super) times: Option<&'static str>,
    /// Whom the land around the areas is owed to, where the study brings none.
    pub(super) credit: Option<&'static str>,
    /// Land around the areas, as closed lines.
    pub(super) land: Vec<Line>,
    /// Borders of regions, as closed lines.
    pub(super) regions: Vec<Line>,
    /// What each window shows besides the classes: first the main map, then the inset.
    pub(super) windows: Vec<Window>,
    pub(super) space: FreeSpace,
}

type Line = Vec<Xy>;

impl BaseMap {
    /// Projects the shapes and lays out the page; `None` if nothing has coordinates.
    #[must_use]
    pub(crate) fn new(data: &Dataset, study: &Study) -> Option<Self> {
        let projection = EqualArea::around(middle(data)?);
        let place = |at: LatLon| projection.project(at.lon(), at.lat());
        let none = Drawing::default();
        let drawing = data.drawing.as_ref().unwrap_or(&none);
        let topology = Arc::new(Topology::new(Arc::clone(drawing.borders()), &projection));
        let points: Vec<Option<Xy>> = data
            .points
            .par_iter()
            .map(|point| point.position.map(place))
            .collect();
        let sites: Vec<Option<Xy>> = data
            .sites
            .iter()
            .map(|site| site.position.map(place))
            .collect();
        let lines = |kind: &str| -> Vec<Line> {
            let shapes = drawing
                .outlines
                .iter()
                .filter(|outline| outline.kind == kind);
            shapes
                .flat_map(|outline| land::project(&outline.shape, &projection))
                .collect()
        };
        let regions = lines("region");
        let places = topology.vertices.iter();
        let places = places
            .chain(points.iter().flatten())
            .chain(sites.iter().flatten());
        let Backdrop { land, credit } = match backdrop::of_the_earth(data, study) {
            None => Backdrop {
                land: lines("land"),
                credit: None,
            },
            Some(credit) => Backdrop {
                land: backdrop::around(&projection, places),
                credit: Some(credit),
            },
        };
        let rings = topology.dissolve(&vec![0; data.points.len()], 1).remove(0);

        let used = sites_of_layouts(data);
        let ground = Ground {
            projection: &projection,
            topology: &topology,
            whole: &rings,
            points: points.iter().copied().flatten().collect(),
            land: &land,
            sites: used
                .into_iter()
                .filter_map(|site| sites.get(site).copied().flatten())
                .collect(),
        };
        let (by_demand, dots) = dots_of(data, &topology);
        let layout = PageLayout::new(&ground, study, credit)?;
        let sheet = Sheet {
            projection: &projection,
            topology: &topology,
            dots,
            page: layout.page.width,
            figures: &study.drawing.figures,
        };
        let window = |(number, frame): (usize, Frame)| {
            let view = frame.view;
            let outlines = Outlines {
                land: write_lines(&land, &view),
                regions: write_lines(&regions, &view),
                whole: write_rings(&rings, &topology, &view),
            };
            let (under, over) = window::layers(&sheet, number, &view, frame.lengths, &outlines);
            Window {
                areas: Arc::new(window::areas(&sheet, &view)),
                view,
                caption: frame.caption,
                scale_bar: frame.scale_bar,
                lengths: frame.lengths,
                under: Arc::new(under),
                over: over.map(Arc::new),
            }
        };
        let frames = layout.frames.into_par_iter().enumerate();
        let windows = frames.map(window).collect();
        Some(Self {
            times: study.travel.caption(),
            projection,
            topology,
            points,
            by_demand,
            dots,
            sites,
            credit,
            land,
            regions,
            page: layout.page,
            figures: study.drawing.figures.clone(),
            windows,
            space: layout.space,
        })
    }
}

impl BaseMap {
    /// Where a place is on the map, in metres.
    pub(super) fn place(&self, at: LatLon) -> Xy {
        self.projection.project(at.lon(), at.lat())
    }
}

/// The sites of any layout, ascending.
fn sites_of_layouts(data: &Dataset) -> Vec<usize> {
    let layouts = data.layouts.iter().flat_map(Layout::sites);
    let mut used: Vec<usize> = layouts.map(|site| site.get()).collect();
    used.sort_unstable();
    used.dedup();
    used
}

/// The points without an area, by ascending demand, and whether they are all.
fn dots_of(data: &Dataset, topology: &Topology) -> (Vec<u32>, Dots) {
    let mut dots: Vec<u32> = (0..)
        .zip(&data.points)
        .filter(|(number, point)| point.position.is_some() && !topology.has_area(*number as usize))
        .map(|(number, _)| number)
        .collect();
    dots.sort_by_key(|&number| data.points[number as usize].demand);
    let kind = match (topology.is_empty(), dots.is_empty()) {
        (true, _) => Dots::Only,
        (false, false) => Dots::Some,
        (false, true) => Dots::None,
    };
    (dots, kind)
}

/// The middle of the demand points on the globe; of the corners of the areas where points have no
/// place.
fn middle(data: &Dataset) -> Option<LatLon> {
    let points = || data.points.iter().filter_map(|point| point.position);
    let areas = || {
        data.drawing
            .iter()
            .flat_map(|drawing| drawing.areas.iter().flatten())
    };
    let corners = || {
        areas()
            .flat_map(|area| &area.0)
            .flat_map(|polygon| &polygon.exterior().0)
            .filter_map(|corner| LatLon::try_new(corner.y, corner.x).ok())
    };
    if points().next().is_some() {
        mean(points())
    } else {
        mean(corners())
    }
}

/// The mean of places as points of the globe; none of no places.
fn mean(places: impl Iterator<Item = LatLon>) -> Option<LatLon> {
    let sum = places
        .map(LatLon::unit_vector)
        .reduce(|[x, y, z], [dx, dy, dz]| [x + dx, y + dy, z + dz]);
    let [x, y, z] = sum?;
    LatLon::try_new(z.atan2(x.hypot(y)).to_degrees(), y.atan2(x).to_degrees()).ok()
}

fn write_lines(lines: &[Line], view: &View) -> String {
    let mut data = String::new();
    for line in lines {
        view.write_ring(line.iter().copied(), &mut data);
    }
    data
}

pub(super) fn write_rings(rings: &[Ring], topology: &Topology, view: &View) -> String {
    let mut data = String::new();
    for ring in rings {
        view.write_ring(
            ring.iter().map(|&v| topology.vertices[v as usize]),
            &mut data,
        );
    }
    data
}
