use super::answer::Answer;
use super::budget::Budget;
use super::location_model::LocationModel;
use super::no_solution::NoSolution;
use super::side_constraint_choice::SideConstraints;
use super::status::Status;
use crate::model::SiteIndex;
use crate::optimise::problem::location_problem::LocationProblem;

/// One number of centres on the way from the kept sites to more, reached in three ways.
#[derive(Debug, Clone, PartialEq)]
pub struct Expansion<A = Answer> {
    /// How many centres.
    pub centres: usize,
    /// The centre that is added to those before.
    pub added: Option<SiteIndex>,
    /// The centres before and the best one more.
    pub one_by_one: A,
    /// The kept sites and the best others.
    pub together: A,
    /// The best among all candidates, nothing kept.
    pub free: A,
}

impl<A> Expansion<A> {
    /// The three ways: one by one, together, free.
    #[must_use]
    pub const fn each(&self) -> [&A; 3] {
        [&self.one_by_one, &self.together, &self.free]
    }

    /// The step with something else of its layouts.
    pub fn map<B>(self, mut other: impl FnMut(A) -> B) -> Expansion<B> {
        Expansion {
            centres: self.centres,
            added: self.added,
            one_by_one: other(self.one_by_one),
            together: other(self.together),
            free: other(self.free),
        }
    }
}

impl<A: AsRef<Answer>> Expansion<A> {
    /// Minutes of mean time lost by adding one centre at a time instead of all at once.
    #[must_use]
    pub fn nesting_minutes(&self) -> Option<f64> {
        Some(self.one_by_one.as_ref().value()? - self.together.as_ref().value()?)
    }

    /// Minutes of mean time lost by keeping sites, compared with the same number of centres anywhere.
    #[must_use]
    pub fn keeping_minutes(&self) -> Option<f64> {
        Some(self.together.as_ref().value()? - self.free.as_ref().value()?)
    }
}

/// Adds centres to the kept sites of a problem up to `most`: one at a time, all at once, and freely
/// among the same candidates; `progress` hears each number as its searches begin.
///
/// Every layout is the best for the mean time among those it is chosen from. Ends early where the
/// budget is cancelled.
///
/// # Errors
///
/// Returns an error if no layout has this many centres.
///
/// # Examples
///
/// ```
/// use catchment::model::{SiteIndex, TravelTimeMatrix};
/// use catchment::optimise::{Budget, LocationProblem, expand};
/// use catchment::units::{Demand, TravelTime};
///
/// let times = [0, 10, 20, 10, 0, 10, 20, 10, 0].map(|m| Some(TravelTime::from_whole(m)));
/// let matrix = TravelTimeMatrix::from_columns(3, 3, times)?;
/// let demand = [5, 1, 4].map(Demand::from_whole);
/// // There is a centre in the middle.
/// let kept = LocationProblem::try_new(&matrix, &demand)?.keep(&[SiteIndex(1)])?;
///
/// let steps = expand(&kept, 2, Budget::default(), &mut |_| ())?;
/// let last = steps.last().expect("a step");
/// assert_eq!(last.added, Some(SiteIndex(0)));
/// assert_eq!((last.together.value(), last.free.value()), (Some(4.0), Some(1.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn expand(
    kept: &LocationProblem,
    most: usize,
    budget: Budget,
    progress: &mut dyn FnMut(usize),
) -> Result<Vec<Expansion>, NoSolution> {
    let free = kept.without_kept();
    let best = |problem: &LocationProblem, centres: usize| {
        let model = LocationModel::PMedian {
            centres,
            side_constraints: SideConstraints::None,
        };
        model.answer(problem, budget)
    };
    let mut sites = kept.kept_sites();
    let first = sites.len() + 1;
    if most < first {
        let (asked, kept) = (most, first);
        return Err(NoSolution::TooManyKept { asked, kept });
    }
    let mut steps = Vec::new();
    for centres in first..=most {
        progress(centres);
        let one_by_one = best(&free.with_kept(&sites), centres)?;
        let new = |site: &&SiteIndex| !sites.contains(site);
        let added = one_by_one.sites().iter().find(new).copied();
        sites = one_by_one.sites().to_vec();
        let step = Expansion {
            centres,
            added,
            one_by_one,
            together: best(kept, centres)?,
            free: best(&free, centres)?,
        };
        let cancelled = step
            .each()
            .iter()
            .any(|answer| answer.status == Status::Cancelled);
        steps.push(step);
        if cancelled {
            break;
        }
    }
    Ok(steps)
}
