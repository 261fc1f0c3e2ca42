use crate::model::{SiteIndex, UnreachableRule};
use crate::optimise::{Budget, LocationProblem, NoSolution, Status};
use crate::report::{Objective, OtherChoice, OtherRule, UnreachableDemand};
use crate::units::{Demand, Minutes};
use std::time::Duration;

/// A layout and what is proven of it.
pub(super) type Found = (Vec<SiteIndex>, Status);

/// Whether one layout is no worse than another, in a problem.
type NoWorse<'a> = dyn Fn(&LocationProblem, &[SiteIndex], &[SiteIndex]) -> bool + 'a;

/// The same question of a problem under another rule.
pub(super) struct Asked<'a> {
    pub(super) objective: Objective,
    /// Its best layout.
    pub(super) best: &'a dyn Fn(&LocationProblem, Budget) -> Result<Found, NoSolution>,
    /// Whether the first layout is no worse than the second.
    pub(super) no_worse: &'a NoWorse<'a>,
}

/// What an answer did with demand that has no route to some candidates, and whether another rule
/// would have chosen other sites; `None` where every pair that matters has a time.
///
/// The searches under other rules take what `spent` seconds leave of the budget.
pub(super) fn unreachable_demand(
    problem: &LocationProblem,
    asked: &Asked,
    (sites, status): (&[SiteIndex], Status),
    budget: Budget,
    spent: f64,
) -> Option<UnreachableDemand> {
    let counts = matches!(asked.objective, Objective::Mean | Objective::Longest);
    let told = UnreachableDemand {
        rule: problem.unreachable_rule(),
        cost: problem.unreachable_cost().filter(|_| counts),
        longest: problem.longest_time(),
        matters: problem.unreachable_matters(),
        unreachable: problem.unreachable_from(sites),
        without_route: problem.without_route(),
        left_out: problem.left_out(),
        others: Vec::new(),
    };
    let others = Others {
        problem,
        asked,
        best: (sites, status),
        counts,
    };
    let others = others.compared(budget, spent);
    let silent = !told.matters && told.without_route.is_empty() && told.left_out.is_empty();
    let differs = |other: &OtherRule| other.choice != OtherChoice::Same;
    (!silent || others.iter().any(differs)).then_some(UnreachableDemand { others, ..told })
}

struct Others<'a> {
    problem: &'a LocationProblem<'a>,
    asked: &'a Asked<'a>,
    best: (&'a [SiteIndex], Status),
    /// Whether the objective counts unreachable demand.
    counts: bool,
}

impl Others<'_> {
    fn compared(&self, budget: Budget, spent: f64) -> Vec<OtherRule> {
        let mut left = budget.time_limit.map(|limit| limit.as_secs_f64() - spent);
        let mut others: Vec<OtherRule> = Vec::new();
        for rule in self.rules() {
            let Ok(problem) = self.problem.clone().with_unreachable(rule) else {
                continue;
            };
            let start = std::time::Instant::now();
            let budget = match left {
                Some(left) => budget.within(Duration::from_secs_f64(left.max(0.0))),
                None => budget,
            };
            let choice = self.choice(&problem, &others, budget);
            left = left.map(|left| left - start.elapsed().as_secs_f64());
            others.push(OtherRule { rule, choice });
        }
        others
    }

    /// The other rules by which the question is another one.
    fn rules(&self) -> Vec<UnreachableRule> {
        use UnreachableRule::{Cost, Exclude, Strict, TwiceLongest};
        let problem = self.problem;
        let used = problem.unreachable_rule();
        let mut rules = Vec::new();
        if self.counts && problem.unreachable_matters() {
            rules = vec![Cost(problem.longest_time()), Strict, TwiceLongest];
            let cost = problem.unreachable_cost();
            rules.retain(|&rule| {
                let same = problem.clone().with_unreachable(rule);
                same.is_ok_and(|same| used == Exclude || same.unreachable_cost() != cost)
            });
        }
        if used == Exclude {
            if !problem.left_out().is_empty() && !rules.contains(&TwiceLongest) {
                rules.push(TwiceLongest);
            }
        } else if self.excludes_somebody() {
            rules.push(Exclude);
        }
        rules
    }

    /// Whether demand that some candidate reaches would be left out.
    fn excludes_somebody(&self) -> bool {
        let without = self
            .problem
            .clone()
            .with_unreachable(UnreachableRule::Exclude);
        without.is_ok_and(|other| {
            let out = other.left_out().demand;
            let nowhere = self.problem.without_route().demand;
            out > if self.counts { nowhere } else { Demand::ZERO }
        })
    }

    fn choice(
        &self,
        problem: &LocationProblem,
        before: &[OtherRule],
        budget: Budget,
    ) -> OtherChoice {
        let (sites, _) = self.best;
        if self.follows(problem, before) {
            return OtherChoice::Same;
        }
        match (self.asked.best)(problem, budget) {
            Ok((found, proven)) => {
                if !(self.asked.no_worse)(problem, sites, &found) {
                    OtherChoice::Other {
                        mean_minutes: problem.mean_minutes(&found),
                        unreachable: problem.unreachable_from(&found).demand,
                        sites: found,
                    }
                } else if proven == Status::Optimal {
                    OtherChoice::Same
                } else {
                    OtherChoice::Undecided
                }
            }
            Err(NoSolution::Undecided) => OtherChoice::Undecided,
            Err(_) => OtherChoice::NoLayout,
        }
    }

    /// Whether the layout is best by this rule because it is by others.
    ///
    /// What a layout costs is linear in the cost of unreachable demand, and its slope is that
    /// demand: the best layout for two costs is the best for all between them, and one that leaves
    /// nobody out the best for all above.
    fn follows(&self, other: &LocationProblem, before: &[OtherRule]) -> bool {
        let (sites, status) = self.best;
        let excludes = |rule| rule == UnreachableRule::Exclude;
        let used = self.problem.unreachable_rule();
        let linear = self.asked.objective == Objective::Mean;
        if !linear || status != Status::Optimal || excludes(used) {
            return false;
        }
        if excludes(other.unreachable_rule()) {
            return false;
        }
        // Strict is a cost above all costs.
        let above_all = Minutes::from_milliseconds(u32::MAX);
        let cost = |problem: &LocationProblem| problem.unreachable_cost().unwrap_or(above_all);
        let (own, other) = (cost(self.problem), cost(other));
        if other >= own && self.problem.unreachable_from(sites).is_empty() {
            return true;
        }
        let same = before
            .iter()
            .filter(|known| known.choice == OtherChoice::Same);
        let mut costs = same.filter_map(|known| match known.rule {
            UnreachableRule::Cost(cost) => Some(cost),
            UnreachableRule::Strict => Some(above_all),
            _ => None,
        });
        costs.any(|known| (own.min(known)..=own.max(known)).contains(&other))
    }
}
