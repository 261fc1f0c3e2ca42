use super::location_error::LocationError;
use super::location_question::LocationQuestion;
use super::prepare::Prepared;
use super::site_selection::SiteSelection;
use super::solve_outcome::solve_outcome;
use crate::model::Grouping;
use crate::optimise::{
    self, Answer, Budget, CoverTarget, LocationModel, SideConstraints, SolveError, VolumeLimits,
};
use crate::study::Study;
use crate::wording::decimal;

/// Finds the best layout, with proof or with its gap.
pub(super) fn solve(
    question: &LocationQuestion,
    study: &Study,
    prepared: &Prepared,
    budget: Budget,
) -> Result<Answer, LocationError> {
    let LocationQuestion { model, sites, .. } = question;
    let problem = sites.problem(study, prepared)?;
    let data = &prepared.dataset;
    if let Some(measure) = question.outcome {
        let answer = solve_outcome(&problem, model, measure, study, prepared, budget)?;
        return Ok(Answer {
            subject_to: subject_to(model, sites, study),
            gap_asked_percent: Some(100.0 * budget.gap),
            ..answer
        });
    }
    let answer = optimise::solve(&problem, model, &data.groupings, budget);
    let answer = answer.map_err(|error| match error {
        SolveError::UnknownGrouping { name, known } => {
            LocationError::UnknownGrouping { name, known }
        }
        SolveError::NoSolution(cause) => {
            let named = |name| Grouping::named(&data.groupings, name);
            let groups = model.grouping_name().and_then(named);
            let measure = study.travel.measure();
            LocationError::no_solution(cause, data, groups.map_or(&[], Grouping::labels), measure)
        }
    })?;
    Ok(Answer {
        subject_to: subject_to(model, sites, study),
        ..answer
    })
}

/// What else must hold, in words.
fn subject_to(model: &LocationModel, selection: &SiteSelection, study: &Study) -> String {
    let measure = study.travel.measure();
    let currency = study.currency;
    let mut parts = selection.in_words();
    match model {
        LocationModel::PMedian {
            side_constraints: SideConstraints::Volumes(volumes),
            ..
        } => parts.extend(limits_in_words(*volumes)),
        LocationModel::Lscp {
            target: CoverTarget::Share(share),
            ..
        } => parts.push(format!("{:.0}% within it", 100.0 * share.as_f64())),
        LocationModel::WorstGroup { grouping, .. } => {
            parts.push(format!("every {grouping} as a group"));
        }
        LocationModel::Equity { mean_within, .. } => {
            let percent = decimal(100.0 * mean_within.as_f64(), 6);
            let mean = measure.mean();
            parts.push(format!("a {mean} no more than {percent}% above the least"));
        }
        LocationModel::Affordable { available, .. } => {
            let currency = currency.map_or_else(String::new, |code| format!(" {}", code.code()));
            parts.push(format!(
                "no more than {available}{currency} to spend on sites"
            ));
        }
        _ => {}
    }
    if let Some(floor) = model.floor() {
        parts.push(format!(
            "at least {:.0}% of every {} within {}",
            100.0 * floor.share.as_f64(),
            floor.grouping,
            measure.in_words(&floor.standard.to_string()),
        ));
    }
    parts.join(", ")
}

pub(super) fn limits_in_words(volumes: VolumeLimits) -> impl Iterator<Item = String> {
    let limits = [("at least", volumes.min), ("at most", volumes.max)];
    limits
        .into_iter()
        .filter_map(|(word, limit)| Some(format!("{word} {} for every centre", limit?)))
}
