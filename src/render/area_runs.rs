//! Areas as pixels: which areas cover each pixel, and how much of it.
//!
//! Maps of one view differ in colours alone. The areas are rasterised once, and every map is then a walk along
//! the rows. What an area covers of a pixel is exact but for rounding to 1/256, and areas without gaps between
//! them cover all of it: no seam between them is paler or darker.

use super::area_cover::{AreaRun, Cover, Side, WHOLE};
use rayon::prelude::*;

/// All areas, row by row. Runs of a row that cover a pixel together have the same pixels.
#[derive(Debug)]
pub(super) struct AreaRuns {
    /// Where the runs of each row begin, and last where all end.
    rows: Vec<usize>,
    runs: Vec<AreaRun>,
}

/// Areas to a task.
const AREAS: usize = 256;

impl AreaRuns {
    /// Areas `0..areas` within a part of the plane so many pixels wide and high.
    pub(super) fn new(
        areas: usize,
        sides: impl Fn(usize) -> Vec<Side> + Sync,
        [wide, high]: [u16; 2],
    ) -> Self {
        let numbers: Vec<usize> = (0..areas).collect();
        let parts = numbers.par_chunks(AREAS).map(|numbers| {
            let mut cover = Cover::default();
            let mut runs = Vec::new();
            for &area in numbers {
                let number = u32::try_from(area).unwrap_or(u32::MAX);
                cover.add(&sides(area), [wide, high], number, &mut runs);
            }
            runs
        });
        let parts: Vec<Vec<(u16, AreaRun)>> = parts.collect();
        let mut rows = vec![0; usize::from(high) + 1];
        for (row, _) in parts.iter().flatten() {
            rows[usize::from(*row) + 1] += 1;
        }
        for row in 1..rows.len() {
            rows[row] += rows[row - 1];
        }
        let none = AreaRun {
            left: 0,
            length: 0,
            area: 0,
            part: 0,
        };
        let mut runs = vec![none; rows[usize::from(high)]];
        let mut next = rows.clone();
        for (row, run) in parts.into_iter().flatten() {
            let place = &mut next[usize::from(row)];
            runs[*place] = run;
            *place += 1;
        }
        let mut of_rows = Vec::with_capacity(usize::from(high));
        let mut rest = runs.as_mut_slice();
        for ends in rows.windows(2) {
            let (row, after) = rest.split_at_mut(ends[1] - ends[0]);
            of_rows.push(row);
            rest = after;
        }
        let cut: Vec<Option<Vec<AreaRun>>> = of_rows.into_par_iter().map(apart).collect();
        if cut.iter().all(Option::is_none) {
            return Self { rows, runs };
        }
        let cut = cut.into_iter().zip(rows.windows(2));
        let of_rows = cut.map(|(cut, ends)| cut.unwrap_or_else(|| runs[ends[0]..ends[1]].to_vec()));
        let of_rows: Vec<Vec<AreaRun>> = of_rows.collect();
        let ends = of_rows.iter().scan(0, |end, row| {
            *end += row.len();
            Some(*end)
        });
        Self {
            rows: std::iter::once(0).chain(ends).collect(),
            runs: of_rows.concat(),
        }
    }

    /// The runs of every row, those of the same pixels together.
    pub(super) fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = &[AreaRun]>> {
        let rows = self.rows.windows(2);
        rows.map(|ends| self.runs[ends[0]..ends[1]].chunk_by(|a, b| a.left == b.left))
    }
}

/// Sorts the runs of a row from left to right. Where areas lie on each other, the runs cut so that those of a pixel
/// have the same pixels.
fn apart(runs: &mut [AreaRun]) -> Option<Vec<AreaRun>> {
    runs.sort_unstable();
    let end = |run: &AreaRun| u32::from(run.left) + u32::from(run.length);
    let mut reached = 0;
    let overlap = runs.chunk_by(|a, b| a.left == b.left).any(|of| {
        let before = reached;
        reached = of.iter().map(end).fold(reached, u32::max);
        u32::from(of[0].left) < before || of.iter().any(|run| run.length != of[0].length)
    });
    if !overlap {
        make_whole(runs);
        return None;
    }
    let both = |run: &AreaRun| [u32::from(run.left), end(run)];
    let mut cuts: Vec<u32> = runs.iter().flat_map(both).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = runs.iter().flat_map(|run| {
        let first = cuts.partition_point(|&cut| cut <= u32::from(run.left));
        let inner = cuts[first..].iter().copied();
        let inner = inner.take_while(|&cut| cut <= end(run));
        inner.scan(run.left, |left, cut| {
            let right = u16::try_from(cut).unwrap_or(u16::MAX);
            let piece = AreaRun {
                left: *left,
                length: right - *left,
                ..*run
            };
            *left = right;
            Some(piece)
        })
    });
    let mut pieces: Vec<AreaRun> = pieces.collect();
    pieces.sort_unstable();
    make_whole(&mut pieces);
    Some(pieces)
}

/// Makes the parts of a pixel together whole where rounding alone keeps them from it.
fn make_whole(runs: &mut [AreaRun]) {
    for of in runs.chunk_by_mut(|a, b| a.left == b.left) {
        let sum: usize = of.iter().map(|run| usize::from(run.part)).sum();
        // Every part is off by half a step at most, and parts below that are not among them.
        if sum.abs_diff(usize::from(WHOLE)) <= of.len()
            && let Some(most) = of.iter_mut().max_by_key(|run| run.part)
        {
            let others = sum - usize::from(most.part);
            most.part = WHOLE.saturating_sub(u16::try_from(others).unwrap_or(WHOLE));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Wide and high.
    const SIZE: [u16; 2] = [23, 17];

    fn sides(corners: &[[f32; 2]]) -> Vec<Side> {
        let next = corners.iter().cycle().skip(1);
        corners.iter().zip(next).map(|(&a, &b)| [a, b]).collect()
    }

    fn runs(areas: &[Vec<[f32; 2]>]) -> AreaRuns {
        AreaRuns::new(areas.len(), |area| sides(&areas[area]), SIZE)
    }

    /// How much of every pixel each area covers, row by row.
    fn parts(of: &AreaRuns, areas: usize) -> Vec<Vec<u16>> {
        let [wide, high] = SIZE.map(usize::from);
        let mut parts = vec![vec![0; wide * high]; areas];
        for (y, row) in of.rows().enumerate() {
            for run in row.flatten() {
                for x in run.left..run.left + run.length {
                    let part = &mut parts[run.area as usize][y * wide + usize::from(x)];
                    assert_eq!(*part, 0, "a pixel has one run of an area");
                    *part = run.part;
                }
            }
        }
        parts
    }

    /// Twice the area of a triangle, above 0 where it turns from x to y.
    fn double_area([a, b, c]: [[f32; 2]; 3]) -> f32 {
        (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    }

    /// Whether a place is in a triangle, by the sides that it is on.
    fn holds(triangle: [[f32; 2]; 3], at: [f32; 2]) -> bool {
        let [a, b, c] = triangle;
        let turns = [[a, b, at], [b, c, at], [c, a, at]].map(double_area);
        turns.iter().all(|&turn| turn >= 0.0) || turns.iter().all(|&turn| turn <= 0.0)
    }

    fn corner(low: f32, high: f32) -> impl Strategy<Value = [f32; 2]> {
        [low..high, low..high]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// Counted at 32 × 32 places of every pixel, wherever the triangle is cut off.
        #[test]
        fn a_triangle_covers_what_lies_in_it(
            a in corner(-9.0, 30.0), b in corner(-9.0, 30.0), c in corner(-9.0, 30.0),
        ) {
            let triangle = [a, b, c];
            let [wide, high] = SIZE.map(usize::from);
            let of = parts(&runs(&[triangle.to_vec()]), 1).remove(0);
            for (number, part) in of.into_iter().enumerate() {
                let (x, y) = (number % wide, number / wide);
                prop_assert!(y < high);
                let place = |at: usize, step: usize| at as f32 + (step as f32 + 0.5) / 32.0;
                let steps = (0..32).flat_map(|i| (0..32).map(move |j| (i, j)));
                let inside = steps.filter(|&(i, j)| holds(triangle, [place(x, i), place(y, j)]));
                let counted = inside.count() as f32 / 1_024.0;
                let found = f32::from(part) / f32::from(WHOLE);
                // A side crosses some 45 of the places' cells at most, each right to half of it.
                prop_assert!((found - counted).abs() < 0.04, "{} {}: {} {}", x, y, found, counted);
            }
        }

        /// All pixels together cover as much as the triangle, but for rounding.
        #[test]
        fn parts_add_up_to_the_area(
            a in corner(1.0, 16.0), b in corner(1.0, 16.0), c in corner(1.0, 16.0),
        ) {
            let of = parts(&runs(&[vec![a, b, c]]), 1).remove(0);
            let edge = of.iter().filter(|&&part| part > 0 && part < WHOLE).count();
            let sum: f32 = of.iter().map(|&part| f32::from(part)).sum::<f32>() / f32::from(WHOLE);
            let area = double_area([a, b, c]).abs() / 2.0;
            // A pixel is off by a step and a half at most; those whose part is 0 or whole are not counted.
            let off = (3 * edge + 120) as f32 / f32::from(2 * WHOLE);
            prop_assert!((sum - area).abs() < off, "{} {} {}", sum, area, off);
        }

        /// Triangles around a place in a square cover each pixel of it once, as a whole.
        #[test]
        fn areas_without_gaps_leave_no_seam(middle in corner(2.5, 13.5)) {
            let corners = [[2.0, 2.0], [14.0, 2.0], [14.0, 14.0], [2.0, 14.0]];
            let triangles: Vec<Vec<[f32; 2]>> = (0..4)
                .map(|n| vec![corners[n], corners[(n + 1) % 4], middle])
                .collect();
            let of = parts(&runs(&triangles), 4);
            let wide = usize::from(SIZE[0]);
            for number in 0..of[0].len() {
                let (x, y) = (number % wide, number / wide);
                let inside = (2..14).contains(&x) && (2..14).contains(&y);
                let sum: u16 = of.iter().map(|parts| parts[number]).sum();
                prop_assert_eq!(sum, if inside { WHOLE } else { 0 }, "{} {}", x, y);
            }
        }

        /// Squares on each other: a row is cut so that runs that begin together end together, and nothing is lost.
        #[test]
        fn areas_on_each_other_are_cut_apart(squares in prop::collection::vec((0_u8..9, 0_u8..9, 1_u8..9), 1..6)) {
            let square = |&(x, y, side): &(u8, u8, u8)| {
                let [x, y, side] = [x, y, side].map(f32::from);
                vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
            };
            let areas: Vec<Vec<[f32; 2]>> = squares.iter().map(square).collect();
            let of = runs(&areas);
            for row in of.rows() {
                for same in row {
                    prop_assert!(same.iter().all(|run| run.length == same[0].length));
                }
            }
            for (parts, &(x, y, side)) in parts(&of, areas.len()).iter().zip(&squares) {
                for (number, &part) in parts.iter().enumerate() {
                    let wide = usize::from(SIZE[0]);
                    let within = |at: usize, from: u8| (from..from + side).contains(&u8::try_from(at).unwrap());
                    let inside = within(number % wide, x) && within(number / wide, y);
                    prop_assert_eq!(part, if inside { WHOLE } else { 0 });
                }
            }
        }
    }
}
