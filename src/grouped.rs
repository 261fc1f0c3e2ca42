//! Values of groups that have numbers, in one piece of memory.

/// The values of each of so many groups.
#[derive(Debug, Clone)]
pub(crate) struct Grouped<T> {
    /// Where the values of each group begin, and last where all end.
    first: Vec<u32>,
    values: Vec<T>,
}

impl<T: Copy + Default> Grouped<T> {
    /// Of groups `0..groups`: pairs of a group and a value, which stay in their order within a group.
    pub(crate) fn new(groups: usize, pairs: impl Iterator<Item = (u32, T)> + Clone) -> Self {
        let mut first = vec![0_u32; groups + 1];
        for (group, _) in pairs.clone() {
            first[group as usize + 1] += 1;
        }
        for group in 1..first.len() {
            first[group] += first[group - 1];
        }
        let mut next = first.clone();
        let mut values = vec![T::default(); first[groups] as usize];
        for (group, value) in pairs {
            let place = &mut next[group as usize];
            values[*place as usize] = value;
            *place += 1;
        }
        Self { first, values }
    }

    /// How many groups there are.
    pub(crate) fn groups(&self) -> usize {
        self.first.len() - 1
    }

    pub(crate) fn of(&self, group: usize) -> &[T] {
        &self.values[self.first[group] as usize..self.first[group + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every value is in its group, in the order in which they were given, and nothing else is.
        #[test]
        fn groups_have_their_values(pairs in prop::collection::vec((0_u32..7, any::<u16>()), 0..40)) {
            let grouped = Grouped::new(7, pairs.iter().copied());
            prop_assert_eq!(grouped.groups(), 7);
            for group in 0..7 {
                let of = pairs.iter().filter(|&&(number, _)| number as usize == group);
                let of: Vec<u16> = of.map(|&(_, value)| value).collect();
                prop_assert_eq!(grouped.of(group), of);
            }
        }
    }
}
