use super::network::{StrokeNetwork, UNREACHABLE};
use super::times::PathwayTimes;
use super::transfer::{Transfers, part};
use crate::model::SiteIndex;
use crate::units::{Demand, Share, TravelTime};

/// What one hospital sees in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitFlow {
    /// Which site.
    pub site: SiteIndex,
    /// Whether it is an MT centre.
    pub centre: bool,
    /// Patients who come here first.
    pub first_admissions: Demand,
    /// Patients for MT among those who come here first, in time for it or not.
    pub patients: Demand,
    /// Patients it sends to a centre for MT.
    pub transfers_out: Demand,
    /// Patients it is sent for MT.
    pub transfers_in: Demand,
    /// MT given here.
    pub procedures: Demand,
}

/// What all hospitals of a pathway see in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flows {
    /// By hospital, in the order of [`StrokeNetwork::units`].
    pub units: Vec<UnitFlow>,
    /// Demand whose pathway leads to no hospital.
    pub unreachable: Demand,
    /// Patients for MT at units from which no centre can be reached.
    pub without_mt: Demand,
    /// Patients for MT who would come to it after the cut-off.
    pub too_late: Demand,
}

impl Flows {
    /// Adds up admissions, transfers and procedures, where `eligible` of all admissions are given
    /// MT if it comes no later than `cut_off` after onset. Who would be later is neither transferred
    /// nor treated.
    ///
    /// Every patient is counted once: first admissions and the unreachable are the demand,
    /// transfers out are transfers in, and procedures with those too late and those without MT are
    /// the eligible.
    #[must_use]
    pub fn count(
        network: &StrokeNetwork,
        times: &PathwayTimes,
        transfers: &Transfers,
        demand: &[Demand],
        eligible: Share,
        cut_off: TravelTime,
    ) -> Self {
        let mut admissions: Vec<Admissions> = (0..network.units().len())
            .map(|place| Admissions {
                in_time: vec![Demand::ZERO; transfers.options(place).len()],
                ..Admissions::default()
            })
            .collect();
        let mut unreachable = Demand::ZERO;
        for (step, &demand) in times.steps.iter().zip(demand) {
            if step.ivt == UNREACHABLE {
                unreachable += demand;
                continue;
            }
            let unit = &mut admissions[usize::from(step.first)];
            unit.first += demand;
            transfers.arrivals(step, demand, |option, part, mt| {
                unit.to_mt += part;
                if mt <= cut_off {
                    unit.in_time[option] += part;
                }
            });
        }
        let mut flows = Self {
            units: network
                .units()
                .iter()
                .zip(&admissions)
                .map(|(unit, admissions)| UnitFlow {
                    site: unit.site,
                    centre: unit.centre,
                    first_admissions: admissions.first,
                    patients: part(admissions.first, eligible.as_f64()),
                    transfers_out: Demand::ZERO,
                    transfers_in: Demand::ZERO,
                    procedures: Demand::ZERO,
                })
                .collect(),
            unreachable,
            without_mt: Demand::ZERO,
            too_late: Demand::ZERO,
        };
        let patients = |demand| part(demand, eligible.as_f64());
        for (place, admissions) in admissions.iter().enumerate() {
            let in_time: Demand = admissions.in_time.iter().copied().sum();
            flows.without_mt += patients(admissions.first - admissions.to_mt);
            flows.too_late += patients(admissions.to_mt - in_time);
            if flows.units[place].centre {
                flows.units[place].procedures += patients(in_time);
                continue;
            }
            let options = transfers.options(place).iter();
            for (option, &in_time) in options.zip(&admissions.in_time) {
                let sent = patients(in_time);
                if let Some(centre) = network.place_of(option.centre) {
                    flows.units[place].transfers_out += sent;
                    flows.units[centre].transfers_in += sent;
                    flows.units[centre].procedures += sent;
                }
            }
        }
        flows
    }

    /// All transfers in a year.
    #[must_use]
    pub fn transfers(&self) -> Demand {
        self.units.iter().map(|unit| unit.transfers_out).sum()
    }
}

/// Who comes to a hospital first.
#[derive(Debug, Clone, Default)]
struct Admissions {
    first: Demand,
    /// Those who could come to MT.
    to_mt: Demand,
    /// Those who could come to it in time, by way of transfer.
    in_time: Vec<Demand>,
}
