use super::location_error::LocationError;
use super::site_selection::sites_named;
use crate::crs::Crs;
use crate::grid::{GridError, GridOptions, GridOutputs, GridResult, GroupPolygons};
use crate::load::{Dataset, Warning};
use crate::model::{Layout, SiteIndex};
use crate::report::{self, Table};
use crate::study::{ColumnNames, Study, TravelChoice, nearest_word};
use crate::travel::{Missing, RoadCurve};
use crate::units::{Demand, TravelTime};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Options of a grid in addition to its study.
#[derive(Debug, Clone, Default)]
pub struct GridChoice {
    /// The file of cells.
    pub input: PathBuf,
    /// Its coordinate reference system, where it does not say its own.
    pub crs: Option<Crs>,
    /// The band of a raster with several, counted from 1.
    pub band: Option<usize>,
    /// Which of its columns hold what, where they have no usual names.
    pub columns: ColumnNames,
    /// Names of layouts; all of the study where it is empty and there are no candidates.
    pub layouts: Vec<String>,
    /// Sites of one more layout, `candidates`: capabilities, layouts or ids.
    pub candidates: Vec<String>,
    /// Time standards; those of the study where it is empty.
    pub standards: Vec<TravelTime>,
    /// Polygons to sum by as well.
    pub groups: Option<GroupPolygons>,
    /// How many centres each cell is told.
    pub nearest: usize,
    /// Whether the centres within each standard are counted.
    pub backup: bool,
    /// What is written and drawn.
    pub outputs: GridOutputs,
}

/// What a grid is computed with, and the names of its layouts for captions.
#[derive(Debug, Clone)]
pub struct GridPrepared {
    /// All choices of the run.
    pub options: GridOptions,
    /// One title a layout.
    pub titles: Vec<String>,
    /// One short name a centre, for maps.
    pub labels: Vec<String>,
    /// Sources to name on a map.
    pub credit: Vec<String>,
}

/// A grid that cannot be asked so.
#[derive(Debug, thiserror::Error)]
pub enum GridSetupError {
    /// A layout that is not in the study.
    #[error(
        "`{name}` is not a layout of the study{}",
        nearest.as_ref().map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
    )]
    UnknownLayout {
        /// The name.
        name: String,
        /// What is spelt most alike.
        nearest: Option<String>,
    },
    /// A word that names no sites.
    #[error(transparent)]
    Sites(#[from] LocationError),
    /// Words that name no sites together.
    #[error("`{0}` names no site")]
    NoSite(String),
    /// A site that cannot be on a grid.
    #[error("site `{0}` has no coordinates, which a grid needs; remove the site, or add them")]
    NoPlace(String),
    /// Polygons that nobody lives in.
    #[error(
        "nobody lives in any of the polygons of {file}, which extend from longitude {} to {} and \
         from latitude {} to {}; do they show another place, or are longitude and latitude \
         exchanged?",
        extent[0], extent[2], extent[1], extent[3]
    )]
    NobodyInGroups {
        /// The file.
        file: String,
        /// West, south, east and north of the polygons, in degrees.
        extent: [f64; 4],
    },
    /// Anything else about the options.
    #[error(transparent)]
    Grid(#[from] GridError),
}

/// The name of the layout made of candidates.
const CANDIDATES: &str = "candidates";

/// Puts the choices of a study and those of a grid together.
///
/// Times come from the study's straight-line model; a study that has a table and no such model
/// gets the default curve, as a table knows no cells.
///
/// # Errors
///
/// A layout or a site that is not there, or a site without coordinates.
pub fn grid_options(
    study: &Study,
    data: &Dataset,
    choice: GridChoice,
) -> Result<GridPrepared, GridSetupError> {
    let mut layouts: Vec<(String, String, Vec<SiteIndex>)> = Vec::new();
    let title = |name: &str| {
        let spec = study.layouts.iter().find(|spec| spec.name == name);
        spec.map_or(name, |spec| spec.title.as_str()).to_owned()
    };
    let entry = |layout: &Layout| {
        let name = layout.name().to_owned();
        (name, title(layout.name()), layout.sites().to_vec())
    };
    if choice.layouts.is_empty() && choice.candidates.is_empty() {
        layouts.extend(data.layouts.iter().map(entry));
    }
    for name in &choice.layouts {
        let layout = data.layout(name).ok_or_else(|| {
            let known: Vec<&str> = data.layouts.iter().map(Layout::name).collect();
            GridSetupError::UnknownLayout {
                name: name.clone(),
                nearest: nearest_word(name, &known),
            }
        })?;
        layouts.push(entry(layout));
    }
    if !choice.candidates.is_empty() {
        let sites = sites_named(data, &choice.candidates)?;
        if sites.is_empty() {
            return Err(GridSetupError::NoSite(choice.candidates.join(", ")));
        }
        layouts.push((CANDIDATES.to_owned(), choice.candidates.join(", "), sites));
    }
    let used: BTreeSet<SiteIndex> = layouts.iter().flat_map(|(_, _, s)| s).copied().collect();
    let used: Vec<SiteIndex> = used.into_iter().collect();
    let mut centres = Vec::with_capacity(used.len());
    let mut labels = Vec::with_capacity(used.len());
    for &site in &used {
        let site = data.site(site);
        let place = site.position;
        let place = place.ok_or_else(|| GridSetupError::NoPlace(site.id.clone()))?;
        centres.push((site.id.clone(), place));
        labels.push(site.label.clone());
    }
    let number = |site: &SiteIndex| {
        let place = used.binary_search(site).unwrap_or_default();
        u16::try_from(place).unwrap_or(u16::MAX)
    };
    let numbered = |sites: &[SiteIndex]| {
        let numbers: BTreeSet<u16> = sites.iter().map(number).collect();
        numbers.into_iter().collect()
    };
    let titles = layouts.iter().map(|(_, title, _)| title.clone()).collect();
    let layouts = layouts
        .iter()
        .map(|(name, _, sites)| (name.clone(), numbered(sites)));
    let curve = curve(&study.travel);
    Ok(GridPrepared {
        credit: credit(study, curve),
        options: GridOptions {
            input: choice.input,
            crs: choice.crs,
            band: choice.band,
            columns: choice.columns,
            centres,
            layouts: layouts.collect(),
            curve,
            standards: if choice.standards.is_empty() {
                study.standards.clone()
            } else {
                choice.standards
            },
            groups: choice.groups,
            nearest: choice.nearest,
            backup: choice.backup,
            outputs: choice.outputs,
        },
        titles,
        labels,
    })
}

/// The source of a grid's times, which come from the distance, and those of the study's maps. A
/// grid does not use the study's table of travel times.
fn credit(study: &Study, curve: RoadCurve) -> Vec<String> {
    let own = "Times from the distance, by the study's curve";
    let times = curve.fit().map_or(own, |fit| fit.credit);
    let source = match study.travel {
        TravelChoice::StraightLine(_) => study.travel_source.as_ref(),
        TravelChoice::Table { .. } => None,
    };
    let others = source.into_iter().chain(&study.drawing.attribution);
    std::iter::once(times.to_owned())
        .chain(others.cloned())
        .collect()
}

/// One layout of all sites that have coordinates.
///
/// # Errors
///
/// There is no such site.
pub fn all_sites(data: &Dataset) -> Result<Layout, GridSetupError> {
    let placed = (0..).map(SiteIndex).zip(&data.sites);
    let placed = placed.filter(|(_, site)| site.position.is_some());
    let sites = placed.map(|(number, _)| number).collect();
    Layout::try_new("all", sites).map_err(|_| GridSetupError::NoSite("all".to_owned()))
}

fn curve(travel: &TravelChoice) -> RoadCurve {
    match travel {
        TravelChoice::StraightLine(curve)
        | TravelChoice::Table {
            missing: Missing::StraightLine(curve),
            ..
        } => *curve,
        TravelChoice::Table { .. } => RoadCurve::default(),
    }
}

/// A warning where most people live in no polygon of `file`.
///
/// # Errors
///
/// People live in the cells, and none of them in any polygon.
pub fn outside_groups(
    options: &GridOptions,
    result: &GridResult,
    file: &Path,
) -> Result<Option<Warning>, GridSetupError> {
    let first = result.layouts.first();
    let outside = first.and_then(|layout| layout.groups.last());
    let (Some(groups), Some(outside)) = (&options.groups, outside) else {
        return Ok(None);
    };
    let outside = outside.people;
    let placed: Demand = first.map_or(Demand::ZERO, |layout| layout.totals.total().people);
    if placed > Demand::ZERO && outside == placed {
        return Err(GridSetupError::NobodyInGroups {
            file: file.display().to_string(),
            extent: groups.extent().unwrap_or_default(),
        });
    }
    let percent = outside.percent_of(placed).filter(|&percent| percent > MOST);
    Ok(percent.map(|percent| {
        let what = format!("{percent:.1}% of the people live in no polygon");
        Warning::of_file(&file.display().to_string(), 1, what)
    }))
}

/// Above this percentage of people outside all groups the polygons are perhaps not those meant.
const MOST: f64 = 50.0;

/// The tables of a grid's results, each with the name of its file.
#[must_use]
pub fn grid_tables(options: &GridOptions, result: &GridResult) -> Vec<(&'static str, Table)> {
    let mut tables = vec![
        ("summary.csv", report::grid_summary(options, result)),
        ("centres.csv", report::grid_centres(options, result)),
    ];
    let more = [
        ("groups.csv", report::grid_groups(options, result)),
        ("nearest.csv", report::grid_ranks(options, result)),
        ("backup.csv", report::grid_backup(options, result)),
    ];
    tables.extend(
        more.into_iter()
            .filter_map(|(name, table)| Some((name, table?))),
    );
    tables
}
