use std::ops::Range;

/// Rows of one row group that a thread reads by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::grid) struct Partition {
    pub(in crate::grid) group: usize,
    /// Counted from the front of the group.
    pub(in crate::grid) rows: Range<usize>,
}

/// Rows of the smallest partitions: a few pages, so that those before them are quickly skipped.
const LEAST: usize = 1 << 16;

/// Divides all rows of a file into partitions that threads take one after another: whole row groups
/// while there are many, smaller ones towards the end, so that all threads end together.
pub(super) fn partitions(rows_of_groups: &[usize], threads: usize) -> Vec<Partition> {
    let mut left: usize = rows_of_groups.iter().sum();
    let mut partitions = Vec::new();
    for (group, &rows) in rows_of_groups.iter().enumerate() {
        let mut from = 0;
        while from < rows {
            let fair = (left / (2 * threads)).max(LEAST);
            // A small rest of the group is taken as well.
            let rest = rows - from;
            let taken = if rest < fair + fair / 2 { rest } else { fair };
            partitions.push(Partition {
                group,
                rows: from..from + taken,
            });
            from += taken;
            left -= taken;
        }
    }
    partitions
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Every row is in one partition, in the order of the file, and no thread has much to do when
        /// the others have ended.
        #[test]
        fn partitions_are_the_file(
            groups in prop::collection::vec(prop_oneof![0..3_usize, 0..3_000_000_usize], 0..30),
            threads in 1..40_usize,
        ) {
            let all: usize = groups.iter().sum();
            let (mut group, mut next, mut left) = (0, 0, all);
            for partition in partitions(&groups, threads) {
                while partition.group > group {
                    prop_assert_eq!(next, groups[group]);
                    (group, next) = (group + 1, 0);
                }
                prop_assert_eq!((partition.group, partition.rows.start), (group, next));
                prop_assert!(!partition.rows.is_empty());
                let most = (left / threads).max(2 * LEAST);
                prop_assert!(partition.rows.len() <= most, "{:?} of {}", partition, left);
                next = partition.rows.end;
                left -= partition.rows.len();
            }
            prop_assert_eq!(left, 0);
        }
    }
}
