use super::{PointIndex, SiteIndex};
use crate::units::TravelTime;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TravelTimeMatrix {
    origins: usize,
    sites: usize,
    /// Milliseconds; [`UNREACHABLE`] where there is no route. Private, so that the mark cannot leak as a
    /// time.
    cells: Vec<u32>,
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
        Self {
            origins,
            sites,
            cells: vec![UNREACHABLE; origins * sites],
        }
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
            Ok(Self {
                origins,
                sites,
                cells,
            })
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
            cells,
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
        self.cells[site.get() * self.origins + origin.get()] = to_cell(time);
    }

    /// The times of all origins to one site, in the order of the origins.
    #[must_use]
    pub fn times_to(&self, site: SiteIndex) -> impl ExactSizeIterator<Item = Option<TravelTime>> {
        self.column(site).iter().map(|&cell| to_time(cell))
    }

    /// The times of all origins to one site in milliseconds, `u32::MAX` where there is no route:
    /// for the inner loops of this crate, which must never let that mark out as a time.
    pub(crate) fn column(&self, site: SiteIndex) -> &[u32] {
        &self.cells[site.get() * self.origins..][..self.origins]
    }

    /// How many pairs have no route.
    #[must_use]
    pub fn unreachable_pairs(&self) -> usize {
        self.cells
            .iter()
            .filter(|&&cell| cell == UNREACHABLE)
            .count()
    }
}

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

    #[test]
    fn too_few_times_are_refused() {
        let times = [None, None, None];
        assert!(TravelTimeMatrix::from_columns(2, 2, times).is_err());
    }
}
