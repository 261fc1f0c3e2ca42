use super::population_limit::PopulationLimit;
use super::running::Job;
use crate::grid::error::GridError;
use crate::grid::input::partition::Partition;
use crate::grid::input::point_stream::PointStream as _;
use crate::grid::input::points_parquet::PointsParquet;
use crate::grid::kernel::point_cells::PointCells;
use crate::grid::kernel::point_sums::PointSums;
use crate::grid::kernel::point_sweep::PointSweep;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How a thread ended.
enum Ended {
    /// A partition cannot be read.
    Wrong(usize, GridError),
    /// There are no more partitions.
    Sums(Found),
}

/// What a thread has counted, and summed for each layout.
struct Found {
    limit: PopulationLimit,
    sums: Vec<PointSums>,
}

/// Partitions of a file on their way to the threads, in the order of the file.
struct Partitions<'a> {
    all: Vec<Partition>,
    sweep: &'a PointSweep<'a>,
    next: AtomicUsize,
    /// Cells that are summed.
    cells: AtomicUsize,
    /// No more partitions are begun.
    ended: AtomicBool,
    /// Partitions that were begun are left.
    cancelled: AtomicBool,
}

/// How often progress is reported: often enough for the eye, but rarely enough not to hold up the
/// threads.
const NEWS: Duration = Duration::from_millis(30);

/// Sums a file by partitions, each by one thread. No thread waits for another, and cells are summed
/// while they are in the cache.
pub(in crate::grid) fn sum_partitions(
    job: &mut Job,
    file: &PointsParquet,
    sweep: &PointSweep,
) -> Result<(), GridError> {
    let threads = rayon::current_num_threads();
    let all = file.partitions(threads);
    // Each thread has open files of its own.
    let files = (0..threads.min(all.len()))
        .map(|_| file.again())
        .collect::<Result<Vec<_>, _>>()?;
    let partitions = Partitions {
        all,
        sweep,
        next: AtomicUsize::new(0),
        cells: AtomicUsize::new(0),
        ended: AtomicBool::new(false),
        cancelled: AtomicBool::new(false),
    };
    let (mut limit, mut sums) = (PopulationLimit::default(), Vec::new());
    let (mut wrong, mut going) = (None, Ok(()));
    let (end, ended) = channel();
    rayon::in_place_scope(|scope| {
        for file in files {
            let (end, partitions) = (end.clone(), &partitions);
            // Whoever listens is there until all have ended.
            scope.spawn(move |_| drop(end.send(partitions.work(file))));
        }
        drop(end);
        loop {
            match ended.recv_timeout(NEWS) {
                Ok(Ended::Sums(found)) => {
                    limit.add(found.limit);
                    sums.push(found.sums);
                }
                Ok(Ended::Wrong(partition, error)) => {
                    // Of several partitions with errors, the first is reported.
                    if wrong.as_ref().is_none_or(|&(first, _)| partition < first) {
                        wrong = Some((partition, error));
                    }
                }
                Err(RecvTimeoutError::Timeout) if going.is_ok() => {
                    going = report(job, file, &partitions);
                    partitions
                        .cancelled
                        .store(going.is_err(), Ordering::Relaxed);
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
    limit.check(&job.options.input)?;
    report(job, file, &partitions)?;
    let tallies = sweep.all(sums.into_par_iter());
    job.collector.add(&tallies);
    Ok(())
}

fn report(job: &mut Job, file: &PointsParquet, partitions: &Partitions) -> Result<(), GridError> {
    let cells = partitions.cells.load(Ordering::Relaxed);
    job.cells = cells as u64;
    job.report(cells as f64 / file.rows().max(1) as f64)
}

impl Partitions<'_> {
    /// Reads and sums partitions as long as there are any.
    fn work(&self, mut file: PointsParquet) -> Ended {
        let mut found = Found {
            limit: PopulationLimit::default(),
            sums: self.sweep.nobody(),
        };
        let mut cells = PointCells::default();
        while !self.ended.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(partition) = self.all.get(number) else {
                break;
            };
            if let Err(error) = self.sum(partition, &mut file, &mut cells, &mut found) {
                self.ended.store(true, Ordering::Relaxed);
                return Ended::Wrong(number, error);
            }
        }
        Ended::Sums(found)
    }

    fn sum(
        &self,
        partition: &Partition,
        file: &mut PointsParquet,
        cells: &mut PointCells,
        found: &mut Found,
    ) -> Result<(), GridError> {
        file.go_to(partition)?;
        while !self.cancelled.load(Ordering::Relaxed) {
            file.next_chunk(cells, &mut || ())?;
            if cells.is_empty() {
                return Ok(());
            }
            found.limit.add_cells(cells);
            // Otherwise the run fails, and only an earlier wrong row takes precedence.
            if found.limit.fit() {
                self.sweep.add(cells, &mut found.sums);
            }
            self.cells.fetch_add(cells.len(), Ordering::Relaxed);
        }
        self.ended.store(true, Ordering::Relaxed);
        Ok(())
    }
}
