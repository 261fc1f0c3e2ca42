//! Ways cut at junctions, barriers and missing nodes.

use crate::model::LatLon;
use crate::network::osm::RoadClass;
use crate::network::osm::driving::Pace;
use crate::network::osm::extract::{Extract, RoadWay};
use crate::units::TravelTime;
use std::collections::HashMap;

/// A part of a way between two vertices, without a junction in between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Piece {
    /// Position of the way in the extract.
    pub(super) way: u32,
    /// Place in the way's nodes of its first node, and of its last one.
    pub(super) nodes: [u32; 2],
    /// The vertices at its beginning and end.
    pub(super) ends: [u32; 2],
    /// Milliseconds along the way, and against it; `None` where that is not allowed.
    pub(super) times: [Option<u32>; 2],
    /// Length in metres.
    pub(super) metres: f64,
}

/// Pieces, and the vertices where they meet.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub(super) all: Vec<Piece>,
    /// The node of every vertex.
    pub(super) vertices: Vec<u32>,
    /// Where ferries are boarded: the vertex on land and that on board.
    pub(super) boardings: Vec<[u32; 2]>,
}

/// A node that is no vertex.
const NONE: u32 = u32::MAX;

/// Where something is on the Earth.
pub(super) fn lat_lon([lat, lon]: [i32; 2]) -> LatLon {
    let degrees = |units: i32| f64::from(units) * 1e-7;
    LatLon::try_new(degrees(lat), degrees(lon))
        .expect("positions are on the Earth when they are read")
}

/// Length of a segment in metres.
pub(super) fn metres(from: [i32; 2], to: [i32; 2]) -> f64 {
    lat_lon(from).distance_to(lat_lon(to)).as_f64()
}

/// Time for a segment of a road, to the nearest millisecond.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time is not negative; one too large is the largest"
)]
pub(super) fn milliseconds(metres: f64, kmh: f64) -> u32 {
    (metres * 3_600.0 / kmh).round() as u32
}

/// Time of a whole way up to a share of it, to the nearest millisecond: parts add up to the whole.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a time is no longer than the time"
)]
fn part_of(whole: u32, share: f64) -> u32 {
    (f64::from(whole) * share).round() as u32
}

/// A sum of times that has no use above the longest travel time.
pub(super) fn checked_sum(times: impl IntoIterator<Item = Option<u32>>) -> Option<u32> {
    times
        .into_iter()
        .try_fold(0_u32, |sum, time| sum.checked_add(time?))
        .filter(|&sum| sum <= TravelTime::MAX.milliseconds())
}

/// The nodes of a way that lie between two missing ones, as a range of places.
fn runs<'a>(extract: &'a Extract, nodes: &'a [u32]) -> impl Iterator<Item = (usize, usize)> + 'a {
    let known = |node: &u32| extract.positions[*node as usize].is_some();
    let mut start = 0;
    std::iter::from_fn(move || {
        let first = start + nodes.get(start..)?.iter().position(known)?;
        let after = nodes[first..].iter().position(|node| !known(node));
        let end = after.map_or(nodes.len(), |after| first + after);
        start = end + 1;
        Some((first, end))
    })
    .filter(|(first, end)| end - first > 1)
}

impl Pieces {
    pub(super) fn cut(extract: &Extract, ferry_wait: u32) -> Self {
        let is_vertex = vertices(extract);
        let mut cut = Cutter {
            extract,
            is_vertex: &is_vertex,
            pieces: Self::default(),
            on_land: vec![NONE; extract.positions.len()],
            on_board: HashMap::new(),
            separate_boards: ferry_wait > 0,
        };
        for (way, number) in extract.ways.iter().zip(0..) {
            cut.way(way, number);
        }
        cut.finish()
    }
}

/// Nodes where a way ends, ways meet, or a way meets itself.
fn vertices(extract: &Extract) -> Vec<bool> {
    let mut used = vec![false; extract.positions.len()];
    let mut is_vertex = vec![false; extract.positions.len()];
    for way in &extract.ways {
        let nodes = extract.nodes_of(way);
        for (first, end) in runs(extract, nodes) {
            for &node in &nodes[first..end] {
                let node = node as usize;
                is_vertex[node] |= used[node] || extract.closed[node];
                used[node] = true;
            }
            for end in [first, end - 1] {
                is_vertex[nodes[end] as usize] = true;
            }
        }
    }
    is_vertex
}

/// Lengths of the segments of a run.
fn lengths<'a>(extract: &'a Extract, nodes: &'a [u32]) -> impl Iterator<Item = f64> + 'a {
    nodes.windows(2).map(|pair| {
        let [from, to] = [0, 1].map(|end| extract.positions[pair[end] as usize]);
        // Runs have no missing nodes.
        from.zip(to).map_or(0.0, |(from, to)| metres(from, to))
    })
}

struct Cutter<'a> {
    extract: &'a Extract,
    is_vertex: &'a [bool],
    pieces: Pieces,
    on_land: Vec<u32>,
    on_board: HashMap<u32, u32>,
    /// Whether ferries have vertices of their own, which one boards.
    separate_boards: bool,
}

impl Cutter<'_> {
    fn way(&mut self, way: &RoadWay, number: u32) {
        let extract = self.extract;
        let nodes = extract.nodes_of(way);
        let is_ferry = way.driving.class == RoadClass::Ferry;
        let whole: f64 = runs(extract, nodes)
            .map(|(first, end)| lengths(extract, &nodes[first..end]).sum::<f64>())
            .sum();
        let mut before = 0.0;
        for (first, end) in runs(extract, nodes) {
            let mut start = first;
            let mut times = [Some(0); 2];
            let mut length = 0.0;
            for (place, metres) in (first + 1..end).zip(lengths(extract, &nodes[first..end])) {
                let shares = [before, before + metres]
                    .map(|sum| if whole > 0.0 { sum / whole } else { 1.0 });
                before += metres;
                length += metres;
                let paces = [way.driving.forward, way.driving.backward];
                for (time, pace) in times.iter_mut().zip(paces) {
                    let own = pace.map(|pace| match pace {
                        Pace::KmPerHour(kmh) => milliseconds(metres, kmh),
                        Pace::Whole(whole) => part_of(whole, shares[1]) - part_of(whole, shares[0]),
                    });
                    *time = checked_sum([*time, own]);
                }
                if self.is_vertex[nodes[place] as usize] {
                    let ends = [start, place].map(|end| self.vertex(nodes[end], is_ferry));
                    let [from, to] = [start, place].map(|end| u32::try_from(end).unwrap_or(NONE));
                    self.pieces.all.push(Piece {
                        way: number,
                        nodes: [from, to],
                        ends,
                        times: std::mem::replace(&mut times, [Some(0); 2]),
                        metres: std::mem::take(&mut length),
                    });
                    start = place;
                }
            }
        }
    }

    fn vertex(&mut self, node: u32, is_ferry: bool) -> u32 {
        let new = u32::try_from(self.pieces.vertices.len()).unwrap_or(NONE);
        let vertex = if self.extract.closed[node as usize] {
            // Every piece ends here alone: nobody passes.
            new
        } else if is_ferry && self.separate_boards {
            *self.on_board.entry(node).or_insert(new)
        } else {
            let known = &mut self.on_land[node as usize];
            if *known == NONE {
                *known = new;
            }
            *known
        };
        if vertex == new {
            self.pieces.vertices.push(node);
        }
        vertex
    }

    fn finish(mut self) -> Pieces {
        let boardings = self
            .on_board
            .iter()
            .map(|(&node, &board)| [self.on_land[node as usize], board]);
        self.pieces.boardings = boardings.filter(|&[land, _]| land != NONE).collect();
        self.pieces.boardings.sort_unstable();
        self.pieces
    }
}
