use super::samples::Sample;

/// What was done to numbers before they were packed, so that they pack better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Predictor {
    None,
    /// Each number is its difference from the one before.
    Horizontal,
    /// Bytes of equal significance are stored together, each as the difference from the one before.
    FloatingPoint,
}

impl Predictor {
    /// By the number of the tag `Predictor`.
    ///
    /// # Errors
    ///
    /// It does not go with the numbers.
    pub(super) fn from_number(number: u64, sample: Sample) -> Result<Self, String> {
        match (number, sample) {
            (1, _) => Ok(Self::None),
            (2, _) if sample.bits() >= 8 => Ok(Self::Horizontal),
            (3, Sample::Float(_)) => Ok(Self::FloatingPoint),
            _ => Err(format!(
                "predictor {number} does not apply to numbers of this type"
            )),
        }
    }

    /// Whether numbers are in the order of bytes of the file afterwards, and not low byte first.
    pub(super) fn keeps_byte_order(self) -> bool {
        self != Self::FloatingPoint
    }

    /// Undoes it in one row of a tile, whose pixels have `stride` numbers of `size` bytes.
    ///
    /// # Source
    ///
    /// TIFF 6.0, section 14; TIFF Technical Note 3 of Adobe.
    pub(super) fn undo(self, row: &mut [u8], is_big_endian: bool, stride: usize, size: usize) {
        match self {
            Self::None => {}
            Self::Horizontal => horizontal(row, is_big_endian, stride, size),
            Self::FloatingPoint => floating_point(row, stride, size),
        }
    }
}

fn horizontal(row: &mut [u8], is_big_endian: bool, stride: usize, size: usize) {
    macro_rules! add {
        ($number:ty, $from:ident, $to:ident) => {{
            let (numbers, _) = row.as_chunks_mut::<{ size_of::<$number>() }>();
            if stride == 1 {
                let mut sum: $number = 0;
                for bytes in numbers {
                    sum = sum.wrapping_add(<$number>::$from(*bytes));
                    *bytes = sum.$to();
                }
            } else {
                for at in stride..numbers.len() {
                    let before = <$number>::$from(numbers[at - stride]);
                    let sum = before.wrapping_add(<$number>::$from(numbers[at]));
                    numbers[at] = sum.$to();
                }
            }
        }};
    }
    match (size, is_big_endian) {
        (1, _) => add!(u8, from_le_bytes, to_le_bytes),
        (2, false) => add!(u16, from_le_bytes, to_le_bytes),
        (2, true) => add!(u16, from_be_bytes, to_be_bytes),
        (4, false) => add!(u32, from_le_bytes, to_le_bytes),
        (4, true) => add!(u32, from_be_bytes, to_be_bytes),
        (_, false) => add!(u64, from_le_bytes, to_le_bytes),
        (_, true) => add!(u64, from_be_bytes, to_be_bytes),
    }
}

fn floating_point(row: &mut [u8], stride: usize, size: usize) {
    for at in stride..row.len() {
        row[at] = row[at].wrapping_add(row[at - stride]);
    }
    // The highest bytes of all numbers come first.
    let count = row.len() / size;
    let planes = row.to_vec();
    for (number, bytes) in row.chunks_exact_mut(size).enumerate() {
        for (significance, byte) in bytes.iter_mut().enumerate() {
            *byte = planes[(size - 1 - significance) * count + number];
        }
    }
}
