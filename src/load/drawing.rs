//! What maps are drawn from.

use super::dataset::{Drawing, Outline};
use super::error::LoadError;
use super::files::{FileBytes, StudyFiles};
use super::input_report::{FileReport, Mismatch};
use super::shapes::{self, Shape, ShapesError};
use super::sources;
use super::warning::Warning;
use crate::model::DemandPoint;
use crate::study::DrawingFiles;
use crate::units::Demand;
use geo::{BoundingRect, MultiPolygon, Rect};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A drawing, and what its files gave.
pub(super) struct Drawn {
    pub(super) drawing: Drawing,
    pub(super) files: Vec<FileReport>,
    pub(super) mismatches: Vec<Mismatch>,
    pub(super) warnings: Vec<Warning>,
}

/// Reads the shapes the study names; `None` if it names none.
pub(super) fn read(
    choice: &DrawingFiles,
    points: &[DemandPoint],
    files: &StudyFiles,
) -> Result<Option<Drawn>, LoadError> {
    if choice.areas.is_none() && choice.outlines.is_none() {
        return Ok(None);
    }
    let (areas, outlines) = rayon::join(
        || {
            choice
                .areas
                .as_ref()
                .map(|file| read_areas(file, choice, points, files))
                .transpose()
        },
        || {
            choice
                .outlines
                .as_ref()
                .map(|file| read_outlines(file, files))
                .transpose()
        },
    );
    let mut drawn = areas?.unwrap_or_else(|| Drawn {
        drawing: Drawing::new(vec![None; points.len()], Vec::new()),
        files: Vec::new(),
        mismatches: Vec::new(),
        warnings: Vec::new(),
    });
    if let Some((outlines, report)) = outlines? {
        check_around(&report.path, &outlines, points)?;
        drawn.drawing.outlines = outlines;
        drawn.files.push(report);
    }
    Ok(Some(drawn))
}

fn read_areas(
    file: &str,
    choice: &DrawingFiles,
    points: &[DemandPoint],
    files: &StudyFiles,
) -> Result<Drawn, LoadError> {
    let bytes = files.read(file)?;
    let read = shapes::read(&bytes)?;
    let property = choice.areas_id.as_deref();
    let mut report = shapes_report("areas", &bytes, &read);
    let shapes = read.shapes;
    if !points.is_empty() && shapes.iter().all(|shape| shape.id(property).is_none()) {
        let names: BTreeSet<&str> = shapes.iter().flat_map(Shape::property_names).collect();
        return Err(ShapesError::NoId {
            file: file.to_owned(),
            property: choice.areas_id.clone(),
            there: names.into_iter().map(str::to_owned).collect(),
        }
        .into());
    }
    let number: HashMap<&str, usize> = points
        .iter()
        .map(|point| point.id.as_str())
        .zip(0..)
        .collect();
    let mut areas: Vec<Option<MultiPolygon<f64>>> = vec![None; points.len()];
    let (mut unnamed, mut unknown) = (0, BTreeSet::new());
    for shape in shapes {
        let Some(id) = shape.id(property) else {
            unnamed += 1;
            continue;
        };
        if shape.polygons.0.is_empty() {
            continue;
        }
        match number.get(id.as_str()) {
            // An area in several pieces is one area.
            Some(&point) => match &mut areas[point] {
                Some(area) => area.0.extend(shape.polygons.0),
                none => *none = Some(shape.polygons),
            },
            None => {
                unknown.insert(id);
            }
        }
    }
    if !points.is_empty() && areas.iter().all(Option::is_none) {
        return Err(LoadError::NoOverlap {
            guess: None,
            file: file.to_owned(),
            what: "area id",
            other: "the population".to_owned(),
            found: unknown.into_iter().take(3).collect(),
            expected: points
                .iter()
                .take(3)
                .map(|point| point.id.clone())
                .collect(),
        });
    }
    let refused = [
        ("no id".to_owned(), unnamed),
        ("id not in the population".to_owned(), unknown.len()),
    ];
    let refused = refused.into_iter().filter(|&(_, shapes)| shapes > 0);
    report.rows_rejected.extend(refused);
    let away = away_from_points(file, points, &areas)?;
    let without: Vec<&DemandPoint> = points
        .iter()
        .zip(&areas)
        .filter_map(|(point, area)| area.is_none().then_some(point))
        .collect();
    let ids: Vec<&String> = without.iter().map(|point| &point.id).collect();
    let mismatch = Mismatch::of_ids(format!("demand points without an area in {file}"), &ids);
    let mismatch = mismatch.map(|mismatch| Mismatch {
        demand: Some(without.iter().map(|point| point.demand).sum::<Demand>()),
        ..mismatch
    });
    Ok(Drawn {
        drawing: Drawing::new(areas, Vec::new()),
        files: vec![report],
        mismatches: mismatch.into_iter().collect(),
        warnings: away.into_iter().collect(),
    })
}

/// Kinds of outlines that are drawn.
const LAND: &str = "land";
const REGION: &str = "region";

fn read_outlines(file: &str, files: &StudyFiles) -> Result<(Vec<Outline>, FileReport), LoadError> {
    let bytes = files.read(file)?;
    let read = shapes::read(&bytes)?;
    let mut report = shapes_report("outlines", &bytes, &read);
    let mut without_kind = 0;
    let mut other_kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut outlines = Vec::with_capacity(read.shapes.len());
    for shape in read.shapes {
        let kind = shape.property("kind").map(|kind| kind.to_lowercase());
        let kind = match kind.as_deref() {
            Some(REGION) => REGION,
            Some(LAND) => LAND,
            None => {
                without_kind += 1;
                LAND
            }
            Some(other) => {
                *other_kinds.entry(other.to_owned()).or_default() += 1;
                continue;
            }
        };
        outlines.push(Outline {
            kind: kind.to_owned(),
            name: shape.property("name").unwrap_or_default(),
            shape: shape.polygons,
        });
    }
    if without_kind > 0 {
        report.notes.push(format!(
            "shapes without a `kind`, drawn as land: {without_kind}"
        ));
    }
    for (kind, shapes) in other_kinds {
        let reason = format!("kind `{kind}` is not drawn (`{LAND}` and `{REGION}` are)");
        report.rows_rejected.push((reason, shapes));
    }
    Ok((outlines, report))
}

fn shapes_report(role: &str, bytes: &FileBytes<'_>, read: &shapes::Shapes) -> FileReport {
    FileReport {
        rows_read: read.features,
        rows_rejected: read.left_out.clone(),
        notes: read.notes.clone(),
        ..sources::stored_report(role, bytes)
    }
}

/// How far a demand point may lie from the box of its area, in degrees: centroids of people and
/// generalised borders differ, places in other countries do not.
const BESIDE: f64 = 0.5;

fn holds(rect: &Rect<f64>, x: f64, y: f64) -> bool {
    (rect.min().x - BESIDE..=rect.max().x + BESIDE).contains(&x)
        && (rect.min().y - BESIDE..=rect.max().y + BESIDE).contains(&y)
}

/// Areas that do not lie where their demand points do.
fn away_from_points(
    file: &str,
    points: &[DemandPoint],
    areas: &[Option<MultiPolygon<f64>>],
) -> Result<Option<Warning>, LoadError> {
    let (mut both, mut swapped) = (0, 0);
    let mut away = Vec::new();
    for (point, area) in points.iter().zip(areas) {
        let Some((place, rect)) = point
            .position
            .zip(area.as_ref().and_then(BoundingRect::bounding_rect))
        else {
            continue;
        };
        both += 1;
        if !holds(&rect, place.lon(), place.lat()) {
            away.push(point.id.as_str());
            swapped += usize::from(holds(&rect, place.lat(), place.lon()));
        }
    }
    if swapped > 0 && away.len() == both && 2 * swapped > both {
        return Err(ShapesError::Swapped {
            file: file.to_owned(),
            reason: format!(
                "{swapped} of {both} areas lie at their demand points only with latitude and \
                 longitude exchanged"
            ),
        }
        .into());
    }
    Ok((!away.is_empty()).then(|| {
        let what = format!(
            "{} of {both} areas are far from their demand points",
            away.len()
        );
        Warning::of_file(file, away.len(), what).examples(away)
    }))
}

/// Outlines that lie around the demand points only the other way round.
fn check_around(file: &str, outlines: &[Outline], points: &[DemandPoint]) -> Result<(), LoadError> {
    let rects: Vec<Rect<f64>> = outlines
        .iter()
        .filter_map(|outline| outline.shape.bounding_rect())
        .collect();
    let around = |x: f64, y: f64| rects.iter().any(|rect| holds(rect, x, y));
    let mut places = points.iter().filter_map(|point| point.position).peekable();
    if rects.is_empty() || places.peek().is_none() {
        return Ok(());
    }
    let (mut right, mut swapped, mut all) = (0, 0, 0);
    for place in places {
        all += 1;
        right += usize::from(around(place.lon(), place.lat()));
        swapped += usize::from(around(place.lat(), place.lon()));
    }
    if right == 0 && swapped > 0 {
        return Err(ShapesError::Swapped {
            file: file.to_owned(),
            reason: format!(
                "{swapped} of {all} demand points lie in them only with latitude and longitude \
                 exchanged"
            ),
        }
        .into());
    }
    Ok(())
}
