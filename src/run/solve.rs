use super::location_error::LocationError;
use super::location_question::LocationQuestion;
use super::prepare::Prepared;
use super::site_selection::SiteSelection;
use crate::model::Grouping;
use crate::optimise::{
    self, Answer, Budget, CoverTarget, LocationModel, SideConstraints, SolveError, VolumeLimits,
};
use crate::study::Study;
use crate::units::Measure;

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
    let answer = optimise::solve(&problem, model, &data.groupings, budget);
    let answer = answer.map_err(|error| match error {
        SolveError::UnknownGrouping { name, known } => {
            LocationError::UnknownGrouping { name, known }
        }
        SolveError::NoSolution(cause) => {
            let named = |floor: &optimise::GroupFloor| {
                let mut groupings = data.groupings.iter();
                groupings.find(|grouping| grouping.name() == floor.grouping)
            };
            let groups = model.floor().and_then(named);
            let measure = study.travel.measure();
            LocationError::no_solution(cause, data, groups.map_or(&[], Grouping::labels), measure)
        }
    })?;
    Ok(Answer {
        subject_to: subject_to(model, sites, &study.travel.measure()),
        ..answer
    })
}

/// What else must hold, in words.
fn subject_to(model: &LocationModel, selection: &SiteSelection, measure: &Measure) -> String {
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
