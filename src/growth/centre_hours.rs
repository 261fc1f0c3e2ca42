use super::plan::{GrowthPlan, NetworkRule};
use crate::service::WeekHours;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The hours of the centres of a plan, and who is host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CentreHours {
    /// The hours of each centre.
    pub hours: Vec<WeekHours>,
    /// The host of each centre whose network shares nights and weekends; its own place at the host.
    pub hosts: Vec<Option<usize>>,
}

/// The hours of each centre, given its clinicians.
///
/// By itself, a centre has the hours of its clinicians. A network has one host, the member with the
/// most clinicians, where all clinicians together give longer hours than any member has by itself;
/// then the others close at nights and weekends.
///
/// # Panics
///
/// Unless there is a number of clinicians for each centre.
#[must_use]
pub fn centre_hours(plan: &GrowthPlan, staff: &[u32]) -> CentreHours {
    assert_eq!(
        staff.len(),
        plan.centres.len(),
        "clinicians for each centre"
    );
    let hours = staff
        .iter()
        .map(|&clinicians| plan.hours_by_stock.hours(clinicians))
        .collect();
    let mut centres = CentreHours {
        hours,
        hosts: vec![None; staff.len()],
    };
    if let Some(rule) = &plan.networks {
        for members in networks(plan).values() {
            share_nights(plan, rule, staff, members, &mut centres);
        }
    }
    centres
}

fn networks(plan: &GrowthPlan) -> BTreeMap<usize, Vec<usize>> {
    let mut networks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, centre) in plan.centres.iter().enumerate() {
        if let Some(network) = centre.network {
            networks.entry(network).or_default().push(place);
        }
    }
    networks.retain(|_, members| members.len() > 1);
    networks
}

fn share_nights(
    plan: &GrowthPlan,
    rule: &NetworkRule,
    staff: &[u32],
    members: &[usize],
    centres: &mut CentreHours,
) {
    let CentreHours { hours, hosts } = centres;
    let together = rule.host.hours(members.iter().map(|&m| staff[m]).sum());
    let longest = members.iter().map(|&m| hours[m].minutes_per_week()).max();
    if Some(together.minutes_per_week()) <= longest {
        return;
    }
    let host = members.iter().copied().min_by(|&a, &b| {
        let demand = |centre: usize| plan.centres[centre].demand;
        (Reverse(staff[a]).cmp(&Reverse(staff[b])))
            .then(demand(b).total_cmp(&demand(a)))
            .then(a.cmp(&b))
    });
    for &member in members {
        hosts[member] = host;
        hours[member] = if Some(member) == host {
            hours[member].union(&together)
        } else {
            hours[member].intersection(&rule.others)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::{AssignmentPolicy, GrowthCentre};
    use proptest::prelude::*;

    fn plan(networks: &[Option<usize>]) -> GrowthPlan {
        let centres = networks.iter().map(|&network| GrowthCentre {
            region: 0,
            network,
            demand: 100.0,
            existing: 0,
        });
        let plan = GrowthPlan::new(centres.collect(), 1, AssignmentPolicy::Equal);
        GrowthPlan {
            networks: Some(NetworkRule::default()),
            ..plan
        }
    }

    fn written(plan: &GrowthPlan, staff: &[u32]) -> Vec<String> {
        let CentreHours { hours, .. } = centre_hours(plan, staff);
        hours.iter().map(WeekHours::to_string).collect()
    }

    #[test]
    fn a_network_has_its_largest_member_open_at_night() {
        let plan = plan(&[Some(0), Some(0), None]);
        let (office, weekdays) = ("Mon-Fri 09:00-17:00", "Mon-Fri 08:00-20:00");
        assert_eq!(
            written(&plan, &[3, 4, 4]),
            [weekdays, "24/7", "08:00-20:00"]
        );
        // Together they are three, and one of them is open for longer.
        assert_eq!(written(&plan, &[1, 2, 0]), [office, "08:00-20:00", "never"]);
        // One is always open by itself: there is nothing to share.
        assert_eq!(written(&plan, &[5, 3, 0]), ["24/7", "08:00-20:00", "never"]);
    }

    proptest! {
        /// With networks, there is never an hour in which a network closes that had a centre open.
        #[test]
        fn a_network_is_open_whenever_a_member_was(
            staff in proptest::collection::vec(0..7_u32, 6),
        ) {
            let shared = plan(&[Some(0), Some(0), Some(0), Some(1), Some(1), None]);
            let alone = GrowthPlan { networks: None, ..shared.clone() };
            let (with, without) = (centre_hours(&shared, &staff).hours, centre_hours(&alone, &staff).hours);
            for members in [0..3, 3..5, 5..6] {
                let open = |hours: &[WeekHours]| {
                    hours[members.clone()]
                        .iter()
                        .fold(WeekHours::never(), |all, hours| all.union(hours))
                };
                prop_assert!(open(&with).includes(&open(&without)));
            }
        }
    }
}
