use super::grid::{Grid, Step};
use super::pack::Writer;
use crate::render::projection::Xy;

/// Packs lines: how many, how long each, then all places to the east and all to the north, each as
/// its distance from the one before.
pub(super) fn pack(lines: &[Vec<Step>], writer: &mut Writer) {
    writer.count(lines.len());
    for line in lines {
        writer.count(line.len());
    }
    for axis in [0, 1] {
        let mut last = 0;
        for place in lines.iter().flatten() {
            writer.signed(i64::from(place[axis] - last));
            last = place[axis];
        }
    }
}

/// A line on the grid, without what lies nearer than `least` steps to the place before.
pub(super) fn thinned(line: impl Iterator<Item = Xy>, grid: &Grid, least: i32) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut end = None;
    for place in line.map(|place| grid.step_of(place)) {
        let near = |last: &Step| (place[0] - last[0]).abs().max((place[1] - last[1]).abs()) < least;
        if !steps.last().is_some_and(near) {
            steps.push(place);
        }
        end = Some(place);
    }
    // Both ends stay, so that what was joined is joined.
    if let Some(end) = end
        && steps.last() != Some(&end)
    {
        steps.push(end);
    }
    steps
}

/// Land and borders around the map: as fine as a look at the whole needs, and no farther away than
/// a reader moves.
pub(super) fn around(lines: &[Vec<Xy>], grid: &Grid) -> Vec<Vec<Step>> {
    /// A four-thousandth of the map.
    const LEAST: i32 = 16;
    let reach = grid.size[0].max(grid.size[1]);
    let clamp = |[x, y]: Step| {
        [
            x.clamp(-reach, grid.size[0] + reach),
            y.clamp(-reach, grid.size[1] + reach),
        ]
    };
    let lines = lines.iter().map(|line| {
        let mut steps: Vec<Step> = thinned(line.iter().copied(), grid, LEAST)
            .into_iter()
            .map(clamp)
            .collect();
        steps.dedup();
        steps
    });
    lines.filter(|steps| steps.len() > 2).collect()
}
