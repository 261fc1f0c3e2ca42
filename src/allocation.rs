//! Each demand point to its site: the one that is soonest, ties to the lower id.

use crate::model::{DemandPoint, Layout, PointIndex, SiteIndex, TravelTimeMatrix, to_time};
use crate::units::{Demand, DemandMinutes, Minutes};
use rayon::prelude::*;

/// Demand points that one task works on: their times and answers stay in the first-level cache.
const BLOCK: usize = 2_048;

/// Every demand point's soonest site of one layout, or none where no site can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    sites: Vec<SiteIndex>,
    /// Place in `sites`; without meaning where `seconds` says that there is no way.
    place: Vec<u32>,
    /// As in [`TravelTimeMatrix::column`].
    seconds: Vec<u32>,
}

impl Allocation {
    /// Allocates every point of the matrix to the soonest site of `layout`.
    ///
    /// # Panics
    ///
    /// The layout has a site that the matrix has not.
    #[must_use]
    pub fn soonest(matrix: &TravelTimeMatrix, layout: &Layout) -> Self {
        let columns: Vec<&[u32]> = layout
            .sites()
            .iter()
            .map(|&site| matrix.column(site))
            .collect();
        let mut place = vec![0; matrix.origins()];
        let mut seconds = columns[0].to_vec();
        place
            .par_chunks_mut(BLOCK)
            .zip(seconds.par_chunks_mut(BLOCK))
            .enumerate()
            .for_each(|(block, (place, seconds))| {
                for (number, column) in (1..).zip(&columns[1..]) {
                    let column = &column[block * BLOCK..][..seconds.len()];
                    for ((best, soonest), &time) in place.iter_mut().zip(&mut *seconds).zip(column)
                    {
                        *best = if time < *soonest { number } else { *best };
                        *soonest = (*soonest).min(time);
                    }
                }
            });
        Self {
            sites: layout.sites().to_vec(),
            place,
            seconds,
        }
    }

    /// How many demand points were allocated or found unreachable.
    #[must_use]
    pub fn len(&self) -> usize {
        self.place.len()
    }

    /// Whether there is no demand point at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.place.is_empty()
    }

    /// A point's site and the time to it; `None` where no site can be reached.
    ///
    /// # Panics
    ///
    /// The point lies outside the matrix of the allocation.
    #[must_use]
    pub fn of(&self, point: PointIndex) -> Option<(SiteIndex, Minutes)> {
        let time = to_time(self.seconds[point.get()])?;
        Some((self.sites[self.place[point.get()] as usize], time))
    }

    /// Every point's site and time, in the order of the points.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<(SiteIndex, Minutes)>> {
        self.place
            .iter()
            .zip(&self.seconds)
            .map(|(&place, &seconds)| Some((self.sites[place as usize], to_time(seconds)?)))
    }

    /// As [`TravelTimeMatrix::column`]: for the inner loops of this crate.
    pub(crate) fn seconds(&self) -> &[u32] {
        &self.seconds
    }

    /// What each site of the layout is sent, in the order of the layout.
    ///
    /// # Panics
    ///
    /// There are fewer demand points than the allocation was made for.
    #[must_use]
    pub fn catchments(&self, points: &[DemandPoint]) -> Vec<Catchment> {
        let mut catchments: Vec<Catchment> = self
            .sites
            .iter()
            .map(|&site| Catchment::empty(site))
            .collect();
        for ((&place, &seconds), point) in self.place.iter().zip(&self.seconds).zip(points) {
            if let Some(time) = to_time(seconds) {
                catchments[place as usize].add(point, time);
            }
        }
        catchments
    }
}

/// What one site is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Catchment {
    /// The site.
    pub site: SiteIndex,
    /// Demand points allocated to it.
    pub points: usize,
    /// Their demand.
    pub demand: Demand,
    /// Their residents; points whose residents are not known count as none.
    pub population: Demand,
    /// Demand × time to the site.
    pub demand_minutes: DemandMinutes,
    /// The longest time of a point that has demand.
    pub longest: Option<Minutes>,
}

impl Catchment {
    const fn empty(site: SiteIndex) -> Self {
        Self {
            site,
            points: 0,
            demand: Demand::ZERO,
            population: Demand::ZERO,
            demand_minutes: DemandMinutes::ZERO,
            longest: None,
        }
    }

    fn add(&mut self, point: &DemandPoint, time: Minutes) {
        self.points += 1;
        self.demand += point.demand;
        self.population += point.population.unwrap_or_default();
        self.demand_minutes += point.demand.times(time);
        if point.demand > Demand::ZERO {
            self.longest = self.longest.max(Some(time));
        }
    }

    /// Demand-weighted mean time to the site, in minutes; `None` without demand.
    #[must_use]
    pub fn mean_minutes(&self) -> Option<f64> {
        self.demand_minutes.mean_over(self.demand)
    }
}
