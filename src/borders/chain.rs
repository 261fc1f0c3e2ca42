/// A closed line as vertex numbers, the first not repeated; its class lies to the left.
pub(crate) type Ring = Vec<u32>;

/// Joins pieces of border end to end into rings.
pub(super) struct Chain {
    /// For every vertex the last piece that starts there and is not used yet.
    head: Vec<u32>,
    next: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Chain {
    pub(super) fn new(vertices: usize) -> Self {
        Self {
            head: vec![NONE; vertices],
            next: Vec::new(),
        }
    }

    /// Every piece in exactly one ring. As many pieces end in a vertex as start there, so a walk
    /// can stop only where it began.
    pub(super) fn rings(&mut self, pieces: &[(u32, u32)]) -> Vec<Ring> {
        self.link(pieces);
        let mut rings = Vec::new();
        for &(start, _) in pieces {
            let mut ring = Vec::new();
            let mut here = start;
            while self.head[here as usize] != NONE {
                ring.push(here);
                let piece = self.head[here as usize];
                self.head[here as usize] = self.next[piece as usize];
                here = pieces[piece as usize].1;
            }
            if !ring.is_empty() {
                rings.push(ring);
            }
        }
        rings
    }

    /// Every piece in exactly one line; lines end wherever no piece is left that goes on.
    pub(super) fn lines(&mut self, pieces: &[(u32, u32)]) -> Vec<Vec<u32>> {
        self.link(pieces);
        let mut lines = Vec::new();
        for &(start, _) in pieces {
            let mut line = vec![start];
            let mut here = start;
            while self.head[here as usize] != NONE {
                let piece = self.head[here as usize];
                self.head[here as usize] = self.next[piece as usize];
                here = pieces[piece as usize].1;
                line.push(here);
            }
            if line.len() > 1 {
                lines.push(line);
            }
        }
        lines
    }

    fn link(&mut self, pieces: &[(u32, u32)]) {
        self.next.clear();
        self.next.resize(pieces.len(), NONE);
        for (number, &(from, _)) in (0..).zip(pieces) {
            self.next[number as usize] = self.head[from as usize];
            self.head[from as usize] = number;
        }
    }
}
