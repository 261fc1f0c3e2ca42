//! Networks of their own: islands that no road and no car ferry connects with the rest.

/// Sets of vertices that roads connect, whatever their direction.
#[derive(Debug)]
pub(super) struct Regions(Vec<u32>);

impl Regions {
    pub(super) fn new(vertices: usize, connected: impl Iterator<Item = [u32; 2]>) -> Self {
        let count = u32::try_from(vertices).unwrap_or(u32::MAX);
        let mut regions = Self((0..count).collect());
        for [one, other] in connected {
            let [one, other] = [one, other].map(|vertex| regions.find(vertex));
            // The lowest vertex names its region, whatever the order of the roads.
            let [low, high] = [one.min(other), one.max(other)];
            regions.0[high as usize] = low;
        }
        for vertex in 0..count {
            regions.0[vertex as usize] = regions.find(vertex);
        }
        regions
    }

    fn find(&mut self, mut vertex: u32) -> u32 {
        while self.0[vertex as usize] != vertex {
            let above = self.0[self.0[vertex as usize] as usize];
            self.0[vertex as usize] = above;
            vertex = above;
        }
        vertex
    }

    /// The lowest vertex of the region of a vertex.
    pub(super) fn of(&self, vertex: u32) -> u32 {
        self.0[vertex as usize]
    }
}
