use std::ops::{BitOr, BitXor};

/// Whether numbers are all the same, without a branch for each, so that several are looked at at a
/// time.
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
