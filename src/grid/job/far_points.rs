use crate::grid::error::GridError;
use crate::grid::kernel::centres::Centres;
use crate::grid::kernel::chord::{chord2, distance_of_chord2};
use crate::grid::kernel::point_cells::PointCells;
use crate::load::Warning;
use crate::model::LatLon;
use crate::units::Demand;
use crate::wording::counted_are;
use std::path::Path;

/// Points that lie so far from every centre that their coordinates are probably wrong: 0, 0, or
/// longitude and latitude exchanged in a row.
///
/// A point counts where it is farther from the middle of the centres than the farthest of them by
/// more than [`FAR_KM`], so that it lies farther than that from each.
#[derive(Debug)]
pub(in crate::grid) struct FarPoints {
    middle: [f64; 3],
    /// Squared chord from the middle beyond which a point counts; `None` if the centres lie all
    /// around the Earth, and no point can.
    beyond: Option<f64>,
    count: usize,
    people: Demand,
    first: Option<[f64; 3]>,
}

/// No journey to a hospital by road is so long, in kilometres.
const FAR_KM: f64 = 1_000.0;

impl FarPoints {
    pub(in crate::grid) fn new(centres: &Centres) -> Self {
        let sum = centres.unit().iter().fold([0.0; 3], |sum, unit| {
            [sum[0] + unit[0], sum[1] + unit[1], sum[2] + unit[2]]
        });
        let length = chord2(sum, [0.0; 3]).sqrt();
        let middle = sum.map(|part| part / length.max(f64::MIN_POSITIVE));
        let around = centres.unit().iter().map(|&unit| chord2(middle, unit));
        let around = distance_of_chord2(around.fold(0.0, f64::max)).kilometres();
        let half_way = distance_of_chord2(4.0).kilometres();
        let part = (around + FAR_KM) / half_way;
        let beyond = (length > 1e-9 && part < 1.0)
            .then(|| (2.0 * (part * std::f64::consts::FRAC_PI_2).sin()).powi(2));
        Self {
            middle,
            beyond,
            count: 0,
            people: Demand::ZERO,
            first: None,
        }
    }

    /// Whether any of these places is one.
    pub(in crate::grid) fn any(&self, cells: &PointCells) -> bool {
        let is_far = |cell| self.is_far(cells.unit(cell));
        (0..cells.len()).any(is_far)
    }

    fn is_far(&self, unit: [f64; 3]) -> bool {
        self.beyond
            .is_some_and(|beyond| chord2(self.middle, unit) > beyond)
    }

    /// Counts those of a chunk.
    pub(in crate::grid) fn add(&mut self, cells: &PointCells) {
        for cell in 0..cells.len() {
            let unit = cells.unit(cell);
            if self.is_far(unit) {
                self.count += 1;
                self.people += cells.people_of(cell);
                self.first.get_or_insert(unit);
            }
        }
    }

    /// What there is to say of a file.
    pub(in crate::grid) fn warning(&self, file: &Path) -> Result<Option<Warning>, GridError> {
        let Some([x, y, z]) = self.first else {
            return Ok(None);
        };
        let (lat, lon) = (z.clamp(-1.0, 1.0).asin(), y.atan2(x));
        let place = LatLon::try_new(lat.to_degrees(), lon.to_degrees())
            .map_err(|error| GridError::file(file, error))?;
        let points = counted_are(self.count, "point");
        let what = format!(
            "{points} more than {FAR_KM:.0} km from every centre, {:.1} people; the first is at \
             latitude {:.3}, longitude {:.3}",
            self.people.as_f64(),
            place.lat(),
            place.lon(),
        );
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let advice = "are its coordinates missing, or exchanged?";
        Ok(Some(
            Warning::of_file(&name, self.count, what).advice(advice),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place() -> impl Strategy<Value = LatLon> {
        (-90.0..=90.0_f64, -180.0..=180.0_f64)
            .prop_map(|(lat, lon)| LatLon::try_new(lat, lon).unwrap())
    }

    proptest! {
        /// What counts lies farther than that from every centre, wherever the centres are.
        #[test]
        fn a_far_point_is_far_from_every_centre(
            near in place(),
            centres in prop::collection::vec((-8.0..8.0_f64, -8.0..8.0_f64), 1..6),
            anywhere in prop::collection::vec(place(), 0..2),
            point in place(),
        ) {
            let shifted = centres.iter().map(|(lat, lon)| {
                LatLon::try_new((near.lat() + lat).clamp(-90.0, 90.0), (near.lon() + lon).clamp(-180.0, 180.0)).unwrap()
            });
            let all: Vec<LatLon> = shifted.chain(anywhere).collect();
            let mut far = FarPoints::new(&Centres::try_new(all.clone()).unwrap());
            let mut cells = PointCells::default();
            cells.push(point, Demand::from_whole(3));
            far.add(&cells);
            let nearest = all.iter().map(|c| c.distance_to(point).kilometres()).fold(f64::MAX, f64::min);
            if far.count > 0 {
                prop_assert!(nearest > FAR_KM - 1e-6, "{} km", nearest);
                prop_assert_eq!(far.people, Demand::from_whole(3));
            }
        }
    }

    /// The middle of Great Britain has no place within reach of 0, 0.
    #[test]
    fn nowhere_is_far_from_britain_and_a_town_is_not() {
        let britain = [(50.4, -4.1), (55.0, -1.6), (51.5, -0.1)];
        let centres = britain.map(|(lat, lon)| LatLon::try_new(lat, lon).unwrap());
        let mut far = FarPoints::new(&Centres::try_new(centres.to_vec()).unwrap());
        let mut cells = PointCells::default();
        cells.push(LatLon::try_new(52.0, -1.0).unwrap(), Demand::from_whole(7));
        assert!(!far.any(&cells));
        cells.push(LatLon::try_new(0.0, 0.0).unwrap(), Demand::from_whole(2));
        cells.push(LatLon::try_new(-1.0, 52.0).unwrap(), Demand::from_whole(1));
        assert!(far.any(&cells));
        far.add(&cells);
        assert_eq!((far.count, far.people), (2, Demand::from_whole(3)));
        let said = far
            .warning(Path::new("a/p.csv"))
            .unwrap()
            .unwrap()
            .to_string();
        assert_eq!(
            said,
            "p.csv: 2 points are more than 1000 km from every centre, 3.0 people; the first is at \
             latitude 0.000, longitude 0.000; are its coordinates missing, or exchanged?"
        );
    }
}
