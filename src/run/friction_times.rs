use crate::crs::Crs;
use crate::grid::{FrictionFile, GridError};
use crate::load::{Dataset, FileReport, LoadError, StudyFiles, SurfaceInputError};
use crate::model::{LatLon, TravelTimeMatrix};
use crate::network::friction::{NotOnSurface, PlacedSurface, times_between};
use crate::plausibility;
use crate::study::{Study, SurfaceChoice};
use std::io::Write as _;
use std::path::Path;

/// Times over the friction surface of a study.
pub(super) struct FrictionTimes {
    /// From every demand point to every site.
    pub(super) to_sites: TravelTimeMatrix,
    /// From every site to every site.
    pub(super) between_sites: TravelTimeMatrix,
}

impl FrictionTimes {
    /// Reads the surface, enters it in the input report, and finds the times.
    ///
    /// # Errors
    ///
    /// The file is no friction surface; a site or a demand point is on a barrier, outside, or has no
    /// coordinates.
    pub(super) fn new(
        study: &Study,
        choice: &SurfaceChoice,
        files: &StudyFiles,
        dataset: &mut Dataset,
    ) -> Result<Self, LoadError> {
        let surface = choice.file.as_str();
        let (read, report) = read(choice, files)?;
        let sites = dataset
            .sites
            .iter()
            .map(|site| (site.id.as_str(), site.position));
        let sites = located(&study.hospitals.file, "site", surface, &read.surface, sites)?;
        let points = dataset
            .points
            .iter()
            .map(|point| (point.id.as_str(), point.position));
        let file = &study.population.file;
        let points = located(file, "demand point", surface, &read.surface, points)?;
        dataset.report.files.push(report);
        dataset.report.warnings.extend(read.warnings);
        let unusual = plausibility::of_surface(surface, &read.surface);
        dataset.report.warnings.extend(unusual);
        // One search from each site finds both.
        let all: Vec<u32> = points.iter().chain(&sites).copied().collect();
        let times = times_between(read.surface.surface(), &sites, &all);
        let part = |from: usize, count: usize| {
            let columns = (0..times.sites()).flat_map(|site| {
                let site = u16::try_from(site).unwrap_or(u16::MAX);
                let column = times.column(crate::model::SiteIndex(site));
                column[from..from + count].iter().copied()
            });
            TravelTimeMatrix::from_cells(count, times.sites(), columns.collect())
        };
        Ok(Self {
            to_sites: part(0, points.len()),
            between_sites: part(points.len(), sites.len()),
        })
    }
}

/// The surface, and the report of its file.
fn read(
    choice: &SurfaceChoice,
    files: &StudyFiles,
) -> Result<(FrictionFile, FileReport), LoadError> {
    let name = choice.file.as_str();
    let crs = choice.crs.as_deref();
    let crs = crs.and_then(|code| Crs::from_code(code).ok());
    let bytes = files.read(name)?;
    let surface = match files.path_of(name) {
        Some(path) => FrictionFile::read(&path, crs.as_ref()),
        None => from_memory(name, &bytes.stored, crs.as_ref()),
    };
    let surface = surface.map_err(|error| {
        let text = match &error {
            GridError::File { place, reason, .. } => {
                let place = place.as_ref().map(|place| format!(":{place}"));
                format!("{name}{}: {reason}", place.unwrap_or_default())
            }
            other => other.to_string(),
        };
        LoadError::Surface(Box::new(SurfaceInputError::File(text)))
    })?;
    let report = FileReport {
        role: "friction surface".to_owned(),
        path: name.to_owned(),
        bytes: bytes.size(),
        sha256: bytes.sha256(),
        rows_read: surface.surface.surface().rows(),
        notes: surface.notes.clone(),
        ..FileReport::default()
    };
    Ok((surface, report))
}

/// A raster is read from a file, a part at a time; one in memory is put into one first.
fn from_memory(name: &str, bytes: &[u8], crs: Option<&Crs>) -> Result<FrictionFile, GridError> {
    let io = |source| GridError::Io {
        file: name.into(),
        source,
    };
    let folder = tempfile::tempdir().map_err(io)?;
    let file = Path::new(name).file_name().unwrap_or_default();
    let path = folder.path().join(file);
    let mut file = std::fs::File::create(&path).map_err(io)?;
    file.write_all(bytes).map_err(io)?;
    drop(file);
    FrictionFile::read(&path, crs)
}

/// The cells of places; the error names the first that has none, and counts the others.
fn located<'a>(
    file: &str,
    place: &'static str,
    surface: &str,
    placed: &PlacedSurface,
    all: impl Iterator<Item = (&'a str, Option<LatLon>)>,
) -> Result<Vec<u32>, LoadError> {
    let mut cells = Vec::new();
    let mut wrong: Option<(String, NotOnSurface, usize)> = None;
    for (id, position) in all {
        let Some(position) = position else {
            return Err(LoadError::Surface(Box::new(
                SurfaceInputError::NoPosition {
                    file: file.to_owned(),
                    place,
                    id: id.to_owned(),
                },
            )));
        };
        if let Some((_, _, others)) = &mut wrong {
            *others += usize::from(!placed.is_passable(position));
            continue;
        }
        match placed.passable_cell_of(position) {
            Ok(cell) => cells.push(cell),
            Err(why) => wrong = Some((id.to_owned(), why, 0)),
        }
    }
    match wrong {
        None => Ok(cells),
        Some((id, why, others)) => Err(LoadError::Surface(Box::new(
            SurfaceInputError::OffSurface {
                file: file.to_owned(),
                place,
                id,
                why,
                others,
                surface: surface.to_owned(),
            },
        ))),
    }
}
