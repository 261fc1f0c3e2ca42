//! Numbers as few bytes.

use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write as _;

/// Bytes that numbers are written to.
#[derive(Debug, Default)]
pub(super) struct Writer(pub(super) Vec<u8>);

impl Writer {
    /// A number from zero, seven bits a byte, the lowest first.
    pub(super) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        #[expect(clippy::cast_possible_truncation, reason = "seven bits")]
        self.0.push(number as u8);
    }

    /// How many there are of something.
    pub(super) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// A number of either sign: its double, or for a negative one the odd number below.
    pub(super) fn signed(&mut self, number: i64) {
        self.number((number.unsigned_abs() << 1) - u64::from(number < 0));
    }
}

/// Compressed by "deflate" without a header, as browsers unpack it.
pub(super) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(LEVEL));
    // A list of bytes takes whatever is written to it.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// How hard the compression tries, of 9.
const LEVEL: u32 = 5;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(bytes: &mut impl Iterator<Item = u8>) -> u64 {
        let mut number = 0;
        for place in 0.. {
            let byte = bytes.next().unwrap();
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    proptest! {
        #[test]
        fn numbers_are_read_as_they_were_written(numbers in prop::collection::vec(-(1_i64 << 50)..1 << 50, 0..20)) {
            let mut writer = Writer::default();
            for &number in &numbers {
                writer.signed(number);
            }
            let mut bytes = writer.0.into_iter();
            for number in numbers {
                let folded = read(&mut bytes);
                let magnitude = i64::try_from(folded.div_ceil(2)).unwrap();
                prop_assert_eq!(if folded % 2 == 1 { -magnitude } else { magnitude }, number);
            }
            prop_assert_eq!(bytes.next(), None);
        }
    }
}
