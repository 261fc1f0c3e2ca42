use super::chains::{Chain, Chains, Link};
use super::pieces::{Piece, Pieces, lat_lon, metres, milliseconds};
use super::regions::Regions;
use super::report::{Ferry, NetworkReport, RoadLength};
use crate::model::LatLon;
use crate::network::osm::driving::{Driving, Pace};
use crate::network::osm::extract::Extract;
use crate::network::osm::{OsmError, Profile, RoadClass};
use crate::network::{Arc, Components, Graph, GraphError, Hierarchy, Network, hilbert_order};
use std::collections::BTreeMap;
use std::io::{Read, Seek};

/// A road network: the graph of its junctions, and where its roads are.
///
/// The graph is the largest part in which every junction reaches every other.
#[derive(Debug)]
pub struct RoadNetwork {
    pub(super) extract: Extract,
    pub(super) pieces: Vec<Piece>,
    pub(super) links: Vec<Link>,
    pub(super) chains: Vec<Chain>,
    /// The node of the graph of every vertex; `NOT_IN_GRAPH` for those that are left out.
    pub(super) in_graph: Vec<u32>,
    /// The region of every vertex.
    pub(super) regions: Regions,
    /// Length in metres of the roads of every region, by its lowest vertex.
    pub(super) region_metres: BTreeMap<u32, f64>,
    /// The region of the graph.
    pub(super) main_region: u32,
    graph: Network,
    report: NetworkReport,
}

/// Why an extract makes no network.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RoadNetworkError {
    /// The file.
    #[error(transparent)]
    File(#[from] OsmError),
    /// What it holds.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

/// The mark of a vertex that is not in the graph.
pub(super) const NOT_IN_GRAPH: u32 = u32::MAX;

impl RoadNetwork {
    /// Builds the network of a PBF file as a profile sees it.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is not a PBF file of one version of every object, is damaged, or has no
    /// road that the profile can use.
    pub fn read(
        file: &mut (impl Read + Seek),
        profile: &Profile,
    ) -> Result<Self, RoadNetworkError> {
        Self::build(Extract::read(file, profile)?, profile, true)
    }

    pub(super) fn build(
        extract: Extract,
        profile: &Profile,
        merge: bool,
    ) -> Result<Self, RoadNetworkError> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a time is not negative; one too large is the largest"
        )]
        let wait = (profile.ferry_wait_minutes * 60_000.0).round() as u32;
        let pieces = Pieces::cut(&extract, wait);
        let chains = Chains::join(&pieces, merge);
        let arcs = arcs(&pieces, &chains, wait);
        let vertices = u32::try_from(pieces.vertices.len()).unwrap_or(u32::MAX);
        let whole = Graph::new(vertices, arcs)?;
        let components = Components::of(&whole);
        let no_roads = || OsmError::NoRoads {
            profile: profile.name.clone(),
            ways: extract.tally.ways,
        };
        let largest = components.largest().ok_or_else(no_roads)?;
        let kept = in_hilbert_order(&extract, &pieces, &components.nodes_of(largest));
        let graph = whole.induced(&kept);
        let mut in_graph = vec![NOT_IN_GRAPH; pieces.vertices.len()];
        for (new, &old) in (0..).zip(&kept) {
            in_graph[old as usize] = new;
        }
        let connected = pieces.all.iter().map(|piece| piece.ends);
        let connected = connected.chain(pieces.boardings.iter().copied());
        let regions = Regions::new(pieces.vertices.len(), connected);
        let mut region_metres = BTreeMap::new();
        for piece in &pieces.all {
            if extract.ways[piece.way as usize].driving.class != RoadClass::Ferry {
                *region_metres.entry(regions.of(piece.ends[0])).or_default() += piece.metres;
            }
        }
        let main_region = kept.first().map_or(0, |&vertex| regions.of(vertex));
        let mut network = Self {
            pieces: pieces.all,
            links: chains.links,
            chains: chains.all,
            in_graph,
            regions,
            region_metres,
            main_region,
            graph: Network::new(graph),
            report: NetworkReport::default(),
            extract,
        };
        network.report = network.described(&components);
        Ok(network)
    }

    /// The graph of junctions: the largest part in which every one reaches every other.
    #[must_use]
    pub const fn graph(&self) -> &Graph {
        self.graph.graph()
    }

    /// Where the junctions of the graph are, in the order of its nodes.
    #[must_use]
    pub fn junctions(&self) -> Vec<Option<LatLon>> {
        let mut places = vec![None; self.graph().nodes() as usize];
        for piece in &self.pieces {
            let nodes = self.nodes_of(piece);
            let ends = piece.ends.into_iter().zip([nodes.first(), nodes.last()]);
            for (vertex, node) in ends {
                if let Some(place) = places.get_mut(self.in_graph[vertex as usize] as usize) {
                    *place = node.and_then(|&node| self.position(node));
                }
            }
        }
        places
    }

    pub(super) const fn network(&self) -> &Network {
        &self.graph
    }

    pub(super) fn with_hierarchy(mut self, hierarchy: Hierarchy) -> Self {
        self.graph = self.graph.with_hierarchy(hierarchy);
        self
    }

    /// Makes a hierarchy of the junctions, which answers many questions faster.
    ///
    /// # Errors
    ///
    /// More than 2³² arcs and shortcuts.
    pub fn prepare(&mut self) -> Result<(), GraphError> {
        self.graph.prepare()
    }

    /// What is in the network, and what was left out.
    #[must_use]
    pub const fn report(&self) -> &NetworkReport {
        &self.report
    }

    fn described(&self, components: &Components) -> NetworkReport {
        let tally = &self.extract.tally;
        let mut by_class: BTreeMap<RoadClass, RoadLength> = BTreeMap::new();
        let mut ferries: BTreeMap<i64, f64> = BTreeMap::new();
        for (piece, link) in self.pieces.iter().zip(&self.links) {
            let way = &self.extract.ways[piece.way as usize];
            let length = by_class.entry(way.driving.class).or_default();
            length.kilometres += piece.metres / 1_000.0;
            if self.is_in_graph(*link) {
                length.kilometres_in_graph += piece.metres / 1_000.0;
            }
            if way.driving.class == RoadClass::Ferry {
                *ferries.entry(way.id).or_default() += piece.metres / 1_000.0;
            }
        }
        for way in &self.extract.ways {
            by_class.entry(way.driving.class).or_default().ways += 1;
        }
        let ferries = self.extract.ferry_names.iter().map(|(id, name)| Ferry {
            way: *id,
            name: name.clone(),
            kilometres: ferries.get(id).copied().unwrap_or_default(),
            minutes: self.ferry_minutes(*id),
        });
        let mut islands: Vec<f64> = self
            .region_metres
            .iter()
            .filter(|&(&region, _)| region != self.main_region)
            .map(|(_, metres)| metres / 1_000.0)
            .collect();
        islands.sort_by(|one, other| other.total_cmp(one));
        NetworkReport {
            timestamp: self.extract.header.timestamp,
            nodes: tally.nodes,
            ways: tally.ways,
            driven_ways: tally.driven,
            ways_with_limit: tally.with_limit,
            by_class,
            ferries: ferries.collect(),
            closed: tally.closed_by_name(),
            unknown: tally.unknown.clone(),
            missing_nodes: tally.missing_nodes,
            barriers: tally.barriers,
            junctions: self.graph().nodes(),
            arcs: self.graph().arc_count(),
            components: components.sizes().len(),
            junctions_left_out: components.sizes().iter().sum::<u32>() - self.graph().nodes(),
            islands_km: islands,
        }
    }

    fn ferry_minutes(&self, id: i64) -> Option<f64> {
        let found = self.extract.ways.binary_search_by_key(&id, |way| way.id);
        let driving = self.extract.ways[found.ok()?].driving;
        match driving.forward.or(driving.backward)? {
            Pace::Whole(milliseconds) => Some(f64::from(milliseconds) / 60_000.0),
            Pace::KmPerHour(_) => None,
        }
    }

    /// Whether the chain of a piece is in the graph.
    pub(super) fn is_in_graph(&self, link: Link) -> bool {
        let ends = self.chains[link.chain as usize].ends;
        ends.iter()
            .all(|&end| self.in_graph[end as usize] != NOT_IN_GRAPH)
    }

    /// The nodes of a piece.
    pub(super) fn nodes_of(&self, piece: &Piece) -> &[u32] {
        let nodes = self
            .extract
            .nodes_of(&self.extract.ways[piece.way as usize]);
        &nodes[piece.nodes[0] as usize..=piece.nodes[1] as usize]
    }

    pub(super) fn driving(&self, piece: &Piece) -> &Driving {
        &self.extract.ways[piece.way as usize].driving
    }

    pub(super) fn way_id(&self, piece: &Piece) -> i64 {
        self.extract.ways[piece.way as usize].id
    }

    /// Where a node of a piece is.
    pub(super) fn position(&self, node: u32) -> Option<LatLon> {
        self.extract.positions[node as usize].map(lat_lon)
    }

    /// Times of the segments of a piece of road, along the way and against it.
    pub(super) fn segment_times(&self, piece: &Piece) -> impl Iterator<Item = [Option<u32>; 2]> {
        let driving = *self.driving(piece);
        let position = |node: u32| self.extract.positions[node as usize].unwrap_or_default();
        self.nodes_of(piece).windows(2).map(move |pair| {
            let metres = metres(position(pair[0]), position(pair[1]));
            [driving.forward, driving.backward].map(|pace| match pace {
                Some(Pace::KmPerHour(kmh)) => Some(milliseconds(metres, kmh)),
                // A ferry, which nobody begins a journey on.
                Some(Pace::Whole(_)) | None => None,
            })
        })
    }
}

/// Vertices in an order that keeps neighbours close in memory.
fn in_hilbert_order(extract: &Extract, pieces: &Pieces, vertices: &[u32]) -> Vec<u32> {
    let place = |&vertex: &u32| {
        let node = pieces.vertices[vertex as usize];
        // Vertices are nodes of runs, which are known.
        lat_lon(extract.positions[node as usize].unwrap_or_default())
    };
    let places: Vec<LatLon> = vertices.iter().map(place).collect();
    let order = hilbert_order(&places).into_iter();
    order.map(|place| vertices[place as usize]).collect()
}

/// The arcs of a graph of vertices.
fn arcs(pieces: &Pieces, chains: &Chains, wait: u32) -> Vec<Arc> {
    let along = chains.all.iter().flat_map(|chain| {
        let [start, end] = chain.ends;
        [(start, end, chain.times[0]), (end, start, chain.times[1])]
    });
    let boardings = pieces
        .boardings
        .iter()
        .flat_map(|&[land, board]| [(land, board, Some(wait)), (board, land, Some(0))]);
    let all = along.chain(boardings);
    all.filter_map(|(tail, head, milliseconds)| {
        Some(Arc {
            tail,
            head,
            milliseconds: milliseconds?,
        })
    })
    .collect()
}
