use crate::optimise::oracle::SmallProblem;
use crate::optimise::search::relaxation::LARGE;
use crate::optimise::work::Polls;
use crate::optimise::{Budget, LocationProblem, NoSolution, Status};

/// How often all rows may be walked over after the time is over.
const FEW_WALKS: u64 = 4;

/// How often a part that is too small to look at the clock in may be.
const SHORT_WALKS: u64 = 40;

/// Looks at the clock after which a search is past everything that it does only once.
const MOST_POLLS: u64 = 4_000;

pub(super) const CENTRES: usize = 3;

pub(super) type Outcome = Result<Status, NoSolution>;

pub(super) fn scattered() -> SmallProblem {
    SmallProblem::scattered(400, 60, 1)
}

/// Runs a search that is out of time when it looks at the clock for the n-th time, for more and more n; how often it
/// was left undecided.
pub(super) fn ends_soon(
    small: &SmallProblem,
    search: impl Fn(&LocationProblem, Budget) -> Outcome + Sync,
) -> u32 {
    let problem = small.problem();
    let rows = (problem.demand().len() * problem.matrix().sites()) as u64;
    let mut undecided = 0;
    on_one_thread(|| {
        let mut polls = 1;
        while polls < MOST_POLLS {
            let clock = Polls::until(polls);
            let status = search(&problem, ending(&clock));
            let Some(work) = clock.work_since() else {
                assert!(matches!(
                    status,
                    Ok(Status::Optimal)
                        | Err(NoSolution::Volumes { .. } | NoSolution::Floors { .. })
                ));
                break;
            };
            if let Err(NoSolution::Undecided { .. }) = status {
                undecided += 1;
            }
            assert!(
                work <= FEW_WALKS * rows + SHORT_WALKS * LARGE as u64,
                "look {polls} at the clock: {work} rows after it, of {rows}"
            );
            polls += 1 + polls / 4;
        }
        assert!(polls > 10, "{polls}: the clock was hardly looked at");
    });
    undecided
}

pub(super) const fn ending(clock: &Polls) -> Budget<'_> {
    Budget {
        time_limit: None,
        gap: 0.0,
        cancel: None,
        memory: Budget::MEMORY,
        polls: Some(clock),
    }
}

/// Polls are counted on one thread.
pub(super) fn on_one_thread(run: impl FnOnce() + Send) {
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    one_thread.unwrap().install(run);
}
