/// Steps of the search, each with a price between two others.
const STEPS: u32 = 12;

/// About the lowest price, of those up to `highest`, at which a constraint is kept; no price at all where it is kept
/// without one.
pub(crate) fn lowest_price(highest: u128, mut is_kept: impl FnMut(u128) -> bool) -> u128 {
    if is_kept(0) {
        return 0;
    }
    let (mut too_low, mut enough) = (0, highest.max(1));
    for _ in 0..STEPS {
        let price = geometric_middle(too_low, enough);
        if is_kept(price) {
            enough = price;
        } else {
            too_low = price;
        }
    }
    enough
}

fn geometric_middle(low: u128, high: u128) -> u128 {
    if high <= low.max(1) * 4 {
        return u128::midpoint(low, high);
    }
    (low.max(1) * high).isqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_price_is_near_the_lowest_that_is_enough() {
        for enough in [1_u128, 7, 1_000, 123_456_789, 1 << 60] {
            let found = lowest_price(1 << 61, |price| price >= enough);
            assert!(
                found >= enough && found <= enough * 2 + 1,
                "{enough}: {found}"
            );
        }
        assert_eq!(lowest_price(1 << 61, |_| true), 0);
        assert_eq!(lowest_price(1 << 61, |_| false), 1 << 61);
    }
}
