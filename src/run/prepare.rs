use super::care_data::{CareData, KnownTimes};
use super::friction_times::FrictionTimes;
use super::roads::RoadTimes;
use super::stages::Stages;
use crate::evaluation::Instance;
use crate::load::{self, Dataset, LoadError, StudyFiles, Wanted, Warning};
use crate::model::{LatLon, Layout, SiteIndex, TravelTimeMatrix};
use crate::plausibility;
use crate::study::{Study, TravelChoice};
use crate::travel::{
    self, Filled, Gaps, Missing, Repair, RoadCurve, StraightLine, TravelModel as _,
};
use crate::units::{Demand, Measure};
use std::collections::BTreeSet;

/// A study that is ready to be evaluated.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// What was loaded.
    pub dataset: Dataset,
    /// Travel time from every point to every site, by the study's choice; where they are those of a
    /// curve, the times to a site are worked out when they are first asked for.
    pub matrix: TravelTimeMatrix,
    /// The points' demand.
    pub demand: Vec<Demand>,
    /// The points' residents, where the data give them for all.
    pub residents: Option<Vec<Demand>>,
    /// What the study's rule of repair replaced in the table.
    pub repairs: Vec<Repair>,
    /// What pathways and helicopters need; `None` for a study without a pathway.
    pub(crate) care: Option<CareData>,
}

/// Loads a study and works out its travel times.
///
/// # Errors
///
/// Anything wrong with the input; nothing is written.
pub(super) fn prepare(
    study: &Study,
    files: &StudyFiles,
    wanted: Wanted,
    stages: &mut Stages,
) -> Result<Prepared, LoadError> {
    let mut dataset = stages.stage("read the input", || load::dataset(study, files, wanted))?;
    let warnings = plausibility::warnings(study, &dataset);
    dataset.report.warnings.extend(warnings);
    if let Measure::Cost(unit) = study.travel.measure() {
        let what = format!(
            "answers are costs in {}: `report.md`, `report.html`, maps, charts of layouts and layers for \
             GIS are about times and are left out",
            unit.name()
        );
        dataset.report.warnings.push(Warning::of_study(1, what));
    }
    let demand: Vec<Demand> = dataset.points.iter().map(|point| point.demand).collect();
    let residents = dataset
        .points
        .iter()
        .map(|point| point.population)
        .collect();
    let Times {
        matrix,
        given,
        repairs,
    } = stages.stage("travel times", || {
        travel_times(study, files, &mut dataset, &demand)
    })?;
    let care = stages.stage("times between hospitals", || {
        let given = match given {
            Given::All => KnownTimes::OfAreas(&matrix),
            Given::Some(ref table) => KnownTimes::OfAreas(table),
            Given::BetweenSites(ref times) => KnownTimes::BetweenSites(times),
            Given::None => KnownTimes::None,
        };
        CareData::new(study, &mut dataset, given)
    })?;
    Ok(Prepared {
        dataset,
        matrix,
        demand,
        residents,
        repairs,
        care,
    })
}

impl Prepared {
    /// What layouts are evaluated on.
    #[must_use]
    pub fn instance<'a>(&'a self, study: &'a Study) -> Instance<'a> {
        Instance {
            demand: &self.demand,
            residents: self.residents.as_deref(),
            groupings: &self.dataset.groupings,
            matrix: &self.matrix,
            standards: &study.standards,
            policy: study.centres.as_ref(),
        }
    }
}

struct Times {
    matrix: TravelTimeMatrix,
    given: Given,
    repairs: Vec<Repair>,
}

/// What is known of times beside those of a curve.
enum Given {
    /// All times are those of the study's table.
    All,
    /// Some are, of this table.
    Some(TravelTimeMatrix),
    /// Those between sites are too.
    BetweenSites(TravelTimeMatrix),
    None,
}

fn travel_times(
    study: &Study,
    files: &StudyFiles,
    dataset: &mut Dataset,
    demand: &[Demand],
) -> Result<Times, LoadError> {
    if let (Some(choice), Some(network)) = (study.travel.road(), dataset.network.take()) {
        let times = RoadTimes::new(study, choice, &network, dataset)?;
        count_gaps(dataset, &times.to_sites, demand);
        dataset.network = Some(network);
        return Ok(Times {
            matrix: times.to_sites,
            given: Given::BetweenSites(times.between_sites),
            repairs: Vec::new(),
        });
    }
    if let Some(surface) = study.travel.surface() {
        let times = FrictionTimes::new(study, surface, files, dataset)?;
        count_gaps(dataset, &times.to_sites, demand);
        return Ok(Times {
            matrix: times.to_sites,
            given: Given::BetweenSites(times.between_sites),
            repairs: Vec::new(),
        });
    }
    let times = times_without_roads(study, dataset, demand);
    times.matrix.find(&sites_of_layouts(dataset));
    Ok(times)
}

fn times_without_roads(study: &Study, dataset: &mut Dataset, demand: &[Demand]) -> Times {
    let points: Vec<Option<LatLon>> = dataset.points.iter().map(|point| point.position).collect();
    let sites: Vec<Option<LatLon>> = dataset.sites.iter().map(|site| site.position).collect();
    let straight_line =
        |curve: RoadCurve| StraightLine::new(curve, points.iter().copied(), sites.clone());
    match (&study.travel, dataset.table.take()) {
        (
            TravelChoice::Table {
                missing, repair, ..
            },
            Some(table),
        ) => {
            let (table, repairs) = match repair {
                Some(rule) => travel::repair(&table, &points, *rule),
                None => (table, Vec::new()),
            };
            let warnings = plausibility::of_travel_times(study, dataset, &table);
            dataset.report.warnings.extend(warnings);
            count_gaps(dataset, &table, demand);
            let (matrix, given) = match *missing {
                Missing::Unreachable => (table, Given::All),
                Missing::StraightLine(curve) => {
                    let (given, model) = (table.clone(), straight_line(curve));
                    let filled =
                        move |point, site| Filled::new(&given, &model).travel_time(point, site);
                    let matrix = travel::matrix_when_asked(points.len(), sites.len(), filled);
                    (matrix, Given::Some(table))
                }
            };
            Times {
                matrix,
                given,
                repairs,
            }
        }
        (TravelChoice::StraightLine(curve), _) => {
            let model = straight_line(*curve);
            let time = move |point, site| model.travel_time(point, site);
            Times {
                matrix: travel::matrix_when_asked(points.len(), sites.len(), time),
                given: Given::None,
                repairs: Vec::new(),
            }
        }
        (TravelChoice::Table { .. }, None)
        | (TravelChoice::Road(_) | TravelChoice::Friction(_), _) => Times {
            matrix: TravelTimeMatrix::unreachable(points.len(), sites.len()),
            given: Given::None,
            repairs: Vec::new(),
        },
    }
}

/// Enters in the input report what the table leaves open for the sites of the layouts.
fn count_gaps(dataset: &mut Dataset, table: &TravelTimeMatrix, demand: &[Demand]) {
    let gaps = Gaps::count(table, &sites_of_layouts(dataset), demand);
    dataset.report.pairs = gaps.pairs;
    dataset.report.pairs_without_time = gaps.pairs_without_time;
    dataset.report.points_without_time = gaps.points_without_time;
    dataset.report.demand_without_time = gaps.demand_without_time;
}

/// Each once, ascending.
fn sites_of_layouts(dataset: &Dataset) -> Vec<SiteIndex> {
    let sites = dataset.layouts.iter().flat_map(Layout::sites);
    let sites: BTreeSet<SiteIndex> = sites.copied().collect();
    sites.into_iter().collect()
}
