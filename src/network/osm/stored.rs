//! The roads of an extract as bytes, for a cache.

use super::driving::{Driving, Pace};
use super::extract::{Extract, RoadWay};
use super::header::Header;
use super::road_class::RoadClass;
use super::tally::Tally;
use serde::{Deserialize, Serialize};

/// What is small, as JSON before the arrays.
#[derive(Debug, Serialize, Deserialize)]
struct Small {
    ways: usize,
    nodes_of_ways: usize,
    nodes: usize,
    timestamp: Option<i64>,
    ferry_names: Vec<(i64, String)>,
    tally: Tally,
}

/// Bytes of a way.
const WAY: usize = 8 + 4 + 4 + 1 + 1 + 2 * 9;

/// The mark of a position that is not known.
const UNKNOWN: [i32; 2] = [i32::MIN; 2];

impl Extract {
    /// The roads as bytes.
    pub(in crate::network) fn to_bytes(&self) -> Vec<u8> {
        let small = Small {
            ways: self.ways.len(),
            nodes_of_ways: self.nodes.len(),
            nodes: self.positions.len(),
            timestamp: self.header.timestamp,
            ferry_names: self.ferry_names.clone(),
            tally: self.tally.clone(),
        };
        let small = serde_json::to_vec(&small).expect("numbers and texts");
        let mut bytes = (small.len() as u64).to_le_bytes().to_vec();
        bytes.extend(small);
        for way in &self.ways {
            bytes.extend(way.id.to_le_bytes());
            for place in way.places() {
                bytes.extend(place.to_le_bytes());
            }
            bytes.push(way.driving.class as u8);
            bytes.push(u8::from(way.driving.has_limit));
            for pace in [way.driving.forward, way.driving.backward] {
                let (kind, payload) = match pace {
                    None => (0, [0; 8]),
                    Some(Pace::KmPerHour(speed)) => (1, speed.to_le_bytes()),
                    Some(Pace::Whole(time)) => (2, u64::from(time).to_le_bytes()),
                };
                bytes.push(kind);
                bytes.extend(payload);
            }
        }
        bytes.extend(self.nodes.iter().flat_map(|node| node.to_le_bytes()));
        let places = self
            .positions
            .iter()
            .flat_map(|place| place.unwrap_or(UNKNOWN));
        bytes.extend(places.flat_map(i32::to_le_bytes));
        bytes.extend(self.closed.iter().map(|&closed| u8::from(closed)));
        bytes
    }

    /// The roads from the bytes of [`Self::to_bytes`]; `None` if they are not that.
    pub(in crate::network) fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let bytes = &mut bytes;
        let length = u64::from_le_bytes(take(bytes)?);
        let small = slice(bytes, usize::try_from(length).ok()?)?;
        let small: Small = serde_json::from_slice(small).ok()?;
        let ways = slice(bytes, small.ways.checked_mul(WAY)?)?;
        let nodes = slice(bytes, small.nodes_of_ways.checked_mul(4)?)?;
        let places = slice(bytes, small.nodes.checked_mul(8)?)?;
        let closed = slice(bytes, small.nodes)?;
        if !bytes.is_empty() {
            return None;
        }
        let ways: Option<Vec<RoadWay>> = ways
            .chunks(WAY)
            .map(|way| read_way(way, small.nodes_of_ways))
            .collect();
        let nodes: Option<Vec<u32>> = nodes
            .chunks(4)
            .map(|mut node| {
                let node = u32::from_le_bytes(take(&mut node)?);
                ((node as usize) < small.nodes).then_some(node)
            })
            .collect();
        let positions: Option<Vec<Option<[i32; 2]>>> =
            places.chunks(8).map(read_position).collect();
        Some(Self {
            ways: ways?,
            nodes: nodes?,
            positions: positions?,
            closed: closed.iter().map(|&closed| closed != 0).collect(),
            ferry_names: small.ferry_names,
            tally: small.tally,
            header: Header {
                timestamp: small.timestamp,
            },
        })
    }
}

fn slice<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
    slice(bytes, N)?.try_into().ok()
}

fn read_way(mut way: &[u8], nodes: usize) -> Option<RoadWay> {
    let bytes = &mut way;
    let id = i64::from_le_bytes(take(bytes)?);
    let [first, last] = [
        u32::from_le_bytes(take(bytes)?),
        u32::from_le_bytes(take(bytes)?),
    ];
    let [class, has_limit] = take(bytes)?;
    let mut pace = || {
        let [kind] = take(bytes)?;
        let payload = take(bytes)?;
        match kind {
            0 => Some(None),
            1 => {
                let speed = f64::from_le_bytes(payload);
                (speed > 0.0).then_some(Some(Pace::KmPerHour(speed)))
            }
            2 => {
                let time = u32::try_from(u64::from_le_bytes(payload)).ok()?;
                Some(Some(Pace::Whole(time)))
            }
            _ => None,
        }
    };
    let driving = Driving {
        class: *RoadClass::ALL.get(usize::from(class))?,
        forward: pace()?,
        backward: pace()?,
        has_limit: has_limit != 0,
    };
    let is_inside = first <= last && last as usize <= nodes;
    is_inside.then(|| RoadWay::new(id, driving, [first, last]))
}

/// A position on the Earth or the mark; `None` if it is neither.
#[expect(
    clippy::option_option,
    reason = "a position may be missing, and the bytes wrong"
)]
fn read_position(mut place: &[u8]) -> Option<Option<[i32; 2]>> {
    let bytes = &mut place;
    let [lat, lon] = [
        i32::from_le_bytes(take(bytes)?),
        i32::from_le_bytes(take(bytes)?),
    ];
    if [lat, lon] == UNKNOWN {
        return Some(None);
    }
    let is_on_earth = lat.unsigned_abs() <= 900_000_000 && lon.unsigned_abs() <= 1_800_000_000;
    is_on_earth.then_some(Some([lat, lon]))
}
