use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix, to_time};
use crate::units::TravelTime;
use rayon::prelude::*;

/// A hospital of either tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Which site.
    pub site: SiteIndex,
    /// Whether it is an MT centre.
    pub centre: bool,
    /// The centre nearest from here by road travel time, and the time to it: itself and no time for
    /// a centre; `None` where no centre can be reached.
    pub road: Option<(SiteIndex, TravelTime)>,
}

/// Which hospitals are near which demand points: the part of every pathway that no delay changes,
/// computed once per layout.
///
/// Of every demand point it keeps the nearest unit that is no centre, and the nearest centre.
///
/// # Examples
///
/// ```
/// use catchment::care::CareDelays;
/// use catchment::model::{PointIndex, SiteIndex, TravelTimeMatrix};
/// use catchment::outcome::Population;
/// use catchment::pathway::{Pathway, PathwayTimes, Setting, StrokeNetwork};
/// use catchment::units::TravelTime;
///
/// // One area, 10 min from a unit and 40 from a centre; 35 min from the unit to the centre.
/// let table = |origins, minutes: &[u32]| {
///     let times = minutes.iter().map(|&minutes| Some(TravelTime::from_whole(minutes)));
///     TravelTimeMatrix::from_columns(origins, 2, times)
/// };
/// let (matrix, between) = (table(1, &[10, 40])?, table(2, &[0, 35, 35, 0])?);
/// let network = StrokeNetwork::try_new(&matrix, &between, &[SiteIndex(0)], &[SiteIndex(1)])?;
///
/// let patients = Population::default();
/// let mt = |pathway| {
///     let setting = Setting::by_road(pathway, CareDelays::planning_app_2024(), &patients);
///     PathwayTimes::follow(&network, &setting).get(PointIndex(0)).and_then(|path| path.mt)
/// };
/// // 126 min to departure + 10 + 90 + 35 + 30, or 126 + 40 + 60.
/// assert_eq!(mt(Pathway::DripAndShip), Some(TravelTime::from_whole(291)));
/// assert_eq!(mt(Pathway::Mothership), Some(TravelTime::from_whole(226)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct StrokeNetwork {
    pub(super) units: Vec<Unit>,
    pub(super) reaches: Vec<Reach>,
    /// Place in `units` of every site, for transfers; `NOWHERE` of a site that is no unit.
    place_of_site: Vec<u16>,
}

/// The hospitals near one demand point: places in [`StrokeNetwork::units`], without meaning where
/// the times say that there is no route.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    pub(super) unit: u16,
    pub(super) centre: u16,
    /// As in [`TravelTimeMatrix::column`].
    pub(super) to_unit: u32,
    /// As in [`TravelTimeMatrix::column`].
    pub(super) to_centre: u32,
}

/// No route, as in [`TravelTimeMatrix::column`].
pub(super) const UNREACHABLE: u32 = u32::MAX;
const NOWHERE: u16 = u16::MAX;

/// Sites and times that make no network of hospitals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// Nobody gives MT.
    #[error("a stroke network needs at least one MT centre")]
    NoCentre,
    /// A hospital that the travel times do not know.
    #[error("site number {} lies outside the travel times of {sites} sites", site.0)]
    Outside {
        /// The hospital.
        site: SiteIndex,
        /// Sites of the travel times.
        sites: usize,
    },
    /// The times between hospitals are not from every site to every site.
    #[error(
        "times between hospitals must be {sites} × {sites}, as there are {sites} sites (got {origins} × {found})"
    )]
    HospitalTimes {
        /// Sites of the travel times of the demand points.
        sites: usize,
        /// Origins of the times between hospitals.
        origins: usize,
        /// Sites of the times between hospitals.
        found: usize,
    },
}

impl StrokeNetwork {
    /// The network of these units and centres; a site named in both is a centre.
    ///
    /// `matrix` holds the way from every demand point to every site, `between` the way from every
    /// site (as an origin, in the order of the sites) to every site; it may be asymmetric and is
    /// used as it is. Ties go to the lower site.
    ///
    /// # Errors
    ///
    /// No centre, a site outside the times, or times between hospitals of another shape.
    pub fn try_new(
        matrix: &TravelTimeMatrix,
        between: &TravelTimeMatrix,
        ivt: &[SiteIndex],
        mt: &[SiteIndex],
    ) -> Result<Self, NetworkError> {
        let sites = matrix.sites();
        if mt.is_empty() {
            return Err(NetworkError::NoCentre);
        }
        if let Some(&site) = ivt.iter().chain(mt).find(|site| site.get() >= sites) {
            return Err(NetworkError::Outside { site, sites });
        }
        if between.origins() != sites || between.sites() != sites {
            return Err(NetworkError::HospitalTimes {
                sites,
                origins: between.origins(),
                found: between.sites(),
            });
        }
        let mut all: Vec<SiteIndex> = ivt.iter().chain(mt).copied().collect();
        all.sort_unstable();
        all.dedup();
        let units: Vec<Unit> = all
            .into_iter()
            .map(|site| Unit {
                site,
                centre: mt.contains(&site),
                road: soonest_centre(between, site, mt),
            })
            .collect();
        let mut place_of_site = vec![NOWHERE; sites];
        for (place, unit) in (0..).zip(&units) {
            place_of_site[unit.site.get()] = place;
        }
        let reaches = reaches(matrix, &units);
        Ok(Self {
            units,
            reaches,
            place_of_site,
        })
    }

    /// All hospitals, units and centres, in ascending order of their sites.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// Whether there is no unit that is not a centre: then all pathways are one.
    #[must_use]
    pub fn all_are_centres(&self) -> bool {
        self.units.iter().all(|unit| unit.centre)
    }

    /// How many demand points.
    #[must_use]
    pub fn points(&self) -> usize {
        self.reaches.len()
    }

    /// Units from which no centre can be reached by road.
    pub fn units_without_centre(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter().filter(|unit| unit.road.is_none())
    }

    /// Units that are farther than `limit` from every centre by road, or cannot reach one.
    pub fn units_beyond(&self, limit: TravelTime) -> impl Iterator<Item = &Unit> {
        let beyond = move |unit: &&Unit| unit.road.is_none_or(|(_, time)| time > limit);
        self.units.iter().filter(beyond)
    }

    /// The nearest centre of a demand point, and the way to it.
    ///
    /// # Panics
    ///
    /// There is no such point.
    #[must_use]
    pub fn soonest_centre(&self, point: PointIndex) -> Option<(SiteIndex, TravelTime)> {
        let reach = self.reaches[point.get()];
        let time = to_time(reach.to_centre)?;
        Some((self.units[usize::from(reach.centre)].site, time))
    }

    /// The closest hospital of a demand point, unit or centre, and the way to it; of two equally
    /// close ones a centre goes before a unit, being both.
    ///
    /// # Panics
    ///
    /// There is no such point.
    #[must_use]
    pub fn closest(&self, point: PointIndex) -> Option<(SiteIndex, TravelTime)> {
        let reach = self.reaches[point.get()];
        let time = to_time(reach.to_centre.min(reach.to_unit))?;
        let place = if reach.to_centre <= reach.to_unit {
            reach.centre
        } else {
            reach.unit
        };
        Some((self.units[usize::from(place)].site, time))
    }

    /// Place of a site in [`Self::units`]; `None` if it is no unit of the network.
    #[must_use]
    pub fn place_of(&self, site: SiteIndex) -> Option<usize> {
        let place = *self.place_of_site.get(site.get())?;
        (place != NOWHERE).then_some(usize::from(place))
    }
}

fn soonest_centre(
    between: &TravelTimeMatrix,
    unit: SiteIndex,
    mt: &[SiteIndex],
) -> Option<(SiteIndex, TravelTime)> {
    if mt.contains(&unit) {
        return Some((unit, TravelTime::ZERO));
    }
    let origin = PointIndex(u32::from(unit.0));
    mt.iter()
        .filter_map(|&centre| Some((between.get(origin, centre)?, centre)))
        .min()
        .map(|(time, centre)| (centre, time))
}

/// Demand points that one task works on: their times and answers stay in the first-level cache.
const BLOCK: usize = 2_048;

fn reaches(matrix: &TravelTimeMatrix, units: &[Unit]) -> Vec<Reach> {
    let starts: Vec<usize> = (0..matrix.origins()).step_by(BLOCK).collect();
    let block = |&start: &usize| {
        let length = BLOCK.min(matrix.origins() - start);
        let [centres, others] = [true, false].map(|centre| {
            let mut nearest = Nearest::none(length);
            for (place, unit) in (0..).zip(units) {
                if unit.centre == centre {
                    nearest.ask(place, &matrix.column(unit.site)[start..][..length]);
                }
            }
            nearest
        });
        (0..length).map(move |point| Reach {
            unit: others.place(point),
            centre: centres.place(point),
            to_unit: others.times[point],
            to_centre: centres.times[point],
        })
    };
    starts.par_iter().flat_map_iter(block).collect()
}

/// The nearest hospital of one tier, of every point of a block.
struct Nearest {
    /// As wide as times, so that several are compared at once.
    place: Vec<u32>,
    times: Vec<u32>,
}

impl Nearest {
    fn none(points: usize) -> Self {
        Self {
            place: vec![0; points],
            times: vec![UNREACHABLE; points],
        }
    }

    fn ask(&mut self, place: u32, times: &[u32]) {
        for ((best, soonest), &time) in self.place.iter_mut().zip(&mut self.times).zip(times) {
            *best = if time < *soonest { place } else { *best };
            *soonest = time.min(*soonest);
        }
    }

    fn place(&self, point: usize) -> u16 {
        u16::try_from(self.place[point]).unwrap_or(NOWHERE)
    }
}
