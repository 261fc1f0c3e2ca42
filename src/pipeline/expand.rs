use super::answers::{mean, with_unreachable};
use super::{Places, Prepared, QuestionError};
use crate::model::{Layout, SiteIndex};
use crate::optimise::{Budget, LocationProblem, NoSolution, Status, p_median};
use crate::report::{Best, Expansion, no_solution};
use crate::study::Study;

/// Adds centres to the kept sites up to `most`: one at a time, all at once, and freely; `told`
/// hears each number as its searches begin.
///
/// Every layout is the best for the mean time among those it is chosen from. Ends early where the
/// budget is cancelled.
///
/// # Errors
///
/// The places name what is not there, or no layout has so many centres.
pub fn expand(
    study: &Study,
    prepared: &Prepared,
    places: &Places,
    most: usize,
    budget: Budget,
    told: &mut dyn FnMut(usize),
) -> Result<Vec<Expansion>, QuestionError> {
    let kept = places.problem(prepared)?;
    let open = kept.open_sites();
    let among = || {
        LocationProblem::try_new(&prepared.matrix, &prepared.demand)?
            .candidates(&open)?
            .with_unreachable(places.unreachable)
    };
    let free = among()?;
    let instance = prepared.instance(study);
    let best = |problem: &LocationProblem, centres: usize| -> Result<Best, QuestionError> {
        let search = |problem: &LocationProblem, budget: Budget| {
            Ok(mean(problem, &p_median(problem, centres, budget)?))
        };
        let answer = search(problem, budget).map_err(|cause| no_layout(prepared, cause))?;
        let answer = with_unreachable(problem, answer, budget, &search);
        let layout = Layout::try_new("best", answer.sites().to_vec());
        let layout = layout.map_err(|_| no_layout(prepared, NoSolution::NoCentre))?;
        Ok(Best {
            evaluation: instance.evaluate(&layout),
            answer,
        })
    };
    let mut sites = kept.kept_sites();
    let first = sites.len() + 1;
    if most < first {
        let (asked, kept) = (most, sites.len() + 1);
        return Err(no_layout(prepared, NoSolution::TooManyKept { asked, kept }));
    }
    let mut steps = Vec::new();
    for centres in first..=most {
        told(centres);
        let one_more = best(&among()?.keep(&sites)?, centres)?;
        let new = |site: &&SiteIndex| !sites.contains(site);
        let added = one_more.answer.sites().iter().find(new).copied();
        sites = one_more.answer.sites().to_vec();
        let step = Expansion {
            centres,
            added,
            one_by_one: one_more,
            together: best(&kept, centres)?,
            free: best(&free, centres)?,
        };
        let cancelled = step
            .each()
            .iter()
            .any(|best| best.answer.status == Status::Cancelled);
        steps.push(step);
        if cancelled {
            break;
        }
    }
    Ok(steps)
}

fn no_layout(prepared: &Prepared, cause: NoSolution) -> QuestionError {
    QuestionError::NoSolution {
        explained: no_solution(&cause, &prepared.dataset, &[]),
        cause,
    }
}
