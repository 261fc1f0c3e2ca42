use super::cover_tree::{CoverTree, ROOT};
use crate::grouped::Grouped;
use crate::optimise::work::walks_over;

/// With fewer rows a first layout is found and improved in a moment, even where the time is over; in tests there
/// are never fewer.
pub(crate) const MANY: usize = if cfg!(test) { 1 } else { 1 << 18 };

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
    of_site: Grouped<u32>,
}

impl DepthFirst {
    /// Of this many sites.
    #[expect(clippy::cast_possible_wrap, reason = "weights are far below 2^127")]
    pub(crate) fn new(tree: &CoverTree, sites: usize) -> Self {
        let rows = tree.len();
        walks_over(rows);
        let mut length = vec![1_u32; rows];
        for row in (0..rows).rev() {
            let of_row = length[row];
            if let Some(of_parent) = length.get_mut(tree.parent[row] as usize) {
                *of_parent += of_row;
            }
        }
        let (mut site, mut parents) = (vec![0; rows], vec![ROOT; rows]);
        let (mut end, mut weight) = (vec![0; rows], vec![0; rows]);
        // Where the next row below a row goes.
        let mut next = vec![0_u32; rows];
        let mut next_root = 0;
        let mut place_of = vec![0_u32; rows];
        for row in 0..rows {
            let parent = tree.parent[row] as usize;
            let slot = next.get_mut(parent).unwrap_or(&mut next_root);
            let place = *slot;
            *slot += length[row];
            next[row] = place + 1;
            place_of[row] = place;
            let to = place as usize;
            site[to] = tree.site[row];
            parents[to] = place_of.get(parent).copied().unwrap_or(ROOT);
            end[to] = place + length[row];
            weight[to] = tree.weight[row] as i128;
        }
        let by_site = site.iter().map(|&site| u32::from(site)).zip(0..);
        let of_site = Grouped::new(sites, by_site);
        Self {
            site,
            parent: parents,
            end,
            weight,
            of_site,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.site.len()
    }

    /// The rows that are their parent and this site: with all below them, the rows with the site.
    pub(crate) fn of_site(&self, site: usize) -> &[u32] {
        self.of_site.of(site)
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
