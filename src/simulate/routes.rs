use super::acceptance::Acceptance;
use super::engine::Clock;
use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix};
use crate::pathway::{
    self, AirService, AirTransfer, NetworkError, PathwayTimes, PatientPath, Setting, StrokeNetwork,
    Transfers,
};
use rayon::prelude::*;

/// Where an ambulance takes a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// The hospital.
    pub first: SiteIndex,
    /// Whether it is a centre that gives MT, and not a unit that transfers.
    pub direct: bool,
    /// Milliseconds from the scene to it; [`Route::NOWHERE`] where no hospital can be reached.
    pub travel: u32,
}

impl Route {
    /// No hospital can be reached.
    pub const NOWHERE: u32 = u32::MAX;

    fn new(path: Option<PatientPath>) -> Self {
        path.map_or(
            Self {
                first: SiteIndex(0),
                direct: false,
                travel: Self::NOWHERE,
            },
            |path| Self {
                first: path.first,
                direct: path.route == pathway::Route::Direct,
                travel: path.travel.milliseconds(),
            },
        )
    }
}

/// The study's pathway for every set of centres that take patients at the same time: a centre that
/// does not is a unit of the first tier.
#[derive(Debug, Clone)]
pub struct Routes {
    centres: Vec<SiteIndex>,
    /// By site: its number among the centres.
    numbers: Vec<Option<u16>>,
    /// By set; `None` where no centre takes patients.
    sets: Vec<Option<SetRoutes>>,
    /// With all centres open.
    all: SetRoutes,
    /// By site: the centres with the time to each, nearest first, then by site. A centre's own list
    /// holds the others and itself, with no time.
    transfers: Vec<Vec<(u32, u16)>>,
}

#[derive(Debug, Clone)]
struct SetRoutes {
    /// By class of a pre-hospital test, then by point.
    classes: Vec<Vec<Route>>,
    /// By site: the flights that are worth it, fastest first; empty without helicopters.
    flights: Vec<Vec<AirTransfer>>,
}

impl Routes {
    /// The routes of a layout's `centres` for all sets of an acceptance.
    ///
    /// `settings` are the study's pathway, one for each class of a pre-hospital test.
    ///
    /// # Errors
    ///
    /// As [`StrokeNetwork::try_new`].
    pub fn try_new(
        matrix: &TravelTimeMatrix,
        between: &TravelTimeMatrix,
        units: &[SiteIndex],
        centres: &[SiteIndex],
        settings: &[Setting],
        acceptance: &Acceptance,
        air: Option<&AirService>,
    ) -> Result<Self, NetworkError> {
        let mut first_tier = units.to_vec();
        first_tier.extend(centres);
        let set = |open: &[SiteIndex]| -> Result<SetRoutes, NetworkError> {
            let network = StrokeNetwork::try_new(matrix, between, &first_tier, open)?;
            Ok(SetRoutes::new(&network, settings, air, matrix.sites()))
        };
        let all = set(centres)?;
        let sets = acceptance.sets().par_iter().map(|marks| {
            let open = centres.iter().zip(marks);
            let open: Vec<SiteIndex> = open
                .filter(|(_, open)| **open)
                .map(|(&site, _)| site)
                .collect();
            if open.is_empty() {
                Ok(None)
            } else if open.len() == centres.len() {
                Ok(Some(all.clone()))
            } else {
                set(&open).map(Some)
            }
        });
        let sets = sets.collect::<Result<_, _>>()?;
        let transfers = (0..u16::try_from(matrix.sites()).unwrap_or(u16::MAX)).map(|from| {
            let numbered = (0_u16..).zip(centres);
            let mut list: Vec<(u32, SiteIndex, u16)> = numbered
                .filter_map(|(number, &centre)| {
                    let time = if centre.0 == from {
                        0
                    } else {
                        between
                            .get(PointIndex(u32::from(from)), centre)?
                            .milliseconds()
                    };
                    Some((time, centre, number))
                })
                .collect();
            list.sort_unstable();
            list.into_iter()
                .map(|(time, _, number)| (time, number))
                .collect()
        });
        let mut numbers = vec![None; matrix.sites()];
        for (number, centre) in (0_u16..).zip(centres) {
            numbers[centre.get()] = Some(number);
        }
        Ok(Self {
            centres: centres.to_vec(),
            numbers,
            sets,
            all,
            transfers: transfers.collect(),
        })
    }

    /// The centres of the layout, in its order.
    #[must_use]
    pub fn centres(&self) -> &[SiteIndex] {
        &self.centres
    }

    /// The number of a centre in the layout.
    pub(super) fn number(&self, site: SiteIndex) -> Option<u16> {
        self.numbers[site.get()]
    }

    /// The route of a point's patients with all centres open.
    pub(super) fn ideal(&self, class: u8, point: PointIndex) -> Route {
        self.all.classes[usize::from(class)][point.get()]
    }

    /// The route while a set of centres takes patients; `None` where none does.
    pub(super) fn route(&self, set: usize, class: u8, point: PointIndex) -> Option<Route> {
        let set = self.sets[set].as_ref()?;
        Some(set.classes[usize::from(class)][point.get()])
    }

    /// The flights from a hospital while a set of centres takes patients, fastest first.
    pub(super) fn flights(&self, set: usize, from: SiteIndex) -> &[AirTransfer] {
        let set = self.sets[set].as_ref();
        set.and_then(|set| set.flights.get(from.get()))
            .map_or(&[], Vec::as_slice)
    }

    /// The centres with the time to each from a hospital, nearest first.
    pub(super) fn transfers(&self, from: SiteIndex) -> &[(u32, u16)] {
        &self.transfers[from.get()]
    }

    /// The nearest centre that takes a patient who leaves a hospital then and is ready `work_up` after
    /// the arrival, and the time to it.
    pub(super) fn nearest_accepting(
        &self,
        acceptance: &Acceptance,
        from: SiteIndex,
        departure: Clock,
        work_up: Clock,
    ) -> Option<(u32, u16)> {
        let accepts = |&&(time, centre): &&(u32, u16)| {
            let ready = departure + Clock::from(time) + work_up;
            acceptance.first_start(usize::from(centre), ready).is_some()
        };
        self.transfers(from).iter().find(accepts).copied()
    }
}

impl SetRoutes {
    fn new(
        network: &StrokeNetwork,
        settings: &[Setting],
        air: Option<&AirService>,
        sites: usize,
    ) -> Self {
        let classes = settings.iter().map(|setting| {
            let road = Transfers::by_road(network, &setting.delays);
            let setting = Setting {
                transfers: Some(&road),
                ..setting.clone()
            };
            let times = PathwayTimes::follow(network, &setting);
            times.iter().map(Route::new).collect()
        });
        let classes = classes.collect();
        let mut flights = Vec::new();
        if let (Some(air), Some(setting)) = (air, settings.first()) {
            flights = vec![Vec::new(); sites];
            let found = air.transfers(network, &setting.delays).worth_flying;
            for (unit, found) in network.units().iter().zip(found) {
                flights[unit.site.get()] = found;
            }
        }
        Self { classes, flights }
    }
}
