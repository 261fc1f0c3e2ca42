//! Pieces joined where nothing branches off: between two junctions one arc is enough.

use super::pieces::{Pieces, checked_sum};
use crate::grouped::Grouped;

/// Pieces in a row, and between its ends no choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Chain {
    /// The vertices at its beginning and end.
    pub(super) ends: [u32; 2],
    /// Milliseconds from the beginning to the end, and back; `None` where that is not allowed.
    pub(super) times: [Option<u32>; 2],
}

/// Where a piece lies in its chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// The chain.
    pub(super) chain: u32,
    /// Whether the piece runs against the chain.
    pub(super) is_turned: bool,
    /// Milliseconds from the beginning of the chain to the piece; and from the end back to it.
    pub(super) before: [u32; 2],
}

/// All chains, and where the pieces lie in them.
#[derive(Debug)]
pub(super) struct Chains {
    pub(super) all: Vec<Chain>,
    /// One for every piece.
    pub(super) links: Vec<Link>,
}

/// One end of a piece: which piece, and whether it is its last node.
type End = (u32, bool);

impl Chains {
    /// Joins pieces; where `merge` is false every piece is a chain of its own.
    pub(super) fn join(pieces: &Pieces, merge: bool) -> Self {
        let at = Ends::new(pieces);
        let is_joint: Vec<bool> = if merge {
            at.joints(pieces)
        } else {
            vec![false; pieces.vertices.len()]
        };
        let unset = Link {
            chain: u32::MAX,
            is_turned: false,
            before: [0; 2],
        };
        let mut chains = Self {
            all: Vec::new(),
            links: vec![unset; pieces.all.len()],
        };
        // From the ends of chains, then rings of joints alone.
        for from_joints in [false, true] {
            for (vertex, &is_joint_here) in (0_u32..).zip(&is_joint) {
                if is_joint_here == from_joints {
                    for &end in at.of(vertex) {
                        chains.follow(pieces, &at, &is_joint, vertex, end);
                    }
                }
            }
        }
        chains
    }

    /// The chain that begins at a vertex with a piece, unless that is in one already.
    fn follow(&mut self, pieces: &Pieces, at: &Ends, is_joint: &[bool], from: u32, end: End) {
        let (mut piece, mut is_turned) = end;
        if self.links[piece as usize].chain != u32::MAX {
            return;
        }
        let chain = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let mut members = Vec::new();
        let last = loop {
            members.push((piece, is_turned));
            self.links[piece as usize].chain = chain;
            let ends = pieces.all[piece as usize].ends;
            let vertex = ends[usize::from(!is_turned)];
            if vertex == from || !is_joint[vertex as usize] {
                break vertex;
            }
            let arrived = (piece, !is_turned);
            let next = at.of(vertex).iter().find(|&&other| other != arrived);
            match next {
                Some(&(other, turned)) if self.links[other as usize].chain == u32::MAX => {
                    (piece, is_turned) = (other, turned);
                }
                _ => break vertex,
            }
        };
        let time = |&(piece, is_turned): &End, direction: usize| {
            pieces.all[piece as usize].times[direction ^ usize::from(is_turned)]
        };
        let mut before = [0_u32; 2];
        for member in &members {
            let link = &mut self.links[member.0 as usize];
            link.is_turned = member.1;
            link.before[0] = before[0];
            before[0] = before[0].saturating_add(time(member, 0).unwrap_or(0));
        }
        for member in members.iter().rev() {
            self.links[member.0 as usize].before[1] = before[1];
            before[1] = before[1].saturating_add(time(member, 1).unwrap_or(0));
        }
        self.all.push(Chain {
            ends: [from, last],
            times: [0, 1]
                .map(|direction| checked_sum(members.iter().map(|member| time(member, direction)))),
        });
    }
}

/// The ends of pieces at every vertex.
struct Ends(Grouped<End>);

impl Ends {
    fn new(pieces: &Pieces) -> Self {
        let ends = pieces.all.iter().zip(0..).flat_map(|(piece, number)| {
            let [first, last] = piece.ends;
            [(first, (number, false)), (last, (number, true))]
        });
        Self(Grouped::new(pieces.vertices.len(), ends))
    }

    fn of(&self, vertex: u32) -> &[End] {
        self.0.of(vertex as usize)
    }

    /// Vertices where two pieces meet, each of which continues the other in both directions alike.
    fn joints(&self, pieces: &Pieces) -> Vec<bool> {
        let mut is_joint = vec![false; pieces.vertices.len()];
        for (vertex, is_joint) in (0..).zip(&mut is_joint) {
            if let &[one, other] = self.of(vertex) {
                let [one, other] = [one, other].map(|(piece, is_last)| {
                    let times = pieces.all[piece as usize].times.map(|time| time.is_some());
                    // Towards the vertex, and away from it.
                    let directions = if is_last { times } else { [times[1], times[0]] };
                    (piece, directions)
                });
                *is_joint = one.0 != other.0 && one.1 == [other.1[1], other.1[0]];
            }
        }
        for vertex in pieces.boardings.iter().flatten() {
            is_joint[*vertex as usize] = false;
        }
        is_joint
    }
}
