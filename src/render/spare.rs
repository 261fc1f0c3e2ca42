use std::sync::{Arc, Mutex, PoisonError};

/// Memory of pictures that are done, for those to come: what is given back to the system has to be cleared by it
/// before it is used again, which takes as long as drawing.
#[derive(Debug, Clone, Default)]
pub(super) struct Spare(Arc<Mutex<Vec<Vec<u8>>>>);

/// Lists that are kept: two for each of some threads.
const MOST: usize = 8;

impl Spare {
    /// So many zeros.
    pub(super) fn zeros(&self, length: usize) -> Vec<u8> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let long = kept.iter().position(|list| list.capacity() >= length);
        let list = long.map(|place| kept.swap_remove(place));
        drop(kept);
        let mut list = list.unwrap_or_default();
        list.clear();
        list.resize(length, 0);
        list
    }

    /// Keeps a list for later.
    pub(super) fn keep(&self, list: Vec<u8>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < MOST {
            kept.push(list);
        }
    }
}
