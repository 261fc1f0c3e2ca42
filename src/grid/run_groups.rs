use super::input::{PointStream, PointsParquet};
use super::point_sums::PointSums;
use super::run::Run;
use super::{GridError, PointCells, PointSweep};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

/// What the threads that read row groups tell.
enum News {
    /// So many more cells are summed.
    Cells(usize),
    /// A row group cannot be read.
    Wrong(usize, GridError),
    /// A thread's sums, at its end.
    Sums(Vec<PointSums>),
}

/// Row groups on their way to the threads, in the order of the file.
struct Groups<'a> {
    count: usize,
    sweep: &'a PointSweep<'a>,
    next: AtomicUsize,
    /// No more groups are begun.
    ended: AtomicBool,
    /// Groups that were begun are left.
    cancelled: AtomicBool,
}

impl Run<'_> {
    /// Sums a file by row groups, each of them by one thread: none waits for another, and cells
    /// are summed while they are in the cache.
    pub(super) fn row_groups(
        &mut self,
        file: &PointsParquet,
        sweep: &PointSweep,
    ) -> Result<(), GridError> {
        // Each thread has open files of its own.
        let threads = 0..rayon::current_num_threads();
        let files = threads
            .map(|_| file.again())
            .collect::<Result<Vec<_>, _>>()?;
        let groups = Groups {
            count: file.groups(),
            sweep,
            next: AtomicUsize::new(0),
            ended: AtomicBool::new(false),
            cancelled: AtomicBool::new(false),
        };
        let (mut sums, mut wrong, mut going) = (Vec::new(), None, Ok(()));
        let (tell, told) = channel();
        rayon::in_place_scope(|scope| {
            for file in files {
                let (tell, groups) = (tell.clone(), &groups);
                scope.spawn(move |_| groups.work(file, &tell));
            }
            drop(tell);
            for news in told {
                match news {
                    News::Cells(cells) => {
                        self.cells += cells as u64;
                        if going.is_ok() {
                            going = self.report(self.cells as f64 / file.rows().max(1) as f64);
                            groups.cancelled.store(going.is_err(), Ordering::Relaxed);
                        }
                    }
                    News::Wrong(group, error) => {
                        // Of several groups that are wrong, the first is told.
                        if wrong.as_ref().is_none_or(|&(first, _)| group < first) {
                            wrong = Some((group, error));
                        }
                    }
                    News::Sums(of_thread) => sums.push(of_thread),
                }
            }
        });
        going?;
        if let Some((_, error)) = wrong {
            return Err(error);
        }
        let tallies = sweep.all(sums.into_par_iter());
        self.add(&tallies);
        Ok(())
    }
}

impl Groups<'_> {
    /// Reads and sums groups as long as there are any.
    fn work(&self, mut file: PointsParquet, tell: &Sender<News>) {
        let (mut sums, mut cells) = (self.sweep.nobody(), PointCells::default());
        let mut news = None;
        while !self.ended.load(Ordering::Relaxed) {
            let group = self.next.fetch_add(1, Ordering::Relaxed);
            if group >= self.count {
                break;
            }
            file.go_to(group);
            if let Err(error) = self.sum(&mut file, &mut cells, &mut sums, tell) {
                self.ended.store(true, Ordering::Relaxed);
                news = Some(News::Wrong(group, error));
            }
        }
        // Whoever listens is there until all have ended.
        let _ = tell.send(news.unwrap_or(News::Sums(sums)));
    }

    fn sum(
        &self,
        file: &mut PointsParquet,
        cells: &mut PointCells,
        sums: &mut [PointSums],
        tell: &Sender<News>,
    ) -> Result<(), GridError> {
        loop {
            file.next_chunk(cells, &mut || ())?;
            if cells.is_empty() {
                return Ok(());
            }
            self.sweep.add(cells, sums);
            let listened = tell.send(News::Cells(cells.len())).is_ok();
            if !listened || self.cancelled.load(Ordering::Relaxed) {
                self.ended.store(true, Ordering::Relaxed);
                return Ok(());
            }
        }
    }
}
