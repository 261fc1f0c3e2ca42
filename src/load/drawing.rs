//! What maps are drawn from.

use super::dataset::{Drawing, Outline};
use super::error::LoadError;
use super::files::StudyFiles;
use super::input_report::{FileReport, Mismatch};
use super::shapes;
use super::sources;
use crate::model::DemandPoint;
use crate::study::DrawingFiles;
use geo::MultiPolygon;
use std::collections::{BTreeSet, HashMap};

/// A drawing, and what its files gave.
pub(super) struct Drawn {
    pub(super) drawing: Drawing,
    pub(super) files: Vec<FileReport>,
    pub(super) mismatches: Vec<Mismatch>,
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
        drawing: Drawing {
            areas: vec![None; points.len()],
            outlines: Vec::new(),
        },
        files: Vec::new(),
        mismatches: Vec::new(),
    });
    if let Some((outlines, report)) = outlines? {
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
    let content = bytes.content()?;
    let (shapes, left_out) = shapes::read(&bytes, &content)?;
    let mut report = sources::stored_report("areas", &bytes);
    report.rows_read = shapes.len() + left_out;
    let number: HashMap<&str, usize> = points
        .iter()
        .map(|point| point.id.as_str())
        .zip(0..)
        .collect();
    let mut areas: Vec<Option<MultiPolygon<f64>>> = vec![None; points.len()];
    let (mut unnamed, mut unknown) = (0, BTreeSet::new());
    for shape in shapes {
        let Some(id) = shape.id(choice.areas_id.as_deref()) else {
            unnamed += 1;
            continue;
        };
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
        ("no polygon".to_owned(), left_out),
        ("no id".to_owned(), unnamed),
        ("id not in the population".to_owned(), unknown.len()),
    ];
    report.rows_refused = refused
        .into_iter()
        .filter(|&(_, shapes)| shapes > 0)
        .collect();
    let without: Vec<&String> = points
        .iter()
        .zip(&areas)
        .filter_map(|(point, area)| area.is_none().then_some(&point.id))
        .collect();
    let mismatch = Mismatch::of_ids(format!("demand points without an area in {file}"), &without);
    Ok(Drawn {
        drawing: Drawing {
            areas,
            outlines: Vec::new(),
        },
        files: vec![report],
        mismatches: mismatch.into_iter().collect(),
    })
}

fn read_outlines(file: &str, files: &StudyFiles) -> Result<(Vec<Outline>, FileReport), LoadError> {
    let bytes = files.read(file)?;
    let content = bytes.content()?;
    let (shapes, left_out) = shapes::read(&bytes, &content)?;
    let mut report = sources::stored_report("outlines", &bytes);
    report.rows_read = shapes.len() + left_out;
    if left_out > 0 {
        report
            .rows_refused
            .push(("no polygon".to_owned(), left_out));
    }
    let outlines = shapes.into_iter().map(|shape| Outline {
        kind: shape.text("kind"),
        name: shape.text("name"),
        shape: shape.polygons,
    });
    Ok((outlines.collect(), report))
}
