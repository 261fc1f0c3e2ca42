use super::{LocationError, Prepared, SiteSelection};
use crate::optimise::{self, Budget, EvaluatedAnswer, Expansion};
use crate::study::Study;

/// Adds centres to the kept sites up to `most` ([`optimise::expand`]), each layout evaluated;
/// `progress` hears each number as its searches begin.
///
/// # Errors
///
/// The selection names what is not there, or no layout has so many centres.
pub fn expand(
    study: &Study,
    prepared: &Prepared,
    selection: &SiteSelection,
    most: usize,
    budget: Budget,
    progress: &mut dyn FnMut(usize),
) -> Result<Vec<Expansion<EvaluatedAnswer>>, LocationError> {
    let kept = selection.problem(prepared)?;
    let steps = optimise::expand(&kept, most, budget, progress)
        .map_err(|cause| LocationError::no_solution(cause, &prepared.dataset, &[]))?;
    let instance = prepared.instance(study);
    let evaluated =
        |step: Expansion| step.map(|answer| EvaluatedAnswer::new(answer, "best", &instance));
    Ok(steps.into_iter().map(evaluated).collect())
}
