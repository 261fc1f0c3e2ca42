use super::location_error::LocationError;
use super::prepare::Prepared;
use super::treatment::instance;
use crate::model::SiteIndex;
use crate::optimise::{
    Answer, Budget, LayoutLosses, LocationModel, LocationProblem, NoSolution, OutcomeMeasure,
    SideConstraints, least_loss,
};
use crate::study::Study;
use crate::treatment::Losses;
use std::time::Instant;

/// Finds the layout that is best for patients by the study's pathway.
pub(super) fn solve_outcome(
    problem: &LocationProblem,
    model: &LocationModel,
    measure: OutcomeMeasure,
    study: &Study,
    prepared: &Prepared,
    budget: Budget,
) -> Result<Answer, LocationError> {
    let LocationModel::PMedian {
        centres,
        side_constraints: SideConstraints::None,
    } = *model
    else {
        return Err(LocationError::OutcomeOf);
    };
    let pathway = study.pathway.as_ref().ok_or(LocationError::NoPathway)?;
    let population = pathway.patients.population();
    let (instance, _) = instance(study, prepared, &population).ok_or(LocationError::NoPathway)?;
    let losses = Losses::new(&instance, measure);
    let no_solution = |cause: NoSolution| {
        let data = &prepared.dataset;
        LocationError::no_solution(cause, data, &[], study.travel.measure())
    };
    let start = Instant::now();
    let is_over = || {
        let over = |limit| start.elapsed() >= limit;
        budget.is_cancelled() || budget.time_limit.is_some_and(over)
    };
    let Some(least) = losses.matrix(&problem.open_sites(), is_over) else {
        return Err(no_solution(NoSolution::Undecided { lower_bound: None }));
    };
    let spent = start.elapsed().as_secs_f64();
    let layout_losses = LayoutLosses {
        least: &least,
        of_layout: &|sites: &[SiteIndex]| losses.of(sites),
    };
    let found = least_loss(problem, centres, &layout_losses, budget.after(spent));
    let mut found = found.map_err(no_solution)?;
    found.seconds += spent;
    let most = losses.most();
    let per_1000 = |lost: f64| 1_000.0 * (most - losses.amount(lost));
    Ok(Answer::from_losses(problem, measure, &found, per_1000))
}
