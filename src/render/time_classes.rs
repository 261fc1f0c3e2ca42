use super::palette::TimeClasses;
use crate::units::TravelTime;

/// Steps of a scale of time, in minutes.
const STEPS: [u32; 7] = [5, 10, 15, 20, 30, 60, 120];
/// Most breaks of a scale from the data.
const MOST: usize = 6;

impl TimeClasses {
    /// Even classes from the data: multiples of the smallest step that needs few breaks, over
    /// all but a twentieth of the times at either end.
    pub(super) fn over(times: impl Iterator<Item = TravelTime>) -> Self {
        let mut times: Vec<u32> = times.map(TravelTime::milliseconds).collect();
        times.sort_unstable();
        let at = |part: f64| -> u32 {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a place in a list"
            )]
            let place = (part * times.len().saturating_sub(1) as f64) as usize;
            times.get(place).copied().unwrap_or_default()
        };
        let (low, high) = (at(0.05), at(0.95));
        let breaks = |step: u32| -> Vec<TravelTime> {
            let step = 60_000 * step;
            let first = low.div_ceil(step).max(1);
            (first..=high / step)
                .map(|number| TravelTime::from_milliseconds(number * step))
                .collect()
        };
        let few = |breaks: &Vec<TravelTime>| breaks.len() <= MOST;
        let found = STEPS.into_iter().map(breaks).find(few).unwrap_or_default();
        if found.is_empty() {
            Self::at(vec![TravelTime::from_milliseconds(high)])
        } else {
            Self::at(found)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every time has a class, later times no lower one, and there is a colour for each.
        #[test]
        fn classes_cover_all_times_in_order(mut times in prop::collection::vec(0_u32..40_000, 0..60)) {
            let classes = TimeClasses::over(times.iter().copied().map(TravelTime::from_seconds));
            prop_assert_eq!(classes.names().len(), classes.len());
            prop_assert!(classes.len() <= MOST + 1);
            times.sort_unstable();
            let found: Vec<usize> = times.iter().map(|&t| classes.class(TravelTime::from_seconds(t))).collect();
            prop_assert!(found.is_sorted());
            prop_assert!(found.iter().all(|&class| class < classes.len()));
        }
    }
}
