use super::engine::Clock;
use super::outcome::Cause;
use super::patients::Patient;
use super::pending::By;
use crate::model::SiteIndex;

/// Hears of everything that happens to patients. A replication does not depend on who hears.
pub(super) trait Journal {
    /// Something happens to a patient then; it may be noted before it happens.
    fn note(&mut self, patient: &Patient, time: Clock, event: PatientEvent);
}

/// Nobody hears.
impl Journal for () {
    fn note(&mut self, _: &Patient, _: Clock, _: PatientEvent) {}
}

impl Journal for Vec<Entry> {
    fn note(&mut self, patient: &Patient, time: Clock, event: PatientEvent) {
        self.push(Entry {
            patient: *patient,
            time,
            event,
        });
    }
}

/// One line of the history of a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Who.
    pub patient: Patient,
    /// When, in milliseconds from the first midnight of the year.
    pub time: Clock,
    /// What.
    pub event: PatientEvent,
}

/// What happens to a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PatientEvent {
    /// Symptoms begin; noted only where the time is known.
    Onset,
    /// The ambulance is called.
    Call,
    /// The ambulance leaves the scene.
    LeavesScene {
        /// For this hospital.
        to: SiteIndex,
    },
    /// The patient is at the door of a hospital.
    Door {
        /// The hospital.
        at: SiteIndex,
    },
    /// The patient leaves a hospital for a centre.
    Transfer {
        /// The hospital.
        from: SiteIndex,
        /// The centre.
        to: SiteIndex,
        /// By helicopter, otherwise by road.
        by_air: bool,
    },
    /// The patient is ready for puncture.
    Ready {
        /// At this centre.
        at: SiteIndex,
    },
    /// The centre cannot treat the patient at once, and another one will sooner.
    SentOn {
        /// The centre.
        from: SiteIndex,
        /// The other one.
        to: SiteIndex,
    },
    /// Puncture, after waits one after the other since the patient was ready.
    Puncture {
        /// At this centre.
        at: SiteIndex,
        /// For the centre to open, in milliseconds.
        opening_wait: Clock,
        /// For a suite, in milliseconds.
        suite_wait: Clock,
        /// For a team, in milliseconds.
        team_wait: Clock,
    },
    /// The team is free again.
    CaseEnds {
        /// At this centre.
        at: SiteIndex,
    },
    /// It is known that the patient is not given MT.
    Lost {
        /// Why.
        cause: Cause,
    },
}

impl PatientEvent {
    /// How tables name it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Onset => "onset",
            Self::Call => "call",
            Self::LeavesScene { .. } => "leaves_scene",
            Self::Door { .. } => "door",
            Self::Transfer { .. } => "transfer",
            Self::Ready { .. } => "ready",
            Self::SentOn { .. } => "sent_on",
            Self::Puncture { .. } => "puncture",
            Self::CaseEnds { .. } => "case_ends",
            Self::Lost { .. } => "lost",
        }
    }

    /// Where it happens; for journeys, where they begin. `None` where that is not a hospital.
    #[must_use]
    pub const fn site(self) -> Option<SiteIndex> {
        match self {
            Self::Onset | Self::Call | Self::LeavesScene { .. } | Self::Lost { .. } => None,
            Self::Door { at }
            | Self::Ready { at }
            | Self::Puncture { at, .. }
            | Self::CaseEnds { at } => Some(at),
            Self::Transfer { from, .. } | Self::SentOn { from, .. } => Some(from),
        }
    }

    /// Where a journey leads.
    #[must_use]
    pub const fn destination(self) -> Option<SiteIndex> {
        match self {
            Self::LeavesScene { to } | Self::Transfer { to, .. } | Self::SentOn { to, .. } => {
                Some(to)
            }
            _ => None,
        }
    }
}

impl PatientEvent {
    pub(super) fn transfer(from: SiteIndex, to: SiteIndex, by: By) -> Self {
        Self::Transfer {
            from,
            to,
            by_air: by == By::Air,
        }
    }
}
