use super::engine::{Interval, Sample};
use super::outcome::Cause;
use super::record::Record;

/// A figure of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Figure {
    /// Patients who can be given MT.
    Candidates,
    /// Patients given MT.
    Treated,
    /// The same in per cent of the candidates.
    TreatedPercent,
    /// Patients not given MT, by cause.
    Lost(Cause),
    /// Mean minutes from onset to puncture.
    ToPunctureMean,
    /// Median of the same.
    ToPunctureMedian,
    /// 90th percentile of the same.
    ToPunctureP90,
    /// Median minutes from the door of the centre to puncture, of those who were treated where the
    /// ambulance took them.
    DoorToPunctureMedian,
    /// Mean minutes that the treated wait for a centre to open.
    OpeningWait,
    /// Mean minutes that the treated wait for a suite.
    SuiteWait,
    /// Mean further minutes that the treated wait for a team.
    TeamWait,
    /// Treated who wait for a suite or a team, in per cent.
    WaitedPercent,
    /// Treated after a transfer by road.
    ByRoad,
    /// Treated after a transfer by air.
    ByAir,
    /// Sent on from one centre to another.
    Onward,
}

impl Figure {
    /// All figures, in the order of the tables.
    pub const ALL: [Self; 18] = [
        Self::Candidates,
        Self::Treated,
        Self::TreatedPercent,
        Self::Lost(Cause::Closed),
        Self::Lost(Cause::Busy),
        Self::Lost(Cause::TooLate),
        Self::Lost(Cause::Unreachable),
        Self::ToPunctureMean,
        Self::ToPunctureMedian,
        Self::ToPunctureP90,
        Self::DoorToPunctureMedian,
        Self::OpeningWait,
        Self::SuiteWait,
        Self::TeamWait,
        Self::WaitedPercent,
        Self::ByRoad,
        Self::ByAir,
        Self::Onward,
    ];

    /// The name of its column.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Candidates => "candidates",
            Self::Treated => "treated",
            Self::TreatedPercent => "treated_percent",
            Self::Lost(Cause::Closed) => "lost_closed",
            Self::Lost(Cause::Busy) => "lost_busy",
            Self::Lost(Cause::TooLate) => "lost_too_late",
            Self::Lost(Cause::Unreachable) => "lost_unreachable",
            Self::ToPunctureMean => "onset_to_puncture_mean_minutes",
            Self::ToPunctureMedian => "onset_to_puncture_median_minutes",
            Self::ToPunctureP90 => "onset_to_puncture_p90_minutes",
            Self::DoorToPunctureMedian => "door_to_puncture_median_minutes",
            Self::OpeningWait => "opening_wait_minutes",
            Self::SuiteWait => "suite_wait_minutes",
            Self::TeamWait => "team_wait_minutes",
            Self::WaitedPercent => "waited_percent",
            Self::ByRoad => "transfers_by_road",
            Self::ByAir => "transfers_by_air",
            Self::Onward => "sent_on",
        }
    }

    fn place(self) -> usize {
        Self::ALL
            .iter()
            .position(|&figure| figure == self)
            .unwrap_or(0)
    }
}

/// The figures of one replication.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figures([Option<f64>; Figure::ALL.len()]);

const MILLION: f64 = 1e6;
const MINUTE: f64 = 60_000.0;

impl Figures {
    /// The figures of a record; the times' order in it changes.
    pub(super) fn new(record: &mut Record) -> Self {
        let patients = |millionths: u64| millionths as f64 / MILLION;
        let treated = patients(record.treated);
        let of_treated = |sum: f64| (record.treated > 0).then(|| sum / treated);
        let mean = of_treated(record.to_puncture.as_f64());
        let wait = |milliseconds: i64| of_treated(milliseconds as f64 / MINUTE);
        let waits = [record.opening_wait, record.suite_wait, record.team_wait].map(wait);
        let waited = of_treated(100.0 * patients(record.waited));
        let candidates = patients(record.candidates);
        let percent = (record.candidates > 0).then(|| 100.0 * treated / candidates);
        let (median, p90) = (record.quantile(0.5), record.quantile(0.9));
        let at_centre = record.door_to_puncture_quantile(0.5);
        Self(Figure::ALL.map(|figure| match figure {
            Figure::Candidates => Some(candidates),
            Figure::Treated => Some(treated),
            Figure::TreatedPercent => percent,
            Figure::Lost(cause) => Some(patients(record.lost.get(cause))),
            Figure::ToPunctureMean => mean,
            Figure::ToPunctureMedian => median,
            Figure::ToPunctureP90 => p90,
            Figure::DoorToPunctureMedian => at_centre,
            Figure::OpeningWait => waits[0],
            Figure::SuiteWait => waits[1],
            Figure::TeamWait => waits[2],
            Figure::WaitedPercent => waited,
            Figure::ByRoad => Some(patients(record.by_road)),
            Figure::ByAir => Some(patients(record.by_air)),
            Figure::Onward => Some(patients(record.onward)),
        }))
    }

    /// A figure; `None` where nobody was treated and it is of the treated.
    #[must_use]
    pub fn get(&self, figure: Figure) -> Option<f64> {
        self.0[figure.place()]
    }
}

/// The interval of a figure over replications; of fewer than two no interval.
#[must_use]
pub(super) fn over_replications(
    replications: &[Figures],
    figure: Figure,
    confidence: f64,
) -> Option<Interval> {
    let sample: Sample = replications
        .iter()
        .filter_map(|year| year.get(figure))
        .collect();
    sample.interval(confidence).or_else(|| {
        let estimate = sample.mean()?;
        Some(Interval {
            estimate,
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
        })
    })
}
