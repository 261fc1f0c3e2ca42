use crate::load::{Dataset, LoadError, RoadInputError, RoadReport, Warning};
use crate::model::{LatLon, PointIndex, SiteIndex, TravelTimeMatrix};
use crate::network::{Heading, NotSnapped, RoadNetwork, RoadPlaces, SnapReport};
use crate::study::{RoadChoice, Study};
use crate::units::{Demand, Metres, TravelTime};

/// Times on the roads of a study.
pub(in crate::run) struct RoadTimes {
    /// From every demand point to every site, or the other way, as the study has it.
    pub(in crate::run) to_sites: TravelTimeMatrix,
    /// From every site to every site.
    pub(in crate::run) between_sites: TravelTimeMatrix,
}

impl RoadTimes {
    /// Snaps the places of a study to its roads, enters that in the input report, and finds the times.
    ///
    /// # Errors
    ///
    /// A site of a layout has no road within the limit, or is on an island.
    pub(in crate::run) fn new(
        study: &Study,
        choice: &RoadChoice,
        network: &RoadNetwork,
        dataset: &mut Dataset,
    ) -> Result<Self, LoadError> {
        let points: Vec<Option<LatLon>> =
            dataset.points.iter().map(|point| point.position).collect();
        let sites: Vec<Option<LatLon>> = dataset.sites.iter().map(|site| site.position).collect();
        let points = network.snap(&points, &choice.snapping);
        let sites = network.snap(&sites, &choice.snapping);
        sites_have_roads(study, choice, dataset, &sites)?;
        let limit = choice.snapping.limit;
        let warnings = unreachable(study, limit, dataset, &points);
        let report = RoadReport {
            file: choice.network.clone(),
            profile: choice.profile.name.clone(),
            snap_limit: limit,
            network: network.report().clone(),
            points: SnapReport::new(
                dataset.points.iter().map(|point| point.id.as_str()),
                &points,
            ),
            sites: SnapReport::new(dataset.sites.iter().map(|site| site.id.as_str()), &sites),
        };
        dataset.report.warnings.extend(warnings);
        dataset.report.road = Some(Box::new(report));
        let [points, sites] = [points, sites].map(|snaps| RoadPlaces::new(&snaps));
        let calibrated = |times| choice.calibration.matrix(times);
        Ok(Self {
            to_sites: calibrated(match choice.heading {
                Heading::ToSite => network.times(&points, &sites),
                Heading::FromSite => network.times_from(&sites, &points),
            }),
            between_sites: between(network, choice, &sites),
        })
    }
}

/// Calibrated times from every place to every other; one that has a road is no time from itself.
pub(super) fn between(
    network: &RoadNetwork,
    choice: &RoadChoice,
    places: &RoadPlaces,
) -> TravelTimeMatrix {
    let mut times = choice.calibration.matrix(network.times(places, places));
    for place in (0..times.sites()).filter_map(|place| u16::try_from(place).ok()) {
        let (row, column) = (PointIndex(u32::from(place)), SiteIndex(place));
        if times.get(row, column).is_some() {
            times.set(row, column, Some(TravelTime::from_whole(0)));
        }
    }
    times
}

/// How a place lies to the roads, for a sentence that begins with it.
fn why(reason: NotSnapped, limit: Metres) -> String {
    match reason {
        NotSnapped::NoPosition => "has no coordinates".to_owned(),
        NotSnapped::TooFar => {
            format!(
                "has no road within {:.0} m that the profile can use",
                limit.as_f64()
            )
        }
        NotSnapped::Island(km) => format!(
            "is on an island with {km:.0} km of roads, which no road and no car ferry connects with \
             the rest"
        ),
    }
}

fn sites_have_roads(
    study: &Study,
    choice: &RoadChoice,
    dataset: &Dataset,
    snaps: &[Result<crate::network::Snap, NotSnapped>],
) -> Result<(), LoadError> {
    for layout in &dataset.layouts {
        for &SiteIndex(site) in layout.sites() {
            if let Err(reason) = snaps[usize::from(site)] {
                return Err(LoadError::from(Box::new(RoadInputError::SiteOffRoad {
                    file: study.hospitals.file.clone(),
                    id: dataset.sites[usize::from(site)].id.clone(),
                    layout: layout.name().to_owned(),
                    why: why(reason, choice.snapping.limit),
                    network: choice.network.clone(),
                })));
            }
        }
    }
    Ok(())
}

/// Warnings about demand points that no road reaches.
fn unreachable(
    study: &Study,
    limit: Metres,
    dataset: &Dataset,
    snaps: &[Result<crate::network::Snap, NotSnapped>],
) -> Vec<Warning> {
    let file = &study.population.file;
    let warning = |is_one: fn(&NotSnapped) -> bool, what: String, advice: &str| {
        let found = dataset.points.iter().zip(snaps);
        let found = found.filter(|(_, snap)| snap.as_ref().is_err_and(is_one));
        let (ids, demand): (Vec<&str>, Vec<Demand>) = found
            .map(|(point, _)| (point.id.as_str(), point.demand))
            .unzip();
        (!ids.is_empty()).then(|| {
            let what = format!("{} demand points {what}: unreachable", ids.len());
            Warning::of_file(file, ids.len(), what)
                .demand(demand.into_iter().sum())
                .examples(ids)
                .advice(advice)
        })
    };
    let far = format!("have no road within {:.0} m", limit.as_f64());
    let islands = "are on islands that no road and no car ferry connects with the rest".to_owned();
    [
        warning(
            |reason| matches!(reason, NotSnapped::TooFar),
            far,
            "check their coordinates and that the extract covers them, or raise \
             `snap_limit_metres` in `[travel.road]`",
        ),
        warning(
            |reason| matches!(reason, NotSnapped::Island(_)),
            islands,
            "ferries carry cars only where the map says so",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}
