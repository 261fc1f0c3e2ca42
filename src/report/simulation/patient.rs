use super::ServiceHistory;
use crate::document::{Cell, Column, Table};
use crate::load::Dataset;
use crate::model::SiteIndex;
use crate::simulate::{Calendar, Entry, PatientEvent};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// What happened to one patient in one service, for people: one row per event.
#[must_use]
pub fn patient_history(dataset: &Dataset, history: &ServiceHistory) -> Table {
    let caption = format!("{}, {}", history.layout, history.scenario);
    let columns = vec![
        Column::new("day"),
        Column::new("time"),
        Column::with_unit("since onset", "min"),
        Column::new("event"),
    ];
    let mut table = Table::new(caption, columns);
    for entry in history.entries {
        let since = entry.time - entry.patient.window_begins();
        table.push(vec![
            Cell::from(day(entry.time)),
            Cell::from(clock(entry.time)),
            Cell::decimal(since as f64 / 60_000.0, 1),
            Cell::from(in_words(dataset, entry)),
        ]);
    }
    table
}

/// The week of the year and the day.
fn day(time: i64) -> String {
    const WEEK: i64 = 7 * 24 * 3_600_000;
    let day = Calendar::new(0).hour_of_week(time) / 24;
    let week = time.div_euclid(WEEK) + 1;
    if week > 0 {
        format!("week {week}, {}", DAYS[day])
    } else {
        format!("warm-up, {}", DAYS[day])
    }
}

fn clock(time: i64) -> String {
    let minute = Calendar::new(0).minute_of_day(time);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn in_words(dataset: &Dataset, entry: &Entry) -> String {
    let name = |site: SiteIndex| dataset.site(site).name.as_str();
    match entry.event {
        PatientEvent::Onset => "onset of symptoms".to_owned(),
        PatientEvent::Call if entry.patient.onset_known => "ambulance called".to_owned(),
        PatientEvent::Call => "ambulance called; the time of onset is not known".to_owned(),
        PatientEvent::LeavesScene { to } => format!("ambulance leaves for {}", name(to)),
        PatientEvent::Door { at } => format!("at the door of {}", name(at)),
        PatientEvent::Transfer { to, by_air, .. } => {
            let by = if by_air { "helicopter" } else { "ambulance" };
            format!("transfer by {by} to {}", name(to))
        }
        PatientEvent::Ready { at } => format!("ready for puncture at {}", name(at)),
        PatientEvent::SentOn { to, .. } => format!("sent on to {}, which is free sooner", name(to)),
        PatientEvent::Puncture {
            at,
            opening_wait,
            suite_wait,
            team_wait,
        } => {
            let waits = [
                (opening_wait, "for opening"),
                (suite_wait, "for a suite"),
                (team_wait, "for a team"),
            ];
            let waits: Vec<String> = waits
                .into_iter()
                .filter(|&(wait, _)| wait > 0)
                .map(|(wait, what)| format!("{:.1} min {what}", wait as f64 / 60_000.0))
                .collect();
            let after = if waits.is_empty() {
                "without a wait".to_owned()
            } else {
                format!("after {}", waits.join(" and "))
            };
            format!("puncture at {}, {after}", name(at))
        }
        PatientEvent::CaseEnds { at } => format!("team of {} is free", name(at)),
        PatientEvent::Lost { cause } => format!("no MT: {}", cause.label()),
    }
}
