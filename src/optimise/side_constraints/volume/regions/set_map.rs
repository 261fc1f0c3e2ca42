/// Moves the sites of sets to other bits, a byte at a time.
pub(crate) struct SetMap {
    bytes: [[u32; 256]; 4],
}

impl SetMap {
    /// By bit, the bit that it becomes; `None` if it is left out.
    pub(crate) fn new(to: impl Fn(usize) -> Option<usize>) -> Self {
        let mut bytes = [[0; 256]; 4];
        for (byte, images) in bytes.iter_mut().enumerate() {
            for value in 1..images.len() {
                let lowest = value.trailing_zeros() as usize;
                let image = to(8 * byte + lowest).map_or(0, |bit| 1 << bit);
                images[value] = images[value & (value - 1)] | image;
            }
        }
        Self { bytes }
    }

    /// Only these bits, in their order, from the lowest on.
    pub(crate) fn squeezed(bits: u32) -> Self {
        Self::new(|bit| {
            let below = (bits & ((1 << bit) - 1)).count_ones() as usize;
            (bits >> bit & 1 == 1).then_some(below)
        })
    }

    pub(crate) fn image(&self, set: u32) -> u32 {
        let [a, b, c, d] = set.to_le_bytes().map(usize::from);
        self.bytes[0][a] | self.bytes[1][b] | self.bytes[2][c] | self.bytes[3][d]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_bit_goes_where_it_should(bits in any::<u32>(), set in any::<u32>()) {
            let image = SetMap::squeezed(bits).image(set);
            let kept: Vec<u32> = (0..32).filter(|bit| bits >> bit & 1 == 1).collect();
            for (to, from) in kept.iter().enumerate() {
                prop_assert_eq!(image >> to & 1, set >> from & 1);
            }
            prop_assert_eq!(u64::from(image) >> kept.len(), 0);
        }
    }
}
