use super::patients::PatientMix;
use crate::units::Share;

/// A pre-hospital test for large-vessel occlusion: the share of positives in each group.
///
/// # Examples
///
/// ```
/// use catchment::outcome::{PatientMix, PrehospitalTest};
/// use catchment::units::Share;
/// let test = PrehospitalTest::new(Share::try_new(0.8)?, Share::try_new(0.9)?);
/// let [positive, negative] = test.split(&PatientMix::default());
/// let (positive, negative) = (positive.expect("some"), negative.expect("some"));
/// assert!((positive.0 + negative.0 - 1.0).abs() < 1e-12, "everybody is one or the other");
/// assert!(positive.1.lvo() > negative.1.lvo());
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrehospitalTest {
    /// Large-vessel occlusions found positive: the sensitivity.
    pub positive_lvo: Share,
    /// Other ischaemic strokes found positive.
    pub positive_nlvo: Share,
    /// Haemorrhages found positive.
    pub positive_haemorrhage: Share,
}

impl PrehospitalTest {
    /// A test with this sensitivity for large-vessel occlusion, and this specificity for everyone
    /// else.
    #[must_use]
    pub fn new(sensitivity: Share, specificity: Share) -> Self {
        let false_positive = Share::try_new(1.0 - specificity.as_f64()).unwrap_or(Share::ALL);
        Self {
            positive_lvo: sensitivity,
            positive_nlvo: false_positive,
            positive_haemorrhage: false_positive,
        }
    }

    /// RACE scale of at least 5: 47.4% positive; of the positives 50.7% LVO, 26.3% other ischaemic,
    /// 23.0% haemorrhage, which makes a sensitivity of 75.8% in [`PatientMix::ALLEN_2021`].
    ///
    /// # Source
    ///
    /// Allen et al. 2021, European Stroke Journal.
    #[must_use]
    pub fn race_5() -> Self {
        let mix = PatientMix::ALLEN_2021;
        let positive = |of_positives: f64, of_all: f64| {
            Share::try_new(0.474 * of_positives / of_all).unwrap_or(Share::ALL)
        };
        Self {
            positive_lvo: positive(0.507, mix.lvo()),
            positive_nlvo: positive(0.263, mix.nlvo()),
            positive_haemorrhage: positive(0.230, mix.haemorrhage()),
        }
    }

    /// The positives and the negatives: their share of all, and what they turn out to be.
    ///
    /// A class that nobody is in is left out.
    #[must_use]
    pub fn split(&self, mix: &PatientMix) -> [Option<(f64, PatientMix)>; 2] {
        let positive = [
            self.positive_lvo.as_f64() * mix.lvo(),
            self.positive_nlvo.as_f64() * mix.nlvo(),
            self.positive_haemorrhage.as_f64() * mix.haemorrhage(),
        ];
        let all = [mix.lvo(), mix.nlvo(), mix.haemorrhage()];
        let negative = std::array::from_fn(|kind| all[kind] - positive[kind]);
        [positive, negative].map(|parts: [f64; 3]| {
            let share = parts.iter().sum::<f64>();
            let [lvo, nlvo, haemorrhage] = parts;
            (share > 0.0).then(|| (share, PatientMix::scaled(lvo, nlvo, haemorrhage)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published table of negatives (14.6, 74.4, 11.0%) follows from that of positives.
    #[test]
    fn the_negatives_of_race_are_the_published_ones() {
        let [positive, negative] = PrehospitalTest::race_5().split(&PatientMix::ALLEN_2021);
        let (share, mix) = positive.unwrap();
        assert!((share - 0.474).abs() < 1e-9);
        assert!((mix.lvo() - 0.507).abs() < 1e-9);
        let (_, mix) = negative.unwrap();
        for (found, published) in [
            (mix.lvo(), 0.146),
            (mix.nlvo(), 0.744),
            (mix.haemorrhage(), 0.110),
        ] {
            assert!((found - published).abs() < 0.002, "{found} {published}");
        }
    }

    /// A perfect test leaves no large-vessel occlusion among the negatives; one that calls
    /// everybody positive leaves no negatives.
    #[test]
    fn the_two_extreme_tests() {
        let none = Share::try_new(0.0).unwrap();
        let mix = PatientMix::ALLEN_2021;
        let [positive, negative] = PrehospitalTest::new(Share::ALL, Share::ALL).split(&mix);
        assert!((positive.unwrap().1.lvo() - 1.0).abs() < 1e-12);
        assert!(negative.unwrap().1.lvo().abs() < 1e-12);
        let [positive, negative] = PrehospitalTest::new(Share::ALL, none).split(&mix);
        assert!((positive.unwrap().0 - 1.0).abs() < 1e-12);
        assert_eq!(negative, None);
    }
}
