use super::dataset::{Drawing, Outline};
use super::error::LoadError;
use super::files::StudyFiles;
use super::input_report::{FileReport, InputReport, Mismatch};
use super::topojson;
use crate::model::DemandPoint;
use crate::study::DrawingFiles;
use crate::units::Demand;
use geo::{CoordsIter as _, Geometry, MultiPolygon};
use geojson::{Feature, FeatureCollection, feature::Id};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How many ids a mismatch names.
const EXAMPLES: usize = 5;

/// Polygons with what the file says of them.
pub(super) struct Shape {
    pub(super) id: Option<Value>,
    pub(super) properties: Option<Map<String, Value>>,
    pub(super) shape: MultiPolygon<f64>,
}

/// Reads what maps are drawn from; `None` where the study names no file of shapes.
pub(super) fn read(
    names: &DrawingFiles,
    files: &StudyFiles,
    points: &[DemandPoint],
    report: &mut InputReport,
) -> Result<Option<Drawing>, LoadError> {
    if names.areas.is_none() && names.outlines.is_none() {
        return Ok(None);
    }
    let (areas, outlines) = rayon::join(
        || {
            names
                .areas
                .as_ref()
                .map(|file| shapes(file, "areas", files))
                .transpose()
        },
        || {
            names
                .outlines
                .as_ref()
                .map(|file| shapes(file, "outlines", files))
                .transpose()
        },
    );
    let mut drawing = Drawing {
        areas: vec![None; points.len()],
        outlines: Vec::new(),
    };
    if let Some((file, areas)) = areas? {
        place_areas(areas, names, points, &file.path, &mut drawing, report);
        report.files.push(file);
    }
    if let Some((file, outlines)) = outlines? {
        drawing.outlines = outlines.into_iter().map(outline).collect();
        report.files.push(file);
    }
    Ok(Some(drawing))
}

/// All polygons of a file of GeoJSON or TopoJSON, in degrees.
fn shapes(
    name: &str,
    role: &str,
    files: &StudyFiles,
) -> Result<(FileReport, Vec<Shape>), LoadError> {
    let bytes = files.read(name)?;
    let content = bytes.content()?;
    let (format, shapes) = if bytes.has_extension("topojson") {
        ("TopoJSON", topojson::read(&content))
    } else {
        ("GeoJSON", from_geojson(&content))
    };
    let fail = |reason| LoadError::Shapes {
        file: name.to_owned(),
        format,
        reason,
    };
    let shapes = shapes.map_err(fail)?;
    for coordinate in shapes.iter().flat_map(|shape| shape.shape.coords_iter()) {
        if !(coordinate.x.abs() <= 180.0 && coordinate.y.abs() <= 90.0) {
            let (x, y) = (coordinate.x, coordinate.y);
            return Err(LoadError::NotDegrees {
                file: name.to_owned(),
                x,
                y,
            });
        }
    }
    let report = FileReport {
        role: role.to_owned(),
        path: name.to_owned(),
        bytes: bytes.size(),
        sha256: bytes.sha256(),
        rows_read: shapes.len(),
        ..FileReport::default()
    };
    Ok((report, shapes))
}

fn from_geojson(json: &[u8]) -> Result<Vec<Shape>, String> {
    let collection: FeatureCollection =
        serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let shape = |feature: Feature| -> Result<Option<Shape>, String> {
        let Some(geometry) = feature.geometry else {
            return Ok(None);
        };
        let geometry = Geometry::<f64>::try_from(geometry).map_err(|error| error.to_string())?;
        let shape = match geometry {
            Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
            Geometry::MultiPolygon(polygons) => polygons,
            _ => return Ok(None),
        };
        let id = feature.id.map(|id| match id {
            Id::String(text) => Value::String(text),
            Id::Number(number) => Value::Number(number),
        });
        Ok(Some(Shape {
            id,
            properties: feature.properties,
            shape,
        }))
    };
    collection
        .features
        .into_iter()
        .filter_map(|feature| shape(feature).transpose())
        .collect()
}

/// Gives every demand point its polygons, and reports what has no partner.
fn place_areas(
    areas: Vec<Shape>,
    names: &DrawingFiles,
    points: &[DemandPoint],
    file: &str,
    drawing: &mut Drawing,
    report: &mut InputReport,
) {
    let number: BTreeMap<&str, usize> = points
        .iter()
        .enumerate()
        .map(|(number, point)| (point.id.as_str(), number))
        .collect();
    let mut strangers = Vec::new();
    for area in areas {
        let id = id_of(&area, names.areas_id.as_deref());
        match number.get(id.as_str()) {
            Some(&number) => {
                let known = &mut drawing.areas[number];
                known
                    .get_or_insert_with(|| MultiPolygon(Vec::new()))
                    .0
                    .extend(area.shape);
            }
            None => strangers.push(id),
        }
    }
    let without = || {
        points
            .iter()
            .zip(&drawing.areas)
            .filter(|(_, area)| area.is_none())
    };
    let ids: Vec<String> = without().map(|(point, _)| point.id.clone()).collect();
    let demand: Demand = without().map(|(point, _)| point.demand).sum();
    for (what, ids, demand) in [
        (
            format!("demand points without a shape in {file}"),
            ids,
            Some(demand),
        ),
        (
            format!("shapes of {file} that are no demand point"),
            strangers,
            None,
        ),
    ] {
        if !ids.is_empty() {
            let examples = ids.iter().take(EXAMPLES).cloned().collect();
            report.mismatches.push(Mismatch {
                what,
                count: ids.len(),
                examples,
                demand,
            });
        }
    }
}

/// The id of a shape: the property that the study names, else the shape's own id, else its
/// property `id`.
fn id_of(shape: &Shape, property: Option<&str>) -> String {
    let named = |name: &str| shape.properties.as_ref().and_then(|all| all.get(name));
    let id = match property {
        Some(name) => named(name),
        None => shape.id.as_ref().or_else(|| named("id")),
    };
    match id {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

fn outline(shape: Shape) -> Outline {
    let text = |name: &str| -> String {
        let value = shape.properties.as_ref().and_then(|all| all.get(name));
        value.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let kind = text("kind");
    Outline {
        kind: if kind.is_empty() {
            "land".to_owned()
        } else {
            kind
        },
        name: text("name"),
        shape: shape.shape,
    }
}
