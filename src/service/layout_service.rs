use super::centre_service::CentreService;
use super::over_weeks::over_weeks;
use super::rota_group::{Host, RotaGroup};
use super::service_error::ServiceError;
use super::week_hours::WeekHours;
use std::ops::Range;

/// The service of a layout: what each centre offers, and who shares nights and weekends.
///
/// A centre is known by its place in the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    centres: Vec<CentreService>,
    groups: Vec<RotaGroup>,
    /// The group of each centre.
    group_of: Vec<Option<usize>>,
    /// The shared hours of each group.
    shared: Vec<WeekHours>,
}

impl Service {
    /// From what each centre of the layout offers and the groups that some of them form.
    ///
    /// # Errors
    ///
    /// A centre without suite or team; a group without centres, with a centre that is not in the
    /// layout or is in a group already, or with a host from outside.
    pub fn try_new(
        centres: Vec<CentreService>,
        groups: Vec<RotaGroup>,
    ) -> Result<Self, ServiceError> {
        for (centre, offer) in centres.iter().enumerate() {
            if offer.suites == 0 {
                return Err(ServiceError::NoSuite { centre });
            }
            if !offer.teams.any() {
                return Err(ServiceError::NoTeam { centre });
            }
        }
        let mut group_of: Vec<Option<usize>> = vec![None; centres.len()];
        for (at, group) in groups.iter().enumerate() {
            let name = || group.name.clone();
            if group.members.is_empty() {
                return Err(ServiceError::NoMember { group: name() });
            }
            for &centre in &group.members {
                let Some(slot) = group_of.get_mut(centre) else {
                    return Err(ServiceError::NotInLayout {
                        group: name(),
                        centre,
                        centres: centres.len(),
                    });
                };
                if let Some(first) = slot.replace(at) {
                    return Err(ServiceError::AppearsTwice {
                        centre,
                        first: groups[first].name.clone(),
                        second: name(),
                    });
                }
            }
            match group.host {
                Host::Fixed(host) if !group.members.contains(&host) => {
                    return Err(ServiceError::HostOutside {
                        group: name(),
                        host,
                    });
                }
                Host::Fixed(_) | Host::RotatingByWeek => {}
            }
        }
        let shared = groups
            .iter()
            .map(|group| group.shared_hours(|centre| &centres[centre].hours))
            .collect();
        Ok(Self {
            centres,
            groups,
            group_of,
            shared,
        })
    }

    /// What each centre offers, in the order of the layout.
    #[must_use]
    pub fn centres(&self) -> &[CentreService] {
        &self.centres
    }

    /// The groups.
    #[must_use]
    pub fn groups(&self) -> &[RotaGroup] {
        &self.groups
    }

    /// The group of a centre, as a place in [`Service::groups`].
    ///
    /// # Panics
    ///
    /// If the layout has no such centre; so do the other functions that take one.
    #[must_use]
    pub fn group_of(&self, centre: usize) -> Option<usize> {
        self.group_of[centre]
    }

    /// The shared hours of a group, in which only its host is open.
    ///
    /// # Panics
    ///
    /// If there is no such group.
    #[must_use]
    pub fn shared_hours(&self, group: usize) -> &WeekHours {
        &self.shared[group]
    }

    /// When a centre is open in a week, counted from 0: in its own hours outside the group's
    /// shared hours, and in all shared hours while it is host.
    #[must_use]
    pub fn hours_in_week(&self, centre: usize, week: u32) -> WeekHours {
        let own = &self.centres[centre].hours;
        let Some(group) = self.group_of[centre] else {
            return own.clone();
        };
        let shared = &self.shared[group];
        if self.groups[group].host_in_week(week) == Some(centre) {
            own.union(shared)
        } else {
            own.difference(shared)
        }
    }

    /// When a centre is open in some weeks: minutes from the Monday 00:00 of week 0, half-open, in
    /// order and apart. Hosts of the weeks before it are those that the rotation would have had.
    #[must_use]
    pub fn open_intervals(&self, centre: usize, weeks: Range<i64>) -> Vec<(i64, i64)> {
        let cycle = i64::from(self.cycle_weeks());
        let in_cycle = |week: i64| u32::try_from(week.rem_euclid(cycle)).unwrap_or(0);
        over_weeks(weeks, |week| self.hours_in_week(centre, in_cycle(week)))
    }

    /// Weeks until every group has the same host again.
    #[must_use]
    pub fn cycle_weeks(&self) -> u32 {
        self.groups
            .iter()
            .map(RotaGroup::cycle_weeks)
            .fold(1, least_common_multiple)
    }
}

fn least_common_multiple(a: u32, b: u32) -> u32 {
    let (mut divisor, mut rest) = (a, b);
    while rest > 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    a / divisor * b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::{TeamsByHour, WEEK_MINUTES, YEAR_WEEKS};
    use proptest::prelude::*;

    fn centre(hours: &str) -> CentreService {
        CentreService::open(WeekHours::from_choice(hours).unwrap())
    }

    fn group(name: &str, members: &[usize], host: Host) -> RotaGroup {
        RotaGroup {
            name: name.to_owned(),
            members: members.to_vec(),
            shared: None,
            host,
        }
    }

    fn own_hours() -> impl Strategy<Value = WeekHours> {
        proptest::sample::select(vec!["24/7", "never", "08:00-20:00", "Mon-Fri 09:00-17:00"])
            .prop_map(|text| WeekHours::from_choice(text).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        /// By default a group is open day and night, with one member open in the shared hours.
        #[test]
        fn a_group_never_closes_and_shares_with_one_host(
            own in proptest::collection::vec(own_hours(), 1..5), fixed: bool, week in 0..53_u32,
        ) {
            let members: Vec<usize> = (0..own.len()).collect();
            let host = if fixed { Host::Fixed(own.len() - 1) } else { Host::RotatingByWeek };
            let centres = own.into_iter().map(CentreService::open).collect();
            let service = Service::try_new(centres, vec![group("A", &members, host)]).unwrap();
            let shared = service.shared_hours(0);
            let mut all = WeekHours::never();
            for &member in &members {
                let open = service.hours_in_week(member, week);
                let is_host = service.groups()[0].host_in_week(week) == Some(member);
                let in_shared_hours = if is_host { shared.clone() } else { WeekHours::never() };
                prop_assert_eq!(open.intersection(shared), in_shared_hours);
                all = all.union(&open);
            }
            prop_assert_eq!(all, WeekHours::always());
        }

        /// The intervals of a year say what the week of the host says, minute by minute.
        #[test]
        fn a_year_is_its_weeks(at in 0..YEAR_WEEKS * WEEK_MINUTES, member in 0..3_usize) {
            let centres = vec![
                centre("08:00-20:00"), centre("Mon-Fri 09:00-17:00"), centre("Mon-Sat 00:00-09:00"),
            ];
            let groups = vec![group("A", &[2, 0, 1], Host::RotatingByWeek)];
            let service = Service::try_new(centres, groups).unwrap();
            let open = service.open_intervals(member, 0..i64::from(YEAR_WEEKS));
            let week = at / WEEK_MINUTES;
            prop_assert_eq!(
                open.iter().any(|&(from, to)| (from..to).contains(&i64::from(at))),
                service.hours_in_week(member, week).is_open(at)
            );
            for pair in open.windows(2) {
                prop_assert!(pair[0].1 < pair[1].0);
            }
        }
    }

    #[test]
    fn a_centre_that_never_closes_is_open_for_one_year() {
        let service = Service::try_new(vec![centre("24/7")], vec![]).unwrap();
        assert_eq!(
            service.open_intervals(0, 0..i64::from(YEAR_WEEKS)),
            [(0, 534_240)]
        );
        assert_eq!(service.cycle_weeks(), 1);
    }

    /// Who has long hours gives up those that the group shares while another is host.
    #[test]
    fn members_close_in_shared_hours_unless_they_are_host() {
        let weekend = WeekHours::from_choice("Sat-Sun 00:00-24:00").unwrap();
        let mut together = group("A", &[0, 1], Host::RotatingByWeek);
        together.shared = Some(weekend);
        let centres = vec![centre("24/7"), centre("Mon-Sat 08:00-20:00")];
        let service = Service::try_new(centres, vec![together]).unwrap();
        let text = |centre, week| service.hours_in_week(centre, week).to_string();
        assert_eq!([text(0, 0), text(0, 1)], ["24/7", "Mon-Fri 00:00-24:00"]);
        assert_eq!(text(1, 0), "Mon-Fri 08:00-20:00");
        assert_eq!(text(1, 1), "Mon-Fri 08:00-20:00; Sat-Sun 00:00-24:00");
    }

    #[test]
    fn hosts_come_round_together() {
        let centres = vec![centre("08:00-20:00"); 10];
        let rotating = Host::RotatingByWeek;
        let groups = vec![
            group("A", &[0, 1, 2, 3], rotating),
            group("B", &[4, 5, 6, 7, 8, 9], rotating),
        ];
        let service = Service::try_new(centres, groups).unwrap();
        assert_eq!(service.cycle_weeks(), 12);
        for centre in 0..10 {
            assert_eq!(
                service.hours_in_week(centre, 3),
                service.hours_in_week(centre, 15)
            );
        }
    }

    #[test]
    fn what_is_no_service_is_refused() {
        let two = || vec![centre("24/7"), centre("08:00-20:00")];
        let of = |group| Service::try_new(two(), vec![group]).unwrap_err();
        let name = || "North".to_owned();
        let rotating = Host::RotatingByWeek;
        assert_eq!(
            of(group("North", &[0, 2], rotating)).to_string(),
            "network `North`: centre 2 is not in the layout, which has 2 centres"
        );
        assert_eq!(
            of(group("North", &[1, 1], rotating)),
            ServiceError::AppearsTwice {
                centre: 1,
                first: name(),
                second: name()
            }
        );
        assert_eq!(
            of(group("North", &[], rotating)),
            ServiceError::NoMember { group: name() }
        );
        assert_eq!(
            of(group("North", &[0], Host::Fixed(1))),
            ServiceError::HostOutside {
                group: name(),
                host: 1
            }
        );
        let mut centres = two();
        centres[1].suites = 0;
        assert_eq!(
            Service::try_new(centres, vec![]),
            Err(ServiceError::NoSuite { centre: 1 })
        );
        let mut centres = two();
        centres[0].teams = TeamsByHour::constant(0);
        assert_eq!(
            Service::try_new(centres, vec![]),
            Err(ServiceError::NoTeam { centre: 0 })
        );
    }
}
