use super::calendar::Calendar;
use super::engine::Clock;
use super::journal::{Journal, PatientEvent};
use super::outcome::Cause;
use super::patients::Patient;
use super::pending::By;
use super::record::Record;
use super::setup::Setup;
use crate::model::SiteIndex;

/// Counts what happens to the patients of the year, and tells a journal what happens to any.
pub(super) struct Recorder<'a, J> {
    calendar: Calendar,
    setup: &'a Setup<'a>,
    record: Record,
    journal: J,
}

/// A puncture and the waits before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Treatment {
    /// The centre's place in the layout.
    pub(super) centre: usize,
    pub(super) by: By,
    /// When the patient was at its door.
    pub(super) door: Clock,
    pub(super) ready: Clock,
    /// When the centre takes the patient by its hours.
    pub(super) opens: Clock,
    pub(super) suite_free: Clock,
    pub(super) start: Clock,
    pub(super) end: Clock,
    pub(super) suite_until: Clock,
}

impl<'a, J: Journal> Recorder<'a, J> {
    pub(super) fn new(setup: &'a Setup<'a>, calendar: Calendar, journal: J) -> Self {
        Self {
            calendar,
            setup,
            record: Record::new(setup.centres.len(), setup.group_count),
            journal,
        }
    }

    pub(super) fn into_parts(self) -> (Record, J) {
        (self.record, self.journal)
    }

    /// Whether the patient is one of the year.
    fn counts(&self, patient: &Patient) -> bool {
        self.calendar.counts(patient.call)
    }

    fn group(&self, patient: &Patient) -> Option<usize> {
        let group = self.setup.groups.get(patient.point.get());
        group.map(|&group| group as usize)
    }

    fn site(&self, centre: usize) -> SiteIndex {
        self.setup.routes.centres()[centre]
    }

    pub(super) fn note(&mut self, patient: &Patient, time: Clock, event: PatientEvent) {
        self.journal.note(patient, time, event);
    }

    pub(super) fn calls(&mut self, patient: &Patient) {
        if patient.onset_known {
            self.note(patient, patient.window_begins(), PatientEvent::Onset);
        }
        self.note(patient, patient.call, PatientEvent::Call);
        if self.counts(patient) {
            let hour = self.calendar.hour_of_week(patient.call);
            let group = self.group(patient);
            self.record.arrives(patient, hour, group);
        }
    }

    pub(super) fn is_lost(&mut self, patient: &Patient, now: Clock, cause: Cause) {
        self.note(patient, now, PatientEvent::Lost { cause });
        if self.counts(patient) {
            self.record.is_lost(patient, cause);
        }
    }

    pub(super) fn is_ready(&mut self, patient: &Patient, now: Clock, centre: usize, is_busy: bool) {
        let at = self.site(centre);
        self.note(patient, now, PatientEvent::Ready { at });
        if self.counts(patient) {
            let weight = patient.weight.millionths();
            let site = &mut self.record.sites[centre];
            site.ready += weight;
            if is_busy {
                site.found_busy += weight;
            }
        }
    }

    pub(super) fn is_sent_on(
        &mut self,
        patient: &Patient,
        [now, door]: [Clock; 2],
        centre: usize,
        to: usize,
    ) {
        let (from, to) = (self.site(centre), self.site(to));
        self.note(patient, now, PatientEvent::SentOn { from, to });
        self.note(patient, door, PatientEvent::Door { at: to });
        if self.counts(patient) {
            self.record.onward += patient.weight.millionths();
        }
    }

    pub(super) fn is_treated(&mut self, patient: &Patient, treatment: &Treatment) {
        let &Treatment {
            centre,
            by,
            door,
            ready,
            opens,
            suite_free,
            start,
            end,
            suite_until,
        } = treatment;
        let at = self.site(centre);
        let [opening_wait, suite_wait, team_wait] =
            [opens - ready, suite_free - opens, start - suite_free];
        let puncture = PatientEvent::Puncture {
            at,
            opening_wait,
            suite_wait,
            team_wait,
        };
        self.note(patient, start, puncture);
        self.note(patient, end, PatientEvent::CaseEnds { at });
        if !self.counts(patient) {
            return;
        }
        let calendar = self.calendar;
        let hours = [patient.call, start].map(|time| calendar.hour_of_week(time));
        let group = self.group(patient);
        let weight = patient.weight.millionths();
        let time = u32::try_from(start - patient.window_begins()).unwrap_or(u32::MAX);
        let called_in = !self.setup.centres[centre].is_on_site(start);
        let record = &mut self.record;
        record.is_treated(patient.weight, time, hours, group);
        match by {
            By::Ambulance => {
                let time = u32::try_from(start - door).unwrap_or(u32::MAX);
                record.door_to_puncture.push(time);
            }
            By::RoadTransfer => record.by_road += weight,
            By::Air => record.by_air += weight,
        }
        record.opening_wait += opening_wait;
        record.suite_wait += suite_wait;
        record.team_wait += team_wait;
        record.waits(patient.weight, start - ready);
        if start > opens {
            record.waited += weight;
        }
        let site = &mut record.sites[centre];
        site.treated += weight;
        site.occupied += suite_until - start;
        if called_in {
            site.called_in += weight;
        }
    }

    /// A planned case is done.
    pub(super) fn planned_case(&mut self, asked: Clock, centre: usize) {
        if self.calendar.counts(asked) {
            self.record.sites[centre].elective += 1;
        }
    }
}
