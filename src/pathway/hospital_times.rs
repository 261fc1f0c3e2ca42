use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix};
use crate::travel::TravelTime;
use crate::units::Minutes;

/// Times between hospitals from the times of the areas in which they lie.
///
/// An origin is a hospital, by its number among the sites. With `travel::Filled` it fills the gaps
/// of a table between hospitals, and the straight-line model fills what is left.
#[derive(Debug, Clone)]
pub struct ByArea<'a> {
    matrix: &'a TravelTimeMatrix,
    area_of_site: Vec<Option<PointIndex>>,
}

impl<'a> ByArea<'a> {
    /// Times from the demand point in which each site lies; `None` of a site in none of them.
    #[must_use]
    pub fn new(matrix: &'a TravelTimeMatrix, area_of_site: Vec<Option<PointIndex>>) -> Self {
        Self {
            matrix,
            area_of_site,
        }
    }
}

impl TravelTime for ByArea<'_> {
    fn minutes(&self, from: PointIndex, to: SiteIndex) -> Option<Minutes> {
        if from.get() == to.get() {
            return Some(Minutes::ZERO);
        }
        let area = (*self.area_of_site.get(from.get())?)?;
        self.matrix.get(area, to)
    }
}
