use super::SiteIndex;
use crate::memo::Memo;
use rayon::prelude::*;
use std::fmt;

/// Columns of times, each worked out when it is first asked for: a study of many sites may need those
/// of a few.
pub(super) struct FoundColumns {
    find: Box<FindColumn>,
    columns: Vec<Memo<Vec<u32>>>,
}

/// The times of all origins to a site, as cells.
type FindColumn = dyn Fn(SiteIndex) -> Vec<u32> + Send + Sync;

impl FoundColumns {
    pub(super) fn new(
        sites: usize,
        find: impl Fn(SiteIndex) -> Vec<u32> + Send + Sync + 'static,
    ) -> Self {
        Self {
            find: Box::new(find),
            columns: std::iter::repeat_with(Memo::new).take(sites).collect(),
        }
    }

    pub(super) fn column(&self, site: SiteIndex) -> &[u32] {
        self.columns[site.get()].get_or_find(|| (self.find)(site))
    }

    /// Works these out side by side.
    pub(super) fn find(&self, sites: &[SiteIndex]) {
        sites.par_iter().for_each(|&site| {
            self.column(site);
        });
    }
}

impl fmt::Debug for FoundColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = &self.columns;
        f.debug_struct("FoundColumns")
            .field("columns", columns)
            .finish_non_exhaustive()
    }
}
