use super::population_limit::Heads;
use super::running::Job;
use crate::grid::error::GridError;
use crate::grid::input::point_stream::PointStream as _;
use crate::grid::input::points_parquet::PointsParquet;
use crate::grid::input::share::Share;
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::kernel::point_sums::PointSums;
use crate::grid::kernel::point_sweep::PointSweep;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How a thread ended.
enum Ended {
    /// A share cannot be read.
    Wrong(usize, GridError),
    /// There are no more shares.
    Sums(Found),
}

/// What a thread has counted, and summed for each layout.
struct Found {
    heads: Heads,
    sums: Vec<PointSums>,
}

/// Shares of a file on their way to the threads, in the order of the file.
struct Shares<'a> {
    all: Vec<Share>,
    sweep: &'a PointSweep<'a>,
    next: AtomicUsize,
    /// Cells that are summed.
    cells: AtomicUsize,
    /// No more shares are begun.
    ended: AtomicBool,
    /// Shares that were begun are left.
    cancelled: AtomicBool,
}

/// How often it is told how far the threads are: often enough for an eye, and so seldom that they
/// are not held up.
const NEWS: Duration = Duration::from_millis(30);

/// Sums a file by shares, each of them by one thread: none waits for another, and cells are
/// summed while they are in the cache.
pub(in crate::grid) fn sum_shares(
    job: &mut Job,
    file: &PointsParquet,
    sweep: &PointSweep,
) -> Result<(), GridError> {
    let threads = rayon::current_num_threads();
    let all = file.shares(threads);
    // Each thread has open files of its own.
    let files = (0..threads.min(all.len()))
        .map(|_| file.again())
        .collect::<Result<Vec<_>, _>>()?;
    let shares = Shares {
        all,
        sweep,
        next: AtomicUsize::new(0),
        cells: AtomicUsize::new(0),
        ended: AtomicBool::new(false),
        cancelled: AtomicBool::new(false),
    };
    let (mut heads, mut sums) = (Heads::default(), Vec::new());
    let (mut wrong, mut going) = (None, Ok(()));
    let (end, ended) = channel();
    rayon::in_place_scope(|scope| {
        for file in files {
            let (end, shares) = (end.clone(), &shares);
            // Whoever listens is there until all have ended.
            scope.spawn(move |_| drop(end.send(shares.work(file))));
        }
        drop(end);
        loop {
            match ended.recv_timeout(NEWS) {
                Ok(Ended::Sums(found)) => {
                    heads.add(found.heads);
                    sums.push(found.sums);
                }
                Ok(Ended::Wrong(share, error)) => {
                    // Of several shares that are wrong, the first is told.
                    if wrong.as_ref().is_none_or(|&(first, _)| share < first) {
                        wrong = Some((share, error));
                    }
                }
                Err(RecvTimeoutError::Timeout) if going.is_ok() => {
                    going = report(job, file, &shares);
                    shares.cancelled.store(going.is_err(), Ordering::Relaxed);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    going?;
    if let Some((_, error)) = wrong {
        return Err(error);
    }
    heads.check(&job.options.input)?;
    report(job, file, &shares)?;
    let tallies = sweep.all(sums.into_par_iter());
    job.collector.add(&tallies);
    Ok(())
}

fn report(job: &mut Job, file: &PointsParquet, shares: &Shares) -> Result<(), GridError> {
    let cells = shares.cells.load(Ordering::Relaxed);
    job.cells = cells as u64;
    job.report(cells as f64 / file.rows().max(1) as f64)
}

impl Shares<'_> {
    /// Reads and sums shares as long as there are any.
    fn work(&self, mut file: PointsParquet) -> Ended {
        let mut found = Found {
            heads: Heads::default(),
            sums: self.sweep.nobody(),
        };
        let mut cells = PointCells::default();
        while !self.ended.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(share) = self.all.get(number) else {
                break;
            };
            if let Err(error) = self.sum(share, &mut file, &mut cells, &mut found) {
                self.ended.store(true, Ordering::Relaxed);
                return Ended::Wrong(number, error);
            }
        }
        Ended::Sums(found)
    }

    fn sum(
        &self,
        share: &Share,
        file: &mut PointsParquet,
        cells: &mut PointCells,
        found: &mut Found,
    ) -> Result<(), GridError> {
        file.go_to(share)?;
        while !self.cancelled.load(Ordering::Relaxed) {
            file.next_chunk(cells, &mut || ())?;
            if cells.is_empty() {
                return Ok(());
            }
            found.heads.add_cells(cells);
            // Else it is wrong, whatever follows, and only a wrong row is told before.
            if found.heads.fit() {
                self.sweep.add(cells, &mut found.sums);
            }
            self.cells.fetch_add(cells.len(), Ordering::Relaxed);
        }
        self.ended.store(true, Ordering::Relaxed);
        Ok(())
    }
}
