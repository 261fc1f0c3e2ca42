use std::ops::{BitOr, BitXor};

/// Whether all numbers are the same, without a branch per number, so that vector instructions
/// compare several at once.
#[inline(always)]
pub(in crate::grid) fn alike<T>(numbers: impl Iterator<Item = T> + Clone) -> bool
where
    T: Copy + Default + PartialEq + BitXor<Output = T> + BitOr<Output = T>,
{
    numbers.clone().next().is_none_or(|first| {
        let others = numbers.fold(T::default(), |others, number| others | (number ^ first));
        others == T::default()
    })
}
