use super::question::mean;
use super::{Places, Prepared, QuestionError};
use crate::model::Layout;
use crate::optimise::{Budget, Median, NoSolution, Status};
use crate::report::{Best, no_solution};
use crate::study::Study;
use std::ops::RangeInclusive;

/// The layouts with the least mean time for every number of centres, evaluated; `told` hears each
/// number as its search begins.
///
/// Ends early, with the best layout so far, where the budget is cancelled.
///
/// # Errors
///
/// The places name what is not there, or there are too few candidates for the largest number.
pub fn curve(
    study: &Study,
    prepared: &Prepared,
    places: &Places,
    centres: RangeInclusive<usize>,
    budget: Budget,
    told: &mut dyn FnMut(usize),
) -> Result<Vec<Best>, QuestionError> {
    let problem = places.problem(prepared)?;
    let failed = |cause: NoSolution| QuestionError::NoSolution {
        explained: no_solution(&cause, &prepared.dataset, &[]),
        cause,
    };
    let (most, candidates) = (*centres.end(), problem.open_sites().len());
    if most > candidates {
        let asked = most;
        return Err(failed(NoSolution::TooFewCandidates { asked, candidates }));
    }
    let median = Median::prepare(&problem);
    let instance = prepared.instance(study);
    let mut curve = Vec::new();
    for centres in centres {
        told(centres);
        let found = median.best(centres, budget).map_err(failed)?;
        let answer = mean(&problem, &found);
        let Ok(layout) = Layout::try_new(&format!("best-{centres}"), found.sites) else {
            continue;
        };
        let cancelled = answer.status == Status::Cancelled;
        curve.push(Best {
            evaluation: instance.evaluate(&layout),
            answer,
        });
        if cancelled {
            break;
        }
    }
    Ok(curve)
}
