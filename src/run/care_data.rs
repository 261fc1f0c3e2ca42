use crate::flight::Fleet;
use crate::index::PlaceIndex;
use crate::load::{CareInputError, Dataset, LoadError};
use crate::model::{CapabilityStatus, LatLon, Layout, PointIndex, SiteIndex, TravelTimeMatrix};
use crate::pathway::{ByArea, HospitalGaps};
use crate::study::{PathwayChoice, Study};
use crate::travel::{self, Filled, StraightLine};

/// What pathways and helicopters need from a study in addition to demand and travel times.
#[derive(Debug, Clone)]
pub(crate) struct CareData {
    /// Travel time from every site to every site, by the study's choice.
    pub between: TravelTimeMatrix,
    /// The study's own table of them, if it has one.
    pub table: Option<TravelTimeMatrix>,
    /// For every site the demand point that stands for it where the table of times between
    /// hospitals has no value; `None` for all where nothing is left open, or no area has times of
    /// its own.
    pub areas: Vec<Option<PointIndex>>,
    /// The times from these demand points, by site; those that a straight line fills are not among
    /// them.
    pub by_area: TravelTimeMatrix,
    /// Sites of the first tier.
    pub units: Vec<SiteIndex>,
    /// Where every site lies.
    pub positions: Vec<Option<LatLon>>,
    /// Whether every site has a pad.
    pub pads: Vec<CapabilityStatus>,
    /// The bases with the hours of each scenario.
    pub fleets: Vec<Fleet>,
}

impl CareData {
    /// Works out the times between hospitals; `None` for a study without a pathway.
    ///
    /// # Errors
    ///
    /// No hospital of the first tier, or a centre that none of them can reach.
    pub(super) fn new(
        study: &Study,
        dataset: &mut Dataset,
        known: KnownTimes<'_>,
    ) -> Result<Option<Self>, LoadError> {
        let Some(pathway) = &study.pathway else {
            return Ok(None);
        };
        let units = dataset.sites_with(&pathway.ivt);
        if units.is_empty() {
            return Err(LoadError::Care(CareInputError::NoUnit {
                file: study.hospitals.file.clone(),
                capability: pathway.ivt.clone(),
            }));
        }
        let positions: Vec<Option<LatLon>> =
            dataset.sites.iter().map(|site| site.position).collect();
        let table = dataset.hospital_table.take();
        let Between {
            all: between,
            areas,
            by_area,
        } = between(study, pathway, dataset, table.as_ref(), known, &positions);
        for layout in &dataset.layouts {
            every_centre_has_a_route(study, pathway, dataset, &between, &units, layout)?;
        }
        let helicopter = study.helicopter.as_ref();
        let fleets = helicopter.map_or_else(Vec::new, |choice| {
            let scenarios = choice.service.scenarios.iter();
            scenarios
                .map(|scenario| dataset.fleet.in_scenario(scenario.hours))
                .collect()
        });
        Ok(Some(Self {
            between,
            table,
            areas,
            by_area,
            units,
            pads: helicopter
                .and_then(|choice| choice.pads.as_ref())
                .map_or_else(Vec::new, |pads| dataset.capability(pads)),
            positions,
            fleets,
        }))
    }
}

/// What is known of travel times beside those of a curve.
#[derive(Debug, Clone, Copy)]
pub(super) enum KnownTimes<'a> {
    /// The study's table of times from its areas, as it was given.
    OfAreas(&'a TravelTimeMatrix),
    /// Times between all sites, which leave nothing open: where they have none there is no way.
    BetweenSites(&'a TravelTimeMatrix),
    /// Nothing.
    None,
}

/// Travel times between hospitals.
struct Between {
    all: TravelTimeMatrix,
    areas: Vec<Option<PointIndex>>,
    by_area: TravelTimeMatrix,
}

/// The table between hospitals; where it has no value the times of the area in which the hospital
/// lies, from the study's `table` of areas; where that has none either, the straight-line model
/// between the hospitals' own coordinates.
fn between(
    study: &Study,
    pathway: &PathwayChoice,
    dataset: &Dataset,
    hospitals: Option<&TravelTimeMatrix>,
    known: KnownTimes<'_>,
    positions: &[Option<LatLon>],
) -> Between {
    let sites = dataset.sites.len();
    let gaps = pathway.hospital_times.as_ref().map(|times| times.gaps);
    let none = TravelTimeMatrix::unreachable(sites, sites);
    let hospitals = match (hospitals, gaps) {
        (Some(hospitals), Some(HospitalGaps::Unreachable)) => {
            return Between {
                all: hospitals.clone(),
                areas: Vec::new(),
                by_area: none,
            };
        }
        (hospitals, _) => hospitals.unwrap_or(&none),
    };
    let table = match known {
        KnownTimes::OfAreas(table) => Some(table),
        KnownTimes::None => None,
        KnownTimes::BetweenSites(roads) => {
            return Between {
                all: travel::matrix(&Filled::new(hospitals, roads), sites, sites),
                areas: vec![None; sites],
                by_area: none,
            };
        }
    };
    // In a straight-line study an area knows no more of the way than the hospital itself does.
    let areas = match table {
        Some(_) => areas_of_sites(dataset, positions, hospitals),
        None => vec![None; sites],
    };
    let by_area = ByArea::new(table.unwrap_or(&none), areas.clone());
    let by_area = travel::matrix(&by_area, sites, sites);
    let known = travel::matrix(&Filled::new(hospitals, &by_area), sites, sites);
    let straight = StraightLine::new(
        study.travel.curve().copied().unwrap_or_default(),
        positions.to_vec(),
        positions,
    );
    Between {
        all: travel::matrix(&Filled::new(&known, straight), sites, sites),
        areas,
        by_area,
    }
}

/// The demand point nearest to every site from which the table leaves a way open.
fn areas_of_sites(
    dataset: &Dataset,
    positions: &[Option<LatLon>],
    table: &TravelTimeMatrix,
) -> Vec<Option<PointIndex>> {
    let all = |site: usize| u16::try_from(site).map(SiteIndex);
    let open = |from: usize| {
        let origin = u32::try_from(from).map(PointIndex);
        origin.is_ok_and(|origin| {
            (0..positions.len())
                .filter(|&to| to != from)
                .any(|to| all(to).is_ok_and(|to| table.get(origin, to).is_none()))
        })
    };
    let open: Vec<bool> = (0..positions.len()).map(open).collect();
    if !open.contains(&true) {
        return vec![None; positions.len()];
    }
    let points = PlaceIndex::new(dataset.points.iter().map(|point| point.position));
    let nearest = |place: LatLon| {
        let (point, _) = points.nearest(place)?;
        u32::try_from(point).ok().map(PointIndex)
    };
    positions
        .iter()
        .zip(open)
        .map(|(place, open)| if open { nearest((*place)?) } else { None })
        .collect()
}

fn every_centre_has_a_route(
    study: &Study,
    pathway: &PathwayChoice,
    dataset: &Dataset,
    between: &TravelTimeMatrix,
    units: &[SiteIndex],
    layout: &Layout,
) -> Result<(), LoadError> {
    for &centre in layout.sites() {
        let others = || units.iter().filter(|unit| !layout.sites().contains(unit));
        let way = |&unit: &SiteIndex| between.get(PointIndex(u32::from(unit.0)), centre).is_some();
        if others().next().is_some() && !others().any(way) {
            return Err(LoadError::Care(CareInputError::CentreWithoutRoute {
                file: pathway
                    .hospital_times
                    .as_ref()
                    .map_or(&study.hospitals.file, |times| &times.file.file)
                    .clone(),
                capability: pathway.ivt.clone(),
                id: dataset.site(centre).id.clone(),
                layout: layout.name().to_owned(),
            }));
        }
    }
    Ok(())
}
