/// Index of a demand point in the data set, in the order of the population file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PointIndex(pub u32);

impl PointIndex {
    /// As an index of a slice.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0 as usize
    }
}

/// Index of a site in the data set, in ascending order of ids.
///
/// Sites are sorted by id once, when they are loaded, so that "ties go to the lower id" means "ties
/// go to the lower index" everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteIndex(pub u16);

impl SiteIndex {
    /// As an index of a slice.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0 as usize
    }
}
