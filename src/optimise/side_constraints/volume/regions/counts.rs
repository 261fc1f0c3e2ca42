/// The least cost of all regions together with a given number of centres, and the number that each region
/// has then.
pub(crate) struct Counts {
    width: usize,
    /// By region and centres of all regions before it; and of it and all after it.
    before: Vec<f64>,
    after: Vec<f64>,
    chosen: Vec<usize>,
}

impl Counts {
    /// `least`: by region and number of centres, the least cost; infinite where it is impossible.
    pub(crate) fn new(least: &[Vec<f64>], centres: usize) -> Self {
        let width = centres + 1;
        let regions = least.len();
        let mut counts = Self {
            width,
            before: vec![f64::INFINITY; width * (regions + 1)],
            after: vec![f64::INFINITY; width * (regions + 1)],
            chosen: vec![0; regions],
        };
        counts.before[0] = 0.0;
        counts.after[width * regions] = 0.0;
        for (region, costs) in least.iter().enumerate() {
            for count in 0..width {
                let base = counts.before[region * width + count];
                for (own, cost) in costs.iter().enumerate().take(width - count) {
                    let sum = &mut counts.before[(region + 1) * width + count + own];
                    *sum = sum.min(base + cost);
                }
            }
        }
        for (region, costs) in least.iter().enumerate().rev() {
            for count in 0..width {
                let base = counts.after[(region + 1) * width + count];
                for (own, cost) in costs.iter().enumerate().take(width - count) {
                    let sum = &mut counts.after[region * width + count + own];
                    *sum = sum.min(base + cost);
                }
            }
        }
        let mut left = centres;
        for region in (0..regions).rev() {
            let sum_with =
                |own: usize| counts.before[region * width + left - own] + least[region][own];
            let most = least[region].len().min(left + 1);
            let best = (0..most).min_by(|&a, &b| sum_with(a).total_cmp(&sum_with(b)));
            counts.chosen[region] = best.unwrap_or(0);
            left -= counts.chosen[region];
        }
        counts
    }

    /// The least cost; infinite if there is no way.
    pub(crate) fn least(&self) -> f64 {
        self.after[self.width - 1]
    }

    /// By number of centres, the least cost of all regions.
    pub(crate) fn least_by_count(&self) -> Vec<f64> {
        self.before[self.before.len() - self.width..].to_vec()
    }

    pub(crate) fn chosen(&self, region: usize) -> usize {
        self.chosen[region]
    }

    /// The least cost of all other regions if this one has so many centres.
    pub(crate) fn least_of_others(&self, region: usize, own: usize) -> f64 {
        let Some(left) = (self.width - 1).checked_sub(own) else {
            return f64::INFINITY;
        };
        let before = &self.before[region * self.width..][..=left];
        let after = &self.after[(region + 1) * self.width..][..=left];
        let sums = before.iter().zip(after.iter().rev()).map(|(a, b)| a + b);
        sums.fold(f64::INFINITY, f64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whole numbers are summed without error.
    fn same(one: f64, other: f64) -> bool {
        one.to_bits() == other.to_bits()
    }

    proptest! {
        /// As all ways to share the centres say.
        #[test]
        fn counts_are_shared_as_well_as_can_be(
            least in prop::collection::vec(prop::collection::vec(0_i32..50, 1..4), 3),
            centres in 0_usize..8,
        ) {
            let least: Vec<Vec<f64>> = (least.iter())
                .map(|costs| costs.iter().map(|&c| f64::from(c)).collect())
                .collect();
            let counts = Counts::new(&least, centres);
            let ways = || (0..least[0].len()).flat_map(|a| (0..least[1].len()).map(move |b| (a, b)));
            let cost = |(a, b): (usize, usize)| {
                let c = centres.checked_sub(a + b)?;
                Some((c, least[0][a] + least[1][b] + least[2].get(c)?))
            };
            let best = ways().filter_map(cost).map(|(_, cost)| cost).fold(f64::INFINITY, f64::min);
            prop_assert!(same(counts.least(), best));
            for (own, own_least) in least[1].iter().enumerate() {
                let with = ways().filter(|way| way.1 == own).filter_map(cost);
                let with = with.map(|(_, cost)| cost).fold(f64::INFINITY, f64::min);
                prop_assert!(same(counts.least_of_others(1, own) + own_least, with));
            }
            if best < f64::INFINITY {
                let chosen: Vec<usize> = (0..3).map(|region| counts.chosen(region)).collect();
                prop_assert_eq!(chosen.iter().sum::<usize>(), centres);
                let sum: f64 = (0..3).map(|region| least[region][chosen[region]]).sum();
                prop_assert!(same(sum, best));
            }
        }
    }
}
