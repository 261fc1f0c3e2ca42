use super::{SimulatedRun, SimulationRun};
use crate::simulate::CentreHoursChoice;
use crate::wording::counted;

/// What is assumed of centres for which the study does not say it: the hours of those that the file
/// of hospitals gives none for, and that those in no rota group share none.
#[must_use]
pub fn simulation_remarks(run: &SimulationRun) -> Vec<String> {
    let file = &run.study.hospitals.file;
    let mut remarks = Vec::new();
    for service in run.services {
        let SimulatedRun {
            layout,
            scenario,
            centres,
            ..
        } = service;
        let without = |given: &dyn Fn(usize) -> bool| {
            let left = centres.iter().filter(|site| !given(site.get())).count();
            (left > 0).then(|| format!("{} of {}", left, counted(centres.len(), "centre")))
        };
        if let CentreHoursChoice::Listed(otherwise) = &scenario.hours {
            let given = |site| matches!(run.dataset.site_hours.get(site), Some(Some(_)));
            remarks.extend(without(&given).map(|left| {
                format!(
                    "`{layout}`, `{}`: {left} without hours in {file} taken to be open {otherwise}",
                    scenario.name
                )
            }));
        }
        if scenario.networks {
            let given = |site| matches!(run.dataset.rota_groups.get(site), Some(Some(_)));
            remarks.extend(without(&given).map(|left| {
                format!(
                    "`{layout}`, `{}`: {left} in no rota group, which open in their own hours only",
                    scenario.name
                )
            }));
        }
    }
    remarks
}
