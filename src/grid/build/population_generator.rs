use crate::grid::kernel::geo_transform::GeoTransform;
use crate::model::LatLon;
use rayon::prelude::*;

/// Population rasters of any size that look like real ones: most cells empty, most people in a
/// few towns.
///
/// Towns follow a rank-size rule (the `n`-th covers `1/√n` of the area of the first) and thin out
/// exponentially from their middle (Clark 1951, Journal of the Royal Statistical Society A 114);
/// between them lies thinly settled land, and cells are empty at random. Every cell is a function
/// of the seed and its place alone, so that any rows can be made by themselves, on any threads.
#[derive(Debug, Clone)]
pub struct PopulationGenerator {
    seed: u64,
    rows: usize,
    columns: usize,
    /// From north to south.
    towns: Vec<Town>,
    /// Rows that the largest town reaches.
    reach: f64,
}

#[derive(Debug, Clone, Copy)]
struct Town {
    row: f64,
    column: f64,
    /// People a cell in its middle.
    peak: f64,
    /// Cells over which it thins out by a factor of e.
    scale: f64,
}

/// A town reaches this many times its scale: a cell there has 1/150 of the people of its middle.
const REACH: f64 = 5.0;

/// One town for this many cells.
const CELLS_A_TOWN: usize = 40_000;

impl PopulationGenerator {
    /// A raster of a size.
    #[must_use]
    pub fn new(seed: u64, rows: usize, columns: usize) -> Self {
        let count = (rows * columns / CELLS_A_TOWN).clamp(1, 200_000);
        let mut towns: Vec<Town> = (0..count as u64)
            .map(|n| {
                let part = |salt: u64| uniform(seed ^ salt, n);
                Town {
                    row: part(0x51) * rows as f64,
                    column: part(0x52) * columns as f64,
                    peak: 40.0 + 160.0 * part(0x53),
                    scale: 10.0 * (count as f64 / (n as f64 + 1.0)).powf(0.25),
                }
            })
            .collect();
        towns.sort_by(|a, b| a.row.total_cmp(&b.row));
        Self {
            seed,
            rows,
            columns,
            reach: towns.iter().map(|town| town.scale).fold(0.0, f64::max) * REACH,
            towns,
        }
    }

    /// People by cell for some rows, row by row.
    ///
    /// # Panics
    ///
    /// More rows than the raster has.
    #[must_use]
    pub fn band(&self, first_row: usize, rows: usize) -> Vec<f32> {
        assert!(first_row + rows <= self.rows, "rows beyond the raster");
        let mut cells = vec![0.0; rows * self.columns];
        cells
            .par_chunks_mut(self.columns)
            .enumerate()
            .for_each(|(n, cells)| {
                let row = first_row + n;
                // Open country: one cell in eight, about two people.
                for (column, cell) in cells.iter_mut().enumerate() {
                    let draw = self.draw(row, column);
                    *cell = if draw < 0.125 { draw * 32.0 } else { 0.0 };
                }
                let from = self
                    .towns
                    .partition_point(|town| town.row < row as f64 - self.reach);
                for town in &self.towns[from..] {
                    if town.row > row as f64 + self.reach {
                        break;
                    }
                    self.add(town, row, cells);
                }
            });
        cells
    }

    fn add(&self, town: &Town, row: usize, cells: &mut [f32]) {
        let down = row as f64 - town.row;
        let reach = town.scale * REACH;
        if down.abs() > reach {
            return;
        }
        let half = (reach * reach - down * down).sqrt();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped"
        )]
        let (from, to) = (
            (town.column - half).max(0.0) as usize,
            ((town.column + half).max(0.0) as usize).min(cells.len()),
        );
        for (column, cell) in cells.iter_mut().enumerate().take(to).skip(from) {
            let across = column as f64 - town.column;
            let distance = (across * across + down * down).sqrt();
            let draw = self.draw(row, column);
            if draw < 0.7 {
                #[expect(clippy::cast_possible_truncation, reason = "single precision")]
                let people = (town.peak * (-distance / town.scale).exp()) as f32;
                *cell += people * (0.5 + draw);
            }
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "24 bits are enough of a draw"
    )]
    fn draw(&self, row: usize, column: usize) -> f32 {
        uniform(self.seed, (row * self.columns + column) as u64) as f32
    }

    /// Places for centres where people live: the middles of the largest towns first, then
    /// anywhere, for a raster in degrees.
    #[must_use]
    pub fn centres(&self, count: usize, at: GeoTransform) -> Vec<LatLon> {
        let mut largest: Vec<&Town> = self.towns.iter().collect();
        largest.sort_by(|a, b| b.scale.total_cmp(&a.scale).then(a.row.total_cmp(&b.row)));
        let towns = largest.iter().map(|town| (town.row, town.column));
        let anywhere = (0_u64..).map(|n| {
            let part = |salt: u64| uniform(self.seed ^ salt, n);
            (
                part(0x61) * self.rows as f64,
                part(0x62) * self.columns as f64,
            )
        });
        towns
            .chain(anywhere)
            .filter_map(|(row, column)| {
                LatLon::try_new(at.north - row * at.step_y, at.west + column * at.step_x).ok()
            })
            .take(count)
            .collect()
    }
}

/// A draw from 0 to 1 that depends on the seed and a number alone: `SplitMix64` (Steele, Lea and
/// Flood 2014, OOPSLA).
fn uniform(seed: u64, number: u64) -> f64 {
    let mut z = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^= z >> 31;
    (z >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_raster_is_the_same_by_itself() {
        let generator = PopulationGenerator::new(7, 300, 500);
        let all = generator.band(0, 300);
        assert_eq!(generator.band(120, 40), all[120 * 500..160 * 500]);
        assert_ne!(PopulationGenerator::new(8, 300, 500).band(0, 300), all);
    }

    /// As in real rasters: most cells are empty, and a tenth of the others holds most people.
    #[test]
    fn most_people_live_in_few_cells() {
        let mut cells = PopulationGenerator::new(1, 1_000, 1_000).band(0, 1_000);
        cells.retain(|&people| people > 0.0);
        let populated = cells.len();
        assert!(
            (50_000..500_000).contains(&populated),
            "{populated} of a million"
        );
        cells.sort_by(f32::total_cmp);
        let sum = |cells: &[f32]| cells.iter().map(|&people| f64::from(people)).sum::<f64>();
        let tenth = sum(&cells[populated * 9 / 10..]) / sum(&cells);
        assert!(tenth > 0.5, "{tenth}");
    }
}
