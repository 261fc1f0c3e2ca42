use super::error::OsmError;
use rayon::prelude::*;

/// The ids of nodes that roads need, ascending; their places are the numbers of the nodes.
#[derive(Debug)]
pub(super) struct Wanted(Vec<i64>);

impl Wanted {
    pub(super) fn new(refs: &[i64]) -> Result<Self, OsmError> {
        let mut ids = refs.to_vec();
        ids.par_sort_unstable();
        ids.dedup();
        match u32::try_from(ids.len()) {
            Ok(_) => Ok(Self(ids)),
            Err(_) => Err(OsmError::TooMany {
                what: "nodes in roads",
            }),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn id(&self, number: u32) -> i64 {
        self.0[number as usize]
    }

    /// The number of an id that is wanted.
    pub(super) fn number(&self, id: i64) -> u32 {
        // It was made of these ids, fewer than 2³².
        u32::try_from(self.0.partition_point(|&known| known < id)).unwrap_or(u32::MAX)
    }

    pub(super) const fn search(&self) -> Search<'_> {
        Search {
            ids: self.0.as_slice(),
            at: 0,
            last: i64::MIN,
        }
    }
}

/// A search for ids that mostly come in ascending order.
#[derive(Debug)]
pub(super) struct Search<'a> {
    ids: &'a [i64],
    /// The first id that is not below the one looked for last.
    at: usize,
    last: i64,
}

impl Search<'_> {
    /// The number of an id, if it is wanted.
    #[inline]
    pub(super) fn find(&mut self, id: i64) -> Option<u32> {
        if self.at > 0 && id < self.last {
            self.at = 0;
        }
        self.last = id;
        // Strides that double, then bisection between the last two.
        let (mut stride, mut low) = (1, self.at);
        while self.ids.get(low).is_some_and(|&known| known < id) {
            self.at = low + 1;
            low += stride;
            stride *= 2;
        }
        let high = low.min(self.ids.len());
        self.at += self.ids[self.at..high].partition_point(|&known| known < id);
        let found = self.ids.get(self.at) == Some(&id);
        found.then(|| u32::try_from(self.at).ok())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// The search finds what a linear scan finds, in whatever order it is asked.
        #[test]
        fn ids_are_found_in_any_order(
            refs in prop::collection::vec(-50..50_i64, 0..60),
            asked in prop::collection::vec(-60..60_i64, 0..60),
        ) {
            let wanted = Wanted::new(&refs).unwrap();
            let mut search = wanted.search();
            for id in asked {
                let expected = wanted.0.iter().position(|&known| known == id);
                let found = search.find(id).map(|number| number as usize);
                prop_assert_eq!(found, expected);
                if let Some(place) = expected {
                    prop_assert_eq!(wanted.number(id) as usize, place);
                }
            }
        }
    }
}
