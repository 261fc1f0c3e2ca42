use super::GrowthRun;
use crate::growth::{HoursByStock, Support};
use crate::wording::counted;

/// What is assumed where the study does not say it: which hours clinicians give, and that centres in
/// no rota group form no network.
pub(super) fn growth_remarks(run: &GrowthRun) -> Vec<String> {
    let mut remarks = Vec::new();
    let Some(choice) = &run.study.growth else {
        return remarks;
    };
    if choice.centre_hours == HoursByStock::alone() {
        remarks.push(format!("a centre is open {}", steps(&choice.centre_hours)));
    }
    if !run.answer.supports.contains(&Support::Networking) {
        return remarks;
    }
    if choice.networks.host == HoursByStock::together() {
        let steps = steps(&choice.networks.host);
        remarks.push(format!(
            "in a network one centre, the host, is open {steps} of all its centres"
        ));
    }
    let layout = run.dataset.layout(&run.answer.layout);
    let sites = layout.map_or(&[][..], |layout| layout.sites());
    let grouped = |site: usize| matches!(run.dataset.rota_groups.get(site), Some(Some(_)));
    let left = sites.iter().filter(|site| !grouped(site.get())).count();
    if left > 0 {
        remarks.push(format!(
            "{left} of {} in no rota group, which form no network",
            counted(sites.len(), "centre")
        ));
    }
    remarks
}

/// `Mon-Fri 09:00-17:00 from 1 clinician, 24/7 from 5`.
fn steps(hours: &HoursByStock) -> String {
    let steps = hours.steps().iter().enumerate();
    let steps = steps.map(|(place, (clinicians, hours))| {
        let from = if place == 0 {
            counted(*clinicians, "clinician")
        } else {
            clinicians.to_string()
        };
        format!("{hours} from {from}")
    });
    steps.collect::<Vec<_>>().join(", ")
}
