use super::site_state::State;

/// The sets that no open site hits, without their closed sites; each once.
pub(crate) fn among_free(mut sets: Vec<Vec<u16>>, states: &[State]) -> Vec<Vec<u16>> {
    sets.retain(|set| {
        let mut states = set.iter().map(|&site| states[usize::from(site)]);
        states.all(|state| state != State::Open)
    });
    for set in &mut sets {
        set.retain(|&site| states[usize::from(site)] == State::Free);
    }
    sets.retain(|set| !set.is_empty());
    sets.sort();
    sets.dedup();
    sets
}
