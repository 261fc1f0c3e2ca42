//! The roads of an extract and their nodes.
//!
//! Nodes come before ways in a file, and most of them belong to houses and fields. So the ways are read
//! first, which say what nodes are needed, and then the nodes, of which only those are kept. Every blob
//! is decompressed once, and those in between are found by bisection.

use super::access;
use super::blob::{Blobs, Place};
use super::block::{Block, Contents};
use super::driving::{Driving, Reading};
use super::error::{Damage, OsmError};
use super::header::Header;
use super::profile::Profile;
use super::road_class::RoadClass;
use super::tags::{Key, Tags};
use super::tally::Tally;
use super::wanted::Wanted;
use rayon::prelude::*;
use std::io::{Read, Seek};
use std::ops::Range;

/// Blobs that are read before they are decoded together: enough for every thread, few in memory.
const TOGETHER: usize = 16;

/// A way that can be driven.
#[derive(Debug, Clone, Copy)]
pub(in crate::network) struct RoadWay {
    pub(in crate::network) id: i64,
    pub(in crate::network) driving: Driving,
    first: u32,
    last: u32,
}

/// The roads of an extract.
#[derive(Debug)]
pub(in crate::network) struct Extract {
    /// In ascending order of their ids.
    pub(in crate::network) ways: Vec<RoadWay>,
    /// The nodes of the ways, one way after the other.
    pub(super) nodes: Vec<u32>,
    /// Latitude and longitude in 10⁻⁷ degrees; `None` where the file does not have the node.
    pub(in crate::network) positions: Vec<Option<[i32; 2]>>,
    /// Nodes where a barrier closes the road.
    pub(in crate::network) closed: Vec<bool>,
    /// The names of the ferries, by the ids of their ways.
    pub(in crate::network) ferry_names: Vec<(i64, String)>,
    pub(in crate::network) tally: Tally,
    pub(in crate::network) header: Header,
}

impl Extract {
    /// Reads the roads that a profile can use.
    pub(in crate::network) fn read(
        file: &mut (impl Read + Seek),
        profile: &Profile,
    ) -> Result<Self, OsmError> {
        let blobs = Blobs::find(file)?;
        let stored = blobs.header.stored(file)?;
        let header = Header::read(blobs.header, &blobs.header.content(&stored)?)?;
        let split = first_with_ways(file, &blobs.data)?;
        let mut found = Ways::default();
        let of_ways = blobs.data.get(split..).unwrap_or_default();
        each(
            file,
            of_ways,
            |place, block| Ways::of(place, block, of_ways.first() == Some(&place), profile),
            |ways| found.append(ways),
        )?;
        found.sort()?;
        let wanted = Wanted::new(&found.refs)?;
        let mut positions = vec![None; wanted.len()];
        let mut closed = vec![false; wanted.len()];
        let of_nodes = &blobs.data[..blobs.data.len().min(split + 1)];
        let mut tally = found.tally;
        let mut twice = None;
        each(
            file,
            of_nodes,
            |place, block| {
                let is_last = of_nodes.last() == Some(&place);
                Nodes::of(place, block, is_last, &wanted, profile)
            },
            |nodes: Nodes| {
                tally.nodes += nodes.count;
                for (node, position) in nodes.positions {
                    match &mut positions[node as usize] {
                        place @ None => *place = Some(position),
                        Some(known) if *known == position => {}
                        Some(_) => twice = twice.or(Some(wanted.id(node))),
                    }
                }
                for node in nodes.closed {
                    tally.barriers += u64::from(!closed[node as usize]);
                    closed[node as usize] = true;
                }
            },
        )?;
        if let Some(id) = twice {
            return Err(OsmError::Twice { kind: "node", id });
        }
        let nodes: Vec<u32> = found.refs.par_iter().map(|&id| wanted.number(id)).collect();
        let missing = nodes
            .iter()
            .filter(|&&node| positions[node as usize].is_none());
        tally.missing_nodes = missing.count() as u64;
        Ok(Self {
            ways: found.roads,
            nodes,
            positions,
            closed,
            ferry_names: found.ferry_names,
            tally,
            header,
        })
    }

    /// The nodes of a way.
    pub(in crate::network) fn nodes_of(&self, way: &RoadWay) -> &[u32] {
        &self.nodes[way.range()]
    }
}

impl RoadWay {
    /// A way whose nodes lie between two places in the list of all.
    pub(super) const fn new(id: i64, driving: Driving, [first, last]: [u32; 2]) -> Self {
        Self {
            id,
            driving,
            first,
            last,
        }
    }

    /// Between which places in the list of all its nodes lie.
    pub(super) const fn places(&self) -> [u32; 2] {
        [self.first, self.last]
    }

    fn range(&self) -> Range<usize> {
        self.first as usize..self.last as usize
    }
}

const fn unsorted(place: Place) -> OsmError {
    OsmError::Unsorted {
        blob: place.blob,
        offset: place.offset,
    }
}

/// Decodes blobs, several at a time, and takes the results in the order of the file.
fn each<T: Send>(
    file: &mut (impl Read + Seek),
    places: &[Place],
    decode: impl Fn(Place, &Block<'_>) -> Result<T, OsmError> + Sync,
    mut take: impl FnMut(T),
) -> Result<(), OsmError> {
    for places in places.chunks(TOGETHER) {
        let stored: Result<Vec<_>, OsmError> = places
            .iter()
            .map(|&place| Ok((place, place.stored(file)?)))
            .collect();
        let decoded: Vec<Result<T, OsmError>> = stored?
            .into_par_iter()
            .map(|(place, stored)| with_block(place, &stored, |block| decode(place, block)))
            .collect();
        for result in decoded {
            take(result?);
        }
    }
    Ok(())
}

fn with_block<T>(
    place: Place,
    stored: &[u8],
    work: impl FnOnce(&Block<'_>) -> Result<T, OsmError>,
) -> Result<T, OsmError> {
    let content = place.content(stored)?;
    work(&Block::new(&content).map_err(|what| place.damaged(what))?)
}

/// The first blob that has ways or relations, or the number of blobs.
fn first_with_ways(file: &mut (impl Read + Seek), places: &[Place]) -> Result<usize, OsmError> {
    let (mut low, mut high) = (0, places.len());
    while low < high {
        let middle = low.midpoint(high);
        let place = places[middle];
        let stored = place.stored(file)?;
        let contents = with_block(place, &stored, |block| contents(place, block))?;
        if contents.ways || contents.relations {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Ok(low)
}

fn contents(place: Place, block: &Block<'_>) -> Result<Contents, OsmError> {
    block.contents().map_err(|what| place.damaged(what))
}

/// The roads among the ways of a blob, or of all.
#[derive(Debug, Default)]
struct Ways {
    roads: Vec<RoadWay>,
    refs: Vec<i64>,
    ferry_names: Vec<(i64, String)>,
    tally: Tally,
    too_many_refs: bool,
}

impl Ways {
    fn of(
        place: Place,
        block: &Block<'_>,
        is_first: bool,
        profile: &Profile,
    ) -> Result<Self, OsmError> {
        // The first one may have the last nodes too.
        if !is_first && contents(place, block)?.nodes {
            return Err(unsorted(place));
        }
        let mut found = Self::default();
        let keys = ["highway", "route"].map(|key| block.text_number(key));
        let visited = block.ways(|way| {
            found.tally.ways += 1;
            if !way.has_key(keys)? {
                return Ok(());
            }
            let mut tags = Tags::none();
            for (key, value) in way.tags()? {
                tags.add(block.text(key)?, block.text(value)?);
            }
            let reading = Reading::of(&tags, profile);
            found.tally.add_way(&reading);
            if let Some(Ok(driving)) = reading.driving {
                let first = found.refs.len();
                for id in way.refs() {
                    found.refs.push(id?);
                }
                if driving.class == RoadClass::Ferry {
                    let name = tags.get(Key::Name).unwrap_or_default();
                    found.ferry_names.push((way.id, name.to_owned()));
                }
                let [first, last] = [first, found.refs.len()]
                    .map(|place| u32::try_from(place).map_err(|_| Damage::Size));
                found.roads.push(RoadWay {
                    id: way.id,
                    driving,
                    first: first?,
                    last: last?,
                });
            }
            Ok(())
        });
        visited.map_err(|what| place.damaged(what))?;
        Ok(found)
    }

    fn append(&mut self, other: Self) {
        let Ok(offset) = u32::try_from(self.refs.len() + other.refs.len()) else {
            self.too_many_refs = true;
            return;
        };
        // What is there already, which is less.
        let offset = offset - u32::try_from(other.refs.len()).unwrap_or(0);
        self.roads
            .extend(other.roads.into_iter().map(|way| RoadWay {
                first: way.first + offset,
                last: way.last + offset,
                ..way
            }));
        self.refs.extend(other.refs);
        self.ferry_names.extend(other.ferry_names);
        self.tally.merge(other.tally);
    }

    /// Puts the ways in the order of their ids.
    fn sort(&mut self) -> Result<(), OsmError> {
        if self.too_many_refs {
            return Err(OsmError::TooMany {
                what: "nodes in roads",
            });
        }
        if !self.roads.is_sorted_by_key(|way| way.id) {
            self.roads.sort_by_key(|way| way.id);
            self.ferry_names.sort();
        }
        let twice = self.roads.windows(2).find(|pair| pair[0].id == pair[1].id);
        twice.map_or(Ok(()), |pair| {
            let id = pair[0].id;
            Err(OsmError::Twice { kind: "way", id })
        })
    }
}

/// What is wanted of the nodes of a blob.
struct Nodes {
    count: u64,
    positions: Vec<(u32, [i32; 2])>,
    closed: Vec<u32>,
}

impl Nodes {
    fn of(
        place: Place,
        block: &Block<'_>,
        is_last: bool,
        wanted: &Wanted,
        profile: &Profile,
    ) -> Result<Self, OsmError> {
        let contents = contents(place, block)?;
        // The last one may have the first ways too.
        if !is_last && (contents.ways || contents.relations) {
            return Err(unsorted(place));
        }
        let mut nodes = Self {
            count: 0,
            positions: Vec::new(),
            closed: Vec::new(),
        };
        let barrier = block.text_number("barrier").map(u64::from);
        let mut search = wanted.search();
        let visited = block.nodes(|node, of_node| {
            nodes.count += 1;
            let Some(number) = search.find(node.id) else {
                return Ok(());
            };
            nodes.positions.push((number, block.position(node)?));
            if of_node.iter().any(|&(key, _)| Some(key) == barrier) {
                let mut tags = Tags::none();
                for &(key, value) in of_node {
                    tags.add(block.text(key)?, block.text(value)?);
                }
                if access::closes(&tags, profile) {
                    nodes.closed.push(number);
                }
            }
            Ok(())
        });
        visited.map_err(|what| place.damaged(what))?;
        Ok(nodes)
    }
}
