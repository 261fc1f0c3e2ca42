use super::site_state::State;

/// The free site that a relaxation is least sure of, by what the site saves if that is known; of equals the first.
pub(crate) fn least_sure(states: &[State], y: &[f64], saved: Option<&[i128]>) -> usize {
    let worth = |site: usize| saved.map_or(1.0, |saved| saved[site] as f64);
    let doubt = |site: usize| worth(site) * y[site].min(1.0 - y[site]);
    (0..states.len())
        .filter(|&site| states[site] == State::Free)
        .max_by(|&a, &b| doubt(a).total_cmp(&doubt(b)).then(b.cmp(&a)))
        .unwrap_or(0)
}
