use super::super::{Graph, Link};
use super::Hierarchy;
use sha2::{Digest, Sha256};

/// What the bytes of a hierarchy begin with.
const NAME: &[u8; 20] = b"catchment hierarchy\n";

/// Raised whenever the bytes or their meaning change.
const VERSION: u32 = 1;

/// Bytes of a SHA-256.
const HASH: usize = 32;

/// Bytes that are not the hierarchy of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HierarchyError {
    /// The bytes begin with something else.
    #[error("not a contraction hierarchy: the first bytes are not `catchment hierarchy`")]
    NotAHierarchy,

    /// Another version of the program wrote them.
    #[error("the contraction hierarchy has version {found}, this program reads version {VERSION}")]
    Version {
        /// The version that was found.
        found: u32,
    },

    /// They were made for another graph.
    #[error("the contraction hierarchy was made for another graph")]
    OtherGraph,

    /// They were changed or cut off since they were written.
    #[error("the contraction hierarchy is damaged: {0}")]
    Damaged(&'static str),
}

impl Hierarchy {
    /// The hierarchy as bytes for a cache, with a hash of themselves and of the graph it was made for.
    #[must_use]
    pub fn to_bytes(&self, graph: &Graph) -> Vec<u8> {
        let mut body = Vec::new();
        body.extend(fingerprint(graph));
        let mut number = |number: u32| body.extend(number.to_le_bytes());
        number(self.nodes());
        self.rank_of.iter().copied().for_each(&mut number);
        for half in [&self.up, &self.down] {
            // Fewer than 2³² arcs, as the graph checked.
            number(u32::try_from(half.arc_count()).unwrap_or(u32::MAX));
            for rank in 0..half.nodes() {
                let links = half.from_node(rank);
                number(u32::try_from(links.len()).unwrap_or(u32::MAX));
                for link in links {
                    number(link.node);
                    number(link.milliseconds);
                }
            }
        }
        let mut bytes = Vec::with_capacity(NAME.len() + 4 + HASH + body.len());
        bytes.extend(NAME);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(Sha256::digest(&body));
        bytes.extend(body);
        bytes
    }

    /// The hierarchy of a graph from the bytes of [`Self::to_bytes`].
    ///
    /// # Errors
    ///
    /// The bytes are of something else, of another version or another graph, or damaged.
    pub fn from_bytes(bytes: &[u8], graph: &Graph) -> Result<Self, HierarchyError> {
        let rest = bytes
            .strip_prefix(NAME)
            .ok_or(HierarchyError::NotAHierarchy)?;
        let mut rest = Rest(rest);
        let version = rest.number()?;
        if version != VERSION {
            return Err(HierarchyError::Version { found: version });
        }
        let hash = rest.bytes(HASH)?;
        if Sha256::digest(rest.0)[..] != *hash {
            return Err(HierarchyError::Damaged("its hash is another"));
        }
        if rest.bytes(HASH)? != fingerprint(graph) || rest.number()? != graph.nodes() {
            return Err(HierarchyError::OtherGraph);
        }
        let rank_of = rest.ranks(graph.nodes())?;
        let up = rest.half(graph.nodes())?;
        let down = rest.half(graph.nodes())?;
        if rest.0.is_empty() {
            Ok(Self { rank_of, up, down })
        } else {
            Err(HierarchyError::Damaged("it goes on after its end"))
        }
    }
}

/// A hash of all that makes a graph.
fn fingerprint(graph: &Graph) -> [u8; HASH] {
    let mut hash = Sha256::new();
    hash.update(graph.nodes().to_le_bytes());
    let mut block = Vec::new();
    for node in 0..graph.nodes() {
        let links = graph.from_node(node);
        block.extend((links.len() as u64).to_le_bytes());
        for link in links {
            block.extend(link.node.to_le_bytes());
            block.extend(link.milliseconds.to_le_bytes());
        }
        if block.len() > 1 << 16 {
            hash.update(&block);
            block.clear();
        }
    }
    hash.update(&block);
    hash.finalize().into()
}

/// What was not read yet.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn bytes(&mut self, count: usize) -> Result<&'a [u8], HierarchyError> {
        let cut = || HierarchyError::Damaged("it ends too early");
        let (bytes, rest) = self.0.split_at_checked(count).ok_or_else(cut)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn number(&mut self) -> Result<u32, HierarchyError> {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(self.bytes(4)?);
        Ok(u32::from_le_bytes(bytes))
    }

    /// The rank of each node: every rank once.
    fn ranks(&mut self, nodes: u32) -> Result<Vec<u32>, HierarchyError> {
        let mut seen = vec![false; nodes as usize];
        let mut rank_of = Vec::with_capacity(nodes as usize);
        for _ in 0..nodes {
            let rank = self.number()?;
            match seen.get_mut(rank as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => return Err(HierarchyError::Damaged("a rank is wrong")),
            }
            rank_of.push(rank);
        }
        Ok(rank_of)
    }

    /// Arcs from each rank to higher ones.
    fn half(&mut self, nodes: u32) -> Result<Graph, HierarchyError> {
        let arcs = self.number()?;
        let mut first = Vec::with_capacity(nodes as usize + 1);
        let mut links: Vec<Link> = Vec::new();
        first.push(0);
        for rank in 0..nodes {
            let count = self.number()? as usize;
            let start = links.len();
            let numbers = self.bytes(8 * count)?.as_chunks::<4>().0;
            links.extend(numbers.chunks_exact(2).map(|pair| Link {
                node: u32::from_le_bytes(pair[0]),
                milliseconds: u32::from_le_bytes(pair[1]),
            }));
            if links[start..].iter().any(|link| link.node <= rank) {
                return Err(HierarchyError::Damaged("an arc does not climb"));
            }
            first.push(u32::try_from(links.len()).unwrap_or(u32::MAX));
        }
        let half = Graph::from_parts(first, links);
        half.filter(|half| half.arc_count() == arcs as usize)
            .ok_or(HierarchyError::Damaged("its arcs do not make a graph"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::laws::any_graph;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_come_back_as_the_hierarchy((nodes, arcs) in any_graph()) {
            let graph = Graph::new(nodes, arcs).unwrap();
            let hierarchy = Hierarchy::new(&graph).unwrap();
            let bytes = hierarchy.to_bytes(&graph);
            prop_assert_eq!(Hierarchy::from_bytes(&bytes, &graph), Ok(hierarchy));
        }

        /// Wherever bytes were cut off or changed, that is an error, also where whoever changed them
        /// wrote a new hash.
        #[test]
        fn damage_is_an_error_and_never_a_panic(
            (nodes, arcs) in any_graph(),
            at in any::<prop::sample::Index>(),
            change in 1..=255_u8,
            new_hash in any::<bool>(),
        ) {
            let graph = Graph::new(nodes, arcs).unwrap();
            let bytes = Hierarchy::new(&graph).unwrap().to_bytes(&graph);
            let cut = at.index(bytes.len());
            prop_assert!(Hierarchy::from_bytes(&bytes[..cut], &graph).is_err());
            let mut changed = bytes.clone();
            changed[cut] ^= change;
            let body = NAME.len() + 4 + HASH;
            if new_hash {
                let hash = Sha256::digest(&changed[body..]);
                changed[body - HASH..body].copy_from_slice(&hash);
                // It may be another hierarchy now, and times from it must not fail either.
                if let Ok(other) = Hierarchy::from_bytes(&changed, &graph) {
                    prop_assert_eq!(other.nodes(), nodes);
                }
            } else {
                prop_assert!(Hierarchy::from_bytes(&changed, &graph).is_err());
            }
        }
    }

    #[test]
    fn what_is_wrong_with_the_bytes_is_told_apart() {
        let arc = |milliseconds| super::super::super::Arc {
            tail: 0,
            head: 1,
            milliseconds,
        };
        let graph = Graph::new(2, vec![arc(5)]).unwrap();
        let other = Graph::new(2, vec![arc(6)]).unwrap();
        let mut bytes = Hierarchy::new(&graph).unwrap().to_bytes(&graph);
        let error = |bytes: &[u8], graph| Hierarchy::from_bytes(bytes, graph).unwrap_err();
        assert_eq!(error(&bytes, &other), HierarchyError::OtherGraph);
        assert_eq!(error(b"PK\x03\x04", &graph), HierarchyError::NotAHierarchy);
        assert_eq!(error(&[], &graph), HierarchyError::NotAHierarchy);
        bytes.push(0);
        assert!(matches!(error(&bytes, &graph), HierarchyError::Damaged(_)));
        bytes[NAME.len()] = 9;
        assert_eq!(error(&bytes, &graph), HierarchyError::Version { found: 9 });
    }
}
