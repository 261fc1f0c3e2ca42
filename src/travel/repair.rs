use crate::index::PlaceIndex;
use crate::model::{LatLon, PointIndex, SiteIndex, TravelTimeMatrix, to_time};
use crate::units::TravelTime;
use rayon::prelude::*;

/// Repair of cells of a table that their neighbours contradict.
///
/// A cell that differs by more than `threshold` from the median of the same column at the
/// `neighbours` nearest demand points is replaced by that median.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepairRule {
    /// Number of nearest demand points used.
    pub neighbours: usize,
    /// How far a cell may differ from their median.
    pub threshold: TravelTime,
}

/// One cell of a table that its neighbours contradict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair {
    /// The row.
    pub point: PointIndex,
    /// The column.
    pub site: SiteIndex,
    /// What the table says.
    pub original: TravelTime,
    /// The median of the same column at the nearest points.
    pub neighbours: TravelTime,
}

/// Replaces every time that differs by more than the rule's threshold from the median of the same
/// column at the nearest points, and lists what it replaced, by row and column.
///
/// All medians are of the times as they were given. Points without coordinates, and cells without
/// a value, are neither repaired nor asked.
#[must_use]
pub fn repair(
    matrix: &TravelTimeMatrix,
    positions: &[Option<LatLon>],
    rule: RepairRule,
) -> (TravelTimeMatrix, Vec<Repair>) {
    let repairs = suspects(matrix, positions, rule);
    let mut repaired = matrix.clone();
    for repair in &repairs {
        repaired.set(repair.point, repair.site, Some(repair.neighbours));
    }
    (repaired, repairs)
}

/// The cells that [`repair`] would replace.
#[must_use]
pub fn suspects(
    matrix: &TravelTimeMatrix,
    positions: &[Option<LatLon>],
    rule: RepairRule,
) -> Vec<Repair> {
    let has_times = PlaceIndex::new(rows_with_times(matrix, positions));
    let neighbours: Vec<Vec<usize>> = positions
        .par_iter()
        .enumerate()
        .map(|(number, position)| nearest_others(&has_times, number, *position, rule.neighbours))
        .collect();
    let sites = u16::try_from(matrix.sites()).unwrap_or(u16::MAX);
    let mut found: Vec<Repair> = (0..sites)
        .into_par_iter()
        .flat_map_iter(|site| suspects_of_column(matrix, SiteIndex(site), &neighbours, rule))
        .collect();
    found.sort_unstable_by_key(|repair| (repair.point, repair.site));
    found
}

/// Positions of the points whose row has any value: others can neither testify nor be judged.
fn rows_with_times(matrix: &TravelTimeMatrix, positions: &[Option<LatLon>]) -> Vec<Option<LatLon>> {
    let mut known = vec![None; positions.len()];
    for site in 0..u16::try_from(matrix.sites()).unwrap_or(u16::MAX) {
        for ((known, position), &cell) in known
            .iter_mut()
            .zip(positions)
            .zip(matrix.column(SiteIndex(site)))
        {
            if to_time(cell).is_some() {
                *known = *position;
            }
        }
    }
    known
}

fn nearest_others(
    index: &PlaceIndex,
    number: usize,
    position: Option<LatLon>,
    count: usize,
) -> Vec<usize> {
    position.map_or_else(Vec::new, |position| {
        let others = index.outward(position).map(|(other, _)| other);
        others
            .filter(|&other| other != number)
            .take(count)
            .collect()
    })
}

fn suspects_of_column<'a>(
    matrix: &'a TravelTimeMatrix,
    site: SiteIndex,
    neighbours: &'a [Vec<usize>],
    rule: RepairRule,
) -> impl Iterator<Item = Repair> + 'a {
    let column = matrix.column(site);
    let mut times = Vec::new();
    (0..)
        .zip(column)
        .zip(neighbours)
        .filter_map(move |((point, &cell), neighbours)| {
            let original = to_time(cell)?;
            times.clear();
            times.extend(
                neighbours
                    .iter()
                    .filter_map(|&other| to_time(column[other])),
            );
            let median = median(&mut times)?;
            let difference = original.milliseconds().abs_diff(median.milliseconds());
            (difference > rule.threshold.milliseconds()).then_some(Repair {
                point: PointIndex(point),
                site,
                original,
                neighbours: median,
            })
        })
}

/// Milliseconds of a tenth of a minute.
const TENTH: u32 = 6_000;

/// The middle time, or the mean of the two in the middle to the nearest tenth of a minute: the
/// precision of published tables (half a tenth up).
fn median(times: &mut [TravelTime]) -> Option<TravelTime> {
    times.sort_unstable();
    let upper = *times.get(times.len() / 2)?;
    if times.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = times[times.len() / 2 - 1];
    // Whole numbers: both together are below 2³².
    let tenths = (lower.milliseconds() + upper.milliseconds() + TENTH) / (2 * TENTH);
    Some(TravelTime::from_milliseconds(tenths * TENTH))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(points: usize) -> Vec<Option<LatLon>> {
        (0..points)
            .map(|n| LatLon::try_new(50.0 + n as f64 / 100.0, 0.0).ok())
            .collect()
    }

    fn column(minutes: &[u32]) -> TravelTimeMatrix {
        let times = minutes.iter().map(|&m| Some(TravelTime::from_whole(m)));
        TravelTimeMatrix::from_columns(minutes.len(), 1, times).unwrap()
    }

    const RULE: RepairRule = RepairRule {
        neighbours: 4,
        threshold: TravelTime::from_whole(40),
    };

    #[test]
    fn a_cell_that_its_neighbours_contradict_takes_their_median() {
        let (repaired, repairs) = repair(&column(&[10, 12, 700, 16, 18, 20]), &line(6), RULE);
        assert_eq!(repairs.len(), 1);
        assert_eq!(repairs[0].original, TravelTime::from_whole(700));
        assert_eq!(repairs[0].neighbours, TravelTime::from_whole(14));
        assert_eq!(repaired, column(&[10, 12, 14, 16, 18, 20]));
    }

    /// A difference of the threshold itself is still believed.
    #[test]
    fn the_threshold_is_inclusive() {
        assert!(
            repair(&column(&[10, 10, 50, 10, 10]), &line(5), RULE)
                .1
                .is_empty()
        );
        assert_eq!(
            repair(&column(&[10, 10, 51, 10, 10]), &line(5), RULE)
                .1
                .len(),
            1
        );
    }

    /// A point that has no value at all is no neighbour: the next one is asked in its place.
    #[test]
    fn a_missing_value_is_neither_repaired_nor_asked() {
        let mut matrix = column(&[10, 10, 90, 10, 10, 10]);
        matrix.set(PointIndex(1), SiteIndex(0), None);
        let (repaired, repairs) = repair(&matrix, &line(6), RULE);
        assert_eq!(repairs.len(), 1);
        assert_eq!(repaired.get(PointIndex(1), SiteIndex(0)), None);
    }

    proptest! {
        /// What remains after a repair by honest neighbours needs no second one.
        #[test]
        fn a_lone_fault_is_repaired_once(fault in 0_usize..12, by in 41_u32..1_000) {
            let mut minutes = vec![30; 12];
            minutes[fault] += by;
            let (repaired, repairs) = repair(&column(&minutes), &line(12), RULE);
            prop_assert_eq!(repairs.len(), 1);
            prop_assert!(repair(&repaired, &line(12), RULE).1.is_empty());
        }
    }
}
