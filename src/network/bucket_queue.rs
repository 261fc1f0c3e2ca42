/// Width of a bucket in milliseconds, as a power of two: 4,096 ms.
///
/// Few junctions are further apart, so that most arcs lead to this bucket or the next, and few nodes
/// are reached within one bucket by a detour first.
const WIDTH_BITS: u32 = 12;

/// Nodes to visit, roughly by time: those within 4,096 ms of each other come in any order.
///
/// The buckets are a ring, which goes once round in the longest time that an entry can be ahead.
///
/// # Source
///
/// Dial 1969, "Algorithm 360: shortest-path forest with topological ordering", Communications of the
/// ACM 12(11); with buckets wider than the unit of time, as in Cherkassky, Goldberg and Radzik 1996,
/// "Shortest paths algorithms: theory and experimental evaluation", Mathematical Programming 73.
#[derive(Debug)]
pub(super) struct BucketQueue {
    ring: Vec<Vec<(u32, u32)>>,
    /// Number of the bucket that is being emptied, from 0 at the start of time.
    bucket: usize,
    entries: usize,
}

impl BucketQueue {
    /// A queue whose entries are never further ahead of the current one than this, in milliseconds.
    pub(super) fn new(furthest_ahead: u32) -> Self {
        let buckets = (furthest_ahead >> WIDTH_BITS) as usize + 2;
        Self {
            ring: vec![Vec::new(); buckets.next_power_of_two()],
            bucket: 0,
            entries: 0,
        }
    }

    /// Empties the queue and starts again at time 0.
    pub(super) fn clear(&mut self) {
        if self.entries > 0 {
            for bucket in &mut self.ring {
                bucket.clear();
            }
        }
        (self.bucket, self.entries) = (0, 0);
    }

    /// Adds a node at a time that is not before the current bucket.
    pub(super) fn push(&mut self, node: u32, milliseconds: u32) {
        let place = (milliseconds >> WIDTH_BITS) as usize & (self.ring.len() - 1);
        self.ring[place].push((node, milliseconds));
        self.entries += 1;
    }

    /// Takes all entries of the current bucket, nodes and times, in place of those in `taken`; false when
    /// there are none. Entries that are added to the bucket meanwhile come the next time.
    pub(super) fn take_bucket(&mut self, taken: &mut Vec<(u32, u32)>) -> bool {
        taken.clear();
        let place = self.bucket & (self.ring.len() - 1);
        std::mem::swap(&mut self.ring[place], taken);
        self.entries -= taken.len();
        !taken.is_empty()
    }

    /// Goes on to the next bucket with an entry; false if there is none.
    pub(super) fn next_bucket(&mut self) -> bool {
        if self.entries == 0 {
            return false;
        }
        while self.ring[self.bucket & (self.ring.len() - 1)].is_empty() {
            self.bucket += 1;
        }
        true
    }
}
