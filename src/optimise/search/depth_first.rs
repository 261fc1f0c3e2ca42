use super::cover_tree::{CoverTree, ROOT};

/// The rows of a [`CoverTree`] in depth-first order: the sets that a set is the beginning of follow it, so
/// that a walk over those with a site, or with none that is open, touches no others.
#[derive(Debug)]
pub(crate) struct DepthFirst {
    pub(crate) site: Vec<u16>,
    pub(crate) parent: Vec<u32>,
    /// The first row after a row and those below it.
    pub(crate) end: Vec<u32>,
    /// What a row weighs, as a number that can be taken from another.
    pub(crate) weight: Vec<i128>,
    /// Where the rows of a site begin in `of_site`.
    first: Vec<u32>,
    of_site: Vec<u32>,
}

impl DepthFirst {
    /// Of this many sites.
    #[expect(
        clippy::cast_possible_wrap,
        clippy::cast_possible_truncation,
        reason = "weights are far below 2^127, rows fewer than 2^32"
    )]
    pub(crate) fn new(tree: &CoverTree, sites: usize) -> Self {
        let rows = tree.len();
        let mut size = vec![1_u32; rows];
        for row in (0..rows).rev() {
            let of_row = size[row];
            if let Some(of_parent) = size.get_mut(tree.parent[row] as usize) {
                *of_parent += of_row;
            }
        }
        let mut ordered = Self {
            site: vec![0; rows],
            parent: vec![ROOT; rows],
            end: vec![0; rows],
            weight: vec![0; rows],
            first: vec![0; sites + 1],
            of_site: vec![0; rows],
        };
        // Where the next row below a row goes, and the next row of one site.
        let mut next = vec![0_u32; rows];
        let mut next_root = 0;
        let mut place_of = vec![0_u32; rows];
        for row in 0..rows {
            let parent = tree.parent[row] as usize;
            let slot = next.get_mut(parent).unwrap_or(&mut next_root);
            let place = *slot;
            *slot += size[row];
            next[row] = place + 1;
            place_of[row] = place;
            let to = place as usize;
            ordered.site[to] = tree.site[row];
            ordered.parent[to] = place_of.get(parent).copied().unwrap_or(ROOT);
            ordered.end[to] = place + size[row];
            ordered.weight[to] = tree.weight[row] as i128;
            ordered.first[usize::from(tree.site[row]) + 1] += 1;
        }
        for site in 0..sites {
            ordered.first[site + 1] += ordered.first[site];
        }
        let mut next = ordered.first.clone();
        for (row, &site) in ordered.site.iter().enumerate() {
            let slot = &mut next[usize::from(site)];
            ordered.of_site[*slot as usize] = row as u32;
            *slot += 1;
        }
        ordered
    }

    pub(crate) fn len(&self) -> usize {
        self.site.len()
    }

    /// The rows that are their parent and this site: with all below them, the rows with the site.
    pub(crate) fn of_site(&self, site: usize) -> &[u32] {
        &self.of_site[self.first[site] as usize..self.first[site + 1] as usize]
    }

    /// The sites of the sets that a row goes on from.
    pub(crate) fn sites_above(&self, row: usize) -> impl Iterator<Item = u16> {
        let mut above = self.parent[row];
        std::iter::from_fn(move || {
            let site = *self.site.get(above as usize)?;
            above = self.parent[above as usize];
            Some(site)
        })
    }
}
