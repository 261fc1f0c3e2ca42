use super::FrictionSurface;
use super::surface::BARRIER;
use crate::model::{SiteIndex, TravelTimeMatrix};
use crate::units::TravelTime;
use rayon::prelude::*;

/// A time in whole microseconds above 16 bits for the site that it is from: of equal times the lower site
/// is less.
type Label = u64;

const SITE_BITS: u32 = 16;

/// No site is known yet.
const UNREACHED: Label = Label::MAX;

/// Later than any travel time, and so the end of every search.
const TOO_LATE: u64 = (TravelTime::MAX.milliseconds() as u64 * 1_000 + 500) << SITE_BITS;

/// The most buckets of the ring: steps that are much longer than the shortest share them.
const MOST_BUCKETS: u64 = 1 << 16;

/// Microseconds of half a minute: a step takes half the sum of its two cells.
const HALF_MINUTE: f64 = 30_000_000.0;

/// Which site each cell of a surface is nearest to by time, and that time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurfaceAllocation {
    columns: usize,
    labels: Vec<Label>,
}

impl SurfaceAllocation {
    /// The nearest site of a cell and the time to it, rounded to the nearest millisecond; `None` of a
    /// barrier and of a cell that no site can be reached from.
    ///
    /// # Panics
    ///
    /// The surface has no such cell.
    #[must_use]
    pub fn get(&self, cell: u32) -> Option<(SiteIndex, TravelTime)> {
        let (row, column) = (cell as usize / self.columns, cell as usize % self.columns);
        let label = self.labels[(row + 1) * (self.columns + 2) + column + 1];
        let site = SiteIndex(u16::try_from(label & 0xFFFF).unwrap_or(u16::MAX));
        time_of(label).map(|time| (site, time))
    }
}

/// Allocates every cell to the nearest of some sites by time, of equally near ones to the first; `sites`
/// are their cells.
///
/// # Panics
///
/// The surface has no such cell; more than 65,536 sites.
#[must_use]
pub fn allocate(surface: &FrictionSurface, sites: &[u32]) -> SurfaceAllocation {
    let mut spread = Spread::new(surface);
    let starts = sites.iter().enumerate().map(|(site, &cell)| {
        let site = u16::try_from(site).expect("at most 65,536 sites");
        (surface.padded(cell), u64::from(site))
    });
    spread.run(starts, None);
    SurfaceAllocation {
        columns: surface.columns(),
        labels: spread.labels,
    }
}

/// The times between each site and each origin, which are the same in both directions; both are given by
/// their cells.
///
/// # Panics
///
/// The surface has no such cell.
#[must_use]
pub fn times_between(
    surface: &FrictionSurface,
    sites: &[u32],
    origins: &[u32],
) -> TravelTimeMatrix {
    let origins: Vec<usize> = origins.iter().map(|&cell| surface.padded(cell)).collect();
    let mut wanted = origins.clone();
    wanted.sort_unstable();
    wanted.dedup();
    let columns: Vec<Vec<Option<TravelTime>>> = sites
        .par_iter()
        .map_init(
            || Spread::new(surface),
            |spread, &site| {
                spread.run([(surface.padded(site), 0)], Some(&wanted));
                let times = origins.iter().map(|&cell| time_of(spread.labels[cell]));
                times.collect()
            },
        )
        .collect();
    let mut matrix = TravelTimeMatrix::unreachable(origins.len(), sites.len());
    for (site, column) in (0..).map(SiteIndex).zip(columns) {
        for (origin, time) in (0..).map(crate::model::PointIndex).zip(column) {
            matrix.set(origin, site, time);
        }
    }
    matrix
}

/// The time of a label, rounded to the nearest millisecond.
fn time_of(label: Label) -> Option<TravelTime> {
    let milliseconds = ((label >> SITE_BITS) + 500) / 1_000;
    let time = u32::try_from(milliseconds)
        .map(TravelTime::from_milliseconds)
        .ok()?;
    (label < TOO_LATE).then_some(time)
}

/// Memory of one thread for searches over a surface.
///
/// # Source
///
/// Denardo and Fox 1979, "Shortest-route methods: 1. Reaching, pruning, and buckets", Operations
/// Research 27(1): in buckets no wider than the shortest step, whatever is in the first one is final.
struct Spread<'a> {
    surface: &'a FrictionSurface,
    labels: Vec<Label>,
    /// Buckets of cells, a ring.
    ring: Vec<Vec<u32>>,
    /// The width of a bucket is this power of two, in units of a label.
    width_bits: u32,
    waiting: usize,
}

/// The eight steps from a cell: how the number of a cell changes, and how long it takes.
struct Steps {
    /// Sides: west, east, north, south.
    sides: [(usize, f64); 4],
    /// Corners: each with the two sides that it lies between.
    corners: [(usize, f64, usize, usize); 4],
}

impl<'a> Spread<'a> {
    fn new(surface: &'a FrictionSurface) -> Self {
        let sizes = surface.sizes();
        let steps = || {
            let all = sizes.east.iter().chain(&sizes.south);
            all.chain(&sizes.diagonal).copied()
        };
        let label = |metres: f64, friction: f32| {
            time_of_step(2.0 * f64::from(friction), metres * HALF_MINUTE).max(1) << SITE_BITS
        };
        let (least, most) = surface.range().unwrap_or((1.0, 1.0));
        let least = steps()
            .map(|metres| label(metres, least))
            .min()
            .unwrap_or(1);
        let most = steps().map(|metres| label(metres, most)).max().unwrap_or(1);
        let width = least.max(most / MOST_BUCKETS);
        let width_bits = width.ilog2();
        let buckets = (most >> width_bits) + 2;
        let buckets = usize::try_from(buckets)
            .unwrap_or(usize::MAX)
            .next_power_of_two();
        Self {
            surface,
            labels: vec![UNREACHED; surface.cells().len()],
            ring: vec![Vec::new(); buckets],
            width_bits,
            waiting: 0,
        }
    }

    /// Spreads from the starts, each with its site, over all cells or until all that are wanted are
    /// final.
    fn run(&mut self, starts: impl IntoIterator<Item = (usize, Label)>, wanted: Option<&[usize]>) {
        self.labels.fill(UNREACHED);
        if self.waiting > 0 {
            self.ring.iter_mut().for_each(Vec::clear);
        }
        self.waiting = 0;
        for (cell, label) in starts {
            if self.surface.cells()[cell] < BARRIER {
                self.reach(cell, label);
            }
        }
        let mut left = wanted.map(|cells| cells.iter().copied());
        let mut next_wanted = left.as_mut().map(Iterator::next);
        let mut bucket: u64 = 0;
        let mask = self.ring.len() as u64 - 1;
        let mut current = Vec::new();
        while self.waiting > 0 && bucket << self.width_bits < TOO_LATE {
            let place = usize::try_from(bucket & mask).unwrap_or_default();
            std::mem::swap(&mut current, &mut self.ring[place]);
            if current.is_empty() {
                bucket += 1;
                continue;
            }
            self.waiting -= current.len();
            // Steps that are shorter than a bucket may lead to cells of the same one, which come next.
            for cell in current.drain(..) {
                self.visit(cell as usize, bucket);
            }
            // Cells before this bucket are final: go on to the first wanted one that is not.
            if let (Some(left), Some(next)) = (&mut left, &mut next_wanted) {
                while next.is_some_and(|cell| self.labels[cell] >> self.width_bits < bucket) {
                    *next = left.next();
                }
                if next.is_none() {
                    break;
                }
            }
        }
    }

    fn visit(&mut self, cell: usize, bucket: u64) {
        let label = self.labels[cell];
        // It was reached sooner, and is done.
        if label >> self.width_bits != bucket {
            return;
        }
        let cells = self.surface.cells();
        let own = cells[cell];
        let steps = self.steps(cell);
        for (step, metres) in steps.sides {
            let next = cell.wrapping_add(step);
            let friction = cells[next];
            if friction < BARRIER {
                self.step(label, next, own, friction, metres);
            }
        }
        for (step, metres, one, other) in steps.corners {
            let next = cell.wrapping_add(step);
            let friction = cells[next];
            let beside = |side: usize| cells[cell.wrapping_add(side)];
            if friction < BARRIER && beside(one).min(beside(other)) < BARRIER {
                self.step(label, next, own, friction, metres);
            }
        }
    }

    fn step(&mut self, label: Label, next: usize, own: f32, friction: f32, metres: f64) {
        let both = f64::from(own) + f64::from(friction);
        self.reach(next, label + (time_of_step(both, metres) << SITE_BITS));
    }

    fn reach(&mut self, cell: usize, label: Label) {
        if label < self.labels[cell] {
            self.labels[cell] = label;
            let bucket = label >> self.width_bits & (self.ring.len() as u64 - 1);
            // Fewer than 2³² cells, as the surface checked.
            self.ring[usize::try_from(bucket).unwrap_or_default()]
                .push(u32::try_from(cell).unwrap_or(u32::MAX));
            self.waiting += 1;
        }
    }

    /// The steps from a padded cell, in microseconds for each two minutes per metre.
    fn steps(&self, cell: usize) -> Steps {
        let width = self.surface.width();
        let row = cell / width - 1;
        let sizes = self.surface.sizes();
        let of = |sizes: &[f64], row: Option<usize>| {
            let metres = row.and_then(|row| sizes.get(row)).copied();
            metres.unwrap_or_default() * HALF_MINUTE
        };
        let above = row.checked_sub(1);
        let east = of(&sizes.east, Some(row));
        let (north, south) = (of(&sizes.south, above), of(&sizes.south, Some(row)));
        let (upper, lower) = (of(&sizes.diagonal, above), of(&sizes.diagonal, Some(row)));
        let west = 1_usize.wrapping_neg();
        let up = width.wrapping_neg();
        Steps {
            sides: [(west, east), (1, east), (up, north), (width, south)],
            corners: [
                (up.wrapping_add(west), upper, up, west),
                (up.wrapping_add(1), upper, up, 1),
                (width.wrapping_add(west), lower, width, west),
                (width + 1, lower, width, 1),
            ],
        }
    }
}

/// Microseconds of a step that is longer than any travel time.
const LONGEST_STEP: f64 = 4e12;

/// Two to the power of 52: added to a smaller number it leaves the nearest whole number in the lower bits.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// Whole microseconds of a step, from the sum of its two cells and its scaled length.
fn time_of_step(both: f64, scaled_metres: f64) -> u64 {
    let time = (both * scaled_metres).min(LONGEST_STEP);
    (time + WHOLE).to_bits() - WHOLE.to_bits()
}
