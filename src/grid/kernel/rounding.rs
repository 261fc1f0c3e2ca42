//! Rounds numbers to whole ones by an addition, which vector instructions do several at a time.

/// 2⁵² and 2²³: adding one to a smaller number leaves the nearest whole number in the low bits.
const DOUBLE: f64 = 4_503_599_627_370_496.0;
const SINGLE: f32 = 8_388_608.0;

/// The whole number nearest to a number from 0 to 2⁵².
#[inline(always)]
pub(in crate::grid) fn whole(number: f64) -> u64 {
    (number + DOUBLE).to_bits() & 0x000f_ffff_ffff_ffff
}

/// The whole number nearest to a number from 0 to 2²².
#[inline(always)]
pub(in crate::grid) fn whole_single(number: f32) -> u32 {
    (number + SINGLE).to_bits() & 0x007f_ffff
}
