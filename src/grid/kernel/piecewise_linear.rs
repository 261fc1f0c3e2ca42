use super::chord::distance_of_chord2;
use super::rounding::whole_single;
use crate::travel::RoadCurve;

/// Seconds beyond the shortest time, plus a half, approximated by straight lines of the squared chord
/// in single precision. The lines join end to end and never fall.
#[derive(Debug, Clone)]
pub(in crate::grid) struct PiecewiseLinear {
    /// The leading bits of the squared chords of the first line.
    from: u32,
    lines: Vec<[f32; 2]>,
}

/// The trailing bits of a number in single precision that do not choose its line: 64 lines per
/// doubling.
const REST: u32 = 23 - 6;

impl PiecewiseLinear {
    /// The lines up to the squared chord `end`; at `second` one second has passed.
    pub(in crate::grid) fn new(curve: &RoadCurve, second: f64, end: f64) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
        let number = |chord2: f64| (chord2 as f32).to_bits() >> REST;
        // Until then, at most an eighth of a second has passed.
        let from = number(second / 64.0);
        let mut lines = Vec::new();
        let (mut west, mut before, mut lowest) = (0.0, 0.5, 0.5);
        for line in from..=number(end) {
            let east = f32::from_bits((line + 1) << REST);
            let km = distance_of_chord2(f64::from(east)).kilometres();
            let after = curve.driving(km).0 * 60.0 + 0.5;
            #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
            let slope = ((after - before) / f64::from(east - west)) as f32;
            #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
            let mut at = (before - f64::from(slope) * f64::from(west)) as f32;
            while at + slope * west < lowest {
                at = at.next_up();
            }
            lines.push([at, slope]);
            (west, before, lowest) = (east, after, at + slope * east);
        }
        Self { from, lines }
    }

    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
    fn number(&self, chord2: f64) -> u32 {
        ((chord2 as f32).to_bits() >> REST).max(self.from) - self.from
    }

    /// The nearest whole seconds of a batch of squared chords.
    #[inline(always)]
    pub(in crate::grid) fn fill<const N: usize>(&self, chord2: &[f64; N], nearest: &mut [u32; N]) {
        let mut line = [0; N];
        for n in 0..N {
            line[n] = self.number(chord2[n]);
        }
        let mut of = [[0.0; 2]; N];
        for n in 0..N {
            of[n] = self.lines[line[n] as usize];
        }
        for n in 0..N {
            nearest[n] = whole_single(on_line(chord2[n], of[n]));
        }
    }

    #[inline(always)]
    pub(in crate::grid) fn rough(&self, chord2: f64) -> f32 {
        on_line(chord2, self.lines[self.number(chord2) as usize])
    }
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
fn on_line(chord2: f64, [at, slope]: [f32; 2]) -> f32 {
    at + slope * chord2 as f32
}
