use super::centres::chord2;
use super::{PointCells, Question};
use crate::units::{Demand, Minutes};
use rayon::prelude::*;

/// How many centres of a layout each cell reaches within a time, both included: how many could
/// stand in for the nearest.
///
/// # Panics
///
/// There are not so many layouts.
#[must_use]
pub fn reachable_centres(
    question: &Question,
    layout: usize,
    cells: &PointCells,
    within: Minutes,
) -> Vec<u16> {
    let beyond = question.seconds.beyond(within);
    let layout = &question.layouts[layout];
    let unit = question.centres.unit();
    (0..cells.len())
        .into_par_iter()
        .with_min_len(1 << 10)
        .map(|cell| {
            let place = cells.unit(cell);
            let reached = |&&centre: &&u16| chord2(place, unit[usize::from(centre)]) < beyond;
            u16::try_from(layout.iter().filter(reached).count()).unwrap_or(u16::MAX)
        })
        .collect()
}

/// The people who reach no centre within a time, one, two, …: the last entry that is not nobody
/// ends the list.
#[must_use]
pub fn backup_coverage(reachable: &[u16], cells: &PointCells) -> Vec<Demand> {
    let most = reachable
        .iter()
        .max()
        .map_or(0, |&most| usize::from(most) + 1);
    let mut people = vec![Demand::ZERO; most];
    for (cell, &count) in reachable.iter().enumerate() {
        people[usize::from(count)] += cells.people_of(cell);
    }
    people
}

/// The `k` nearest centres of a layout for each cell and the road times to them, nearest first,
/// one cell after the other; of equally near ones the lower number first. Fewer where the layout
/// has fewer.
///
/// # Panics
///
/// There are not so many layouts.
#[must_use]
pub fn k_nearest(
    question: &Question,
    layout: usize,
    cells: &PointCells,
    k: usize,
) -> Vec<Vec<(u16, Minutes)>> {
    let layout = &question.layouts[layout];
    let unit = question.centres.unit();
    (0..cells.len())
        .into_par_iter()
        .with_min_len(1 << 8)
        .map(|cell| {
            let place = cells.unit(cell);
            let mut best: Vec<(f64, u16)> = Vec::with_capacity(k + 1);
            for &centre in layout {
                let chord2 = chord2(place, unit[usize::from(centre)]);
                let full = best.len() == k;
                if full && best.last().is_none_or(|&(last, _)| chord2 >= last) {
                    continue;
                }
                let at = best.partition_point(|&(other, _)| other <= chord2);
                best.insert(at, (chord2, centre));
                best.truncate(k);
            }
            let time = |chord2| Minutes::from_seconds(question.seconds.seconds(chord2));
            best.into_iter()
                .map(|(chord2, centre)| (centre, time(chord2)))
                .collect()
        })
        .collect()
}
