use crate::grid::rounding::whole;
use crate::units::Demand;

/// What cells hold that were taken in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Admitted {
    /// Cells with data.
    pub(super) count: u64,
    /// Their people, each cell rounded.
    people: u64,
    /// Whether all of these hold a number of people.
    pub(super) sound: bool,
}

impl Admitted {
    pub(super) const NOTHING: Self = Self {
        count: 0,
        people: 0,
        sound: true,
    };

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            count: self.count + other.count,
            people: self.people + other.people,
            sound: self.sound && other.sound,
        }
    }

    /// No fewer people than the cells hold.
    pub(super) fn most_people(&self) -> f64 {
        (self.people + self.count) as f64
    }
}

/// Takes cells without data away.
#[inline(always)]
pub(super) fn admit(cells: &mut [f64], marks: [u64; 2]) -> Admitted {
    let (mut count, mut all, mut wrong) = (0, 0, 0);
    for cell in cells {
        let people = *cell;
        let none = people.is_nan() || marks.contains(&people.to_bits());
        let possible = (0.0..=Demand::MAX_OF_A_POINT).contains(&people);
        *cell = if none { f64::NAN } else { people };
        count += u64::from(!none);
        all += whole(if possible { people } else { 0.0 });
        wrong += u64::from(!none && !possible);
    }
    Admitted {
        count,
        people: all,
        sound: wrong == 0,
    }
}
