use super::answer::{growth_answer, growth_support_answer};
use super::remarks::growth_remarks;
use super::{GrowthCase, GrowthRun, StandardYears};
use crate::document::{Document, Text};
use crate::growth::{Support, first_year_with};
use crate::report::remarks::remarks;
use crate::wording::decimal;

/// What the growth of the workforce means for each region: the answer first, then the tables.
#[must_use]
pub fn growth_document(run: &GrowthRun) -> Document {
    let mut report = Document::new(&run.study.title);
    remarks(&mut report, run.study, run.dataset);
    for remark in growth_remarks(run) {
        report.remark(Text::strong("Assumed:").then(&format!(" {remark}.")));
    }
    report.heading(2, "Clinicians from year to year");
    report.list(targets(run));
    let answer = run.answer;
    let own = answer
        .reached
        .iter()
        .filter(|years| years.standard == answer.standard);
    let others = answer
        .reached
        .iter()
        .filter(|years| years.standard != answer.standard);
    for (place, standard) in own.chain(others).enumerate() {
        let minutes = decimal(standard.standard.as_f64(), 2);
        report.heading(2, format!("Regions within {minutes} min"));
        report.paragraph(regions(run, standard));
        report.table(growth_support_answer(run, standard));
        if place == 0 {
            report.heading(2, "Centres by their hours");
            report.table(growth_answer(run));
        }
    }
    report
}

/// The same in a report of the layouts: when there are so many clinicians, and when each region reaches
/// the time standard.
pub(in crate::report) fn growth_section(report: &mut Document, run: &GrowthRun) {
    report.heading(3, "Clinicians from year to year");
    report.list(targets(run));
    for remark in growth_remarks(run) {
        report.remark(Text::strong("Assumed:").then(&format!(" {remark}.")));
    }
    let answer = run.answer;
    let own = answer
        .reached
        .iter()
        .filter(|years| years.standard == answer.standard);
    for standard in own {
        report.paragraph(regions(run, standard));
        report.table(growth_support_answer(run, standard));
    }
}

/// When each number of clinicians is reached.
fn targets(run: &GrowthRun) -> Vec<Text> {
    let first = run.answer.cases.first();
    let cases = run.answer.cases.iter();
    let cases = cases.filter(|case| first.is_some_and(|first| case.policy == first.policy));
    let with = |support| cases.clone().find(|case| case.support == support);
    let (Some(nothing), places) = (with(Support::Nothing), with(Support::TrainingPlaces)) else {
        return Vec::new();
    };
    let of = |case: &GrowthCase, clinicians| {
        let workforce: Vec<_> = case.years.iter().map(|year| year.workforce).collect();
        let year = first_year_with(&workforce, clinicians);
        year.map_or_else(
            || "not in the projection".to_owned(),
            |year| format!("in {year}"),
        )
    };
    let targets = nothing.bands.targets.iter();
    targets
        .map(|target| {
            let clinicians = target.clinicians;
            let more = places.map_or_else(String::new, |places| {
                format!("; with more training places {}", of(places, clinicians))
            });
            let words = format!(
                "{clinicians} clinicians: {}{more}. Of the draws of the uncertain numbers, {}% reach them \
                 in the projection.",
                of(nothing, clinicians),
                decimal(100.0 * target.reached, 1),
            );
            Text::from(words)
        })
        .collect()
}

/// Which regions reach a standard without support, which only with it, and which never.
fn regions(run: &GrowthRun, standard: &StandardYears) -> String {
    let (mut alone, mut helped, mut never) = (Vec::new(), Vec::new(), Vec::new());
    for region in &standard.regions {
        let label = run
            .answer
            .regions
            .get(region.region)
            .map_or("", String::as_str);
        let reached = Support::ALL.iter().zip(region.reached);
        let mut reached = reached.filter(|(support, _)| run.answer.supports.contains(support));
        if region.reached[0].is_some() {
            alone.push(label);
        } else if reached.any(|(_, reached)| reached.is_some()) {
            helped.push(label);
        } else {
            never.push(label);
        }
    }
    let list = |labels: &[&str]| {
        if labels.is_empty() {
            "none".to_owned()
        } else {
            labels.join(", ")
        }
    };
    format!(
        "Reach the standard without support: {}. Only with support: {}. Not in the projection, whatever \
         the support: {}.",
        list(&alone),
        list(&helped),
        list(&never),
    )
}
