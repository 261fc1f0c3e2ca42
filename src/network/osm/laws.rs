//! What holds of reading any file, and what is said of damaged ones.

use super::extract::Extract;
use super::sample::{Map, bytes, framed};
use super::{OsmError, Profile};
use std::io::Cursor;

/// A crossroads with a bollard, and a house whose nodes are of no interest.
fn village() -> Map {
    let mut map = Map::default()
        .node(10, 35.9, 14.4)
        .node(11, 35.9, 14.41)
        .node(12, 35.91, 14.41)
        .node(13, 35.89, 14.41)
        .node(20, 35.95, 14.5)
        .node(21, 35.95, 14.5001);
    map.add_node(14, 35.905, 14.41, &[("barrier", "bollard")]);
    map.nodes.sort_by_key(|node| node.0);
    map.way(
        5,
        &[10, 11],
        &[("highway", "residential"), ("maxspeed", "fast")],
    )
    .way(
        6,
        &[13, 11, 14, 12],
        &[("highway", "tertiary"), ("maxspeed", "30 mph")],
    )
    .way(7, &[20, 21, 20], &[("building", "yes")])
    .way(8, &[10, 13], &[("highway", "track")])
}

fn read(file: &[u8]) -> Result<Extract, OsmError> {
    Extract::read(&mut Cursor::new(file), &Profile::car())
}

/// All that an extract says of its ways.
fn said(extract: &Extract) -> String {
    let ways = extract.ways.iter().map(|way| {
        let nodes = extract.nodes_of(way).iter();
        let nodes = nodes.map(|&node| {
            let node = node as usize;
            (extract.positions[node], extract.closed[node])
        });
        format!(
            "{} {:?} {:?}\n",
            way.id,
            way.driving,
            nodes.collect::<Vec<_>>()
        )
    });
    ways.collect::<String>() + &format!("{:?}", extract.tally)
}

#[test]
fn a_file_is_read_as_it_was_written() {
    let extract = read(&village().bytes()).unwrap();
    assert_eq!(
        extract.ways.iter().map(|way| way.id).collect::<Vec<_>>(),
        [5, 6]
    );
    assert_eq!(extract.header.timestamp, Some(1_709_251_200));
    let tally = &extract.tally;
    assert_eq!(
        (tally.nodes, tally.ways, tally.driven, tally.with_limit),
        (7, 4, 2, 1)
    );
    assert_eq!((tally.barriers, tally.missing_nodes), (1, 0));
    let unknown: Vec<_> = tally.unknown.iter().collect();
    assert_eq!(unknown.len(), 1);
    assert_eq!(tally.unknown["maxspeed"]["fast"], 1);
    let nodes = extract.nodes_of(&extract.ways[1]);
    assert_eq!(nodes.len(), 4);
    assert_eq!(
        extract.positions[nodes[0] as usize],
        Some([358_900_000, 144_100_000])
    );
    assert!(extract.closed[nodes[2] as usize]);
    assert_eq!(extract.positions.len(), 5, "the house has no road");
}

#[test]
fn how_a_file_is_packed_does_not_matter() {
    let expected = said(&read(&village().bytes()).unwrap());
    for (name, map) in [
        (
            "raw",
            Map {
                raw: true,
                ..village()
            },
        ),
        (
            "plain nodes",
            Map {
                plain_nodes: true,
                ..village()
            },
        ),
        (
            "a block for every object",
            Map {
                block: 1,
                ..village()
            },
        ),
        (
            "blocks of two",
            Map {
                block: 2,
                ..village()
            },
        ),
        (
            "another granularity",
            Map {
                granularity: Some((1_000, -7_000)),
                ..village()
            },
        ),
    ] {
        assert_eq!(said(&read(&map.bytes()).unwrap()), expected, "{name}");
    }
}

/// Blocks of nodes among themselves, and of ways, may come in any order.
#[test]
fn the_order_of_blobs_and_objects_does_not_matter() {
    let expected = said(&read(&village().bytes()).unwrap());
    for block in [0, 1, 2] {
        let mut map = Map { block, ..village() };
        map.nodes.reverse();
        map.ways.reverse();
        assert_eq!(said(&read(&map.bytes()).unwrap()), expected, "{block}");
        map.nodes.rotate_left(3);
        map.ways.rotate_left(1);
        assert_eq!(said(&read(&map.bytes()).unwrap()), expected, "{block}");
    }
}

#[test]
fn a_road_is_cut_where_its_nodes_are_missing_and_they_are_counted() {
    let mut map = village();
    map.nodes.retain(|node| node.0 != 11);
    let extract = read(&map.bytes()).unwrap();
    assert_eq!(extract.tally.missing_nodes, 2);
}

/// A file that is cut is refused, or, where it ends with a blob, is read as what it holds.
#[test]
fn every_cut_of_a_file_is_an_error_and_not_a_panic() {
    let whole = Map {
        block: 2,
        ..village()
    }
    .bytes();
    let mut ends = 0;
    for length in 0..whole.len() {
        match read(&whole[..length]) {
            Err(error) => assert!(error.to_string().len() > 20, "{error}"),
            Ok(_) => ends += 1,
        }
    }
    assert_eq!(
        ends, 6,
        "after the header, four blobs of nodes and the first of two of ways"
    );
}

#[test]
fn a_changed_byte_is_never_a_panic() {
    for raw in [true, false] {
        let whole = Map {
            block: 3,
            raw,
            ..village()
        }
        .bytes();
        for place in 0..whole.len() {
            for change in [1, 0x80, 0xff] {
                let mut damaged = whole.clone();
                damaged[place] ^= change;
                let _ = read(&damaged);
            }
        }
    }
}

#[test]
fn what_cannot_be_read_is_refused_and_says_what_to_do() {
    let after_header = |blob: &[u8]| {
        let mut file = Map::default().bytes();
        file.extend(framed("OSMData", blob));
        file
    };
    let packed = |field| {
        let mut blob = Vec::new();
        bytes(&mut blob, field, b"whatever");
        after_header(&blob)
    };
    let with = |feature| {
        Map {
            feature: Some(feature),
            ..village()
        }
        .bytes()
    };
    let mut unsorted = Map {
        ways_first: true,
        block: 2,
        ..village()
    };
    let cases = [
        (packed(4), "LZMA; expected zlib"),
        (packed(7), "Zstandard; expected zlib"),
        (packed(6), "LZ4"),
        (after_header(b""), "it has no data"),
        (with("HistoricalInformation"), "history file"),
        (with("Sharks"), "`Sharks`"),
        (unsorted.bytes(), "`osmium sort"),
        (b"{\"version\": 0.6, \"elements\": []}".to_vec(), "JSON"),
        (b"\n  [1, 2]".to_vec(), "JSON"),
        (b"<?xml version='1.0'?><osm/>".to_vec(), "XML"),
        (b"<!DOCTYPE html><html>".to_vec(), "web page"),
        (vec![0, 0, 0x27, 0x0a, 0, 0, 0, 0], "shapefile"),
        (b"PK\x03\x04....".to_vec(), "ZIP"),
        (b"SQLite format 3\0".to_vec(), "GeoPackage"),
        (b"id,lat,lon\n".to_vec(), "not an OpenStreetMap PBF"),
        (Vec::new(), "empty"),
        (framed("OSMData", b""), "header block"),
    ];
    for (file, expected) in cases {
        let error = read(&file).unwrap_err().to_string();
        assert!(error.contains(expected), "{expected}: {error}");
    }
    unsorted.block = 0;
    assert!(matches!(
        read(&unsorted.bytes()),
        Err(OsmError::Unsorted { .. })
    ));
}

#[test]
fn one_id_is_one_object() {
    let mut map = village();
    map.ways.push((6, vec![10, 11], Vec::new()));
    map.ways[4].2 = vec![("highway", "primary".to_owned())];
    assert!(matches!(
        read(&map.bytes()),
        Err(OsmError::Twice { kind: "way", id: 6 })
    ));
    let mut map = village();
    map.nodes.push(map.nodes[0].clone());
    assert!(
        read(&map.bytes()).is_ok(),
        "the same node again is no other"
    );
    map.nodes[0].1[0] += 1;
    assert!(matches!(
        read(&map.bytes()),
        Err(OsmError::Twice {
            kind: "node",
            id: 10
        })
    ));
}
