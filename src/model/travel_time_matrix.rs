use super::found_columns::FoundColumns;
use super::{PointIndex, SiteIndex};
use crate::units::TravelTime;
use std::sync::Arc;

/// Travel times from every origin to every site, where there is a route.
///
/// Stored site by site: the times of all origins to one site are contiguous, so that a layout of 24
/// sites reads 24 runs of memory and nothing else.
///
/// # Examples
///
/// ```
/// use catchment::model::{PointIndex, SiteIndex, TravelTimeMatrix};
/// use catchment::units::TravelTime;
///
/// // Two demand points and two sites, one site after the other; from the second point there is no
/// // route to the first site.
/// let times = [Some(10), None, Some(30), Some(20)];
/// let times = times.map(|minutes| minutes.map(TravelTime::from_whole));
/// let matrix = TravelTimeMatrix::from_columns(2, 2, times)?;
/// assert_eq!(matrix.get(PointIndex(1), SiteIndex(0)), None);
/// assert_eq!(matrix.get(PointIndex(1), SiteIndex(1)), Some(TravelTime::from_whole(20)));
/// assert_eq!(matrix.unreachable_pairs(), 1);
/// assert!(TravelTimeMatrix::from_columns(3, 2, times).is_err());
/// # Ok::<(), catchment::model::MatrixShapeError>(())
/// ```
#[derive(Debug, Clone)]
pub struct TravelTimeMatrix {
    origins: usize,
    sites: usize,
    cells: Cells,
}

/// Milliseconds; [`UNREACHABLE`] where there is no route. Private, so that the mark cannot leak as a
/// time. A clone shares them.
#[derive(Debug, Clone)]
enum Cells {
    Given(Arc<Vec<u32>>),
    Found(Arc<FoundColumns>),
}

/// Longer than any [`TravelTime`], so that a plain minimum prefers every real time to it.
const UNREACHABLE: u32 = u32::MAX;

/// The times do not fill the matrix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found} travel times cannot fill {origins} origins × {sites} sites")]
pub struct MatrixShapeError {
    /// Origins of the matrix.
    pub origins: usize,
    /// Sites of the matrix.
    pub sites: usize,
    /// Times that were given.
    pub found: usize,
}

impl TravelTimeMatrix {
    /// A matrix without a route from anywhere to anywhere, to be filled with [`Self::set`].
    #[must_use]
    pub fn unreachable(origins: usize, sites: usize) -> Self {
        Self::from_cells(origins, sites, vec![UNREACHABLE; origins * sites])
    }

    /// From all times, site by site: first those of every origin to the first site.
    ///
    /// # Errors
    ///
    /// Too few or too many times.
    pub fn from_columns(
        origins: usize,
        sites: usize,
        times: impl IntoIterator<Item = Option<TravelTime>>,
    ) -> Result<Self, MatrixShapeError> {
        let cells: Vec<u32> = times.into_iter().map(to_cell).collect();
        if cells.len() == origins * sites {
            Ok(Self::from_cells(origins, sites, cells))
        } else {
            Err(MatrixShapeError {
                origins,
                sites,
                found: cells.len(),
            })
        }
    }

    /// From all times as [`Self::column`] gives them, site by site.
    ///
    /// # Panics
    ///
    /// Too few or too many.
    pub(crate) fn from_cells(origins: usize, sites: usize, cells: Vec<u32>) -> Self {
        assert_eq!(
            cells.len(),
            origins * sites,
            "{origins} origins × {sites} sites"
        );
        Self {
            origins,
            sites,
            cells: Cells::Given(Arc::new(cells)),
        }
    }

    /// With the times to a site worked out by `find`, as [`Self::column`] gives them, when they are
    /// first asked for.
    pub(crate) fn found_by(
        origins: usize,
        sites: usize,
        find: impl Fn(SiteIndex) -> Vec<u32> + Send + Sync + 'static,
    ) -> Self {
        Self {
            origins,
            sites,
            cells: Cells::Found(Arc::new(FoundColumns::new(sites, find))),
        }
    }

    /// Works out the times to these sites side by side, where they are not known yet.
    pub(crate) fn find(&self, sites: &[SiteIndex]) {
        if let Cells::Found(columns) = &self.cells {
            columns.find(sites);
        }
    }

    /// Number of origins: demand points, or hospitals that transfer.
    #[must_use]
    pub const fn origins(&self) -> usize {
        self.origins
    }

    /// Number of sites.
    #[must_use]
    pub const fn sites(&self) -> usize {
        self.sites
    }

    /// The time from an origin to a site; `None` where there is no route.
    ///
    /// # Panics
    ///
    /// The origin or the site is outside the matrix.
    #[must_use]
    pub fn get(&self, origin: PointIndex, site: SiteIndex) -> Option<TravelTime> {
        to_time(self.column(site)[origin.get()])
    }

    /// Enters the time from an origin to a site, or that there is no route.
    ///
    /// # Panics
    ///
    /// The origin or the site is outside the matrix.
    pub fn set(&mut self, origin: PointIndex, site: SiteIndex, time: Option<TravelTime>) {
        assert!(
            origin.get() < self.origins,
            "origin {} of {}",
            origin.0,
            self.origins
        );
        let place = site.get() * self.origins + origin.get();
        self.cells_mut()[place] = to_cell(time);
    }

    /// The times of all origins to one site, in the order of the origins.
    #[must_use]
    pub fn times_to(&self, site: SiteIndex) -> impl ExactSizeIterator<Item = Option<TravelTime>> {
        self.column(site).iter().map(|&cell| to_time(cell))
    }

    /// The times of all origins to one site in milliseconds, `u32::MAX` where there is no route:
    /// for the inner loops of this crate, which must never let that mark out as a time.
    pub(crate) fn column(&self, site: SiteIndex) -> &[u32] {
        match &self.cells {
            Cells::Given(cells) => &cells[site.get() * self.origins..][..self.origins],
            Cells::Found(columns) => columns.column(site),
        }
    }

    /// All cells, site by site.
    fn cells_mut(&mut self) -> &mut Vec<u32> {
        if let Cells::Found(columns) = &self.cells {
            let all = self.all_sites().flat_map(|site| columns.column(site));
            self.cells = Cells::Given(Arc::new(all.copied().collect()));
        }
        match &mut self.cells {
            Cells::Given(cells) => Arc::make_mut(cells),
            Cells::Found(_) => unreachable!("they were just made given ones"),
        }
    }

    fn all_sites(&self) -> impl Iterator<Item = SiteIndex> + use<> {
        (0..=u16::MAX).map(SiteIndex).take(self.sites)
    }

    /// How many pairs have no route.
    #[must_use]
    pub fn unreachable_pairs(&self) -> usize {
        let cells = self.all_sites().flat_map(|site| self.column(site));
        cells.filter(|&&cell| cell == UNREACHABLE).count()
    }
}

impl PartialEq for TravelTimeMatrix {
    fn eq(&self, other: &Self) -> bool {
        let same = |site| self.column(site) == other.column(site);
        (self.origins, self.sites) == (other.origins, other.sites) && self.all_sites().all(same)
    }
}

impl Eq for TravelTimeMatrix {}

/// The mark of a time in [`TravelTimeMatrix::column`].
pub(crate) fn to_cell(time: Option<TravelTime>) -> u32 {
    time.map_or(UNREACHABLE, TravelTime::milliseconds)
}

/// The time of a cell of [`TravelTimeMatrix::column`].
pub(crate) fn to_time(cell: u32) -> Option<TravelTime> {
    (cell != UNREACHABLE).then(|| TravelTime::from_milliseconds(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_gives_back_what_was_entered() {
        let mut matrix = TravelTimeMatrix::unreachable(3, 2);
        matrix.set(PointIndex(1), SiteIndex(1), Some(TravelTime::from_whole(7)));
        assert_eq!(
            matrix.get(PointIndex(1), SiteIndex(1)),
            Some(TravelTime::from_whole(7))
        );
        assert_eq!(matrix.get(PointIndex(1), SiteIndex(0)), None);
        assert_eq!(matrix.unreachable_pairs(), 5);
        let times: Vec<_> = matrix.times_to(SiteIndex(1)).collect();
        assert_eq!(times, [None, Some(TravelTime::from_whole(7)), None]);
    }

    /// Of three columns, those that are asked for, each once; then it is a matrix as any other.
    #[test]
    fn only_columns_that_are_asked_for_are_found() {
        use std::sync::atomic::{AtomicU32, Ordering};
        static FOUND: AtomicU32 = AtomicU32::new(0);
        let mut matrix = TravelTimeMatrix::found_by(2, 3, |site| {
            FOUND.fetch_add(1, Ordering::Relaxed);
            vec![u32::from(site.0), UNREACHABLE]
        });
        matrix.find(&[SiteIndex(2), SiteIndex(1)]);
        assert_eq!(matrix.column(SiteIndex(2)), [2, UNREACHABLE]);
        assert_eq!(FOUND.load(Ordering::Relaxed), 2);
        let given =
            TravelTimeMatrix::from_cells(2, 3, [0, 1, 2].map(|n| [n, UNREACHABLE]).concat());
        assert_eq!(matrix, given);
        assert_eq!(
            (FOUND.load(Ordering::Relaxed), matrix.unreachable_pairs()),
            (3, 3)
        );
        matrix.set(PointIndex(1), SiteIndex(0), Some(TravelTime::from_whole(1)));
        assert_eq!(matrix.column(SiteIndex(0)), [0, 60_000]);
        assert_ne!(matrix, given);
    }

    #[test]
    fn too_few_times_are_refused() {
        let times = [None, None, None];
        assert!(TravelTimeMatrix::from_columns(2, 2, times).is_err());
    }
}
