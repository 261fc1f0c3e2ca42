/// The counter-based generator Philox4x32-10: 128 random bits for every counter, with no state.
///
/// # Source
///
/// Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Philox {
    key: [u32; 2],
}

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];
const ROUNDS: usize = 10;

impl Philox {
    /// The generator of a key.
    #[must_use]
    pub const fn new(key: [u32; 2]) -> Self {
        Self { key }
    }

    /// The random numbers of a counter.
    #[must_use]
    pub const fn block(self, counter: [u32; 4]) -> [u32; 4] {
        let [mut a, mut b, mut c, mut d] = counter;
        let mut key = self.key;
        let mut round = 0;
        while round < ROUNDS {
            let (high_a, low_a) = product(MULTIPLIERS[0], a);
            let (high_c, low_c) = product(MULTIPLIERS[1], c);
            (a, b, c, d) = (high_c ^ b ^ key[0], low_c, high_a ^ d ^ key[1], low_a);
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
            round += 1;
        }
        [a, b, c, d]
    }
}

const fn product(a: u32, b: u32) -> (u32, u32) {
    let product = a as u64 * b as u64;
    ((product >> 32) as u32, (product & 0xFFFF_FFFF) as u32)
}

/// The random numbers of one replication: each depends on whom it is for and what for, and on
/// nothing else, so that the same patients meet every service in the same order or another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    generator: Philox,
}

impl Draws {
    /// The numbers of a replication of a seed.
    #[must_use]
    pub const fn new(seed: u32, replication: u32) -> Self {
        Self {
            generator: Philox::new([seed, replication]),
        }
    }

    /// Four numbers strictly between 0 and 1, for one subject (its group and its number in it), one
    /// purpose and one draw of it.
    #[must_use]
    pub fn four(self, group: u32, number: u32, purpose: u32, draw: u32) -> [f64; 4] {
        let block = self.generator.block([group, number, purpose, draw]);
        block.map(|bits| (f64::from(bits) + 0.5) / 4_294_967_296.0)
    }

    /// The first of them.
    #[must_use]
    pub fn one(self, group: u32, number: u32, purpose: u32, draw: u32) -> f64 {
        self.four(group, number, purpose, draw)[0]
    }
}

/// A seed of 64 bits in 32, all of whose bits count.
#[must_use]
pub fn folded(seed: u64) -> u32 {
    u32::try_from((seed ^ (seed >> 32)) & 0xFFFF_FFFF).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The known answers of the authors' library.
    #[test]
    fn the_known_answers_come_out() {
        let none = Philox::new([0, 0]).block([0; 4]);
        assert_eq!(none, [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]);
        let ones = Philox::new([u32::MAX; 2]).block([u32::MAX; 4]);
        assert_eq!(ones, [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]);
        let pi = Philox::new([0xa409_3822, 0x299f_31d0]).block([
            0x243f_6a88,
            0x85a3_08d3,
            0x1319_8a2e,
            0x0370_7344,
        ]);
        assert_eq!(pi, [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]);
    }

    /// Chi-squared over 64 cells at 63 degrees of freedom lies within 5 standard deviations of its
    /// mean; a fixed seed makes the test certain.
    #[test]
    fn numbers_of_neighbouring_subjects_are_uniform() {
        let draws = Draws::new(7, 3);
        let mut cells = [0.0_f64; 64];
        let subjects: u32 = 20_000;
        for subject in 0..subjects {
            for number in draws.four(subject, 0, 1, 0) {
                assert!(number > 0.0 && number < 1.0);
                let cell = (number * 64.0).floor();
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "below 64"
                )]
                {
                    cells[cell as usize] += 1.0;
                }
            }
        }
        let expected = f64::from(subjects) * 4.0 / 64.0;
        let chi: f64 = cells
            .iter()
            .map(|n| (n - expected).powi(2) / expected)
            .sum();
        assert!((chi - 63.0).abs() < 5.0 * (2.0 * 63.0_f64).sqrt(), "{chi}");
    }
}
