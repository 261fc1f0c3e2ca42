/// The nearest point without negative parts whose sum is no more than `most`.
pub(super) fn project_to_sum(parts: &mut [f64], most: f64) {
    let sum: f64 = parts.iter().map(|part| part.max(0.0)).sum();
    if sum <= most {
        for part in parts {
            *part = part.max(0.0);
        }
        return;
    }
    // What is taken from each grows until no part changes its sign any more.
    let (mut taken, mut count) = (f64::NEG_INFINITY, u32::MAX);
    loop {
        let above = parts.iter().filter(|&&part| part > taken);
        let (sum, number) = above.fold((0.0, 0), |(sum, number), part| (sum + part, number + 1));
        // Next to large parts a small sum is lost in rounding: then nothing is left of any.
        // Rounding may bring a part back.
        if number >= count || number == 0 {
            break;
        }
        count = number;
        taken = (sum - most) / f64::from(number);
    }
    for part in parts {
        *part = (*part - taken).max(0.0).min(most);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The projection is in the set, and nearer than other points of it.
        #[test]
        fn the_projection_is_the_nearest_point(
            parts in prop::collection::vec(-1.0_f64..1.0, 1..6),
            other in prop::collection::vec(0.0_f64..1.0, 6),
            most in 0.01_f64..2.0,
        ) {
            let mut found = parts.clone();
            project_to_sum(&mut found, most);
            prop_assert!(found.iter().all(|&part| part >= 0.0));
            prop_assert!(found.iter().sum::<f64>() <= most + 1e-9);
            let other = &other[..parts.len()];
            let scale = (most / other.iter().sum::<f64>()).min(1.0);
            let other: Vec<f64> = other.iter().map(|part| part * scale).collect();
            let far = |point: &[f64]| -> f64 {
                point.iter().zip(&parts).map(|(a, b)| (a - b) * (a - b)).sum()
            };
            prop_assert!(far(&found) <= far(&other) + 1e-9);
        }

        /// What is left of next to nothing is in the set, and ends.
        #[test]
        fn small_sums_are_lost_and_not_looked_for(
            parts in prop::collection::vec(0.3_f64..0.300_000_001, 1..6),
            exponent in 10_i32..40,
        ) {
            let (mut found, most) = (parts, 10_f64.powi(-exponent));
            project_to_sum(&mut found, most);
            prop_assert!(found.iter().all(|&part| (0.0..=most).contains(&part)));
        }
    }
}
