use super::Prepared;
use super::unreachable::{Asked, unreachable_demand};
use crate::load::Dataset;
use crate::model::{Answer as Has, Grouping, Layout, SiteIndex, UnreachableRule};
use crate::optimise::{
    Budget, CoverTarget, Floors, KBest, LocationProblem, LongestThenMean, NoSolution, ProblemError,
    Solution, VolumeLimits, k_best, lscp, mclp, p_centre, p_median, p_median_with_floors,
    p_median_with_volumes,
};
use crate::report::{Answer, Objective, RankedLayout, Then, ThenOf};
use crate::study::nearest_word;
use crate::units::{Demand, DemandMinutes, Minutes, Share};

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

/// Which sites may, must and must not be open, each word a capability, a layout or a site's id;
/// and what it costs to leave demand without a route to any of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Places {
    /// May be; all sites that have travel times where it is empty.
    pub candidates: Vec<String>,
    /// Must be.
    pub keep: Vec<String>,
    /// Must not be.
    pub exclude: Vec<String>,
    /// What demand costs that a layout leaves without a route.
    pub unreachable: UnreachableRule,
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

impl Places {
    /// Whom to serve from where.
    ///
    /// # Errors
    ///
    /// A word that names no sites, or a site both kept and excluded.
    pub fn problem<'a>(
        &self,
        prepared: &'a Prepared,
    ) -> Result<LocationProblem<'a>, QuestionError> {
        let data = &prepared.dataset;
        let matrix = &prepared.matrix;
        let has_times = |&site: &SiteIndex| matrix.times_to(site).any(|time| time.is_some());
        let candidates = if self.candidates.is_empty() {
            (0..).map(SiteIndex).take(data.sites.len()).collect()
        } else {
            sites_named(data, &self.candidates)?
        };
        let candidates: Vec<SiteIndex> = candidates.into_iter().filter(has_times).collect();
        let problem = LocationProblem::try_new(matrix, &prepared.demand)?
            .candidates(&candidates)?
            .keep(&sites_named(data, &self.keep)?)?;
        let excluded = sites_named(data, &self.exclude)?;
        let problem = problem.exclude(&excluded).map_err(|error| match error {
            ProblemError::KeptAndExcluded(site) => {
                QuestionError::KeptAndExcluded(data.site(site).id.clone())
            }
            other => other.into(),
        })?;
        Ok(problem.with_unreachable(self.unreachable)?)
    }
}

impl Places {
    /// What layouts must and must not have.
    pub(super) fn in_words(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if !self.keep.is_empty() {
            parts.push(format!("{} kept", self.keep.join(", ")));
        }
        if !self.exclude.is_empty() {
            parts.push(format!("{} left out", self.exclude.join(", ")));
        }
        parts
    }
}

/// The sites that words name.
pub(super) fn sites_named(
    data: &Dataset,
    words: &[String],
) -> Result<Vec<SiteIndex>, QuestionError> {
    let mut sites = Vec::new();
    for word in words {
        if let Some(column) = data.capabilities.iter().position(|name| name == word) {
            let having = (0..).map(SiteIndex).zip(&data.sites);
            let having = having.filter(|(_, site)| site.capabilities[column] == Has::Yes);
            sites.extend(having.map(|(number, _)| number));
        } else if let Some(layout) = data.layout(word) {
            sites.extend(layout.sites());
        } else if let Some(site) = data.site_by_id(word) {
            sites.push(site);
        } else {
            let layouts = data.layouts.iter().map(Layout::name);
            let ids = data.sites.iter().map(|site| site.id.as_str());
            let capabilities = data.capabilities.iter().map(String::as_str);
            let known: Vec<&str> = capabilities.chain(layouts).chain(ids).collect();
            return Err(QuestionError::UnknownSites {
                word: word.clone(),
                nearest: nearest_word(word, &known),
            });
        }
    }
    sites.sort_unstable();
    sites.dedup();
    Ok(sites)
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

fn answer<V>(
    problem: &LocationProblem,
    found: &Solution<V>,
    objective: Objective,
    value: Option<f64>,
    [lower_bound, upper_bound]: [Option<f64>; 2],
) -> Answer {
    Answer {
        objective,
        candidates: problem.open_sites().len(),
        subject_to: String::new(),
        status: found.status,
        layouts: vec![ranked(problem, &found.sites, value)],
        unreachable: None,
        lower_bound,
        upper_bound,
        value_percent: None,
        gap_percent: found.gap_percent,
        gap_asked_percent: None,
        then: None,
        in_all: found.sites.clone(),
        nodes: found.nodes,
        iterations: found.iterations,
        seconds: found.seconds,
    }
}

/// The answer with what it did with demand without a route, and what other rules would choose by
/// the same search.
pub(super) fn with_unreachable(
    problem: &LocationProblem,
    answer: Answer,
    budget: Budget,
    best: &dyn Fn(&LocationProblem, Budget) -> Result<Answer, NoSolution>,
) -> Answer {
    let asked = Asked {
        objective: answer.objective,
        best: &|problem, budget| {
            let found = best(problem, budget)?;
            Ok((found.sites().to_vec(), found.status))
        },
        no_worse: &|problem, one, other| match answer.objective {
            Objective::Within(standard) => {
                problem.covered(one, standard) >= problem.covered(other, standard)
            }
            _ => problem.rank(one) <= problem.rank(other),
        },
    };
    let layout = (answer.sites(), answer.status);
    let unreachable = unreachable_demand(problem, &asked, layout, budget, answer.seconds);
    Answer {
        unreachable,
        ..answer
    }
}

fn ranked(problem: &LocationProblem, sites: &[SiteIndex], value: Option<f64>) -> RankedLayout {
    RankedLayout {
        sites: sites.to_vec(),
        value,
        mean_minutes: problem.mean_minutes(sites),
        unreachable: problem.unreachable_from(sites).demand,
    }
}

/// In minutes of mean, with what demand without a route counts as.
pub(super) fn mean(problem: &LocationProblem, found: &Solution<DemandMinutes>) -> Answer {
    let demand = problem.objective_demand(&found.sites);
    let [value, bound] = [found.value, found.bound].map(|sum| sum.mean_over(demand));
    answer(problem, found, Objective::Mean, value, [bound, value])
}

/// In demand within the standard.
pub(super) fn within(
    problem: &LocationProblem,
    standard: Minutes,
    found: &Solution<Demand>,
) -> Answer {
    let number = |demand: Demand| Some(demand.as_f64());
    let bounds = [number(found.value), number(found.bound)];
    Answer {
        value_percent: found.value.percent_of(problem.total_demand()),
        ..answer(
            problem,
            found,
            Objective::Within(standard),
            number(found.value),
            bounds,
        )
    }
}

/// In minutes of the longest time; the mean after it, with what demand without a route counts as.
fn longest(problem: &LocationProblem, found: &Solution<LongestThenMean>) -> Answer {
    let both = [found.value, found.bound];
    let [value, bound] = both.map(|both| Some(both.longest.as_f64()));
    let demand = problem.objective_demand(&found.sites);
    let [mean, least] = both.map(|both| both.demand_minutes.mean_over(demand));
    let is_proven = found.bound.longest == found.value.longest;
    Answer {
        gap_percent: if is_proven { 0.0 } else { found.gap_percent },
        then: Some(Then {
            of: ThenOf::Mean,
            value: mean,
            lower_bound: least.filter(|_| is_proven),
            gap_percent: if is_proven { found.gap_percent } else { 100.0 },
        }),
        ..answer(problem, found, Objective::Longest, value, [bound, value])
    }
}

fn best_few(problem: &LocationProblem, found: &KBest) -> Answer {
    let of = |(sites, sum): &(Vec<SiteIndex>, DemandMinutes)| {
        let demand = problem.objective_demand(sites);
        ranked(problem, sites, sum.mean_over(demand))
    };
    let layouts: Vec<_> = found.layouts.iter().map(of).collect();
    let value = layouts.first().and_then(|layout| layout.value);
    let of_last = found.layouts.last().map_or(1.0, |(_, sum)| {
        let (bound, sum) = (found.bound.as_f64(), sum.as_f64());
        if bound < sum { bound / sum } else { 1.0 }
    });
    let last = layouts.last().and_then(|layout| layout.value);
    let then = (layouts.len() > 1).then(|| Then {
        of: ThenOf::Last,
        value: last,
        lower_bound: last.map(|last| last * of_last),
        gap_percent: found.gap_percent,
    });
    let bound = match found.layouts.first() {
        Some((_, sum)) if found.least < *sum => {
            value.map(|value| value * found.least.as_f64() / sum.as_f64())
        }
        _ => value,
    };
    Answer {
        objective: Objective::Mean,
        candidates: problem.open_sites().len(),
        subject_to: String::new(),
        status: found.status,
        layouts,
        unreachable: None,
        lower_bound: bound,
        upper_bound: value,
        value_percent: None,
        gap_percent: found.first_gap_percent,
        gap_asked_percent: None,
        then,
        in_all: found.in_all.clone(),
        nodes: found.nodes,
        iterations: found.iterations,
        seconds: found.seconds,
    }
}
