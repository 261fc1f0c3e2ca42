use crate::model::SiteIndex;
use crate::optimise::problem::location_problem::LocationProblem;

/// What is known of a site at a node of the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Free,
    Open,
    Closed,
}

/// Kept sites open, excluded ones closed, the others free.
pub(crate) fn root_states(problem: &LocationProblem) -> Vec<State> {
    let mut states = vec![State::Closed; problem.matrix().sites()];
    for site in problem.open_sites() {
        states[site.get()] = State::Free;
    }
    for site in problem.kept_sites() {
        states[site.get()] = State::Open;
    }
    states
}

/// How many sites are known to be so.
pub(crate) fn count(states: &[State], state: State) -> usize {
    states.iter().filter(|&&known| known == state).count()
}

/// The open sites, ascending.
pub(crate) fn to_sites(open: &[bool]) -> Vec<SiteIndex> {
    (0..)
        .map(SiteIndex)
        .zip(open)
        .filter_map(|(site, &is_open)| is_open.then_some(site))
        .collect()
}

/// The sites, as a mark for each of all.
pub(crate) fn from_sites(sites: &[SiteIndex], all: usize) -> Vec<bool> {
    let mut open = vec![false; all];
    for site in sites {
        open[site.get()] = true;
    }
    open
}

/// A layout with the sites that were open before.
pub(crate) fn with_open(open: &[bool], states: &[State]) -> Vec<bool> {
    let all = open.iter().zip(states);
    all.map(|(&open, &state)| open || state == State::Open)
        .collect()
}
