use super::canvas::Rect;
use super::page::{Foot, MARGIN};
use super::projection::{EqualArea, Xy};
use super::space::{Corner, FreeSpace};
use super::topology::{Ring, Topology};
use super::view::{Bounds, View};
use crate::load::{Dataset, Drawing};
use crate::model::LatLon;
use crate::study::{Inset, Study};
use geo::MultiPolygon;
use rayon::prelude::*;

/// What all maps of a run have in common: the shapes, projected once, and the page.
#[derive(Debug, Clone)]
pub struct Base {
    pub(super) topology: Topology,
    /// Every demand point's place in metres, where it has one.
    pub(super) points: Vec<Option<Xy>>,
    /// Every site's place in metres, where it has one.
    pub(super) sites: Vec<Option<Xy>>,
    pub(super) page: Page,
    /// What each window shows besides the classes: first the main map, then the inset.
    pub(super) windows: Vec<Window>,
    pub(super) space: FreeSpace,
}

/// The page's measures, in pixels.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) foot: Foot,
}

/// A view, and the data of SVG paths that are the same on every map.
#[derive(Debug, Clone)]
pub(super) struct Window {
    pub(super) view: View,
    /// The inset's caption.
    pub(super) caption: Option<String>,
    pub(super) land: String,
    pub(super) regions: String,
    /// All areas together.
    pub(super) whole: String,
    pub(super) scale_bar: Rect,
}

/// Page width; height follows from the shape of the country.
const WIDTH: f64 = 1_600.0;
/// From the top of the page to the map: title and subtitle.
const HEAD: f64 = 128.0;
const FRAME_HEIGHT: std::ops::RangeInclusive<f64> = 900.0..=1_760.0;
/// The room that most legends need, in pixels.
const LEGEND: (f64, f64) = (430.0, 420.0);
/// Widths of an inset that are tried, as parts of the frame's.
const INSET_WIDTHS: [f64; 7] = [0.42, 0.39, 0.36, 0.33, 0.30, 0.27, 0.24];

type Line = Vec<Xy>;

impl Base {
    /// Projects the shapes and lays out the page; `None` where nothing has coordinates.
    #[must_use]
    pub fn new(data: &Dataset, study: &Study) -> Option<Self> {
        let projection = EqualArea::around(middle(data)?);
        let place = |at: LatLon| projection.project(at.lon(), at.lat());
        let none = Drawing::default();
        let drawing = data.drawing.as_ref().unwrap_or(&none);
        let topology = Topology::new(&drawing.areas, &projection);
        let points: Vec<Option<Xy>> = data
            .points
            .par_iter()
            .map(|point| point.position.map(place))
            .collect();
        let sites = data
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
                .flat_map(|outline| project(&outline.shape, &projection))
                .collect()
        };
        let (land, regions) = (lines("land"), lines("region"));
        let rings = topology.dissolve(&vec![0; data.points.len()], 1).remove(0);

        let shown = topology.vertices.iter().copied();
        let bare = points
            .iter()
            .enumerate()
            .filter(|&(n, _)| !topology.has_area(n));
        let bounds = Bounds::of(shown.chain(bare.filter_map(|(_, &place)| place)))?;
        let layout = PageLayout::new(&bounds, study, &projection, &topology, &rings, &points);
        let window = |(view, caption, scale_bar): (View, Option<String>, Rect)| Window {
            land: write_lines(&land, &view),
            regions: write_lines(&regions, &view),
            whole: write_rings(&rings, &topology, &view),
            view,
            caption,
            scale_bar,
        };
        Some(Self {
            windows: layout.views.into_iter().map(window).collect(),
            topology,
            points,
            sites,
            page: layout.page,
            space: layout.space,
        })
    }
}

/// The middle of the demand points on the globe; of the corners of the areas where points have no
/// place.
fn middle(data: &Dataset) -> Option<LatLon> {
    let mut sum = [0.0; 3];
    for at in data.points.iter().filter_map(|point| point.position) {
        let vector = at.unit_vector();
        for (total, part) in sum.iter_mut().zip(vector) {
            *total += part;
        }
    }
    let areas = data
        .drawing
        .iter()
        .flat_map(|drawing| drawing.areas.iter().flatten());
    let corners = areas
        .flat_map(|area| &area.0)
        .flat_map(|polygon| &polygon.exterior().0)
        .filter_map(|corner| LatLon::try_new(corner.y, corner.x).ok());
    if sum == [0.0; 3] {
        for at in corners {
            for (total, part) in sum.iter_mut().zip(at.unit_vector()) {
                *total += part;
            }
        }
    }
    let [x, y, z] = sum;
    if sum == [0.0; 3] {
        return None;
    }
    LatLon::try_new(z.atan2(x.hypot(y)).to_degrees(), y.atan2(x).to_degrees()).ok()
}

fn project(shape: &MultiPolygon<f64>, projection: &EqualArea) -> Vec<Line> {
    shape
        .0
        .iter()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .map(|ring| {
            ring.0
                .par_iter()
                .map(|at| projection.project(at.x, at.y))
                .collect()
        })
        .collect()
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

/// Where everything goes that is the same on every map.
struct PageLayout {
    page: Page,
    views: Vec<(View, Option<String>, Rect)>,
    space: FreeSpace,
}

impl PageLayout {
    fn new(
        bounds: &Bounds,
        study: &Study,
        projection: &EqualArea,
        topology: &Topology,
        rings: &[Ring],
        points: &[Option<Xy>],
    ) -> Self {
        let [wide, high] = bounds.size();
        let frame_width = WIDTH - 2.0 * MARGIN;
        let frame_height = (frame_width * high / wide.max(1.0))
            .clamp(*FRAME_HEIGHT.start(), *FRAME_HEIGHT.end())
            .round();
        let frame = Rect::new(MARGIN, HEAD, frame_width, frame_height);
        let foot = Foot::new(study, WIDTH);
        let height = frame.bottom() + foot.height();
        let page = Page {
            width: WIDTH,
            height,
            foot,
        };

        let inset = study.drawing.inset.as_ref();
        // First all of the frame for the map; then less, with a column for legend and inset.
        let mut trial = None;
        for column in [0.0, 460.0] {
            let inner = frame.grown(-25.0);
            let inner = Rect {
                width: inner.width - column,
                ..inner
            };
            let view = View::fit(bounds, &inner, frame);
            let mut space = FreeSpace::new(frame);
            space.take_rings(rings, &topology.vertices, &view);
            for place in points.iter().flatten() {
                space.take_point(view.place(*place));
            }
            let found = furnish(view, space, inset, projection);
            let fits = found.2;
            trial = Some((found.0, found.1));
            if fits {
                break;
            }
        }
        let (views, space) = trial.unwrap_or_else(|| (Vec::new(), FreeSpace::new(frame)));
        Self { page, views, space }
    }
}

type Views = Vec<(View, Option<String>, Rect)>;

/// Finds room for the inset, as large as leaves room for a legend and a scale bar; says whether
/// there is.
fn furnish(
    view: View,
    space: FreeSpace,
    inset: Option<&Inset>,
    projection: &EqualArea,
) -> (Views, FreeSpace, bool) {
    let widths: &[f64] = if inset.is_some() {
        &INSET_WIDTHS
    } else {
        &[0.0]
    };
    let mut last = None;
    for part in widths {
        let mut free = space.clone();
        let mut views: Views = Vec::new();
        let mut covered = 0;
        if let Some(inset) = inset {
            let bounds = inset_bounds(inset, projection);
            let [wide, high] = bounds.size();
            let width = (part * view.frame.width).round();
            let (frame, over) = free.find(width, (width * high / wide).round(), Corner::Any);
            covered += over;
            free.take(&frame.grown(8.0));
            let bar = Rect::new(frame.left + 12.0, frame.bottom() - 46.0, 0.3 * width, 34.0);
            views.push((
                View::fit(&bounds, &frame, frame),
                Some(inset.title.clone()),
                bar,
            ));
        }
        let (bar, over) = free.find(0.2 * view.frame.width, 44.0, Corner::Bottom);
        covered += over;
        let mut with_legend = free.clone();
        with_legend.take(&bar);
        covered += with_legend.find(LEGEND.0, LEGEND.1, Corner::Any).1;
        views.insert(0, (view, None, bar));
        let fits = covered == 0;
        last = Some((views, with_legend, fits));
        if fits {
            break;
        }
    }
    last.unwrap_or_else(|| (vec![(view, None, view.frame)], space, false))
}

fn inset_bounds(inset: &Inset, projection: &EqualArea) -> Bounds {
    let (low, high) = (inset.south_west, inset.north_east);
    let corners = [
        (low.lon(), low.lat()),
        (high.lon(), low.lat()),
        (high.lon(), high.lat()),
        (low.lon(), high.lat()),
    ]
    .map(|(lon, lat)| projection.project(lon, lat));
    Bounds::of(corners.into_iter()).unwrap_or(Bounds {
        low: [0.0; 2],
        high: [1.0; 2],
    })
}
