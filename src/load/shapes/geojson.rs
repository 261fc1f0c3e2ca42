use super::coordinates::Coordinates;
use super::raw::{Fault, RawFile, RawShape, explain};
use super::reference::Reference;
use super::rings::Rings;
use super::topojson;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

const FORMAT: &str = "GeoJSON";

/// What stands outermost: a collection, a feature, a geometry, or a topology.
#[derive(Deserialize)]
struct Outermost {
    #[serde(rename = "type")]
    kind: Option<String>,
    features: Option<Vec<Feature>>,
    id: Option<Value>,
    properties: Option<Map<String, Value>>,
    geometry: Option<Geometry>,
    coordinates: Option<Coordinates>,
    geometries: Option<Vec<Geometry>>,
    crs: Option<Value>,
}

#[derive(Deserialize)]
struct Feature {
    id: Option<Value>,
    properties: Option<Map<String, Value>>,
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: Option<String>,
    coordinates: Option<Coordinates>,
    geometries: Option<Vec<Geometry>>,
}

#[derive(Deserialize)]
struct Kind {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(rename = "objects")]
    _objects: Option<IgnoredAny>,
}

/// Whether the content says that it is `GeoJSON`.
pub(super) fn is_geojson(content: &[u8]) -> bool {
    let kind = serde_json::from_slice::<Kind>(content).ok();
    kind.and_then(|outermost| outermost.kind)
        .is_some_and(|kind| kind != "Topology")
}

pub(super) fn read(content: &[u8]) -> Result<RawFile, Fault> {
    let wrong = |reason: String| Fault::Syntax(FORMAT, reason);
    if content.trim_ascii_start().starts_with(b"[") {
        return Err(wrong(
            "expected an object with a `type` (got a list)".to_owned(),
        ));
    }
    let outermost: Outermost =
        serde_json::from_slice(content).map_err(|error| wrong(explain(content, &error)))?;
    let features = match outermost.kind.as_deref() {
        Some("Topology") => return topojson::read(content),
        Some("FeatureCollection") => outermost
            .features
            .ok_or_else(|| wrong("a FeatureCollection has a list of `features`".to_owned()))?,
        Some("Feature") => vec![Feature {
            id: outermost.id,
            properties: outermost.properties,
            geometry: outermost.geometry,
        }],
        Some(kind) => vec![Feature {
            id: None,
            properties: None,
            geometry: Some(Geometry {
                kind: Some(kind.to_owned()),
                coordinates: outermost.coordinates,
                geometries: outermost.geometries,
            }),
        }],
        None => {
            let expected = "expected a `type`: FeatureCollection, Feature, Polygon or MultiPolygon";
            return Err(wrong(expected.to_owned()));
        }
    };
    let mut heights = false;
    let shapes = (1..).zip(features).map(|(number, feature)| {
        let mut found = Found::default();
        if let Some(geometry) = feature.geometry {
            found
                .add(geometry, &mut heights)
                .map_err(|reason| Fault::Feature(number, reason))?;
        }
        Ok::<_, Fault>(RawShape {
            id: feature.id,
            properties: feature.properties.unwrap_or_default(),
            polygons: found.polygons,
            other_parts: if found.collection { found.others } else { 0 },
        })
    });
    Ok(RawFile {
        format: FORMAT,
        shapes: shapes.collect::<Result<_, _>>()?,
        reference: outermost.crs.as_ref().and_then(Reference::from_json),
        heights,
    })
}

/// The polygons of one feature.
#[derive(Default)]
struct Found {
    polygons: Option<Vec<Rings>>,
    others: usize,
    collection: bool,
}

impl Found {
    fn add(&mut self, geometry: Geometry, heights: &mut bool) -> Result<(), String> {
        let kind = geometry.kind.unwrap_or_default();
        let coordinates = || {
            geometry
                .coordinates
                .ok_or_else(|| format!("a {kind} has `coordinates`"))
        };
        let more = match kind.as_str() {
            "Polygon" => vec![coordinates()?.into_rings(heights)?],
            "MultiPolygon" => coordinates()?.into_polygons(heights)?,
            "GeometryCollection" => {
                self.collection = true;
                for part in geometry.geometries.unwrap_or_default() {
                    self.add(part, heights)?;
                }
                return Ok(());
            }
            "Point" | "MultiPoint" | "LineString" | "MultiLineString" => {
                self.others += 1;
                return Ok(());
            }
            other => return Err(format!("`{other}` is not a type of geometry")),
        };
        self.polygons.get_or_insert_default().extend(more);
        Ok(())
    }
}
