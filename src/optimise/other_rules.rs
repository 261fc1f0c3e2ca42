use super::answer::Answer;
use super::budget::Budget;
use super::no_solution::NoSolution;
use super::objective::Objective;
use super::status::Status;
use super::unreachable_demand::{OtherChoice, OtherRule, UnreachableDemand};
use crate::model::{SiteIndex, UnreachableRule};
use crate::optimise::problem::location_problem::LocationProblem;
use crate::units::{Demand, TravelTime};

/// Finds the best layout of a problem.
type Search<'a> = dyn Fn(&LocationProblem, Budget) -> Result<Answer, NoSolution> + 'a;

/// Whether one layout is no worse than another, in a problem.
type NoWorse<'a> = dyn Fn(&LocationProblem, &[SiteIndex], &[SiteIndex]) -> bool + 'a;

/// A question that can be asked of a problem under any rule for unreachable demand.
pub(super) struct AnyRule<'a> {
    pub(super) best: &'a Search<'a>,
    /// Whether the first layout is no worse than the second.
    pub(super) no_worse: &'a NoWorse<'a>,
}

impl AnyRule<'_> {
    /// The answer with what it did with demand that has no route to some candidates, and whether
    /// another rule would have chosen other sites; nothing of it where every pair that matters has
    /// a time.
    ///
    /// The searches under other rules take what the answer's seconds leave of the budget.
    pub(super) fn completed(
        &self,
        problem: &LocationProblem,
        answer: Answer,
        budget: Budget,
    ) -> Answer {
        let unreachable = self.unreachable(problem, &answer, budget);
        Answer {
            unreachable,
            ..answer
        }
    }

    fn unreachable(
        &self,
        problem: &LocationProblem,
        answer: &Answer,
        budget: Budget,
    ) -> Option<UnreachableDemand> {
        let counts = matches!(
            answer.objective,
            Objective::Mean | Objective::Longest | Objective::Equity(_)
        );
        let own = UnreachableDemand {
            rule: problem.unreachable_rule(),
            cost: problem.unreachable_cost().filter(|_| counts),
            longest: problem.longest_time(),
            matters: problem.unreachable_matters(),
            unreachable: problem.unreachable_from(answer.sites()),
            without_route: problem.without_route(),
            left_out: problem.left_out(),
            others: Vec::new(),
        };
        let others = OtherRules {
            problem,
            question: self,
            answer,
            counts,
        };
        let others = others.compared(budget);
        let silent = !own.matters && own.without_route.is_empty() && own.left_out.is_empty();
        let differs = |other: &OtherRule| other.choice != OtherChoice::Same;
        (!silent || others.iter().any(differs)).then_some(UnreachableDemand { others, ..own })
    }
}

struct OtherRules<'a> {
    problem: &'a LocationProblem<'a>,
    question: &'a AnyRule<'a>,
    answer: &'a Answer,
    /// Whether the objective counts unreachable demand.
    counts: bool,
}

impl OtherRules<'_> {
    fn compared(&self, budget: Budget) -> Vec<OtherRule> {
        let mut left = budget.after(self.answer.seconds);
        let mut others: Vec<OtherRule> = Vec::new();
        for rule in self.rules() {
            let Ok(problem) = self.problem.clone().with_unreachable(rule) else {
                continue;
            };
            let start = std::time::Instant::now();
            let choice = self.choice(&problem, &others, left);
            left = left.after(start.elapsed().as_secs_f64());
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
            // Without a time for everybody there is no inequality of times.
            rules.retain(|&rule| {
                rule != Strict || !matches!(self.answer.objective, Objective::Equity(_))
            });
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
        let sites = self.answer.sites();
        if self.follows(problem, before) {
            return OtherChoice::Same;
        }
        match (self.question.best)(problem, budget) {
            Ok(found) => {
                let other = found.sites();
                if !(self.question.no_worse)(problem, sites, other) {
                    OtherChoice::Other {
                        sites: other.to_vec(),
                        mean_minutes: problem.mean_minutes(other),
                        unreachable: problem.unreachable_from(other).demand,
                    }
                } else if found.status == Status::Optimal {
                    OtherChoice::Same
                } else {
                    OtherChoice::Undecided
                }
            }
            Err(NoSolution::Undecided { .. }) => OtherChoice::Undecided,
            Err(_) => OtherChoice::NoLayout,
        }
    }

    /// Whether the layout is best by this rule because it is by others.
    ///
    /// What a layout costs is linear in the cost of unreachable demand, and its slope is that
    /// demand: the best layout for two costs is the best for all between them, and one that leaves
    /// nobody out the best for all above.
    fn follows(&self, other: &LocationProblem, before: &[OtherRule]) -> bool {
        let (sites, status) = (self.answer.sites(), self.answer.status);
        let excludes = |rule| rule == UnreachableRule::Exclude;
        let used = self.problem.unreachable_rule();
        let linear = self.answer.objective == Objective::Mean;
        if !linear || status != Status::Optimal || excludes(used) {
            return false;
        }
        if excludes(other.unreachable_rule()) {
            return false;
        }
        // Strict is a cost above all costs.
        let above_all = TravelTime::from_milliseconds(u32::MAX);
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
