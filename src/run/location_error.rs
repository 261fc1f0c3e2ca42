use crate::load::Dataset;
use crate::model::{PointIndex, SiteIndex};
use crate::optimise::{Names, NoSolution, Objective, ProblemError};
use crate::report::{self, NoAnswer};
use crate::units::Measure;

/// A question that cannot be asked, or has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LocationError {
    /// A name of a layout that cannot be the name of files.
    #[error(
        "name of the layout: expected 1 to 100 letters, digits, `-`, `_` and `.`, because it is used in file \
         names (got `{0}`)"
    )]
    Name(String),
    /// A name that another layout has.
    #[error("the study already has a layout `{0}`; give this one another name")]
    NameTaken(String),
    /// A budget for sites without what they cost.
    #[error(
        "a budget needs what sites cost: give `[hospitals]` a `cost_column`, the name of a column of numbers"
    )]
    NoSiteCosts,
    /// An outcome of patients in a study without a pathway.
    #[error("an outcome needs the way to treatment: give the study a `[pathway]`")]
    NoPathway,
    /// An outcome of a model that has none.
    #[error(
        "an outcome is that of a p-median without limits: a number of centres and nothing else"
    )]
    OutcomeOf,
    /// A range without a number of centres.
    #[error("from {from} to {to} centres: expected at least one number of centres in this range")]
    NoCentres {
        /// The smallest number, kept sites included.
        from: usize,
        /// The largest number.
        to: usize,
    },
    /// A word that names no sites.
    #[error(
        "`{word}` is not a capability, layout or site of the study{}",
        nearest.as_ref().map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
    )]
    UnknownSites {
        /// The word.
        word: String,
        /// What is spelt most alike.
        nearest: Option<String>,
    },
    /// A column that groups nothing.
    #[error("the study does not group by `{name}` (it groups by {})", known.join(", "))]
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
    /// There is no layout for any number of centres.
    #[error("{explained}")]
    NoCurve {
        /// Whether the time limit ended the search for some number of centres.
        is_undecided: bool,
        /// Why.
        explained: String,
    },
}

impl LocationError {
    /// What there is to say of a question without an answer, which is not a wrong question; `None`
    /// for one that is wrong.
    #[must_use]
    pub fn no_answer<'a>(
        &'a self,
        objective: Objective,
        measure: &'a Measure,
    ) -> Option<NoAnswer<'a>> {
        let (status, reason, lower_bound) = match self {
            Self::NoSolution { cause, explained } => {
                let lower_bound = match cause {
                    NoSolution::Undecided { lower_bound } => *lower_bound,
                    _ => None,
                };
                (report::no_answer_word(cause), explained, lower_bound)
            }
            Self::NoCurve {
                is_undecided,
                explained,
            } => {
                let status = if *is_undecided {
                    "undecided"
                } else {
                    "infeasible"
                };
                (status, explained, None)
            }
            _ => return None,
        };
        Some(NoAnswer {
            objective,
            status,
            reason,
            lower_bound,
            measure,
        })
    }

    /// Why there is no layout, with the names of a dataset and of the groups that have a floor.
    pub(super) fn no_solution(
        cause: NoSolution,
        data: &Dataset,
        groups: &[String],
        measure: Measure,
    ) -> Self {
        let names = DatasetNames {
            data,
            groups,
            measure,
        };
        Self::NoSolution {
            explained: cause.explained(&names),
            cause,
        }
    }
}

struct DatasetNames<'a> {
    data: &'a Dataset,
    groups: &'a [String],
    measure: Measure,
}

impl Names for DatasetNames<'_> {
    fn point(&self, point: PointIndex) -> String {
        let point = &self.data.points[point.get()];
        format!("{} ({})", point.name, point.id)
    }

    fn site(&self, site: SiteIndex) -> String {
        self.data.site(site).name.clone()
    }

    fn measure(&self) -> Measure {
        self.measure.clone()
    }

    fn group(&self, group: u32) -> String {
        let label = self.groups.get(group as usize);
        label.map_or_else(|| "a group".to_owned(), Clone::clone)
    }
}
