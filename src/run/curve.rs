use super::solve::limits_in_words;
use super::{LocationError, Prepared, SiteSelection};
use crate::optimise::{self, Budget, CurveModel, CurveStep, EvaluatedAnswer};
use crate::study::Study;
use std::ops::RangeInclusive;

/// What is asked of every number of centres of a curve.
#[derive(Debug, Clone, Copy)]
pub struct CurveQuestion<'a> {
    /// What the layouts are to be best at.
    pub model: CurveModel,
    /// Which sites they are chosen from.
    pub selection: &'a SiteSelection,
}

impl CurveQuestion<'_> {
    /// What every layout of the curve must keep to, in words; empty where it is nothing.
    #[must_use]
    pub fn subject_to(&self) -> String {
        let mut parts = self.selection.in_words();
        if let CurveModel::PMedianWithVolumes(volumes) = self.model {
            parts.extend(limits_in_words(volumes));
        }
        parts.join(", ")
    }
}

/// The best layouts for every number of centres ([`optimise::curve`]), evaluated; `progress` hears
/// each number as its search begins.
///
/// # Errors
///
/// The selection names what is not there, or there are too few candidates for the largest number.
pub fn curve(
    study: &Study,
    prepared: &Prepared,
    question: CurveQuestion,
    centres: RangeInclusive<usize>,
    budget: Budget,
    progress: &mut dyn FnMut(usize),
) -> Result<Vec<CurveStep<EvaluatedAnswer>>, LocationError> {
    let problem = question.selection.problem(prepared)?;
    let steps = optimise::curve(&problem, question.model, centres, budget, progress)
        .map_err(|cause| LocationError::no_solution(cause, &prepared.dataset, &[]))?;
    let instance = prepared.instance(study);
    let evaluated = |step: CurveStep| {
        let name = format!("best-{}", step.centres);
        step.map(|answer| EvaluatedAnswer::new(answer, &name, &instance))
    };
    Ok(steps.into_iter().map(evaluated).collect())
}
