use crate::model::{PointIndex, SiteIndex, TravelTimeMatrix};
use crate::travel::TravelModel;
use crate::units::TravelTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What holds where a table of times between hospitals has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HospitalGaps {
    /// The time from the demand point that lies nearest to the hospital; where that has none
    /// either, the straight-line model.
    #[default]
    Area,
    /// There is no way.
    Unreachable,
}

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
    /// Times from the demand point in which each site lies; `None` for a site in none of them.
    #[must_use]
    pub fn new(matrix: &'a TravelTimeMatrix, area_of_site: Vec<Option<PointIndex>>) -> Self {
        Self {
            matrix,
            area_of_site,
        }
    }
}

impl TravelModel for ByArea<'_> {
    fn travel_time(&self, from: PointIndex, to: SiteIndex) -> Option<TravelTime> {
        if from.get() == to.get() {
            return Some(TravelTime::ZERO);
        }
        let area = (*self.area_of_site.get(from.get())?)?;
        self.matrix.get(area, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pathway::fixture::{matrix, minutes};
    use crate::travel::Filled;

    /// The table between hospitals first; then the area of the hospital; itself takes no time.
    #[test]
    fn areas_fill_what_the_table_between_hospitals_leaves_open() {
        let areas = matrix(&[vec![Some(5), Some(20)], vec![Some(25), Some(5)]]);
        let table = matrix(&[vec![None, Some(17)], vec![None, None]]);
        let by_area = ByArea::new(&areas, vec![Some(PointIndex(0)), Some(PointIndex(1))]);
        let times = Filled::new(&table, by_area);
        let time = |from, to| times.travel_time(PointIndex(from), SiteIndex(to));
        assert_eq!(time(0, 1), Some(minutes(17)));
        assert_eq!(time(1, 0), Some(minutes(25)));
        assert_eq!(time(1, 1), Some(minutes(0)));
        let nowhere = ByArea::new(&areas, vec![None, None]);
        assert_eq!(nowhere.travel_time(PointIndex(0), SiteIndex(1)), None);
    }
}
