use super::lengths::Lengths;
use super::page::{Foot, MARGIN};
use super::projection::{EqualArea, Xy};
use super::rect::Rect;
use super::space::{Corner, FreeSpace};
use super::topology::Topology;
use super::view::{Bounds, View};
use crate::borders::Ring;
use crate::study::{Inset, Study};

/// From the top of the page to the map: title and subtitle.
const HEAD: f64 = 128.0;
/// Least and greatest height of the frame, as parts of the page's width.
const FRAME_HEIGHT: [f64; 2] = [0.5625, 1.1];
/// How far an island may go beyond its points to be shown whole, as a part of what they cover.
const ISLAND: f64 = 0.15;
/// On a page that is narrower, the legend goes below the map.
const NARROW: f64 = 1_200.0;
/// Between the frame and what it shows.
const PADDING: f64 = 25.0;
/// Widths of a column beside the map that are tried for what finds no room on it.
const COLUMNS: [f64; 6] = [0.0, 80.0, 160.0, 240.0, 320.0, 470.0];
/// The room that most legends need, in pixels.
const LEGEND: (f64, f64) = (400.0, 420.0);
/// Widths of an inset that are tried, as parts of the frame's.
const INSET_WIDTHS: [f64; 5] = [0.42, 0.39, 0.36, 0.33, 0.30];
/// Around a site, for its marker and a part of its name.
const SITE: f64 = 24.0;

/// What a map shows, projected.
pub(super) struct Ground<'a> {
    pub(super) projection: &'a EqualArea,
    pub(super) topology: &'a Topology,
    /// The outline of all areas.
    pub(super) whole: &'a [Ring],
    pub(super) points: Vec<Xy>,
    /// Closed lines.
    pub(super) land: &'a [Vec<Xy>],
    /// Those that are in a layout.
    pub(super) sites: Vec<Xy>,
}

/// Where everything goes that is the same on every map.
pub(super) struct PageLayout {
    pub(super) page: Page,
    /// First the main map, then the inset, if any.
    pub(super) frames: Vec<Frame>,
    /// Where a legend may go.
    pub(super) space: FreeSpace,
}

/// The page's measures, in pixels.
#[derive(Debug, Clone)]
pub(super) struct Page {
    pub(super) width: f64,
    /// Without a legend below the map.
    pub(super) height: f64,
    /// Whether the legend has no room on the map.
    pub(super) legend_below: bool,
    pub(super) foot: Foot,
}

/// A view with its caption and the place of its scale bar.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) view: View,
    pub(super) caption: Option<String>,
    pub(super) scale_bar: Rect,
    pub(super) lengths: Lengths,
}

impl PageLayout {
    /// Lays out the page; `None` if there is nothing to show.
    pub(super) fn new(
        ground: &Ground,
        study: &Study,
        credit: Option<&'static str>,
    ) -> Option<Self> {
        let vertices = ground.topology.vertices.iter();
        let places = vertices.chain(&ground.points).chain(&ground.sites);
        let bounds = Bounds::around(places.copied())?;
        let bounds = if ground.topology.is_empty() {
            with_islands(bounds, ground.land)
        } else {
            bounds
        };
        let inset = study.drawing.inset.as_ref();
        let page = study.drawing.figures.width();
        let mut furnished: Option<Furnished> = None;
        let columns = if page < NARROW {
            &COLUMNS[..1]
        } else {
            &COLUMNS
        };
        for &column in columns {
            let trial = Furnished::new(ground, &bounds, inset, [page, column]);
            let best = furnished.as_ref().map_or(usize::MAX, |best| best.covered);
            if trial.covered < best {
                furnished = Some(trial);
            }
            if best == 0 {
                break;
            }
        }
        let Furnished { frames, space, .. } = furnished?;
        let foot = Foot::of_map(study, credit, page);
        let height = frames.first()?.view.frame.bottom() + foot.height();
        let page = Page {
            width: page,
            legend_below: page < NARROW,
            height,
            foot,
        };
        Some(Self {
            page,
            frames,
            space,
        })
    }
}

/// One way to place the inset and the scale bar.
struct Furnished {
    frames: Vec<Frame>,
    space: FreeSpace,
    /// How many cells of the map they and a legend would cover.
    covered: usize,
}

impl Furnished {
    /// With a column of this width beside the map, and the inset as large as there is room.
    fn new(
        ground: &Ground,
        bounds: &Bounds,
        inset: Option<&Inset>,
        [page, column]: [f64; 2],
    ) -> Self {
        let [wide, high] = bounds.size();
        let width = page - 2.0 * MARGIN;
        let shown = width - column - 2.0 * PADDING;
        let height = (shown * high / wide.max(1.0) + 2.0 * PADDING)
            .clamp(FRAME_HEIGHT[0] * page, FRAME_HEIGHT[1] * page)
            .round();
        let frame = Rect::new(MARGIN, HEAD, width, height);
        let inner = Rect {
            width: shown,
            ..frame.grown(-PADDING)
        };
        let view = View::fit(bounds, &inner, frame);
        let lengths = Lengths::within(ground.projection.angle(bounds.farthest()));
        let mut space = FreeSpace::new(frame);
        space.take_rings(ground.whole, &ground.topology.vertices, &view);
        for &place in &ground.points {
            space.take_point(view.place(place));
        }
        for &site in &ground.sites {
            let [x, y] = view.place(site);
            space.take(&Rect::new(x, y, 0.0, 0.0).grown(SITE));
        }
        let Some(inset) = inset else {
            return Self::with_inset(view, lengths, space, None);
        };
        let bounds = inset_bounds(inset, ground.projection);
        let mut best: Option<Self> = None;
        for part in INSET_WIDTHS {
            let trial = Self::with_inset(
                view,
                lengths,
                space.clone(),
                Some((inset, &bounds, part * width)),
            );
            if best
                .as_ref()
                .is_none_or(|best| trial.covered < best.covered)
            {
                best = Some(trial);
            }
            if best.as_ref().is_some_and(|best| best.covered == 0) {
                break;
            }
        }
        best.unwrap_or_else(|| Self::with_inset(view, lengths, space, None))
    }

    fn with_inset(
        view: View,
        lengths: Lengths,
        mut space: FreeSpace,
        inset: Option<(&Inset, &Bounds, f64)>,
    ) -> Self {
        let mut frames = Vec::new();
        let mut covered = 0;
        if let Some((inset, bounds, width)) = inset {
            let [wide, high] = bounds.size();
            let height = (width * high / wide.max(1.0)).round();
            let (frame, over) = space.find(width.round(), height, Corner::Any);
            covered += over;
            space.take(&frame.grown(8.0));
            let scale_bar = Rect::new(frame.left + 12.0, frame.bottom() - 46.0, 0.3 * width, 34.0);
            frames.push(Frame {
                view: View::fit(bounds, &frame, frame),
                caption: Some(inset.title.clone()),
                scale_bar,
                lengths: Lengths::True,
            });
        }
        let (scale_bar, over) = space.find(lengths.width(view.frame.width), 44.0, Corner::Bottom);
        space.take(&scale_bar);
        covered += over;
        if view.frame.width > NARROW {
            covered += space.find(LEGEND.0, LEGEND.1, Corner::Any).1;
        }
        frames.insert(
            0,
            Frame {
                view,
                caption: None,
                scale_bar,
                lengths,
            },
        );
        Self {
            frames,
            space,
            covered,
        }
    }
}

/// The bounds of points and of the islands that they are on, where these are not much larger: the shape of an
/// island says where one is.
fn with_islands(points: Bounds, land: &[Vec<Xy>]) -> Bounds {
    let [wide, high] = points.size();
    let room = ISLAND * wide.max(high);
    let is_within = |[x, y]: Xy| {
        let is_near = |at: f64, low: f64, high: f64| (low - room..=high + room).contains(&at);
        is_near(x, points.low[0], points.high[0]) && is_near(y, points.low[1], points.high[1])
    };
    let meets = |ring: &Bounds| {
        let along = |axis: usize| {
            ring.low[axis] <= points.high[axis] && ring.high[axis] >= points.low[axis]
        };
        along(0) && along(1)
    };
    let islands = land
        .iter()
        .filter_map(|ring| Bounds::around(ring.iter().copied()));
    let islands = islands.filter(|ring| is_within(ring.low) && is_within(ring.high) && meets(ring));
    let corners = islands.flat_map(|ring| [ring.low, ring.high]);
    Bounds::around(corners.chain([points.low, points.high])).unwrap_or(points)
}

fn inset_bounds(inset: &Inset, projection: &EqualArea) -> Bounds {
    let (low, high) = (inset.south_west, inset.north_east);
    let corner = |lon, lat| projection.project(lon, lat);
    let first = corner(low.lon(), low.lat());
    let corners = [
        first,
        corner(high.lon(), low.lat()),
        corner(high.lon(), high.lat()),
        corner(low.lon(), high.lat()),
    ];
    Bounds::around(corners.into_iter()).unwrap_or(Bounds {
        low: first,
        high: first,
    })
}
