use super::angles::Angles;
use crate::grid::error::GridError;
use crate::model::LatLon;

/// The centres that the cells of a grid are allocated to, numbered in order; ties go to the lower
/// number.
#[derive(Debug, Clone)]
pub struct Centres {
    places: Vec<LatLon>,
    unit: Vec<[f64; 3]>,
    angles: Vec<Angles>,
}

impl Centres {
    /// The most centres of one grid.
    pub const MAX: usize = u16::MAX as usize;

    /// Centres in order.
    ///
    /// # Errors
    ///
    /// None, or more than [`Centres::MAX`].
    pub fn try_new(places: Vec<LatLon>) -> Result<Self, GridError> {
        if places.is_empty() || places.len() > Self::MAX {
            return Err(GridError::CentreCount(places.len()));
        }
        Ok(Self {
            unit: places.iter().map(|place| place.unit_vector()).collect(),
            angles: places.iter().map(|&place| Angles::new(place)).collect(),
            places,
        })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Never: there is at least one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where they lie.
    #[must_use]
    pub fn places(&self) -> &[LatLon] {
        &self.places
    }

    pub(in crate::grid) fn unit(&self) -> &[[f64; 3]] {
        &self.unit
    }

    pub(in crate::grid) fn angles(&self) -> &[Angles] {
        &self.angles
    }
}
