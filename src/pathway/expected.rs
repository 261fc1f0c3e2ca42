use super::network::StrokeNetwork;
use super::setting::Setting;
use super::walk::Walk;
use crate::outcome::Expected;
use rayon::prelude::*;

/// What a setting gives one admission of every demand point, in their order.
#[must_use]
pub fn expected_by_point(network: &StrokeNetwork, setting: &Setting) -> Vec<Expected> {
    let transfers = setting.transfers(network);
    let walk = Walk::new(network, &setting.delays, &transfers);
    network
        .reaches
        .par_iter()
        .with_min_len(2_048)
        .map(|reach| walk.expected(&setting.step(&walk, reach), setting.population))
        .collect()
}
