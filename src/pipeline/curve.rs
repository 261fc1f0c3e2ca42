use super::answers::{mean, with_unreachable, within};
use super::question::limits_in_words;
use super::{Places, Prepared, QuestionError};
use crate::model::Layout;
use crate::optimise::{
    Budget, LimitedMedian, LocationProblem, Median, NoSolution, Status, VolumeLimits, mclp,
    p_median,
};
use crate::report::{Answer, Best, CurveStep, NoLayout, Objective, no_solution};
use crate::study::Study;
use crate::units::Minutes;
use std::ops::RangeInclusive;

/// What the layouts of a curve are best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CurveQuestion {
    /// The least mean time.
    Mean,
    /// The least mean time with every centre's demand within limits.
    Volumes(VolumeLimits),
    /// The most demand within a standard.
    Within(Minutes),
}

impl CurveQuestion {
    /// What the layouts should be best at.
    #[must_use]
    pub const fn objective(&self) -> Objective {
        match *self {
            Self::Mean | Self::Volumes(_) => Objective::Mean,
            Self::Within(standard) => Objective::Within(standard),
        }
    }

    /// What every layout of the curve must keep to, in words; empty where it is nothing.
    #[must_use]
    pub fn subject_to(&self, places: &Places) -> String {
        let mut parts = places.in_words();
        if let Self::Volumes(volumes) = *self {
            parts.extend(limits_in_words(volumes));
        }
        parts.join(", ")
    }
}

/// The best layouts for every number of centres, evaluated; `told` hears each number as its search
/// begins.
///
/// The budget is that of each number. Ends early, with the best layout so far, where it is
/// cancelled, and at the first number that a least volume is proven to rule out, for then it rules
/// out every larger one.
///
/// # Errors
///
/// The places name what is not there, or there are too few candidates for the largest number.
pub fn curve(
    study: &Study,
    prepared: &Prepared,
    (question, places): (CurveQuestion, &Places),
    centres: RangeInclusive<usize>,
    budget: Budget,
    told: &mut dyn FnMut(usize),
) -> Result<Vec<CurveStep>, QuestionError> {
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
    let solver = Solver::new(question, &problem);
    let instance = prepared.instance(study);
    let mut steps: Vec<CurveStep> = Vec::new();
    for centres in centres {
        told(centres);
        let found = match solver.best(centres, budget) {
            Ok(answer) => {
                match Layout::try_new(&format!("best-{centres}"), answer.sites().to_vec()) {
                    Ok(layout) => Ok(Best {
                        evaluation: instance.evaluate(&layout),
                        answer,
                    }),
                    Err(_) => continue,
                }
            }
            Err(NoSolution::Volumes { .. }) => Err(NoLayout::Impossible),
            Err(NoSolution::Undecided) => Err(NoLayout::Undecided),
            Err(other) => return Err(failed(other)),
        };
        let cancelled = budget.is_cancelled()
            || matches!(&found, Ok(best) if best.answer.status == Status::Cancelled);
        let last = matches!(question, CurveQuestion::Volumes(volumes) if volumes.max.is_none())
            && matches!(found, Err(NoLayout::Impossible));
        steps.push(CurveStep { centres, found });
        if cancelled || last {
            break;
        }
    }
    Ok(steps)
}

/// A problem made ready for any number of centres.
struct Solver<'a> {
    problem: &'a LocationProblem<'a>,
    question: CurveQuestion,
    model: Model<'a>,
}

enum Model<'a> {
    Mean(Median<'a>),
    Volumes(Box<LimitedMedian<'a>>),
    Within(Minutes),
}

impl<'a> Solver<'a> {
    fn new(question: CurveQuestion, problem: &'a LocationProblem<'a>) -> Self {
        let model = match question {
            CurveQuestion::Mean => Model::Mean(Median::prepare(problem)),
            CurveQuestion::Volumes(volumes) => {
                Model::Volumes(Box::new(LimitedMedian::prepare(problem, volumes)))
            }
            CurveQuestion::Within(standard) => Model::Within(standard),
        };
        Self {
            problem,
            question,
            model,
        }
    }

    /// The best layout of so many centres.
    fn best(&self, centres: usize, budget: Budget) -> Result<Answer, NoSolution> {
        let problem = self.problem;
        let answer = match &self.model {
            Model::Mean(median) => mean(problem, &median.best(centres, budget)?),
            Model::Volumes(median) => mean(problem, &median.best(centres, budget)?),
            &Model::Within(standard) => within(
                problem,
                standard,
                &mclp(problem, centres, standard, budget)?,
            ),
        };
        Ok(with_unreachable(
            problem,
            answer,
            budget,
            &|other, budget| {
                Ok(match self.question {
                    CurveQuestion::Mean => mean(other, &p_median(other, centres, budget)?),
                    CurveQuestion::Volumes(volumes) => {
                        let median = LimitedMedian::prepare(other, volumes);
                        mean(other, &median.best(centres, budget)?)
                    }
                    CurveQuestion::Within(standard) => {
                        within(other, standard, &mclp(other, centres, standard, budget)?)
                    }
                })
            },
        ))
    }
}
