use super::rounding::whole_single;

/// How many time thresholds lie below each step of distance. The steps are so short that none
/// contains more than one threshold.
///
/// Each step takes two bytes. For neighbouring places, whose steps are neighbours too, this is faster
/// than [`super::piecewise_linear::PiecewiseLinear`]; for scattered places it needs more of the cache.
#[derive(Debug, Clone)]
pub(in crate::grid) struct StepIndex {
    reached: Vec<u16>,
    per_chord: f32,
}

/// The most steps, which take 8 MiB.
const MOST: usize = 1 << 22;

impl StepIndex {
    /// The index of ascending time thresholds, as squared chords; the last one is the end. Truncates
    /// the thresholds to those that fit.
    pub(in crate::grid) fn new(thresholds: &mut Vec<f64>) -> Self {
        let (mut gap, mut before, mut width) = (f64::INFINITY, 0.0, f64::INFINITY);
        let mut kept = 0;
        for threshold in thresholds.iter() {
            let at = threshold.sqrt();
            if at / gap * 1.5 > MOST as f64 {
                break;
            }
            // The end may share a step with the threshold before it.
            width = gap;
            gap = gap.min(at - before);
            before = at;
            kept += 1;
        }
        thresholds.truncate(kept);
        #[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
        let per_chord = (1.5 / width) as f32;
        let mut reached = Vec::new();
        for (second, &threshold) in (0..=u16::MAX).zip(&*thresholds) {
            reached.resize(step_of(threshold, per_chord) as usize + 1, second);
        }
        Self { reached, per_chord }
    }

    /// How many thresholds lie below the steps of a batch of squared chords.
    #[inline(always)]
    pub(in crate::grid) fn fill<const N: usize>(&self, chord2: &[f64; N], reached: &mut [u32; N]) {
        for n in 0..N {
            reached[n] = step_of(chord2[n], self.per_chord);
        }
        for reached in reached {
            *reached = u32::from(self.reached[*reached as usize]);
        }
    }
}

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "rounded on purpose")]
fn step_of(chord2: f64, per_chord: f32) -> u32 {
    whole_single((chord2 as f32).sqrt() * per_chord)
}
