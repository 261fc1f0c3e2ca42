//! Each demand point to its site: the one nearest by travel time, ties to the lower id.

use crate::model::{Layout, PointIndex, SiteIndex, TravelTimeMatrix, to_time};
use crate::units::{Demand, DemandMinutes, TravelTime};
use rayon::prelude::*;

/// Demand points that one task works on: their times and answers stay in the first-level cache.
const BLOCK: usize = 2_048;

/// Every demand point's nearest site of one layout, or none where no site can be reached.
///
/// # Examples
///
/// ```
/// use catchment::allocation::Allocation;
/// use catchment::model::{Layout, PointIndex, SiteIndex, TravelTimeMatrix};
/// use catchment::units::{Demand, TravelTime};
///
/// // Three demand points and two sites; the third point reaches neither.
/// let minutes = [Some(10), Some(40), None, Some(30), Some(20), None];
/// let times = minutes.map(|minutes| minutes.map(TravelTime::from_whole));
/// let matrix = TravelTimeMatrix::from_columns(3, 2, times)?;
/// let both = Layout::try_new("both", vec![SiteIndex(0), SiteIndex(1)])?;
///
/// let allocation = Allocation::soonest(&matrix, &both);
/// let nearest = allocation.get(PointIndex(1));
/// assert_eq!(nearest, Some((SiteIndex(1), TravelTime::from_whole(20))));
/// assert_eq!(allocation.get(PointIndex(2)), None);
///
/// let demand = [5, 7, 1].map(Demand::from_whole);
/// let catchments = allocation.catchments(&demand, None, &[]);
/// assert_eq!(catchments[1].demand, Demand::from_whole(7));
/// assert_eq!(catchments[1].mean_minutes(), Some(20.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocation {
    sites: Vec<SiteIndex>,
    /// Place in `sites`; without meaning where `times` says that there is no route.
    place: Vec<u32>,
    /// As in [`TravelTimeMatrix::column`].
    times: Vec<u32>,
}

impl Allocation {
    /// Allocates every point of the matrix to the nearest site of `layout`.
    ///
    /// # Panics
    ///
    /// The layout has a site that the matrix does not have.
    #[must_use]
    pub fn soonest(matrix: &TravelTimeMatrix, layout: &Layout) -> Self {
        let columns: Vec<&[u32]> = layout
            .sites()
            .iter()
            .map(|&site| matrix.column(site))
            .collect();
        let mut place = vec![0; matrix.origins()];
        let mut times = columns[0].to_vec();
        place
            .par_chunks_mut(BLOCK)
            .zip(times.par_chunks_mut(BLOCK))
            .enumerate()
            .for_each(|(block, (place, times))| {
                for (number, column) in (1..).zip(&columns[1..]) {
                    let column = &column[block * BLOCK..][..times.len()];
                    for ((best, soonest), &time) in place.iter_mut().zip(&mut *times).zip(column) {
                        *best = if time < *soonest { number } else { *best };
                        *soonest = (*soonest).min(time);
                    }
                }
            });
        Self {
            sites: layout.sites().to_vec(),
            place,
            times,
        }
    }

    /// Number of demand points, allocated or unreachable.
    #[must_use]
    pub fn len(&self) -> usize {
        self.place.len()
    }

    /// Whether there are no demand points.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.place.is_empty()
    }

    /// A point's site and the time to it; `None` where no site can be reached.
    ///
    /// # Panics
    ///
    /// The point is outside the matrix of the allocation.
    #[must_use]
    pub fn get(&self, point: PointIndex) -> Option<(SiteIndex, TravelTime)> {
        let time = to_time(self.times[point.get()])?;
        Some((self.sites[self.place[point.get()] as usize], time))
    }

    /// Every point's site and time, in the order of the points.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<(SiteIndex, TravelTime)>> {
        self.place
            .iter()
            .zip(&self.times)
            .map(|(&place, &times)| Some((self.sites[place as usize], to_time(times)?)))
    }

    /// Every point's site, as its place in the layout, and time, in the order of the points.
    pub(crate) fn places(&self) -> impl Iterator<Item = Option<(usize, TravelTime)>> {
        self.place
            .iter()
            .zip(&self.times)
            .map(|(&place, &times)| Some((place as usize, to_time(times)?)))
    }

    /// As [`TravelTimeMatrix::column`]: for the inner loops of this crate.
    pub(crate) fn cells(&self) -> &[u32] {
        &self.times
    }

    /// The catchment of each site of the layout, in the order of the layout.
    ///
    /// # Panics
    ///
    /// There are fewer numbers of residents than of demand.
    #[must_use]
    pub fn catchments(
        &self,
        demand: &[Demand],
        residents: Option<&[Demand]>,
        standards: &[TravelTime],
    ) -> Vec<Catchment> {
        let mut catchments: Vec<Catchment> = self
            .sites
            .iter()
            .map(|&site| Catchment::empty(site, residents.is_some(), standards.len()))
            .collect();
        for (answer, (point, &demand)) in self.places().zip((0..).zip(demand)) {
            if let Some((place, time)) = answer {
                let catchment = &mut catchments[place];
                catchment.add(demand, time, standards);
                if let (Some(sum), Some(residents)) = (&mut catchment.population, residents) {
                    *sum += residents[point];
                }
            }
        }
        catchments
    }
}

/// The catchment of one site.
#[derive(Debug, Clone, PartialEq)]
pub struct Catchment {
    /// The site.
    pub site: SiteIndex,
    /// Demand points allocated to it.
    pub points: usize,
    /// Their demand.
    pub demand: Demand,
    /// Their residents, if known for all points.
    pub population: Option<Demand>,
    /// Demand × time to the site.
    pub demand_minutes: DemandMinutes,
    /// The longest time of a point that has demand.
    pub longest: Option<TravelTime>,
    /// Demand within each standard of the study, standards included.
    pub within: Vec<Demand>,
}

impl Catchment {
    fn empty(site: SiteIndex, with_population: bool, standards: usize) -> Self {
        Self {
            site,
            points: 0,
            demand: Demand::ZERO,
            population: with_population.then_some(Demand::ZERO),
            demand_minutes: DemandMinutes::ZERO,
            longest: None,
            within: vec![Demand::ZERO; standards],
        }
    }

    fn add(&mut self, demand: Demand, time: TravelTime, standards: &[TravelTime]) {
        self.points += 1;
        self.demand += demand;
        self.demand_minutes += demand.times(time);
        if demand > Demand::ZERO {
            self.longest = self.longest.max(Some(time));
        }
        for (within, &standard) in self.within.iter_mut().zip(standards) {
            if time <= standard {
                *within += demand;
            }
        }
    }

    /// Demand-weighted mean time to the site, in minutes; `None` without demand.
    #[must_use]
    pub fn mean_minutes(&self) -> Option<f64> {
        self.demand_minutes.mean_over(self.demand)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matrix() -> impl Strategy<Value = TravelTimeMatrix> {
        (1_usize..40, 1_usize..6).prop_flat_map(|(points, sites)| {
            let cell = prop_oneof![
                1 => Just(None),
                4 => (0_u32..20).prop_map(|m| Some(TravelTime::from_whole(m))),
            ];
            prop::collection::vec(cell, points * sites).prop_map(move |times| {
                TravelTimeMatrix::from_columns(points, sites, times).unwrap()
            })
        })
    }

    fn all_sites(matrix: &TravelTimeMatrix) -> Vec<SiteIndex> {
        (0..u16::try_from(matrix.sites()).unwrap())
            .map(SiteIndex)
            .collect()
    }

    fn people(count: usize) -> Vec<Demand> {
        (1..).take(count).map(Demand::from_whole).collect()
    }

    proptest! {
        /// The site of every point is the one that a plain scan in ascending order finds: the
        /// soonest, of several the lowest.
        #[test]
        fn everyone_goes_to_the_soonest_site_and_ties_to_the_lower_id(matrix in matrix()) {
            let layout = Layout::try_new("all", all_sites(&matrix)).unwrap();
            let allocation = Allocation::soonest(&matrix, &layout);
            for (point, found) in (0..).map(PointIndex).zip(allocation.iter()) {
                let mut scanned: Option<(SiteIndex, TravelTime)> = None;
                for &site in layout.sites() {
                    if let Some(time) = matrix.get(point, site)
                        && scanned.is_none_or(|(_, soonest)| time < soonest)
                    {
                        scanned = Some((site, time));
                    }
                }
                prop_assert_eq!(found, scanned);
                prop_assert_eq!(allocation.get(point), scanned);
            }
        }

        /// Nobody is lost or counted twice: catchments and the unreachable add up to everybody.
        #[test]
        fn catchments_and_the_unreachable_add_up_to_everybody(matrix in matrix()) {
            let layout = Layout::try_new("all", all_sites(&matrix)).unwrap();
            let allocation = Allocation::soonest(&matrix, &layout);
            let demand = people(matrix.origins());
            let everybody: Demand = demand.iter().copied().sum();
            let catchments = allocation.catchments(&demand, Some(&demand), &[]);
            let sent: Demand = catchments.iter().map(|c| c.demand).sum();
            let residents: Option<Demand> = catchments.iter().map(|c| c.population).sum();
            let lost: Demand = allocation.iter().zip(&demand)
                .filter(|(found, _)| found.is_none()).map(|(_, &demand)| demand).sum();
            prop_assert_eq!(sent + lost, everybody);
            prop_assert_eq!(residents, Some(sent));
        }

        /// One more site never makes anybody's way longer.
        #[test]
        fn one_more_site_never_makes_a_way_longer(matrix in matrix()) {
            let sites = all_sites(&matrix);
            for fewer in 1..sites.len() {
                let before = Layout::try_new("fewer", sites[..fewer].to_vec()).unwrap();
                let after = Layout::try_new("more", sites[..=fewer].to_vec()).unwrap();
                let before = Allocation::soonest(&matrix, &before);
                let after = Allocation::soonest(&matrix, &after);
                for (before, after) in before.iter().zip(after.iter()) {
                    if let Some((_, before)) = before {
                        prop_assert!(after.is_some_and(|(_, after)| after <= before));
                    }
                }
            }
        }
    }
}
