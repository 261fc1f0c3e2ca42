use super::network::{NO_WAY, StrokeNetwork};
use super::route::PathwayTimes;
use super::transfer::Transfers;
use crate::model::SiteIndex;
use crate::units::{Demand, Share};

/// What one hospital sees in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitFlow {
    /// Which site.
    pub site: SiteIndex,
    /// Whether it is an MT centre.
    pub centre: bool,
    /// Patients who come here first.
    pub first_admissions: Demand,
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
}

impl Flows {
    /// Adds up admissions, transfers and procedures, where `eligible` of all admissions are given
    /// MT.
    ///
    /// Every patient is counted once: first admissions and the unreachable are the demand,
    /// transfers out are transfers in, and procedures with those without MT are the eligible.
    #[must_use]
    pub fn count(
        network: &StrokeNetwork,
        times: &PathwayTimes,
        transfers: &Transfers,
        demand: &[Demand],
        eligible: Share,
    ) -> Self {
        let mut units: Vec<UnitFlow> = network
            .units()
            .iter()
            .map(|unit| UnitFlow {
                site: unit.site,
                centre: unit.centre,
                first_admissions: Demand::ZERO,
                transfers_out: Demand::ZERO,
                transfers_in: Demand::ZERO,
                procedures: Demand::ZERO,
            })
            .collect();
        let mut unreachable = Demand::ZERO;
        for (step, &demand) in times.steps.iter().zip(demand) {
            if step.ivt == NO_WAY {
                unreachable += demand;
            } else {
                units[usize::from(step.first)].first_admissions += demand;
            }
        }
        let mut without_mt = Demand::ZERO;
        for place in 0..units.len() {
            let patients = part(units[place].first_admissions, eligible.as_f64());
            if units[place].centre {
                units[place].procedures += patients;
                continue;
            }
            let options = transfers.options(place);
            if options.is_empty() {
                without_mt += patients;
                continue;
            }
            units[place].transfers_out = patients;
            let mut left = patients;
            for (number, option) in options.iter().enumerate() {
                let last = number + 1 == options.len();
                let sent = if last {
                    left
                } else {
                    part(patients, option.share).min(left)
                };
                left = left - sent;
                if let Some(centre) = network.place_of(option.centre) {
                    units[centre].transfers_in += sent;
                    units[centre].procedures += sent;
                }
            }
        }
        Self {
            units,
            unreachable,
            without_mt,
        }
    }

    /// All transfers in a year.
    #[must_use]
    pub fn transfers(&self) -> Demand {
        self.units.iter().map(|unit| unit.transfers_out).sum()
    }
}

/// A part of a demand, to the nearest millionth.
fn part(demand: Demand, share: f64) -> Demand {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a whole number of millionths is one"
    )]
    let millionths = (demand.millionths() as f64 * share).round() as u64;
    Demand::from_millionths(millionths)
}
