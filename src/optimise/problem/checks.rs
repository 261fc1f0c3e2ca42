use super::location_problem::LocationProblem;
use crate::optimise::no_solution::NoSolution;
use crate::units::Demand;

/// Whether layouts with this many centres exist.
pub(crate) fn check_centres(problem: &LocationProblem, centres: usize) -> Result<(), NoSolution> {
    check_demand(problem)?;
    let candidates = problem.open_sites().len();
    let kept = problem.kept_sites().len();
    if centres == 0 {
        Err(NoSolution::NoCentre)
    } else if centres > candidates {
        Err(NoSolution::TooFewCandidates {
            asked: centres,
            candidates,
        })
    } else if centres < kept {
        Err(NoSolution::TooManyKept {
            asked: centres,
            kept,
        })
    } else {
        Ok(())
    }
}

/// Whether the question is about any demand, and any of it can be served.
fn check_demand(problem: &LocationProblem) -> Result<(), NoSolution> {
    if problem.total_demand() > Demand::ZERO {
        let sites = problem.open_sites();
        if !sites.is_empty() && problem.reachable_demand() == Demand::ZERO {
            return Err(NoSolution::NoRoute);
        }
        return Ok(());
    }
    Err(match problem.left_out().demand {
        Demand::ZERO => NoSolution::NoDemand,
        left_out => NoSolution::AllLeftOut { left_out },
    })
}
