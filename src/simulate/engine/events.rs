use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The future-event list: events in the order of their times, those of the same time in the order
/// of the events themselves.
///
/// Arrivals that are known beforehand do not belong here: a list that holds only what is under way
/// stays small and fast.
#[derive(Debug, Clone)]
pub struct EventList<E> {
    events: BinaryHeap<Reverse<(i64, E)>>,
}

impl<E: Ord> EventList<E> {
    /// A list without events.
    #[must_use]
    pub fn new() -> Self {
        Self {
            events: BinaryHeap::new(),
        }
    }

    /// Adds an event at a time in milliseconds.
    pub fn schedule(&mut self, time: i64, event: E) {
        self.events.push(Reverse((time, event)));
    }

    /// The time of the next event; `None` when there is none.
    #[must_use]
    pub fn next_time(&self) -> Option<i64> {
        self.events.peek().map(|Reverse((time, _))| *time)
    }

    /// Takes the next event off the list.
    pub fn pop(&mut self) -> Option<(i64, E)> {
        self.events.pop().map(|Reverse(next)| next)
    }

    /// How many events are to come.
    #[must_use]
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether none is to come.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Forgets all events and keeps the memory.
    pub fn clear(&mut self) {
        self.events.clear();
    }
}

impl<E: Ord> Default for EventList<E> {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn events_come_in_the_order_of_time_and_then_of_themselves(
            mut events in prop::collection::vec((-50_i64..50, 0_u8..9), 0..60),
        ) {
            let mut list = EventList::new();
            for &(time, event) in &events {
                list.schedule(time, event);
            }
            events.sort_unstable();
            let taken: Vec<(i64, u8)> = std::iter::from_fn(|| list.pop()).collect();
            prop_assert_eq!(taken, events);
            prop_assert!(list.is_empty());
        }
    }
}
