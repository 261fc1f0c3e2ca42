use super::arrivals;
use super::bases;
use super::british_land;
use super::cross_check::{self, Checked};
use super::dataset::Dataset;
use super::drawing;
use super::error::LoadError;
use super::files::{FileBytes, StudyFiles};
use super::hospitals::{self, FurtherColumns, Hospitals};
use super::input_report::{FileReport, InputReport};
use super::layouts;
use super::limit::read_input;
use super::network;
use super::population::{self, Population};
use super::rota_groups;
use super::swapped::{self, Places};
use super::travel_times::{self, Known, Table};
use crate::flight::{Clock, Fleet};
use crate::model::{Layout, Site, TravelTimeMatrix};
use crate::study::{DrawingFiles, LayoutSource, Study, TravelChoice, TravelFile};
use crate::travel::Missing;
use std::path::Path;
use std::sync::Arc;

/// What a run needs of a study beside its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The shapes that maps are drawn from.
    pub drawing: bool,
}

/// Reads a study file and finds the folder of its data: its own.
///
/// # Errors
///
/// The file cannot be read, is not UTF-8, or is not a study.
pub fn study(path: &Path) -> Result<(Study, StudyFiles), LoadError> {
    study_with_bytes(path).map(|(study, files, _)| (study, files))
}

/// A study is no table: an error in its text has a line and no column of a table.
fn without_column(error: LoadError) -> LoadError {
    match error {
        LoadError::NotUtf8 { mut place, byte } => {
            place.column = None;
            LoadError::NotUtf8 { place, byte }
        }
        other => other,
    }
}

/// Reads a study file as [`study`] does, and gives its bytes as well.
pub(crate) fn study_with_bytes(path: &Path) -> Result<(Study, StudyFiles, Vec<u8>), LoadError> {
    let label = path.display().to_string();
    let folder = path.parent().unwrap_or(Path::new(""));
    let bytes = read_input(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            StudyFiles::folder(folder).no_file(&file)
        } else {
            LoadError::Read {
                file: label.clone(),
                source: Arc::new(error),
            }
        }
    })?;
    let text = super::text::Text::new(&label, &bytes).map_err(without_column)?;
    let study = Study::parse(text.body, &label).map_err(Box::new)?;
    Ok((study, StudyFiles::folder(folder), bytes))
}

/// Reads everything a study names.
///
/// # Errors
///
/// The first thing that is wrong, in the order population, hospitals, layouts, times between
/// hospitals, bases, arrivals, travel times, shapes; within a file the first in it.
pub fn dataset(study: &Study, files: &StudyFiles, wanted: Wanted) -> Result<Dataset, LoadError> {
    let travel = match &study.travel {
        TravelChoice::Table {
            file,
            missing,
            max_without_row,
            ..
        } => Some((file, *missing, *max_without_row)),
        TravelChoice::StraightLine(_) | TravelChoice::Road(_) | TravelChoice::Friction(_) => None,
    };
    // The largest file is decompressed while the others are read.
    let (nouns, (stored, network)) = rayon::join(
        || nouns(study, files),
        || {
            let road = study.travel.road().map(|road| network::read(road, files));
            (travel.map(|(file, ..)| stored(file, files)), road)
        },
    );
    let Nouns {
        population,
        hospitals,
        rota_groups,
        mut layouts,
        mut report,
    } = nouns?;
    let (points, sites) = (&population.points, &hospitals.sites);
    let (table, drawn) = rayon::join(
        || -> Result<Option<(Table, FileReport)>, LoadError> {
            let Some(((file, ..), stored)) = travel.zip(stored) else {
                return Ok(None);
            };
            let (bytes, content) = stored?;
            let ids: Vec<&str> = points.iter().map(|point| point.id.as_str()).collect();
            let known = Known::new(&ids, &study.population.file, sites, &study.hospitals.file);
            let table = travel_times::read(file, &bytes, &content, &known)?;
            let report = table.report("travel times", &bytes);
            Ok(Some((table, report)))
        },
        || {
            wanted
                .drawing
                .then(|| drawing::read(&study.drawing, points, files))
        },
    );
    let hospital_table = hospital_table(study, sites, files, &mut report)?;
    let bases = match &study.helicopter {
        Some(choice) => bases::read(choice, &study.hospitals.file, sites, files, &mut report)?,
        None => Vec::new(),
    };
    let network = network.transpose()?.map(|(network, file)| {
        report.files.push(file);
        network
    });
    let arrivals = arrivals::read(study, files, &mut report)?;
    let (mut matrix, mut without_row) = (None, Vec::new());
    if let (Some((file, missing, max_without_row)), Some((table, file_report))) = (travel, table?) {
        report.files.push(file_report);
        if missing == Missing::Unreachable {
            layouts::leave_out_without_times(study, &file.file, &table.matrix, &mut layouts)?;
        }
        let checked = Checked {
            file: &file.file,
            table: &table,
            missing,
            max_without_row,
            population: &study.population.file,
            points,
            sites,
            layouts: &layouts,
        };
        without_row = cross_check::table(&checked, &mut report)?;
        matrix = Some(table.matrix);
    }
    report
        .warnings
        .extend(layouts::assumed_warning(study, &layouts));
    let drawing = drawn.transpose()?.flatten().map(|drawn| {
        report.files.extend(drawn.files);
        report.mismatches.extend(drawn.mismatches);
        report.warnings.extend(drawn.warnings);
        drawn.drawing
    });
    Ok(Dataset {
        points: population.points,
        groupings: population.groupings,
        sites: hospitals.sites,
        capabilities: hospitals.capabilities,
        layouts,
        table: matrix,
        network,
        without_row,
        hospital_table,
        site_hours: hospitals.hours,
        site_costs: hospitals.costs,
        rota_groups,
        arrivals,
        fleet: Fleet::new(bases).with_clock(Clock::new(study.time_zone.as_ref())),
        drawing,
        report,
    })
}

/// The travel times between hospitals, where the study names a table of them.
fn hospital_table(
    study: &Study,
    sites: &[Site],
    files: &StudyFiles,
    report: &mut InputReport,
) -> Result<Option<TravelTimeMatrix>, LoadError> {
    let pathway = study.pathway.as_ref();
    let Some(times) = pathway.and_then(|pathway| pathway.hospital_times.as_ref()) else {
        return Ok(None);
    };
    let (table, file) = site_to_site(&times.file, sites, &study.hospitals.file, files)?;
    cross_check::hospital_table(&times.file.file, &table, sites, report);
    report.files.push(file);
    Ok(Some(table.matrix))
}

/// Reads the sites and layouts of a study, which must have coordinates, and nothing of its
/// population: no demand points, no travel times, and of the shapes only the outlines.
///
/// # Errors
///
/// The first thing that is wrong, in the order hospitals, layouts, shapes.
pub fn sites(study: &Study, files: &StudyFiles, wanted: Wanted) -> Result<Dataset, LoadError> {
    let mut report = InputReport::default();
    let hospitals = hospitals::read(
        &study.hospitals,
        &further_columns(study),
        files,
        Some("a grid"),
        &mut report,
    )?;
    let places = hospitals.sites.iter().filter_map(|site| site.position);
    swapped::check_on_land(&Places {
        file: &study.hospitals.file,
        headers: hospitals.degrees.as_ref(),
        all: places.collect(),
    })?;
    let layouts = layouts::read(study, &hospitals, files, &mut report)?;
    let rota_groups = rota_groups::of_sites(study, &hospitals, &layouts)?;
    let outlines_only = DrawingFiles {
        areas: None,
        ..study.drawing.clone()
    };
    let drawn = wanted
        .drawing
        .then(|| drawing::read(&outlines_only, &[], files))
        .transpose()?
        .flatten();
    let drawing = drawn.map(|drawn| {
        report.files.extend(drawn.files);
        drawn.drawing
    });
    Ok(Dataset {
        points: Vec::new(),
        groupings: Vec::new(),
        sites: hospitals.sites,
        capabilities: hospitals.capabilities,
        layouts,
        table: None,
        network: None,
        without_row: Vec::new(),
        hospital_table: None,
        site_hours: hospitals.hours,
        site_costs: hospitals.costs,
        rota_groups,
        arrivals: None,
        fleet: Fleet::new(Vec::new()),
        drawing,
        report,
    })
}

/// Reads a table of the times from site to site, with the report of its file.
///
/// # Errors
///
/// As for the table of a study; its rows and columns are both ids of `sites`, which come from the
/// file `sites_from`.
pub fn transfer_times(
    table: &TravelFile,
    sites: &[Site],
    sites_from: &str,
    files: &StudyFiles,
) -> Result<(TravelTimeMatrix, FileReport), LoadError> {
    let (table, report) = site_to_site(table, sites, sites_from, files)?;
    Ok((table.matrix, report))
}

fn site_to_site(
    table: &TravelFile,
    sites: &[Site],
    sites_from: &str,
    files: &StudyFiles,
) -> Result<(Table, FileReport), LoadError> {
    let (bytes, content) = stored(table, files)?;
    let ids: Vec<&str> = sites.iter().map(|site| site.id.as_str()).collect();
    let known = Known::new(&ids, sites_from, sites, sites_from);
    let read = travel_times::read(table, &bytes, &content, &known)?;
    let report = read.report("transfer times", &bytes);
    Ok((read, report))
}

/// The study's nouns, and the report of their files.
struct Nouns {
    population: Population,
    hospitals: Hospitals,
    rota_groups: Vec<Option<String>>,
    layouts: Vec<Layout>,
    report: InputReport,
}

fn nouns(study: &Study, files: &StudyFiles) -> Result<Nouns, LoadError> {
    let mut report = InputReport::default();
    let positions_for = needs_positions(&study.travel);
    let population = population::read(&study.population, files, positions_for, &mut report)?;
    let hospitals = hospitals::read(
        &study.hospitals,
        &further_columns(study),
        files,
        positions_for,
        &mut report,
    )?;
    check_positions(study, &population, &hospitals)?;
    if population.assumed_grid {
        let points = population.points.iter();
        let places = points.map(|point| (point.id.as_str(), point.position, Some(point.demand)));
        let warning = british_land::warning(&study.population.file, places);
        report.warnings.extend(warning);
    }
    if hospitals.assumed_grid {
        let sites = hospitals.sites.iter();
        let places = sites.map(|site| (site.id.as_str(), site.position, None));
        let warning = british_land::warning(&study.hospitals.file, places);
        report.warnings.extend(warning);
    }
    let layouts = layouts::read(study, &hospitals, files, &mut report)?;
    let rota_groups = rota_groups::of_sites(study, &hospitals, &layouts)?;
    Ok(Nouns {
        population,
        hospitals,
        rota_groups,
        layouts,
        report,
    })
}

/// Columns of the sites that the study asks for elsewhere: capabilities of a layout, of the first
/// tier and of pads, and what a simulation needs.
fn further_columns(study: &Study) -> FurtherColumns<'_> {
    let layouts = study
        .layouts
        .iter()
        .filter_map(|layout| match &layout.source {
            LayoutSource::Capability(column) => Some(column.as_str()),
            _ => None,
        });
    let pathway = study.pathway.as_ref().map(|pathway| pathway.ivt.as_str());
    let pads = study.helicopter.as_ref().and_then(|h| h.pads.as_deref());
    FurtherColumns {
        capabilities: layouts.chain(pathway).chain(pads).collect(),
        hours: study.hospitals.hours_column.as_deref(),
        rota_group: study.hospitals.rota_group_column.as_deref(),
    }
}

fn check_positions(
    study: &Study,
    population: &Population,
    hospitals: &Hospitals,
) -> Result<(), LoadError> {
    let points = Places {
        file: &study.population.file,
        headers: population.degrees.as_ref(),
        all: population
            .points
            .iter()
            .filter_map(|point| point.position)
            .collect(),
    };
    let sites = Places {
        file: &study.hospitals.file,
        headers: hospitals.degrees.as_ref(),
        all: hospitals
            .sites
            .iter()
            .filter_map(|site| site.position)
            .collect(),
    };
    swapped::check_on_land(&points)?;
    swapped::check_on_land(&sites)?;
    swapped::check_together(&points, &sites)
}

/// What cannot do without coordinates, if anything.
const fn needs_positions(travel: &TravelChoice) -> Option<&'static str> {
    match travel {
        TravelChoice::StraightLine(_) => Some("the straight-line model"),
        TravelChoice::Table {
            missing: Missing::StraightLine(_),
            ..
        } => Some("`missing = \"straight-line\"`"),
        TravelChoice::Table {
            repair: Some(_), ..
        } => Some("the repair of the table"),
        TravelChoice::Road(_) => Some("a road network"),
        TravelChoice::Friction(_) => Some("a friction surface"),
        TravelChoice::Table { .. } => None,
    }
}

type Stored<'a> = (FileBytes<'a>, Vec<u8>);

fn stored<'a>(file: &TravelFile, files: &'a StudyFiles) -> Result<Stored<'a>, LoadError> {
    let bytes = files.read(&file.file)?;
    let content = bytes.content()?.into_owned();
    Ok((bytes, content))
}
