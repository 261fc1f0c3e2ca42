use super::rounding::whole_single;

/// How many seconds have begun at the beginning of each step of distance, steps so short that no
/// more than one thresholds in any.
///
/// Two bytes for each step: for places side by side, whose steps lie side by side, that is quicker
/// than [`super::piecewise_linear::PiecewiseLinear`]; for places here and there it needs more of the cache.
#[derive(Debug, Clone)]
pub(in crate::grid) struct StepIndex {
    begun: Vec<u16>,
    per_chord: f32,
}

/// The most steps: 8 MiB.
const MOST: usize = 1 << 22;

impl StepIndex {
    /// For the squared chords at which seconds begin, ascending; the last one is the end. Leaves
    /// those for which there is room.
    pub(in crate::grid) fn new(thresholds: &mut Vec<f64>) -> Self {
        let (mut gap, mut before, mut width) = (f64::INFINITY, 0.0, f64::INFINITY);
        let mut kept = 0;
        for begin in thresholds.iter() {
            let at = begin.sqrt();
            if at / gap * 1.5 > MOST as f64 {
                break;
            }
            // The end may share a step with the beginning before it.
            width = gap;
            gap = gap.min(at - before);
            before = at;
            kept += 1;
        }
        thresholds.truncate(kept);
        #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
        let per_chord = (1.5 / width) as f32;
        let mut begun = Vec::new();
        for (second, &begin) in (0..=u16::MAX).zip(&*thresholds) {
            begun.resize(step_of(begin, per_chord) as usize + 1, second);
        }
        Self { begun, per_chord }
    }

    /// How many seconds have begun at the beginnings of the steps of a run of squared chords.
    #[inline(always)]
    pub(in crate::grid) fn fill<const N: usize>(&self, chord2: &[f64; N], begun: &mut [u32; N]) {
        for n in 0..N {
            begun[n] = step_of(chord2[n], self.per_chord);
        }
        for begun in begun {
            *begun = u32::from(self.begun[*begun as usize]);
        }
    }
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
fn step_of(chord2: f64, per_chord: f32) -> u32 {
    whole_single((chord2 as f32).sqrt() * per_chord)
}
