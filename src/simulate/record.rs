use super::calendar::MINUTE;
use super::engine::{Clock, quantile_place};
use super::outcome::{Cause, Loss};
use super::patients::Patient;
use crate::units::{Demand, DemandMinutes};

/// Waits are counted to this minute.
const LONGEST_WAIT: usize = 240;

/// What happened to the patients of one replication in one layout and scenario.
///
/// Numbers of patients are in millionths, so that expectations are counted exactly.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// Patients who can be given MT.
    pub candidates: u64,
    /// Given MT.
    pub treated: u64,
    /// Not given MT.
    pub lost: Loss,
    /// Treated after a transfer by road.
    pub by_road: u64,
    /// Treated after a transfer by air.
    pub by_air: u64,
    /// Sent on from one centre to another, treated or not.
    pub onward: u64,
    /// Treated after a wait for a suite or a team.
    pub waited: u64,
    /// Sum of the times from onset (from the call, where onset is not known) to puncture of the
    /// treated.
    pub to_puncture: DemandMinutes,
    /// The same times one by one, in milliseconds, in the order of the punctures' decisions.
    pub times: Vec<u32>,
    /// From the door of the centre to puncture, in milliseconds, of those who were treated where the
    /// ambulance took them.
    pub door_to_puncture: Vec<u32>,
    /// Treated by their whole wait for opening, a suite and a team: first those without, then up to
    /// 1 min, and so on; longer waits are in the last.
    pub waits: Vec<u64>,
    /// Sum of the waits for a suite, in milliseconds.
    pub suite_wait: Clock,
    /// Sum of the further waits for a team, in milliseconds.
    pub team_wait: Clock,
    /// Sum of the waits for a centre to open, in milliseconds.
    pub opening_wait: Clock,
    /// By hour of the week of the call: candidates, treated.
    pub hours: Vec<[u64; 2]>,
    /// By hour of the week of the puncture: treated.
    pub punctures: Vec<u64>,
    /// By centre of the layout.
    pub sites: Vec<SiteRecord>,
    /// By group of the first grouping: candidates, treated.
    pub groups: Vec<[u64; 2]>,
}

/// What happened at one centre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SiteRecord {
    /// Given MT here.
    pub treated: u64,
    /// Ready for puncture here while no suite or team was free.
    pub found_busy: u64,
    /// Ready for puncture here.
    pub ready: u64,
    /// Treated while no team was in the house: it was called in.
    pub called_in: u64,
    /// Milliseconds in which suites were occupied by these patients.
    pub occupied: Clock,
    /// Planned cases done.
    pub elective: u64,
}

impl Record {
    /// A record without patients.
    pub(super) fn new(sites: usize, groups: usize) -> Self {
        Self {
            hours: vec![[0; 2]; 168],
            punctures: vec![0; 168],
            waits: vec![0; LONGEST_WAIT + 2],
            sites: vec![SiteRecord::default(); sites],
            groups: vec![[0; 2]; groups],
            ..Self::default()
        }
    }

    pub(super) fn arrives(&mut self, patient: &Patient, hour: usize, group: Option<usize>) {
        let weight = patient.weight.millionths();
        self.candidates += weight;
        self.hours[hour][0] += weight;
        if let Some(group) = group {
            self.groups[group][0] += weight;
        }
    }

    pub(super) fn is_lost(&mut self, patient: &Patient, cause: Cause) {
        self.lost.add(cause, patient.weight.millionths());
    }

    pub(super) fn is_treated(
        &mut self,
        weight: Demand,
        time: u32,
        [called, punctured]: [usize; 2],
        group: Option<usize>,
    ) {
        let millionths = weight.millionths();
        self.treated += millionths;
        self.to_puncture += DemandMinutes::from_raw(u128::from(millionths) * u128::from(time));
        self.times.push(time);
        self.hours[called][1] += millionths;
        self.punctures[punctured] += millionths;
        if let Some(group) = group {
            self.groups[group][1] += millionths;
        }
    }

    pub(super) fn waits(&mut self, weight: Demand, wait: Clock) {
        let minutes = (wait + MINUTE - 1) / MINUTE;
        let place = usize::try_from(minutes).unwrap_or(0);
        let last = self.waits.len() - 1;
        self.waits[place.min(last)] += weight.millionths();
    }

    /// The time from onset to puncture that a share of the treated do not exceed, in minutes; `None`
    /// where nobody was treated. Changes the order of the times.
    pub fn quantile(&mut self, share: f64) -> Option<f64> {
        quantile(&mut self.times, share)
    }

    /// The same of the times from door to puncture.
    pub fn door_to_puncture_quantile(&mut self, share: f64) -> Option<f64> {
        quantile(&mut self.door_to_puncture, share)
    }
}

fn quantile(milliseconds: &mut [u32], share: f64) -> Option<f64> {
    let place = quantile_place(share, milliseconds.len())?;
    let (_, time, _) = milliseconds.select_nth_unstable(place);
    Some(f64::from(*time) / 60_000.0)
}
