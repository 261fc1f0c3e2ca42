//! What a search does after its time is over.

use super::oracle::SmallProblem;
use super::search::relaxation::LARGE;
use super::work::Polls;
use super::{Budget, LocationProblem, NoSolution, Status, k_best, mclp, p_median};
use crate::units::TravelTime;

/// How often all rows may be walked over after the time is over.
const FEW_WALKS: u64 = 4;

/// How often a part that is too small to look at the clock in may be.
const SHORT_WALKS: u64 = 40;

/// Looks at the clock after which a search is past everything that it does only once.
const MOST_POLLS: u64 = 400;

const CENTRES: usize = 3;

const NEAR: TravelTime = TravelTime::from_whole(10);

/// A search that returns its status; with a budget, of a problem.
type Search = fn(&LocationProblem, Budget) -> Result<Status, NoSolution>;

/// Runs a search that is out of time when it looks at the clock for the n-th time, for more and more n.
fn ends_soon(small: &SmallProblem, search: Search) {
    let problem = small.problem();
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    one_thread.unwrap().install(|| {
        let rows = (problem.demand().len() * problem.matrix().sites()) as u64;
        let mut polls = 1;
        while polls < MOST_POLLS {
            let clock = Polls::until(polls);
            let budget = Budget {
                polls: Some(&clock),
                ..Budget::default()
            };
            let status = search(&problem, budget).unwrap();
            let Some(work) = clock.work_since() else {
                assert_eq!(status, Status::Optimal);
                break;
            };
            assert!(
                work <= FEW_WALKS * rows + SHORT_WALKS * LARGE as u64,
                "look {polls} at the clock: {work} rows after it, of {rows}"
            );
            polls += 1 + polls / 4;
        }
        assert!(polls > 10, "{polls}: the clock was hardly looked at");
    });
}

fn scattered() -> SmallProblem {
    SmallProblem::scattered(400, 60, 1)
}

#[test]
fn the_p_median_ends_when_its_time_is_over() {
    ends_soon(&scattered(), |problem, budget| {
        p_median(problem, CENTRES, budget).map(|best| best.status)
    });
}

#[test]
fn the_best_layouts_end_when_their_time_is_over() {
    ends_soon(&scattered(), |problem, budget| {
        k_best(problem, CENTRES, 3, budget).map(|best| best.status)
    });
}

#[test]
fn the_mclp_ends_when_its_time_is_over() {
    ends_soon(&scattered(), |problem, budget| {
        mclp(problem, CENTRES, NEAR, budget).map(|best| best.status)
    });
}
