use super::Prepared;
use super::answers::{answer, best_few, longest, mean, within};
use super::places::Places;
use super::unreachable::{Asked, unreachable_demand};
use crate::load::Dataset;
use crate::model::{Grouping, SiteIndex};
use crate::optimise::{
    Budget, CoverTarget, Floors, LocationProblem, LongestThenMean, NoSolution, ProblemError,
    VolumeLimits, k_best, lscp, mclp, p_centre, p_median, p_median_with_floors,
    p_median_with_volumes,
};
use crate::report::{Answer, Objective};
use crate::units::{Minutes, Share};

/// Which layout is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// The least mean time of so many centres.
    Mean {
        /// How many.
        centres: usize,
        /// What else must hold.
        terms: Terms,
    },
    /// The most demand within a standard of so many centres.
    Within {
        /// How many.
        centres: usize,
        /// The standard.
        standard: Minutes,
    },
    /// The fewest centres that put enough demand within a standard.
    Fewest {
        /// The standard.
        standard: Minutes,
        /// How much is enough.
        target: CoverTarget,
    },
    /// The least longest time of so many centres.
    Longest {
        /// How many.
        centres: usize,
    },
}

impl Question {
    /// What the layout should be best at.
    #[must_use]
    pub const fn objective(&self) -> Objective {
        match *self {
            Self::Mean { .. } => Objective::Mean,
            Self::Within { standard, .. } => Objective::Within(standard),
            Self::Fewest { standard, .. } => Objective::Fewest(standard),
            Self::Longest { .. } => Objective::Longest,
        }
    }
}

/// What must hold beside the number of centres.
#[derive(Debug, Clone, PartialEq)]
pub enum Terms {
    /// Nothing.
    None,
    /// Not only the best layout: so many of the best.
    Best(usize),
    /// Every centre's demand has limits.
    Volumes(VolumeLimits),
    /// No group is below a share within a standard.
    Floor(Floor),
}

/// A floor that holds for every group of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Floor {
    /// The column that groups the demand points.
    pub grouping: String,
    /// The standard.
    pub standard: Minutes,
    /// The share of every group's demand that must be within it.
    pub share: Share,
}

/// A question that cannot be asked, or has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum QuestionError {
    /// A word that names no sites.
    #[error(
        "`{word}` is no capability, layout or site of the study{}",
        nearest.as_ref().map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
    )]
    UnknownSites {
        /// The word.
        word: String,
        /// What is spelt most alike.
        nearest: Option<String>,
    },
    /// A column that groups nothing.
    #[error("`{name}` is no column that the study groups by (it has: {})", known.join(", "))]
    UnknownGrouping {
        /// The column.
        name: String,
        /// The columns there are.
        known: Vec<String>,
    },
    /// A site that must be both open and closed.
    #[error("site `{0}` is both kept and excluded")]
    KeptAndExcluded(String),
    /// The data contradict themselves.
    #[error(transparent)]
    Problem(#[from] ProblemError),
    /// There is no such layout.
    #[error("{explained}")]
    NoSolution {
        /// Why.
        cause: NoSolution,
        /// Why, with names.
        explained: String,
    },
}

/// Finds the best layout, with proof or with its gap.
///
/// # Errors
///
/// The question names what is not there, or no layout does what it asks for.
pub fn solve(
    question: &Question,
    places: &Places,
    prepared: &Prepared,
    budget: Budget,
) -> Result<Answer, QuestionError> {
    let problem = places.problem(prepared)?;
    let search = Search::new(question, &prepared.dataset)?;
    let groups = search.grouping.map_or(&[][..], Grouping::labels);
    let answer = search
        .best(&problem, budget)
        .map_err(|cause| QuestionError::NoSolution {
            explained: crate::report::no_solution(&cause, &prepared.dataset, groups),
            cause,
        })?;
    Ok(Answer {
        subject_to: subject_to(question, places),
        gap_asked_percent: Some(100.0 * budget.gap),
        unreachable: search.unreachable(&problem, &answer, budget),
        ..answer
    })
}

/// A question with the groups that it is about.
struct Search<'a> {
    question: &'a Question,
    grouping: Option<&'a Grouping>,
}

impl<'a> Search<'a> {
    fn new(question: &'a Question, data: &'a Dataset) -> Result<Self, QuestionError> {
        let grouping = match question {
            Question::Mean {
                terms: Terms::Floor(floor),
                ..
            } => {
                let named = data.groupings.iter().find(|g| g.name() == floor.grouping);
                Some(named.ok_or_else(|| {
                    let known = data.groupings.iter().map(|g| g.name().to_owned());
                    QuestionError::UnknownGrouping {
                        name: floor.grouping.clone(),
                        known: known.collect(),
                    }
                })?)
            }
            _ => None,
        };
        Ok(Self { question, grouping })
    }

    fn best(&self, problem: &LocationProblem, budget: Budget) -> Result<Answer, NoSolution> {
        match self.question {
            Question::Mean { centres, terms } => match terms {
                Terms::None => {
                    p_median(problem, *centres, budget).map(|found| mean(problem, &found))
                }
                Terms::Best(wanted) => k_best(problem, *centres, *wanted, budget)
                    .map(|found| best_few(problem, &found)),
                Terms::Volumes(volumes) => {
                    p_median_with_volumes(problem, *centres, *volumes, budget)
                        .map(|found| mean(problem, &found))
                }
                Terms::Floor(floor) => {
                    let labels = self.grouping.map_or(0, |grouping| grouping.labels().len());
                    let floors = Floors {
                        members: self.grouping.map_or(&[], Grouping::members),
                        standard: floor.standard,
                        floors: &vec![floor.share; labels],
                    };
                    p_median_with_floors(problem, *centres, &floors, budget)
                        .map(|found| mean(problem, &found))
                }
            },
            &Question::Within { centres, standard } => mclp(problem, centres, standard, budget)
                .map(|found| within(problem, standard, &found)),
            &Question::Fewest { standard, target } => {
                lscp(problem, standard, target, budget).map(|found| {
                    let number = |centres: usize| Some(centres as f64);
                    let bounds = [number(found.bound), number(found.value)];
                    let value = number(found.value);
                    answer(problem, &found, Objective::Fewest(standard), value, bounds)
                })
            }
            &Question::Longest { centres } => {
                p_centre(problem, centres, budget).map(|found| longest(problem, &found))
            }
        }
    }

    fn unreachable(
        &self,
        problem: &LocationProblem,
        answer: &Answer,
        budget: Budget,
    ) -> Option<crate::report::UnreachableDemand> {
        // Of the best few, the best.
        let question = match self.question {
            &Question::Mean {
                centres,
                terms: Terms::Best(_),
            } => Question::Mean {
                centres,
                terms: Terms::None,
            },
            other => other.clone(),
        };
        let search = Search {
            question: &question,
            ..*self
        };
        let asked = Asked {
            objective: answer.objective,
            best: &|problem, budget| {
                let found = search.best(problem, budget)?;
                Ok((found.sites().to_vec(), found.status))
            },
            no_worse: &|problem, one, other| search.no_worse(problem, one, other),
        };
        let best = (answer.sites(), answer.status);
        unreachable_demand(problem, &asked, best, budget, answer.seconds)
    }

    /// Whether a layout answers the question no worse than another.
    fn no_worse(&self, problem: &LocationProblem, one: &[SiteIndex], other: &[SiteIndex]) -> bool {
        match *self.question {
            Question::Mean { .. } => problem.rank(one) <= problem.rank(other),
            Question::Within { standard, .. } => {
                problem.covered(one, standard) >= problem.covered(other, standard)
            }
            Question::Fewest { standard, target } => {
                let covers = problem.covered(one, standard) >= target.demand(problem, standard);
                covers && one.len() <= other.len()
            }
            Question::Longest { .. } => {
                LongestThenMean::of_layout(problem, one)
                    <= LongestThenMean::of_layout(problem, other)
            }
        }
    }
}

/// What else must hold, in words.
fn subject_to(question: &Question, places: &Places) -> String {
    let mut parts = places.in_words();
    match question {
        Question::Mean {
            terms: Terms::Volumes(volumes),
            ..
        } => parts.extend(limits_in_words(*volumes)),
        Question::Mean {
            terms: Terms::Floor(floor),
            ..
        } => parts.push(format!(
            "at least {:.0} % of every {} within {}",
            100.0 * floor.share.as_f64(),
            floor.grouping,
            floor.standard,
        )),
        Question::Fewest {
            target: CoverTarget::Share(share),
            ..
        } => parts.push(format!("{:.0} % within it", 100.0 * share.as_f64())),
        _ => {}
    }
    parts.join(", ")
}

pub(super) fn limits_in_words(volumes: VolumeLimits) -> impl Iterator<Item = String> {
    let limits = [("at least", volumes.min), ("at most", volumes.max)];
    limits
        .into_iter()
        .filter_map(|(word, limit)| Some(format!("{word} {} for every centre", limit?)))
}
