use super::error::GridRunError;
use super::request::GridRequest;
use crate::grid::{FrictionFile, GridOptions, GridOutputs, GroupPolygons};
use crate::load::Dataset;
use crate::model::{Layout, SiteIndex};
use crate::run::site_selection::sites_named;
use crate::study::{Study, TravelChoice, UnknownName};
use crate::travel::RoadCurve;
use crate::units::{Measure, TravelTime};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a grid is computed with, and the names of its layouts for captions.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    /// All choices of the run.
    pub(super) options: GridOptions,
    /// One title a layout.
    pub(super) titles: Vec<String>,
    /// One short name a centre, for maps.
    pub(super) labels: Vec<String>,
    /// Sources to name on a map.
    pub(super) credit: Vec<String>,
    /// Whether a map without land of its own shows that of the Earth.
    pub(super) coastline: bool,
}

/// The name of the layout made of candidates.
const CANDIDATES: &str = "candidates";

/// Puts the choices of a study and those of a grid together.
///
/// Times come from the study's straight-line model; a study that has a table and no such model
/// gets the default curve, as a table knows no cells.
pub(super) fn setup(
    study: &Study,
    data: &Dataset,
    request: &GridRequest,
    groups: Option<GroupPolygons>,
    surface: Option<Arc<FrictionFile>>,
) -> Result<Setup, GridRunError> {
    if let Measure::Cost(unit) = study.travel.measure() {
        return Err(GridRunError::Costs(unit.name().to_owned()));
    }
    let mut layouts: Vec<(String, String, Vec<SiteIndex>)> = Vec::new();
    let title = |name: &str| {
        let spec = study.layouts.iter().find(|spec| spec.name == name);
        spec.map_or(name, |spec| spec.title.as_str()).to_owned()
    };
    let entry = |layout: &Layout| {
        let name = layout.name().to_owned();
        (name, title(layout.name()), layout.sites().to_vec())
    };
    if request.layouts.is_empty() && request.candidates.is_empty() {
        layouts.extend(data.layouts.iter().map(entry));
    }
    for name in &request.layouts {
        let layout = data.layout(name).ok_or_else(|| {
            UnknownName::new("layout", name, data.layouts.iter().map(Layout::name))
        })?;
        layouts.push(entry(layout));
    }
    if !request.candidates.is_empty() {
        let sites = sites_named(data, &request.candidates)?;
        if sites.is_empty() {
            return Err(GridRunError::NoSite(request.candidates.join(", ")));
        }
        layouts.push((CANDIDATES.to_owned(), request.candidates.join(", "), sites));
    }
    let used: BTreeSet<SiteIndex> = layouts.iter().flat_map(|(_, _, s)| s).copied().collect();
    let used: Vec<SiteIndex> = used.into_iter().collect();
    let mut centres = Vec::with_capacity(used.len());
    let mut labels = Vec::with_capacity(used.len());
    for &site in &used {
        let site = data.site(site);
        let place = site.position;
        let place = place.ok_or_else(|| GridRunError::NoPlace(site.id.clone()))?;
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
    let curve = study.travel.curve().copied().unwrap_or_default();
    Ok(Setup {
        credit: credit(study, curve, surface.is_some()),
        coastline: study.drawing.coastline,
        options: GridOptions {
            input: request.input.clone(),
            crs: request.crs.clone(),
            band: request.band,
            columns: request.columns.clone(),
            centres,
            layouts: layouts.collect(),
            curve,
            surface,
            standards: if request.standards.is_empty() {
                study.standards.clone()
            } else {
                let standards: BTreeSet<TravelTime> = request.standards.iter().copied().collect();
                standards.into_iter().collect()
            },
            groups,
            nearest: request.nearest.max(1),
            backup: request.backup,
            outputs: GridOutputs {
                cells: request.cells.clone(),
                raster: request.raster.clone(),
                image: request.map.is_some(),
            },
        },
        titles,
        labels,
    })
}

/// The source of a grid's times, which come from the distance, and those of the study's maps. A
/// grid does not use the study's table of travel times.
fn credit(study: &Study, curve: RoadCurve, on_surface: bool) -> Vec<String> {
    let own = "Times from the distance, by the study's curve";
    let times = if on_surface {
        "Times over a friction surface"
    } else {
        curve.fit().map_or(own, |fit| fit.credit)
    };
    let source = match study.travel {
        TravelChoice::StraightLine(_) => study.travel_source.as_ref(),
        TravelChoice::Friction(_) if on_surface => study.travel_source.as_ref(),
        TravelChoice::Table { .. } | TravelChoice::Road(_) | TravelChoice::Friction(_) => None,
    };
    let others = source.into_iter().chain(&study.drawing.attribution);
    std::iter::once(times.to_owned())
        .chain(others.cloned())
        .collect()
}

/// One layout of all sites that have coordinates.
pub(super) fn all_sites(data: &Dataset) -> Result<Layout, GridRunError> {
    let placed = (0..).map(SiteIndex).zip(&data.sites);
    let placed = placed.filter(|(_, site)| site.position.is_some());
    let sites = placed.map(|(number, _)| number).collect();
    Layout::try_new("all", sites).map_err(|_| GridRunError::NoSite("all".to_owned()))
}
