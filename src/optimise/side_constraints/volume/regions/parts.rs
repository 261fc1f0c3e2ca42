use super::set_map::SetMap;

/// What sets of a region are worth, as a sum of tables of fewer sites each.
///
/// A contribution counts for sets that have none of some sites. It is entered into the table of a part of the
/// region that has all of these, and of every table the sum over the sites that a set lacks is looked up.
pub(crate) struct Parts {
    parts: Vec<Part>,
    size: usize,
}

struct Part {
    sites: u32,
    map: SetMap,
    /// Where its table begins among those of all parts.
    start: usize,
}

/// The most sites of a part: those that a group knows.
pub(crate) const MOST_OF_PART: usize = 16;

/// The least that parts may have where there are few sets.
const LEAST_OF_PART: usize = 8;

/// How many times as many entries as there are sets a table may have, as a power of 2.
const ENTRIES: usize = 1;

impl Parts {
    /// Parts such that every one of the `supports` is within one of them, where so many sets are looked up.
    pub(crate) fn new(mut supports: Vec<u32>, sets: usize) -> Self {
        supports.sort_unstable_by_key(|&support| (support.count_ones(), support));
        supports.dedup();
        let most = (sets.max(1).ilog2() as usize + ENTRIES).clamp(LEAST_OF_PART, MOST_OF_PART);
        let mut sites: Vec<u32> = Vec::new();
        for &support in supports.iter().rev() {
            debug_assert!(support.count_ones() as usize <= MOST_OF_PART);
            let more = |part: u32| (support & !part).count_ones();
            let fits =
                |part: u32| more(part) == 0 || (part | support).count_ones() as usize <= most;
            match (sites.iter_mut())
                .filter(|part| fits(**part))
                .min_by_key(|part| more(**part))
            {
                Some(part) => *part |= support,
                None => sites.push(support),
            }
        }
        let mut size = 0;
        let parts = sites.into_iter().map(|sites| {
            let start = size;
            size += 1_usize << sites.count_ones();
            Part {
                sites,
                map: SetMap::squeezed(sites),
                start,
            }
        });
        Self {
            parts: parts.collect(),
            size,
        }
    }

    /// The entries of all tables together.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn len(&self) -> usize {
        self.parts.len()
    }

    /// The part that has all of these sites.
    pub(crate) fn with(&self, support: u32) -> usize {
        let is_within = |part: &Part| support & !part.sites == 0;
        self.parts.iter().position(is_within).unwrap_or(0)
    }

    /// Where a part keeps what counts for sets without these sites.
    pub(crate) fn entry(&self, part: usize, sites: u32) -> u32 {
        let part = &self.parts[part];
        let entry = part.start + part.map.image(sites) as usize;
        u32::try_from(entry).unwrap_or(u32::MAX)
    }

    /// The tables of all parts.
    pub(crate) fn tables<'a>(&self, entries: &'a mut [f64]) -> impl Iterator<Item = &'a mut [f64]> {
        let mut rest = entries;
        self.parts.iter().map(move |part| {
            let length = 1 << part.sites.count_ones();
            let (table, after) = std::mem::take(&mut rest).split_at_mut(length);
            rest = after;
            table
        })
    }
}
