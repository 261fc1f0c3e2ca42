use std::ops::Rem;

/// Euclid's; of nought and a number, the number.
pub(crate) fn common_divisor<T: Copy + PartialEq + Default + Rem<Output = T>>(
    mut a: T,
    mut b: T,
) -> T {
    while b != T::default() {
        (a, b) = (b, a % b);
    }
    a
}
