use super::plan::GrowthPlan;
use super::staffed_service::StaffedService;
use crate::rota::{RotaAssessment, RotaParameters, assess};

/// The rota of centres that share it.
#[derive(Debug, Clone, PartialEq)]
pub struct StaffRota {
    /// The centres: one by itself, or the members of a network that shares nights and weekends.
    pub centres: Vec<usize>,
    /// What their clinicians give; `None` without clinicians.
    pub given: Option<RotaAssessment>,
}

/// The rotas of a staffed service, in the order of the first centre of each.
///
/// A network that shares has the hours of its host, and its clinicians together. Members without
/// clinicians are closed, so nobody is at their workplace. A centre's demand is its MT per year if
/// it never closed. In a network, hours on call that a member keeps for itself are not counted.
#[must_use]
pub fn staff_rotas(
    plan: &GrowthPlan,
    service: &StaffedService,
    parameters: &RotaParameters,
) -> Vec<StaffRota> {
    let hosts = &service.centres.hosts;
    let mut rotas: Vec<StaffRota> = Vec::new();
    for (centre, &host) in hosts.iter().enumerate() {
        let first = hosts
            .iter()
            .position(|&other| host.is_some() && other == host);
        if first.is_some_and(|first| first < centre) {
            continue;
        }
        let centres: Vec<usize> = match host {
            Some(_) => (0..hosts.len())
                .filter(|&other| hosts[other] == host)
                .collect(),
            None => vec![centre],
        };
        let given = given(plan, service, host.unwrap_or(centre), &centres, parameters);
        rotas.push(StaffRota { centres, given });
    }
    rotas
}

fn given(
    plan: &GrowthPlan,
    service: &StaffedService,
    host: usize,
    centres: &[usize],
    parameters: &RotaParameters,
) -> Option<RotaAssessment> {
    let open = centres
        .iter()
        .filter(|&&centre| service.staff[centre] > 0)
        .count();
    let clinicians = centres.iter().map(|&centre| service.staff[centre]).sum();
    let demand: f64 = centres
        .iter()
        .map(|&centre| plan.centres[centre].demand)
        .sum();
    assess(
        &service.centres.hours[host],
        u32::try_from(open).ok()?,
        clinicians,
        demand / open as f64,
        parameters,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::{
        AssignmentPolicy, Expected, GrowthCentre, HoursByStock, NetworkRule, StockYear,
        project_growth,
    };
    use crate::service::WeekHours;

    fn rotas(networks: Option<NetworkRule>, clinicians: u32) -> Vec<StaffRota> {
        let centre = |network| GrowthCentre {
            region: 0,
            network,
            demand: 337.0,
            existing: 0,
        };
        let centres = vec![centre(Some(0)), centre(None), centre(Some(0))];
        let plan = GrowthPlan {
            networks,
            ..GrowthPlan::new(centres, 1, AssignmentPolicy::Equal)
        };
        let nothing = |_: &[WeekHours]| Expected {
            covered: vec![0.0],
            demand: vec![0.0],
            mt: vec![0.0],
        };
        let year = StockYear {
            year: 2017,
            stock: f64::from(clinicians),
            completed: 0.0,
            credentialed: 0.0,
            left: 0.0,
        };
        let years = project_growth(&plan, &[year], &nothing);
        staff_rotas(&plan, &years[0].service, &RotaParameters::default())
    }

    fn shape(rotas: &[StaffRota]) -> Vec<(Vec<usize>, u32, f64)> {
        let given = |rota: &StaffRota| rota.given.map_or((0, 0.0), |g| (g.clinicians, g.hours[1]));
        rotas
            .iter()
            .map(|rota| (rota.centres.clone(), given(rota).0, given(rota).1))
            .collect()
    }

    #[test]
    fn members_of_a_network_share_one_rota_when_it_gives_longer_hours() {
        // Evenings and weekends: 84 hours, less nine on each weekday.
        let alone = [0, 1, 2].map(|centre| (vec![centre], 4, 84.0 - 45.0));
        assert_eq!(shape(&rotas(None, 12)), alone);
        let shared = [(vec![0, 2], 8, 168.0 - 45.0), (vec![1], 4, 84.0 - 45.0)];
        assert_eq!(shape(&rotas(Some(NetworkRule::default()), 12)), shared);
    }

    /// With two clinicians, the third centre has none; with three, both members have one.
    #[test]
    fn a_member_without_clinicians_is_not_staffed() {
        let rule = NetworkRule {
            host: HoursByStock::try_new(vec![(1, WeekHours::always())]).unwrap(),
            ..NetworkRule::default()
        };
        let resident = |clinicians| {
            let [first, ..] = &rotas(Some(rule.clone()), clinicians)[..] else {
                panic!("no rota")
            };
            first.given.unwrap().resident_each * f64::from(first.given.unwrap().clinicians)
        };
        assert!((resident(2) - 45.0).abs() < 1e-9);
        assert!((resident(3) - 90.0).abs() < 1e-9);
    }

    /// No clinician is in two rotas or in none.
    #[test]
    fn rotas_hold_every_clinician_once() {
        for clinicians in 0..20 {
            for rule in [None, Some(NetworkRule::default())] {
                let rotas = rotas(rule, clinicians);
                let staff = rotas.iter().filter_map(|rota| rota.given);
                assert_eq!(staff.map(|given| given.clinicians).sum::<u32>(), clinicians);
            }
        }
    }
}
