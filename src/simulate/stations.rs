use super::acceptance::Acceptance;
use super::centres::CentreResources;
use super::engine::{Clock, Service, Station};

/// The suites and teams of every centre at work, within its hours.
#[derive(Debug)]
pub(super) struct Stations<'a> {
    acceptance: &'a Acceptance,
    suites: Vec<Station<'a>>,
    teams: Vec<Station<'a>>,
}

impl<'a> Stations<'a> {
    pub(super) fn new(acceptance: &'a Acceptance, centres: &'a [CentreResources]) -> Self {
        let suites = centres
            .iter()
            .map(|centre| Station::new(Service::Always(centre.suites)));
        let teams = centres.iter().map(|centre| {
            Station::new(if centre.teams.is_empty() {
                Service::Always(u32::MAX)
            } else {
                Service::Changing(&centre.teams)
            })
        });
        Self {
            acceptance,
            suites: suites.collect(),
            teams: teams.collect(),
        }
    }

    /// When a patient who is ready then can be punctured at a centre: in its hours, with a suite and
    /// a team free; `None` where that is not before it closes.
    pub(super) fn first_start(&self, centre: usize, ready: Clock) -> Option<Clock> {
        let mut time = ready;
        loop {
            let open = self.acceptance.first_start(centre, time)?;
            let suite = self.suites[centre].earliest(open)?;
            let team = self.teams[centre].earliest(suite)?;
            if team == open {
                return Some(open);
            }
            time = team;
        }
    }

    /// Whether a patient who is ready now would have to wait for a suite or a team.
    pub(super) fn is_busy(&self, centre: usize, now: Clock) -> bool {
        self.suites[centre].earliest(now) != Some(now)
            || self.teams[centre]
                .earliest(now)
                .is_none_or(|free| free > now)
    }

    /// When a suite is free.
    pub(super) fn suite_free(&self, centre: usize, from: Clock) -> Option<Clock> {
        self.suites[centre].earliest(from)
    }

    /// Takes a suite and a team, each until a time of its own.
    pub(super) fn occupy(
        &mut self,
        centre: usize,
        now: Clock,
        suite_until: Clock,
        team_until: Clock,
    ) {
        self.occupy_suite(centre, now, suite_until);
        self.teams[centre].occupy(now, team_until);
    }

    /// Takes a suite.
    pub(super) fn occupy_suite(&mut self, centre: usize, now: Clock, until: Clock) {
        self.suites[centre].occupy(now, until);
    }
}
