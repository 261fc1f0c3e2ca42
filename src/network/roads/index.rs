use super::network::RoadNetwork;
use super::pieces::Piece;
use crate::network::osm::RoadClass;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

type Box3 = GeomWithData<Rectangle<[f64; 3]>, u32>;

/// An index of the pieces of a network that places may snap to, as lines of the unit sphere.
#[derive(Debug)]
pub(super) struct PieceIndex<'a> {
    network: &'a RoadNetwork,
    tree: RTree<Box3>,
}

/// The place of a road that is nearest to another place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Nearest {
    pub(super) piece: u32,
    /// Place of the segment in the way, from 0.
    pub(super) segment: u32,
    /// Where on the segment, from 0 at its first node to 1.
    pub(super) share: f64,
    /// Square of the distance, on the unit sphere.
    pub(super) distance_2: f64,
}

impl<'a> PieceIndex<'a> {
    /// An index of the roads of the graph and of regions with at least so many metres of road.
    pub(super) fn new(network: &'a RoadNetwork, least_region: f64) -> Self {
        let boxes = (0..).zip(&network.pieces).filter_map(|(number, piece)| {
            let piece_is_in = network.is_in_graph(network.links[number as usize])
                || is_in_region(network, piece, least_region);
            let is_road = network.driving(piece).class != RoadClass::Ferry;
            (piece_is_in && is_road).then(|| {
                let corners = vectors(network, piece).collect::<Vec<_>>();

                let around = AABB::from_points(&corners);
                Box3::new(
                    Rectangle::from_corners(around.lower(), around.upper()),
                    number,
                )
            })
        });
        Self {
            network,
            tree: RTree::bulk_load(boxes.collect()),
        }
    }

    /// The nearest place of a road within a distance; of equally near ones that with the lowest id of its
    /// way, and then the lowest segment.
    pub(super) fn nearest(&self, place: [f64; 3], within: f64) -> Option<Nearest> {
        let mut best: Option<Nearest> = None;
        for (found, least_2) in self.tree.nearest_neighbor_iter_with_distance_2(place) {
            let most = best.map_or(within * within, |best| best.distance_2);
            if least_2 > most {
                break;
            }
            let piece = &self.network.pieces[found.data as usize];
            for nearest in on_piece(self.network, piece, found.data, place) {
                if nearest.distance_2 <= within * within {
                    best = Some(nearer(self.network, best, nearest));
                }
            }
        }
        best
    }
}

/// Whether a piece is on an island: a network of its own, and not a small one.
pub(super) fn is_in_region(network: &RoadNetwork, piece: &Piece, least: f64) -> bool {
    let region = network.regions.of(piece.ends[0]);
    let metres = network.region_metres.get(&region);
    region != network.main_region && metres.is_some_and(|&metres| metres >= least)
}

fn vectors<'a>(network: &'a RoadNetwork, piece: &Piece) -> impl Iterator<Item = [f64; 3]> + 'a {
    let nodes = network.nodes_of(piece).iter();
    nodes.filter_map(|&node| Some(network.position(node)?.unit_vector()))
}

/// The nearest place of every segment of a piece.
pub(super) fn on_piece(
    network: &RoadNetwork,
    piece: &Piece,
    number: u32,
    place: [f64; 3],
) -> Vec<Nearest> {
    let vectors: Vec<_> = vectors(network, piece).collect();
    let segments = (piece.nodes[0]..).zip(vectors.windows(2));
    segments
        .map(|(segment, ends)| {
            let (share, distance_2) = on_segment(ends[0], ends[1], place);
            Nearest {
                piece: number,
                segment,
                share,
                distance_2,
            }
        })
        .collect()
}

/// Where on a line the nearest point is, and the square of its distance.
fn on_segment(from: [f64; 3], to: [f64; 3], place: [f64; 3]) -> (f64, f64) {
    let minus = |one: [f64; 3], other: [f64; 3]| {
        std::array::from_fn::<_, 3, _>(|axis| one[axis] - other[axis])
    };
    let dot =
        |one: [f64; 3], other: [f64; 3]| (0..3).map(|axis| one[axis] * other[axis]).sum::<f64>();
    let (line, to_place) = (minus(to, from), minus(place, from));
    let length_2 = dot(line, line);
    let share = if length_2 > 0.0 {
        (dot(to_place, line) / length_2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let rest = minus(to_place, line.map(|part| part * share));
    (share, dot(rest, rest))
}

/// The nearer of two; of equally near ones that of the lower way, then segment.
pub(super) fn nearer(network: &RoadNetwork, best: Option<Nearest>, other: Nearest) -> Nearest {
    let Some(best) = best else { return other };
    let rank = |nearest: &Nearest| {
        let piece = &network.pieces[nearest.piece as usize];
        (network.way_id(piece), nearest.segment)
    };
    let order = best.distance_2.total_cmp(&other.distance_2);
    if order.then_with(|| rank(&best).cmp(&rank(&other))).is_le() {
        best
    } else {
        other
    }
}
