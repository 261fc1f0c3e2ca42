use super::angles::Angles;
use super::cell::{Cell, millionths};
use super::centre_sums::CentreSums;
use super::lattice::{Lattice, row_terms};
use super::query::GridQuery;
use super::strip_plan::{Piece, Plan, Planner, WIDTH};
use fearless_simd::{Level, dispatch};

/// Where the allocations of a strip's cells are written, row by row; [`u16::MAX`] and [`u32::MAX`]
/// where the raster has no cell.
#[derive(Debug)]
pub(in crate::grid) struct StripAllocations<'a> {
    /// The number of the nearest centre, of all centres of the query.
    pub(in crate::grid) centre: &'a mut [u16],
    /// The road time to it.
    pub(in crate::grid) seconds: &'a mut [u32],
}

/// Rows of a raster, to be swept together.
#[derive(Debug, Clone, Copy)]
pub(in crate::grid) struct Strip<'a, T> {
    pub(in crate::grid) lattice: &'a Lattice,
    /// Which row of the raster the first one is.
    pub(in crate::grid) first_row: usize,
    /// People, row by row.
    pub(in crate::grid) cells: &'a [T],
}

/// Sweeps rows of a raster and adds their cells to the sums of each layout.
///
/// A plan lists the centres that can be nearest, block by block. The cells are then computed row by
/// row, in the order of memory. Blocks with one centre left need no search.
pub(in crate::grid) fn sweep<T: Cell>(
    query: &GridQuery,
    beyond: &[f64],
    strip: Strip<T>,
    allocations: &mut [StripAllocations],
    sums_of_layouts: &mut [CentreSums],
) {
    let columns = strip.lattice.columns();
    let rows = strip.cells.len().checked_div(columns).unwrap_or(0);
    if rows == 0 {
        return;
    }
    let plan = Planner::plan(query, strip.lattice, beyond, strip.first_row, rows);
    let mut kernel = Kernel {
        query,
        plan: &plan,
        sums: vec![Sums::default(); plan.lists.len()],
        splits: vec![0; plan.splits],
    };
    if allocations.is_empty() {
        dispatch!(Level::new(), _simd => kernel.rows::<T, false>(strip, rows, allocations));
    } else {
        dispatch!(Level::new(), _simd => kernel.rows::<T, true>(strip, rows, allocations));
    }
    kernel.add_to(sums_of_layouts);
}

#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    people: u64,
    people_seconds: u128,
}

struct Kernel<'a> {
    query: &'a GridQuery<'a>,
    plan: &'a Plan,
    /// By centre of all lists of the plan.
    sums: Vec<Sums>,
    splits: Vec<u64>,
}

/// A batch of cells on its way through the kernel.
struct StripBatch {
    people: [u64; WIDTH],
    /// The place in the list of each cell's nearest centre.
    which: [u64; WIDTH],
    journeys: Journeys,
}

/// How far the nearest centres of a batch of cells are.
struct Journeys {
    chord2: [f64; WIDTH],
    seconds: [u32; WIDTH],
}

impl Kernel<'_> {
    #[inline(always)]
    fn rows<T: Cell, const WANTED: bool>(
        &mut self,
        strip: Strip<T>,
        rows: usize,
        allocations: &mut [StripAllocations],
    ) {
        let columns = strip.lattice.columns();
        let mut batch = StripBatch {
            people: [0; WIDTH],
            which: [0; WIDTH],
            journeys: Journeys {
                chord2: [0.0; WIDTH],
                seconds: [0; WIDTH],
            },
        };
        for row in 0..rows {
            for piece in &self.plan.pieces {
                let from = row * columns + piece.column;
                let given = &strip.cells[from..from + piece.columns];
                let mut padded = [T::NONE; WIDTH];
                let cells: &[T; WIDTH] = if let Ok(cells) = given.try_into() {
                    cells
                } else {
                    padded[..given.len()].copy_from_slice(given);
                    &padded
                };
                let angles = strip.lattice.row_angles()[strip.first_row + row];
                let computed = if piece.list.len == 1 {
                    self.run::<T, true, WANTED>(piece, angles, cells, &mut batch)
                } else {
                    self.run::<T, false, WANTED>(piece, angles, cells, &mut batch)
                };
                if WANTED && computed {
                    self.write_allocations(piece, given, &batch, from, allocations);
                }
            }
        }
    }

    /// Computes a batch of cells of one row; `false` if there was nothing to compute.
    #[inline(always)]
    fn run<T: Cell, const ONE: bool, const WANTED: bool>(
        &mut self,
        piece: &Piece,
        row: Angles,
        cells: &[T; WIDTH],
        batch: &mut StripBatch,
    ) -> bool {
        let StripBatch {
            people,
            which,
            journeys,
        } = batch;
        let Journeys { chord2, seconds } = &mut *journeys;
        let mut all = 0_u64;
        for n in 0..WIDTH {
            people[n] = millionths(cells[n].as_f64());
            all += people[n];
        }
        if all == 0 && !WANTED {
            return false;
        }
        let list = piece.list.slice(&self.plan.lists);
        let parts = piece.list.slice(&self.plan.column_parts);
        let angles = self.query.centres.angles();
        let (part, factor) = row_terms(row, &angles[usize::from(list[0])]);
        for n in 0..WIDTH {
            chord2[n] = part + factor * parts[0][n];
        }
        if !ONE {
            *which = [0; WIDTH];
            for (number, (&centre, parts)) in list.iter().zip(parts).enumerate().skip(1) {
                let (part, factor) = row_terms(row, &angles[usize::from(centre)]);
                for n in 0..WIDTH {
                    let other = part + factor * parts[n];
                    let nearer = other < chord2[n];
                    which[n] = if nearer { number as u64 } else { which[n] };
                    chord2[n] = if nearer { other } else { chord2[n] };
                }
            }
        }
        let table = self.query.travel_times;
        table.fill::<WIDTH, true>(piece.held, chord2, seconds);
        if ONE {
            self.add(piece, 0, all, people, journeys);
        } else {
            for number in 0..piece.list.len {
                let mut mine = [0; WIDTH];
                let mut count = 0;
                for n in 0..WIDTH {
                    mine[n] = if which[n] == number as u64 {
                        people[n]
                    } else {
                        0
                    };
                    count += mine[n];
                }
                if count > 0 {
                    self.add(piece, number, count, &mine, journeys);
                }
            }
        }
        true
    }

    /// Adds the people of a batch of cells to one centre of its list.
    #[inline(always)]
    fn add(
        &mut self,
        piece: &Piece,
        number: usize,
        count: u64,
        people: &[u64; WIDTH],
        Journeys { chord2, seconds }: &Journeys,
    ) {
        let sums = &mut self.sums[piece.list.from + number];
        sums.people += count;
        // Up to 69,000 people in the batch, or up to eight years: the product cannot overflow.
        if count < 1 << 36 && piece.longest < 1 << 28 {
            let mut product = 0_u64;
            for n in 0..WIDTH {
                product += people[n] * u64::from(seconds[n]);
            }
            sums.people_seconds += u128::from(product);
        } else {
            for n in 0..WIDTH {
                sums.people_seconds += u128::from(people[n]) * u128::from(seconds[n]);
            }
        }
        let from = piece.splits + number * piece.straddling.len;
        for (place, &(_, beyond)) in piece
            .straddling
            .slice(&self.plan.straddling)
            .iter()
            .enumerate()
        {
            let mut within = 0;
            for n in 0..WIDTH {
                within += if chord2[n] < beyond { people[n] } else { 0 };
            }
            self.splits[from + place] += within;
        }
    }

    #[inline(always)]
    fn write_allocations<T: Cell>(
        &self,
        piece: &Piece,
        cells: &[T],
        batch: &StripBatch,
        from: usize,
        allocations: &mut [StripAllocations],
    ) {
        let list = piece.list.slice(&self.plan.lists);
        for &layout in piece.layouts.slice(&self.plan.layouts) {
            let allocations = &mut allocations[usize::from(layout)];
            let to = from..from + cells.len();
            let seconds = allocations.seconds[to.clone()]
                .iter_mut()
                .zip(&batch.journeys.seconds);
            for (cell, (seconds, &found)) in cells.iter().zip(seconds) {
                *seconds = if cell.exists() { found } else { u32::MAX };
            }
            let centres = allocations.centre[to].iter_mut().zip(&batch.which);
            for (cell, (centre, &which)) in cells.iter().zip(centres) {
                #[expect(clippy::cast_possible_truncation, reason = "an index of the list")]
                let found = if list.len() == 1 {
                    list[0]
                } else {
                    list[which as usize]
                };
                *centre = if cell.exists() { found } else { u16::MAX };
            }
        }
    }

    /// Adds the sums of all pieces to those of their layouts.
    fn add_to(&self, sums_of_layouts: &mut [CentreSums]) {
        for piece in &self.plan.pieces {
            for &layout in piece.layouts.slice(&self.plan.layouts) {
                let centre_sums = &mut sums_of_layouts[usize::from(layout)];
                let list = piece.list.slice(&self.plan.lists).iter();
                let sums = piece.list.slice(&self.sums).iter();
                for (number, (&centre, sums)) in list.zip(sums).enumerate() {
                    let centre = usize::from(centre);
                    centre_sums.people[centre] += sums.people;
                    centre_sums.people_seconds[centre] += sums.people_seconds;
                    let within = &mut centre_sums.within[centre * centre_sums.standards..];
                    for &standard in piece.met.slice(&self.plan.met) {
                        within[usize::from(standard)] += sums.people;
                    }
                    let splits = &self.splits[piece.splits + number * piece.straddling.len..];
                    let straddling = piece.straddling.slice(&self.plan.straddling);
                    for (&(standard, _), people) in straddling.iter().zip(splits) {
                        within[usize::from(standard)] += people;
                    }
                }
            }
        }
    }
}
