use crate::units::{Demand, TravelTime};

/// How unequal travel times are among people, who count by their demand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// Gini coefficient: 0 where all have the same time, towards 1 where few have all of it.
    pub gini: f64,
    /// Theil's T index, in nats: 0 where all have the same time.
    pub theil: f64,
}

/// The inequality of the times of those who can reach a site; `None` where nobody can, or all are at
/// one.
///
/// # Source
///
/// Gini as twice the covariance of time and rank over the mean (Lerman and Yitzhaki 1984, Economics
/// Letters), the rank of equal times being the middle of theirs; T of Theil 1967, *Economics and
/// Information Theory*.
///
/// # Examples
///
/// ```
/// use catchment::inequality::dispersion;
/// use catchment::units::{Demand, TravelTime};
///
/// let minutes = TravelTime::from_whole;
/// let two = [(minutes(10), Demand::from_whole(1)), (minutes(30), Demand::from_whole(1))];
/// let dispersion = dispersion(two).unwrap();
/// assert!((dispersion.gini - 0.25).abs() < 1e-12);
/// assert!((dispersion.theil - (0.25 * 0.5_f64.ln() + 0.75 * 1.5_f64.ln())).abs() < 1e-12);
/// ```
#[must_use]
pub fn dispersion(times: impl IntoIterator<Item = (TravelTime, Demand)>) -> Option<Dispersion> {
    let mut people: Vec<(u32, u64)> = times
        .into_iter()
        .map(|(time, demand)| (time.milliseconds(), demand.millionths()))
        .filter(|&(_, weight)| weight > 0)
        .collect();
    people.sort_unstable();
    let all: f64 = people.iter().map(|&(_, weight)| weight as f64).sum();
    let sum: f64 = people
        .iter()
        .map(|&(time, weight)| f64::from(time) * weight as f64)
        .sum();
    if sum <= 0.0 {
        return None;
    }
    let mean = sum / all;
    let (mut below, mut gini, mut theil) = (0.0, 0.0, 0.0);
    for equal in people.chunk_by(|a, b| a.0 == b.0) {
        let weight = equal.iter().map(|&(_, weight)| weight as f64).sum::<f64>() / all;
        let ratio = f64::from(equal[0].0) / mean;
        gini += 2.0 * weight * ratio * (below + weight / 2.0 - 0.5);
        if ratio > 0.0 {
            theil += weight * ratio * ratio.ln();
        }
        below += weight;
    }
    Some(Dispersion { gini, theil })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(people: &[(u32, u32)]) -> Option<Dispersion> {
        let times = people.iter().map(|&(minutes, people)| {
            (TravelTime::from_whole(minutes), Demand::from_whole(people))
        });
        dispersion(times)
    }

    #[test]
    fn equal_times_are_equal_and_nobody_has_no_inequality() {
        let equal = of(&[(20, 3), (20, 5)]).unwrap();
        assert!(equal.gini.abs() < 1e-12 && equal.theil.abs() < 1e-12);
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[(0, 5)]), None);
        assert_eq!(of(&[(20, 0)]), None);
    }

    proptest! {
        /// Half the mean difference of all pairs over the mean, as Gini is defined; and neither the
        /// order of people, nor the unit of time, nor splitting a group changes anything.
        #[test]
        fn gini_is_half_the_relative_mean_difference(
            people in prop::collection::vec((1_u32..200, 1_u32..9), 1..12),
        ) {
            let found = of(&people).unwrap();
            let each: Vec<f64> = people.iter()
                .flat_map(|&(minutes, people)| vec![f64::from(minutes); people as usize])
                .collect();
            let n = each.len() as f64;
            let mean = each.iter().sum::<f64>() / n;
            let pairs: f64 = each.iter()
                .map(|a| each.iter().map(|b| (a - b).abs()).sum::<f64>())
                .sum();
            prop_assert!((found.gini - pairs / (2.0 * n * n * mean)).abs() < 1e-9);
            let theil = each.iter().map(|y| y / mean * (y / mean).ln()).sum::<f64>() / n;
            prop_assert!((found.theil - theil).abs() < 1e-9);
            prop_assert!((0.0..1.0).contains(&(found.gini + 1e-12)) && found.theil > -1e-12);

            let tripled: Vec<_> = people.iter().map(|&(minutes, people)| (3 * minutes, people)).collect();
            prop_assert!((of(&tripled).unwrap().gini - found.gini).abs() < 1e-9);
            let mut halves: Vec<_> = people.iter()
                .flat_map(|&(minutes, people)| [(minutes, people), (minutes, people)])
                .collect();
            halves.reverse();
            prop_assert!((of(&halves).unwrap().gini - found.gini).abs() < 1e-9);
        }
    }
}
