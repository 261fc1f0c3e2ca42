use super::bounds::{Bounds, around};

/// An R-tree whose nodes are all full, over entries in their order (Kamel and Faloutsos 1993): levels from
/// the root to the entries.
pub(super) struct PackedTree {
    /// The entries first; each level above has one node for so many of the level below.
    levels: Vec<Vec<Bounds>>,
    /// What each entry points to.
    targets: Vec<u64>,
    node_size: usize,
}

impl PackedTree {
    /// A tree over at least one entry, with nodes of at least two.
    pub(super) fn new(entries: &[(Bounds, u64)], node_size: usize) -> Self {
        let mut levels: Vec<Vec<Bounds>> = vec![entries.iter().map(|entry| entry.0).collect()];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let nodes = below.chunks(node_size);
            let above = nodes.filter_map(|node| around(node.iter().copied()));
            levels.push(above.collect());
        }
        // A single entry has a root all the same.
        if levels.len() == 1 {
            levels.push(levels[0].clone());
        }
        Self {
            levels,
            targets: entries.iter().map(|entry| entry.1).collect(),
            node_size,
        }
    }

    /// As `FlatGeobuf` keeps it: from the root down, each node with its bounds and where its first child is,
    /// by its number, or what the entry points to.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut start = 0_usize;
        for (height, level) in self.levels.iter().enumerate().rev() {
            let below = start + level.len();
            for (number, bounds) in level.iter().enumerate() {
                let target = if height == 0 {
                    self.targets[number]
                } else {
                    (below + number * self.node_size) as u64
                };
                for end in bounds {
                    bytes.extend(end.to_le_bytes());
                }
                bytes.extend(target.to_le_bytes());
            }
            start = below;
        }
        bytes
    }

    /// The levels of nodes, the entries first.
    pub(super) fn levels(&self) -> &[Vec<Bounds>] {
        &self.levels
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whoever follows the nodes whose bounds hold a place finds every entry that holds it.
        #[test]
        fn every_entry_is_found_from_the_root(
            places in prop::collection::vec((0_u32..1000, 0_u32..1000), 1..200),
            node_size in 2_usize..17,
        ) {
            let entries: Vec<(Bounds, u64)> = (0..).zip(&places).map(|(number, &(x, y))| {
                let (x, y) = (f64::from(x), f64::from(y));
                ([x, y, x + 1.0, y + 1.0], number)
            }).collect();
            let bytes = PackedTree::new(&entries, node_size).to_bytes();
            let nodes: Vec<([f64; 4], u64)> = bytes.chunks(40).map(|node| {
                let word = |n: usize| <[u8; 8]>::try_from(&node[8 * n..8 * n + 8]).unwrap();
                ([0, 1, 2, 3].map(|n| f64::from_le_bytes(word(n))), u64::from_le_bytes(word(4)))
            }).collect();
            let leaves = nodes.len() - entries.len();
            for (bounds, wanted) in entries {
                let (x, y) = (bounds[0] + 0.5, bounds[1] + 0.5);
                let mut found = Vec::new();
                let mut open: Vec<_> = std::iter::once(0..1).collect();
                while let Some(range) = open.pop() {
                    for node in range {
                        let ([w, s, e, n], target) = nodes[node];
                        if !(w <= x && x <= e && s <= y && y <= n) {
                            continue;
                        }
                        if node >= leaves {
                            found.push(target);
                        } else {
                            let first = usize::try_from(target).unwrap();
                            let level_end = if first >= leaves { nodes.len() } else { leaves };
                            open.push(first..(first + node_size).min(level_end));
                        }
                    }
                }
                prop_assert!(found.contains(&wanted));
            }
        }
    }
}
