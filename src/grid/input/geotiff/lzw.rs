/// The code that empties the table.
const CLEAR: usize = 256;
/// The code that ends the data.
const END: usize = 257;
/// Codes of 12 bits.
const MOST: usize = 4096;

/// Fills `to` with what `from` holds, and says how much of it was filled.
///
/// An entry of the table is its predecessor's text and one more byte: in the output the
/// two lie side by side, so that an entry is a place in the output and a length. Data end where
/// `to` is full, with or without a code that says so: writers differ.
///
/// # Source
///
/// TIFF 6.0, section 13: high bit first, and codes grow one entry earlier than they need to.
pub(super) fn decode(from: &[u8], to: &mut [u8]) -> usize {
    let mut table = vec![(0, 0); MOST];
    let (mut next, mut width) = (END + 1, 9);
    // What the code before stands for.
    let mut before: Option<(usize, usize)> = None;
    let (mut bits, mut waiting, mut filled) = (0_u32, 0, 0);
    let mut bytes = from.iter();
    loop {
        while waiting < width {
            let Some(&byte) = bytes.next() else {
                return filled;
            };
            bits = bits << 8 | u32::from(byte);
            waiting += 8;
        }
        waiting -= width;
        let code = (bits >> waiting) as usize & ((1 << width) - 1);
        match code {
            CLEAR => {
                (next, width, before) = (END + 1, 9, None);
                continue;
            }
            END => return filled,
            _ => {}
        }
        let start = filled;
        let copied = if let Ok(byte) = u8::try_from(code) {
            let Some(place) = to.get_mut(filled) else {
                return filled;
            };
            *place = byte;
            1
        } else if code < next {
            let (from, length) = table[code];
            copy(to, from, filled, length)
        } else if let (Some((from, length)), true) = (before, code == next) {
            copy(to, from, filled, length + 1)
        } else {
            return filled;
        };
        filled += copied;
        if filled == to.len() {
            return filled;
        }
        if let Some((from, length)) = before
            && next < MOST
        {
            table[next] = (from, length + 1);
            next += 1;
            if next + 1 >= 1 << width && width < 12 {
                width += 1;
            }
        }
        before = Some((start, copied));
    }
}

/// Copies within the output, byte after byte where the two places overlap; no more than there is
/// room for.
fn copy(to: &mut [u8], from: usize, at: usize, length: usize) -> usize {
    let length = length.min(to.len() - at);
    if from + length <= at {
        to.copy_within(from..from + length, at);
    } else {
        for n in 0..length {
            to[at + n] = to[from + n];
        }
    }
    length
}

#[cfg(test)]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::precedence
)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use weezl::BitOrder;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = weezl::encode::Encoder::with_tiff_size_switch(BitOrder::Msb, 8);
        encoder.encode(bytes).unwrap()
    }

    proptest! {
        /// What another implementation packs is unpacked, and as much of it as there is room for.
        #[test]
        fn packed_bytes_are_the_bytes_again(
            seed in prop::collection::vec(any::<u8>(), 1..2000),
            range in 1..=255_u8,
            times in 1..20_usize,
            part in 0.0..1.0_f64,
        ) {
            let bytes: Vec<u8> = seed.iter().map(|byte| byte % range).collect::<Vec<_>>().repeat(times);
            let packed = packed(&bytes);
            let mut to = vec![0; bytes.len()];
            prop_assert_eq!(decode(&packed, &mut to), bytes.len());
            prop_assert_eq!(&to, &bytes);
            let some = (bytes.len() as f64 * part) as usize;
            let mut to = vec![0; some];
            prop_assert_eq!(decode(&packed, &mut to), some);
            prop_assert_eq!(&to[..], &bytes[..some]);
        }

        /// Whatever the bytes, no panic, and no more than there is room for.
        #[test]
        fn any_bytes_are_decoded_or_end(bytes in prop::collection::vec(any::<u8>(), 0..4000)) {
            let mut to = vec![0; 10_000];
            prop_assert!(decode(&bytes, &mut to) <= to.len());
        }
    }

    #[test]
    fn the_end_code_may_be_missing() {
        let bytes: Vec<u8> = (0..5000_u32).map(|n| ((n * n) >> 3 & 0xff) as u8).collect();
        let mut packed = packed(&bytes);
        packed.truncate(packed.len() - 1);
        let mut to = vec![0; bytes.len()];
        assert!(decode(&packed, &mut to) >= bytes.len() - 2);
    }
}
