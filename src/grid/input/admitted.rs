use crate::grid::kernel::rounding::whole;
use crate::units::Demand;
use fearless_simd::{Level, dispatch};

/// Counts and sums of the cells that have data.
#[derive(Debug, Clone, Copy)]
pub(super) struct Admitted {
    /// Cells with data.
    pub(super) count: u64,
    /// Their people, each cell rounded.
    people: u64,
    /// The most people of a cell.
    largest: f64,
    /// How many cells hold this number, counted if it looks like a nodata value.
    times: u64,
    /// Whether all of these hold a number of people.
    pub(super) sound: bool,
}

impl Admitted {
    pub(super) const NOTHING: Self = Self {
        count: 0,
        people: 0,
        largest: 0.0,
        times: 0,
        sound: true,
    };

    pub(super) fn and(self, other: Self) -> Self {
        let times = |of: Self| {
            if of.largest < self.largest.max(other.largest) {
                0
            } else {
                of.times
            }
        };
        Self {
            count: self.count + other.count,
            people: self.people + other.people,
            largest: self.largest.max(other.largest),
            times: times(self) + times(other),
            sound: self.sound && other.sound,
        }
    }

    /// An upper bound of the people.
    pub(super) fn most_people(&self) -> f64 {
        (self.people + self.count) as f64
    }
}

/// Numbers that programs write for nodata; more than one such cell is not a coincidence.
const SENTINELS: [f64; 9] = [
    9_999.0,
    32_767.0,
    65_535.0,
    99_999.0,
    999_999.0,
    9_999_999.0,
    99_999_999.0,
    999_999_999.0,
    1e9,
];

/// Which numbers of a raster mean nodata, and how the others are scaled.
#[derive(Debug, Clone)]
pub(super) struct Marks {
    /// Bits of the nodata value, and of the same rounded to single precision, as rasters of single
    /// precision carry it.
    nodata: [u64; 2],
    scaling: Option<(f64, f64)>,
    /// The largest value of the raster's type, in people.
    most: Option<f64>,
}

impl Marks {
    pub(super) fn new(nodata: Option<f64>, scaling: Option<(f64, f64)>, most: Option<f64>) -> Self {
        let nodata = nodata.unwrap_or(f64::NAN);
        #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
        let nodata = [nodata, f64::from(nodata as f32)].map(|n| if n == 0.0 { 0.0 } else { n });
        let people = |value: f64| scaling.map_or(value, |(scale, offset)| value * scale + offset);
        Self {
            nodata: nodata.map(f64::to_bits),
            scaling,
            most: most.map(people),
        }
    }

    /// Scales a row of numbers to people and turns nodata into NaN.
    pub(super) fn admit(&self, cells: &mut [f64]) -> Admitted {
        let mut nodata = self.nodata;
        if let Some((scale, offset)) = self.scaling {
            for cell in &mut *cells {
                let none = nodata.contains(&cell.to_bits());
                *cell = if none {
                    f64::NAN
                } else {
                    *cell * scale + offset
                };
            }
            nodata = [f64::NAN.to_bits(); 2];
        }
        let mut found = dispatch!(Level::new(), _simd => admit(cells, nodata));
        if self.is_suspicious(found.largest) {
            let alike = |cell: &&f64| cell.to_bits() == found.largest.to_bits();
            found.times = cells.iter().filter(alike).count() as u64;
        }
        found
    }

    fn is_suspicious(&self, people: f64) -> bool {
        self.most == Some(people) || SENTINELS.contains(&people)
    }

    /// The number that is probably an undeclared nodata value, the number of cells that hold it, and
    /// whether it is the largest value of the raster's type, once all cells are read.
    pub(super) fn undeclared(&self, all: &Admitted) -> Option<(f64, u64, bool)> {
        let of_type = self.most == Some(all.largest);
        let suspicious = all.times > u64::from(!of_type);
        suspicious.then_some((all.largest, all.times, of_type))
    }
}

/// Turns nodata into NaN, and counts.
#[inline(always)]
fn admit(cells: &mut [f64], marks: [u64; 2]) -> Admitted {
    let (mut count, mut all, mut wrong, mut largest) = (0, 0, 0, 0.0_f64);
    for cell in cells {
        let people = *cell;
        let none = people.is_nan() || marks.contains(&people.to_bits());
        let possible = !none && (0.0..=Demand::MAX_OF_A_POINT).contains(&people);
        *cell = if none { f64::NAN } else { people };
        count += u64::from(!none);
        let counted = if possible { people } else { 0.0 };
        all += whole(counted);
        largest = if counted > largest { counted } else { largest };
        wrong += u64::from(!none && !possible);
    }
    Admitted {
        count,
        people: all,
        largest,
        times: 0,
        sound: wrong == 0,
    }
}
