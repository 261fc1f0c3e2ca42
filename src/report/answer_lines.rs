use super::proof::rounded_bounds;
use super::run::Run;
use super::solution::answer_title;
use super::unreachable::unreachable_sentences;
use crate::load::Dataset;
use crate::model::SiteIndex;
use crate::optimise::{Answer, RankedLayout, Status};
use crate::units::{Demand, Measure};
use crate::wording::{counted, or_dash};

/// What a search found and proved: one line with the value and its bounds, one with the sites, one
/// for each remark, and one for each further layout.
#[must_use]
pub fn answer_lines(answer: &Answer, run: &Run) -> Vec<String> {
    let data = run.dataset;
    let unit = &run.study.population.demand_unit;
    let measure = run.study.travel.measure();
    let mut lines = vec![
        proven_line(answer, &measure),
        names(answer.sites(), data),
        candidates_line(answer, data),
    ];
    if let Some(unreachable) = &answer.unreachable {
        let sentences = unreachable_sentences(unreachable, answer.sites(), data, run.study);
        lines.extend(sentences.into_iter().map(|sentence| sentence + "."));
    }
    if let Some(asked) = answer.more_layouts_asked() {
        let found = answer.layouts.len();
        lines.push(match answer.status {
            Status::TimeLimit | Status::Cancelled => format!(
                "Of the {asked} layouts asked for, {found} were found before the search was ended; \
                 there may be more, and better ones than the last."
            ),
            _ => format!(
                "There are only {} of {}, of the {asked} asked for.",
                counted(found, "layout"),
                counted(answer.sites().len(), "centre"),
            ),
        });
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
                    " (mean {} {} for those who can reach a centre, {:.1} {unit} unreachable)",
                    or_dash(layout.mean_minutes, 3),
                    measure.symbol(),
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

/// What centres were chosen from: nothing is left out without a word.
#[must_use]
pub fn candidates_line(answer: &Answer, data: &Dataset) -> String {
    let all = data.sites.len();
    if answer.candidates == all {
        format!("Candidates: all {}.", counted(all, "site"))
    } else {
        format!(
            "Candidates: {} of {}.",
            answer.candidates,
            counted(all, "site")
        )
    }
}

fn proven_line(answer: &Answer, measure: &Measure) -> String {
    let [lower, upper] = rounded_bounds(answer, 3);
    let percent = answer.value_percent;
    format!(
        "{}: {} {}{}, bounds {} to {}; {}, {}, {:.2} s",
        answer_title(answer, measure),
        measure.in_name(answer.objective.unit()).replace('_', " "),
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
