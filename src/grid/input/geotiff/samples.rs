/// What the numbers of a raster are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sample {
    /// Of 1, 2, 4, 8, 16, 32 or 64 bits.
    Unsigned(u8),
    /// Of 8, 16, 32 or 64 bits.
    Signed(u8),
    /// Of 16, 32 or 64 bits.
    Float(u8),
}

impl Sample {
    /// By the tags `SampleFormat` and `BitsPerSample`.
    ///
    /// # Errors
    ///
    /// What kind of numbers it is that is not read.
    pub(super) fn from_tags(format: u64, bits: u64) -> Result<Self, String> {
        let size = u8::try_from(bits).unwrap_or(u8::MAX);
        let what = match (format, size) {
            (1 | 4, 1 | 2 | 4 | 8 | 16 | 32 | 64) => return Ok(Self::Unsigned(size)),
            (2, 8 | 16 | 32 | 64) => return Ok(Self::Signed(size)),
            (3, 16 | 32 | 64) => return Ok(Self::Float(size)),
            (5 | 6, _) => "complex numbers".to_owned(),
            (1 | 2 | 4, _) => format!("whole numbers of {bits} bits"),
            (3, _) => format!("floating-point numbers of {bits} bits"),
            _ => format!("numbers of format {format}"),
        };
        Err(format!(
            "{what} are not supported; convert them: `gdal_translate -ot Float64 old.tif new.tif`"
        ))
    }

    pub(super) fn bits(self) -> usize {
        match self {
            Self::Unsigned(bits) | Self::Signed(bits) | Self::Float(bits) => usize::from(bits),
        }
    }

    /// The largest value of a whole number of up to 32 bits.
    pub(super) fn most(self) -> Option<f64> {
        match self {
            Self::Unsigned(bits @ 8..=32) => Some(f64::from(bits).exp2() - 1.0),
            Self::Signed(bits @ 8..=32) => Some(f64::from(bits - 1).exp2() - 1.0),
            _ => None,
        }
    }

    /// Copies one sample of every pixel of a row.
    ///
    /// `row` is a row of a tile, which may be wider than what is wanted of it; a pixel has `stride`
    /// samples.
    pub(super) fn copy_row(
        self,
        row: &[u8],
        is_big_endian: bool,
        (stride, sample): (usize, usize),
        to: &mut [f64],
    ) {
        macro_rules! copy {
            ($number:ty) => {
                copy!($number, f64::from)
            };
            ($number:ty, $double:expr) => {
                if is_big_endian {
                    each(row, (stride, sample), to, |bytes| {
                        $double(<$number>::from_be_bytes(bytes))
                    });
                } else {
                    each(row, (stride, sample), to, |bytes| {
                        $double(<$number>::from_le_bytes(bytes))
                    });
                }
            };
        }
        match self {
            Self::Unsigned(8) => copy!(u8),
            Self::Unsigned(16) => copy!(u16),
            Self::Unsigned(32) => copy!(u32),
            Self::Unsigned(64) => copy!(u64, |n| n as f64),
            Self::Unsigned(bits) => {
                let bits = usize::from(bits);
                for (column, to) in to.iter_mut().enumerate() {
                    let at = (column * stride + sample) * bits;
                    let byte = row.get(at / 8).copied().unwrap_or_default();
                    let value = byte >> (8 - bits - at % 8) & ((1 << bits) - 1);
                    *to = f64::from(value);
                }
            }
            Self::Signed(8) => copy!(i8),
            Self::Signed(16) => copy!(i16),
            Self::Signed(32) => copy!(i32),
            Self::Signed(_) => copy!(i64, |n| n as f64),
            Self::Float(16) if is_big_endian => {
                each(row, (stride, sample), to, |b| half(u16::from_be_bytes(b)));
            }
            Self::Float(16) => {
                each(row, (stride, sample), to, |b| half(u16::from_le_bytes(b)));
            }
            Self::Float(32) => copy!(f32),
            Self::Float(_) => copy!(f64, |n| n),
        }
    }
}

#[inline(always)]
fn each<const N: usize>(
    row: &[u8],
    (stride, sample): (usize, usize),
    to: &mut [f64],
    number: impl Fn([u8; N]) -> f64,
) {
    let (numbers, _) = row.as_chunks::<N>();
    if stride == 1 {
        for (to, &bytes) in to.iter_mut().zip(numbers) {
            *to = number(bytes);
        }
    } else {
        for (to, &bytes) in to
            .iter_mut()
            .zip(numbers.iter().skip(sample).step_by(stride))
        {
            *to = number(bytes);
        }
    }
}

/// A floating-point number of 16 bits.
///
/// # Source
///
/// IEEE 754, binary16: a sign, 5 bits of exponent, 10 of fraction.
fn half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff) / 1024.0;
    let size = match bits >> 10 & 0x1f {
        0 => fraction * 2_f64.powi(-14),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1.0 + fraction) * 2_f64.powi(i32::from(exponent) - 15),
    };
    if bits >> 15 == 1 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn halves_are_those_of_ieee_754() {
        for (bits, number) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65_504.0),
            (0x0001, 5.960_464_477_539_063e-8),
            (0x3555, 0.333_251_953_125),
            (0x7c00, f64::INFINITY),
            (0x8000, -0.0),
        ] {
            assert_eq!(half(bits).to_bits(), f64::to_bits(number), "{bits:x}");
        }
        assert!(half(0x7e00).is_nan());
    }
}
