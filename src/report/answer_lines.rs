use super::proof::rounded_bounds;
use super::run::Run;
use super::solution::answer_title;
use super::unreachable::unreachable_sentences;
use crate::load::Dataset;
use crate::model::SiteIndex;
use crate::optimise::{Answer, RankedLayout};
use crate::units::Demand;
use crate::wording::{counted, or_dash};

/// What a search found and proved: one line with the value and its bounds, one with the sites, one
/// for each remark, and one for each further layout.
#[must_use]
pub fn answer_lines(answer: &Answer, run: &Run) -> Vec<String> {
    let data = run.dataset;
    let unit = &run.study.population.demand_unit;
    let mut lines = vec![proven_line(answer), names(answer.sites(), data)];
    if let Some(unreachable) = &answer.unreachable {
        let sentences = unreachable_sentences(unreachable, answer.sites(), data, unit);
        lines.extend(sentences.into_iter().map(|sentence| sentence + "."));
    }
    if answer.layouts.len() > 1 {
        let differs = |layout: &RankedLayout| layout.unreachable > Demand::ZERO;
        let with_gaps = answer.layouts.iter().any(differs);
        let others = answer.layouts.iter().enumerate().skip(1);
        lines.extend(others.map(|(number, layout)| {
            let sites = layout.sites.iter().copied();
            let new: Vec<SiteIndex> = sites.filter(|s| !answer.sites().contains(s)).collect();
            let (value, new) = (or_dash(layout.value, 3), names(&new, data));
            let gap = if with_gaps {
                format!(
                    " (mean {} min for those who can reach a centre, {:.1} {unit} unreachable)",
                    or_dash(layout.mean_minutes, 3),
                    layout.unreachable
                )
            } else {
                String::new()
            };
            format!("{:>3}. {value}: with {new}{gap}", number + 1)
        }));
        lines.push(format!(
            "In all {} layouts: {}: {}",
            answer.layouts.len(),
            counted(answer.in_all.len(), "site"),
            names(&answer.in_all, data)
        ));
    }
    lines
}

fn proven_line(answer: &Answer) -> String {
    let [lower, upper] = rounded_bounds(answer, 3);
    let percent = answer.value_percent;
    format!(
        "{}: {} {}{}, bounds {} to {}; {}, {}, {:.2} s",
        answer_title(answer),
        answer.objective.unit().replace('_', " "),
        or_dash(answer.value(), 3),
        percent.map_or(String::new(), |percent| format!(" ({percent:.1}%)")),
        or_dash(lower, 3),
        or_dash(upper, 3),
        counted(answer.nodes, "node"),
        counted(answer.iterations, "iteration"),
        answer.seconds,
    )
}

fn names(sites: &[SiteIndex], data: &Dataset) -> String {
    let names: Vec<&str> = sites
        .iter()
        .map(|&site| data.site(site).label.as_str())
        .collect();
    names.join(", ")
}
