use super::Link;

/// Where journeys begin or end: for each place, the nodes of the graph next to it, and the time between
/// the place and each of them.
///
/// A place at a junction has one link of 0 ms. A place inside a segment has one for each end of the
/// segment that a vehicle can drive to (or come from, where journeys end here): on a one-way street
/// these differ, so that journeys that begin and journeys that end at the same place are two lists. A
/// place without a link has no way to anywhere.
///
/// Two places on one segment may also be connected by that segment alone, without passing a node. Times
/// between such places are the minimum of the time that the graph gives and that direct one, which only
/// those who know the segment can add.
///
/// # Examples
///
/// ```
/// use catchment::network::{Link, Places};
///
/// // At node 7; and on a segment between nodes 3 and 4, two seconds from the one end and five from
/// // the other.
/// let mut places = Places::at_nodes([7]);
/// places.push([
///     Link { node: 3, milliseconds: 2_000 },
///     Link { node: 4, milliseconds: 5_000 },
/// ]);
/// assert_eq!(places.len(), 2);
/// assert_eq!(places.links_of(0), [Link { node: 7, milliseconds: 0 }]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Where the links of each place end.
    ends: Vec<usize>,
    links: Vec<Link>,
}

impl Places {
    /// No places.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One place at each of these nodes.
    #[must_use]
    pub fn at_nodes(nodes: impl IntoIterator<Item = u32>) -> Self {
        let mut places = Self::new();
        for node in nodes {
            places.push([Link {
                node,
                milliseconds: 0,
            }]);
        }
        places
    }

    /// Adds a place with these links.
    pub fn push(&mut self, links: impl IntoIterator<Item = Link>) {
        self.links.extend(links);
        self.ends.push(self.links.len());
    }

    /// Number of places.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The links of a place.
    ///
    /// # Panics
    ///
    /// There is no such place.
    #[must_use]
    pub fn links_of(&self, place: usize) -> &[Link] {
        let from = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.links[from..self.ends[place]]
    }

    /// The links of every place in turn.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[Link]> {
        (0..self.len()).map(|place| self.links_of(place))
    }

    /// The links of all places.
    pub(super) fn all_links(&self) -> &[Link] {
        &self.links
    }
}
