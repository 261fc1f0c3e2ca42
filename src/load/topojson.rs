//! `TopoJSON`: polygons as chains of arcs that neighbours share.

use super::shapes::Shape;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Topology {
    transform: Option<Transform>,
    objects: BTreeMap<String, Geometry>,
    arcs: Vec<Vec<[f64; 2]>>,
}

/// From the whole numbers of a quantised topology to degrees.
#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    id: Option<Value>,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    #[serde(default)]
    arcs: Arcs,
    #[serde(default)]
    geometries: Vec<Geometry>,
}

/// Numbers of arcs, nested as deep as the geometry asks; `!n` is arc `n` backwards.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Arcs {
    MultiPolygon(Vec<Vec<Vec<i64>>>),
    Polygon(Vec<Vec<i64>>),
    #[default]
    None,
}

/// The polygons of every object of a topology.
///
/// # Errors
///
/// What is wrong with the file, in words.
pub(super) fn read(json: &[u8]) -> Result<Vec<Shape>, String> {
    let topology: Topology = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let arcs = degrees(&topology);
    let mut shapes = Vec::new();
    for object in topology.objects.into_values() {
        collect(object, &arcs, &mut shapes)?;
    }
    Ok(shapes)
}

/// The arcs in degrees; those of a quantised topology are stored as steps.
fn degrees(topology: &Topology) -> Vec<Vec<Coord<f64>>> {
    let place = |arc: &Vec<[f64; 2]>| -> Vec<Coord<f64>> {
        let Some(Transform { scale, translate }) = &topology.transform else {
            return arc.iter().map(|&[x, y]| Coord { x, y }).collect();
        };
        let steps = arc.iter().scan([0.0, 0.0], |at, step| {
            at[0] += step[0];
            at[1] += step[1];
            Some(Coord {
                x: at[0] * scale[0] + translate[0],
                y: at[1] * scale[1] + translate[1],
            })
        });
        steps.collect()
    };
    topology.arcs.iter().map(place).collect()
}

fn collect(
    geometry: Geometry,
    arcs: &[Vec<Coord<f64>>],
    shapes: &mut Vec<Shape>,
) -> Result<(), String> {
    let polygons = match (&*geometry.kind, &geometry.arcs) {
        ("GeometryCollection", _) => {
            return geometry
                .geometries
                .into_iter()
                .try_for_each(|part| collect(part, arcs, shapes));
        }
        ("Polygon", Arcs::Polygon(rings)) => vec![polygon(rings, arcs)?],
        ("MultiPolygon", Arcs::MultiPolygon(polygons)) => polygons
            .iter()
            .map(|rings| polygon(rings, arcs))
            .collect::<Result<_, _>>()?,
        ("MultiPolygon" | "Polygon", _) => {
            return Err(format!(
                "the arcs of a {} are not nested as its type asks",
                geometry.kind
            ));
        }
        _ => return Ok(()),
    };
    shapes.push(Shape {
        id: geometry.id,
        properties: geometry.properties,
        shape: MultiPolygon(polygons),
    });
    Ok(())
}

fn polygon(rings: &[Vec<i64>], arcs: &[Vec<Coord<f64>>]) -> Result<Polygon<f64>, String> {
    let mut rings = rings.iter().map(|ring| chain(ring, arcs));
    let exterior = rings.next().unwrap_or_else(|| Ok(LineString(Vec::new())))?;
    Ok(Polygon::new(exterior, rings.collect::<Result<_, _>>()?))
}

/// One ring: each arc begins where the one before it ends, and that point is kept once.
fn chain(ring: &[i64], arcs: &[Vec<Coord<f64>>]) -> Result<LineString<f64>, String> {
    let mut chained: Vec<Coord<f64>> = Vec::new();
    for &number in ring {
        let forwards = number >= 0;
        let place = usize::try_from(if forwards { number } else { !number });
        let arc = place.ok().and_then(|place| arcs.get(place));
        let arc = arc.ok_or_else(|| format!("arc {number} is not there"))?;
        let skipped = usize::from(!chained.is_empty());
        if forwards {
            chained.extend(arc.iter().skip(skipped));
        } else {
            chained.extend(arc.iter().rev().skip(skipped));
        }
    }
    Ok(LineString(chained))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two squares side by side share the arc between them; the second runs it backwards.
    #[test]
    fn neighbours_share_an_arc_in_opposite_directions() {
        let json = br#"{"type":"Topology","transform":{"scale":[0.5,2],"translate":[10,50]},
            "objects":{"areas":{"type":"GeometryCollection","geometries":[
              {"type":"Polygon","id":"A","arcs":[[0,1]]},
              {"type":"MultiPolygon","id":2,"arcs":[[[-1,2]]]}]}},
            "arcs":[[[2,0],[0,1]],[[2,1],[-2,0],[0,-1],[2,0]],[[2,0],[2,0],[0,1],[-2,0]]]}"#;
        let shapes = read(json).unwrap();
        assert_eq!(shapes.len(), 2);
        let ring = |n: usize| -> Vec<(f64, f64)> {
            shapes[n].shape.0[0]
                .exterior()
                .0
                .iter()
                .map(|c| (c.x, c.y))
                .collect()
        };
        assert_eq!(
            ring(0),
            [
                (11.0, 50.0),
                (11.0, 52.0),
                (10.0, 52.0),
                (10.0, 50.0),
                (11.0, 50.0)
            ]
        );
        assert_eq!(
            ring(1),
            [
                (11.0, 52.0),
                (11.0, 50.0),
                (12.0, 50.0),
                (12.0, 52.0),
                (11.0, 52.0)
            ]
        );
        assert_eq!(shapes[1].id, Some(Value::from(2)));
    }

    #[test]
    fn an_arc_that_is_not_there_is_an_error() {
        let json = br#"{"objects":{"a":{"type":"Polygon","arcs":[[7]]}},"arcs":[]}"#;
        assert_eq!(read(json).unwrap_err(), "arc 7 is not there");
    }
}
