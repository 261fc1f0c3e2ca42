//! `TopoJSON`: shapes that share their borders.

use super::raw::{Fault, RawFile, RawShape, explain};
use super::reference::Reference;
use super::rings::Rings;
use crate::limits::SHAPE_POSITIONS;
use geo::Coord;
use rayon::prelude::*;
use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Deserialize)]
struct Topology {
    objects: BTreeMap<String, Geometry>,
    arcs: Vec<Vec<Position>>,
    transform: Option<Transform>,
    crs: Option<Value>,
}

#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: Option<String>,
    id: Option<Value>,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    arcs: Option<Value>,
    #[serde(default)]
    geometries: Vec<Geometry>,
}

/// The first two coordinates of a point; a third is left aside.
struct Position([f64; 2]);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Position;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("at least two coordinates")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Position, A::Error> {
                let short = |length| de::Error::invalid_length(length, &self);
                let x = seq.next_element()?.ok_or_else(|| short(0))?;
                let y = seq.next_element()?.ok_or_else(|| short(1))?;
                while seq.next_element::<de::IgnoredAny>()?.is_some() {}
                Ok(Position([x, y]))
            }
        }
        deserializer.deserialize_seq(Visitor)
    }
}

const FORMAT: &str = "TopoJSON";

/// All shapes of all objects.
pub(super) fn read(content: &[u8]) -> Result<RawFile, Fault> {
    let topology: Topology = serde_json::from_slice(content)
        .map_err(|error| Fault::Syntax(FORMAT, explain(content, &error)))?;
    let arcs: Vec<Vec<Coord<f64>>> = match &topology.transform {
        Some(transform) => topology
            .arcs
            .par_iter()
            .map(|arc| transform.decode(arc))
            .collect(),
        None => topology.arcs.par_iter().map(|arc| plain(arc)).collect(),
    };
    let mut geometries = Vec::new();
    for object in topology.objects.into_values() {
        flatten(object, &mut geometries);
    }
    let left = AtomicU64::new(SHAPE_POSITIONS.get());
    let shapes = (1..)
        .zip(geometries)
        .collect::<Vec<(usize, Geometry)>>()
        .into_par_iter()
        .map(|(number, geometry)| {
            shape(geometry, &arcs, &left).map_err(|reason| Fault::Feature(number, reason))
        })
        .collect::<Result<_, _>>()?;
    Ok(RawFile {
        format: FORMAT,
        shapes,
        reference: topology.crs.as_ref().and_then(Reference::from_json),
        heights: false,
    })
}

/// A collection with an id or properties of its own is one feature whose parts share them.
fn flatten(geometry: Geometry, into: &mut Vec<Geometry>) {
    let is_collection = geometry.kind.as_deref() == Some("GeometryCollection");
    if !is_collection && geometry.geometries.is_empty() {
        into.push(geometry);
        return;
    }
    for mut part in geometry.geometries {
        if part.id.is_none() {
            part.id.clone_from(&geometry.id);
        }
        if part.properties.is_none() {
            part.properties.clone_from(&geometry.properties);
        }
        flatten(part, into);
    }
}

impl Transform {
    /// Every position but the first is relative to the one before.
    fn decode(&self, arc: &[Position]) -> Vec<Coord<f64>> {
        let mut at = [0.0; 2];
        arc.iter()
            .map(|Position([x, y])| {
                at[0] += x;
                at[1] += y;
                Coord {
                    x: at[0] * self.scale[0] + self.translate[0],
                    y: at[1] * self.scale[1] + self.translate[1],
                }
            })
            .collect()
    }
}

fn plain(arc: &[Position]) -> Vec<Coord<f64>> {
    arc.iter().map(|&Position([x, y])| Coord { x, y }).collect()
}

fn shape(
    geometry: Geometry,
    arcs: &[Vec<Coord<f64>>],
    left: &AtomicU64,
) -> Result<RawShape, String> {
    let indices = geometry.arcs.unwrap_or_default();
    let polygons: Option<Vec<Vec<Vec<i64>>>> = match geometry.kind.as_deref() {
        Some("Polygon") => Some(vec![from_value(indices)?]),
        Some("MultiPolygon") => Some(from_value(indices)?),
        _ => None,
    };
    let rings = |rings: &Vec<Vec<i64>>| -> Result<Rings, String> {
        rings.iter().map(|ring| stitch(ring, arcs, left)).collect()
    };
    let polygons = polygons.map(|polygons| polygons.iter().map(rings).collect::<Result<_, _>>());
    Ok(RawShape {
        id: geometry.id,
        properties: geometry.properties.unwrap_or_default(),
        polygons: polygons.transpose()?,
        other_parts: 0,
    })
}

fn from_value<T: de::DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| format!("its arcs: {error}"))
}

/// Arcs end to end; `!n` is arc `n` from its end to its start.
///
/// # Errors
///
/// There is no such arc, or fewer positions are `left` of those that a file may have.
fn stitch(
    ring: &[i64],
    arcs: &[Vec<Coord<f64>>],
    left: &AtomicU64,
) -> Result<Vec<Coord<f64>>, String> {
    let mut line: Vec<Coord<f64>> = Vec::new();
    for &index in ring {
        let number = if index < 0 { !index } else { index };
        let arc = usize::try_from(number)
            .ok()
            .and_then(|number| arcs.get(number));
        let arc = arc.ok_or_else(|| format!("names arc {index} (there are {})", arcs.len()))?;
        let taken = |left: u64| left.checked_sub(arc.len() as u64);
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken)
            .map_err(|_| {
                let limit = SHAPE_POSITIONS.get();
                SHAPE_POSITIONS.over(limit.saturating_add(1)).to_string()
            })?;
        // The end of one arc is the start of the next.
        let skip = usize::from(!line.is_empty());
        if index < 0 {
            line.extend(arc.iter().rev().skip(skip));
        } else {
            line.extend(arc.iter().skip(skip));
        }
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares side by side share the arc between them, one of them from its end.
    #[test]
    fn a_shared_border_runs_both_ways() {
        let text = r#"{"type":"Topology","transform":{"scale":[0.5,0.5],"translate":[10,50]},
            "objects":{"a":{"type":"GeometryCollection","geometries":[
                {"type":"Polygon","id":"W","arcs":[[0,1]]},
                {"type":"MultiPolygon","id":7,"arcs":[[[2,-1]]],"properties":{"code":"E"}},
                {"type":"Point","coordinates":[0,0]}]}},
            "arcs":[[[2,0],[0,2]],[[2,2],[-2,0],[0,-2],[2,0]],[[2,0],[2,0],[0,2],[-2,0]]]}"#;
        let shapes = read(text.as_bytes()).ok().unwrap().shapes;
        assert_eq!(shapes.len(), 3);
        assert!(shapes[2].polygons.is_none());
        let ring = |shape: &RawShape| -> Vec<(f64, f64)> {
            let rings = &shape.polygons.as_ref().unwrap()[0];
            rings[0].iter().map(|c| (c.x, c.y)).collect()
        };
        let (w, e) = (ring(&shapes[0]), ring(&shapes[1]));
        assert_eq!(
            w,
            [
                (11.0, 50.0),
                (11.0, 51.0),
                (10.0, 51.0),
                (10.0, 50.0),
                (11.0, 50.0)
            ]
        );
        assert_eq!(
            e,
            [
                (11.0, 50.0),
                (12.0, 50.0),
                (12.0, 51.0),
                (11.0, 51.0),
                (11.0, 50.0)
            ]
        );
    }

    #[test]
    fn an_arc_that_is_not_there_is_an_error() {
        let text = r#"{"objects":{"a":{"type":"Polygon","arcs":[[3]]}},"arcs":[]}"#;
        let fault = read(text.as_bytes()).err();
        let Some(Fault::Feature(1, reason)) = fault else {
            panic!("feature 1 names an arc that is not there");
        };
        assert_eq!(reason, "names arc 3 (there are 0)");
    }
}
