use super::index::{Nearest, PieceIndex, is_in_region};
use super::network::{NOT_IN_GRAPH, RoadNetwork};
use crate::model::{EARTH_RADIUS, LatLon};
use crate::network::Link as GraphLink;
use crate::units::{KmPerHour, Metres, TravelTime};
use rayon::prelude::*;

/// How places that are not on a road get to one.
///
/// # Examples
///
/// ```
/// use catchment::network::Snapping;
/// assert_eq!(Snapping::default().limit.as_f64(), 1_000.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snapping {
    /// The farthest that a place may be from the nearest road.
    pub limit: Metres,
    /// Speed of the straight line to the road.
    pub off_road: KmPerHour,
    /// Length of the roads from which a network of its own counts as an island: places on it are
    /// unreachable, and are not carried over to the mainland.
    pub least_island: Metres,
}

/// The farthest that a place may be from the nearest road, metres: an assumption.
pub(crate) const SNAP_LIMIT_METRES: f64 = 1_000.0;

/// Speed off the roads, km/h: that of people on foot, an assumption.
pub(crate) const OFF_ROAD_KMH: f64 = 5.0;

/// Roads of an island, km: an assumption; car parks and the edges of an extract have less.
pub(crate) const LEAST_ISLAND_KM: f64 = 5.0;

impl Default for Snapping {
    fn default() -> Self {
        Self {
            limit: Metres::try_new(SNAP_LIMIT_METRES).expect("a distance"),
            off_road: KmPerHour::try_new(OFF_ROAD_KMH).expect("a speed"),
            least_island: Metres::try_new(LEAST_ISLAND_KM * 1_000.0).expect("a distance"),
        }
    }
}

/// Where a place meets the roads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Snap {
    /// The id of the way.
    pub way: i64,
    /// The segment of the way, from 0.
    pub segment: u32,
    /// Distance of the place from the road.
    pub distance: Metres,
    /// Time from the place to the road, or back, in milliseconds.
    pub approach: u32,
    /// The road between two junctions on which the place is; `None` at a junction.
    chain: Option<u32>,
    /// Along the road, and against it; `None` where that is not allowed.
    along: [Option<Along>; 2],
}

/// A direction of a road, as seen from a place on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Along {
    /// The junction where the road comes from, and the time from there, in milliseconds.
    pub from: GraphLink,
    /// The junction where the road leads, and the time to there, in milliseconds.
    pub to: GraphLink,
}

/// Why a place has no way to the roads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NotSnapped {
    /// It is not known where it is.
    NoPosition,
    /// There is no road within the limit.
    TooFar,
    /// It is on an island with so many kilometres of roads, which no road and no car ferry connects with
    /// the rest.
    Island(f64),
}

impl Snap {
    /// The junctions that one gets to from here, with the time to each.
    pub fn departures(&self) -> impl Iterator<Item = GraphLink> {
        let approach = self.approach;
        let along = self.along.into_iter().flatten();
        along.map(move |along| with(along.to, approach))
    }

    /// The junctions from which one gets here, with the time from each.
    pub fn arrivals(&self) -> impl Iterator<Item = GraphLink> {
        let approach = self.approach;
        let along = self.along.into_iter().flatten();
        along.map(move |along| with(along.from, approach))
    }

    /// The road between two junctions on which the place is.
    pub(super) const fn chain(&self) -> Option<u32> {
        self.chain
    }

    /// The time to another place on the same road, without passing a junction; `None` where the road
    /// does not lead there.
    #[must_use]
    pub fn direct(&self, to: &Self) -> Option<u32> {
        if self.chain.is_none() || self.chain != to.chain {
            return None;
        }
        let times = self.along.iter().zip(&to.along).filter_map(|(own, other)| {
            let (own, other) = (own.as_ref()?, other.as_ref()?);
            other.from.milliseconds.checked_sub(own.from.milliseconds)
        });
        let between = times.min()?;
        Some(
            between
                .saturating_add(self.approach)
                .saturating_add(to.approach),
        )
    }
}

const fn with(link: GraphLink, approach: u32) -> GraphLink {
    GraphLink {
        node: link.node,
        milliseconds: link.milliseconds.saturating_add(approach),
    }
}

impl RoadNetwork {
    /// Finds for every place, alone, the nearest road of the graph.
    #[must_use]
    pub fn snap(
        &self,
        places: &[Option<LatLon>],
        snapping: &Snapping,
    ) -> Vec<Result<Snap, NotSnapped>> {
        let least = snapping.least_island.as_f64();
        let index = PieceIndex::new(self, least);
        let within = snapping.limit.as_f64() / EARTH_RADIUS;
        let snap = |place: &Option<LatLon>| {
            let place = place.ok_or(NotSnapped::NoPosition)?;
            let nearest = index.nearest(place.unit_vector(), within);
            self.at(nearest.ok_or(NotSnapped::TooFar)?, snapping)
        };
        places.par_iter().map(snap).collect()
    }

    pub(super) fn at(&self, nearest: Nearest, snapping: &Snapping) -> Result<Snap, NotSnapped> {
        let piece = &self.pieces[nearest.piece as usize];
        if is_in_region(self, piece, snapping.least_island.as_f64()) {
            let metres = self.region_metres.get(&self.regions.of(piece.ends[0]));
            return Err(NotSnapped::Island(metres.copied().unwrap_or(0.0) / 1_000.0));
        }
        let distance =
            Metres::try_new(nearest.distance_2.sqrt() * EARTH_RADIUS).unwrap_or_default();
        let link = self.links[nearest.piece as usize];
        let chain = self.chains[link.chain as usize];
        let approach = approach(distance, snapping.off_road);
        if let Some(node) = self.junction(nearest) {
            let here = GraphLink {
                node,
                milliseconds: 0,
            };
            let along = Along {
                from: here,
                to: here,
            };
            return Ok(Snap {
                way: self.way_id(piece),
                segment: nearest.segment,
                distance,
                approach,
                chain: None,
                along: [Some(along), None],
            });
        }
        let in_way = self.before(nearest);
        let mut along = [None; 2];
        for (direction, along) in along.iter_mut().enumerate() {
            let in_piece = in_way[direction ^ usize::from(link.is_turned)];
            *along = in_piece
                .zip(chain.times[direction])
                .map(|(in_piece, whole)| {
                    let before = link.before[direction] + in_piece;
                    let node = |end: usize| self.in_graph[chain.ends[end ^ direction] as usize];
                    Along {
                        from: GraphLink {
                            node: node(0),
                            milliseconds: before,
                        },
                        to: GraphLink {
                            node: node(1),
                            milliseconds: whole - before,
                        },
                    }
                });
        }
        Ok(Snap {
            way: self.way_id(piece),
            segment: nearest.segment,
            distance,
            approach,
            chain: Some(link.chain),
            along,
        })
    }

    /// The junction at which a place of a road lies, if it lies at one: there every road is open, whatever
    /// the direction of this one.
    fn junction(&self, nearest: Nearest) -> Option<u32> {
        let piece = &self.pieces[nearest.piece as usize];
        let chain = self.chains[self.links[nearest.piece as usize].chain as usize];
        let at_end = |end: u32, share: f64| {
            // Where on the segment is a quotient, clamped to 0 and 1 exactly.
            nearest.segment == end && (nearest.share - share).abs() <= f64::EPSILON
        };
        let vertex = if at_end(piece.nodes[0], 0.0) {
            piece.ends[0]
        } else if at_end(piece.nodes[1] - 1, 1.0) {
            piece.ends[1]
        } else {
            return None;
        };
        let node = self.in_graph[vertex as usize];
        (chain.ends.contains(&vertex) && node != NOT_IN_GRAPH).then_some(node)
    }

    /// Time from the beginning of a piece to a place on it along the way, and from its end against it.
    fn before(&self, nearest: Nearest) -> [Option<u32>; 2] {
        let piece = &self.pieces[nearest.piece as usize];
        let segment = (nearest.segment - piece.nodes[0]) as usize;
        let mut before = [Some(0_u32); 2];
        for (place, times) in self.segment_times(piece).enumerate() {
            let shares = match place.cmp(&segment) {
                std::cmp::Ordering::Less => [1.0, 0.0],
                std::cmp::Ordering::Equal => [nearest.share, 1.0 - nearest.share],
                std::cmp::Ordering::Greater => [0.0, 1.0],
            };
            for ((before, time), share) in before.iter_mut().zip(times).zip(shares) {
                *before = before
                    .zip(time)
                    .map(|(before, time)| before + part(time, share));
            }
        }
        before
    }
}

/// A share of a time, to the nearest millisecond.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a time is no longer than the time"
)]
fn part(time: u32, share: f64) -> u32 {
    (f64::from(time) * share).round() as u32
}

/// The time of the straight line to the road.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time is not negative; one too large is the largest"
)]
fn approach(distance: Metres, speed: KmPerHour) -> u32 {
    let milliseconds = distance.as_f64() * 3_600.0 / speed.as_f64();
    (milliseconds.round() as u32).min(TravelTime::MAX.milliseconds())
}
