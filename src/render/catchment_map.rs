use super::base_map::BaseMap;
use super::legend::{Fill, Legend};
use super::map::Map;
use super::palette::PALE;
use super::png::Picture;
use super::words;
use crate::evaluation::Evaluation;
use crate::load::Dataset;
use crate::study::Study;
use std::collections::BTreeSet;

/// The catchment of every centre, neighbours in different colours.
#[must_use]
pub(crate) fn catchment_map(
    base: &BaseMap,
    data: &Dataset,
    study: &Study,
    evaluation: &Evaluation,
) -> Picture {
    let (centre_of, colour_of) = catchment_colours(base, evaluation);
    let no_way = u8::try_from(PALE.len()).unwrap_or(u8::MAX);
    let class_of: Vec<u8> = centre_of
        .iter()
        .map(|centre| centre.map_or(no_way, |centre| colour_of[centre]))
        .collect();
    let mut fills: Vec<Fill> = PALE.into_iter().map(Fill::Colour).collect();
    fills.push(Fill::Hatched);
    let mut legend = Legend {
        title: "Each area has the colour of its nearest centre in minutes of travel. Colours only \
                separate neighbours."
            .to_owned(),
        ..Legend::default()
    };
    if class_of.contains(&no_way) {
        legend.fill(Fill::Hatched, words::no_time(data), String::new());
    }
    words::centre_entry(&mut legend);
    base.draw(&Map {
        name: format!("catchments-{}", evaluation.layout.name()),
        title: format!(
            "Catchments: {}",
            study.layout_title(evaluation.layout.name())
        ),
        subtitle: words::summary(study, evaluation),
        class_of,
        fills,
        borders: Some(("#3d3d3d", 1.6)),
        legend,
        circles: Vec::new(),
        markers: words::markers(base, data, &evaluation.layout),
    })
}

/// The centre of every demand point, as its place in the layout, and the colour of every centre in
/// [`PALE`].
pub(super) fn catchment_colours(
    base: &BaseMap,
    evaluation: &Evaluation,
) -> (Vec<Option<usize>>, Vec<u8>) {
    let sites = evaluation.layout.sites();
    let centre_of: Vec<Option<usize>> = evaluation
        .allocation
        .iter()
        .map(|soonest| sites.binary_search(&soonest?.0).ok())
        .collect();
    let colour_of = colour(sites.len(), &adjacency(base, evaluation, &centre_of));
    (centre_of, colour_of)
}

/// Pairs of centres whose catchments touch; without areas, those of centres that are near.
fn adjacency(
    base: &BaseMap,
    evaluation: &Evaluation,
    centre_of: &[Option<usize>],
) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for (one, other) in base.topology.neighbours() {
        if let (Some(one), Some(other)) = (centre_of[one as usize], centre_of[other as usize])
            && one != other
        {
            pairs.insert((one.min(other), one.max(other)));
        }
    }
    if base.topology.is_empty() {
        let sites = evaluation.layout.sites();
        let place = |centre: usize| base.sites[sites[centre].get()];
        for one in 0..sites.len() {
            let Some([x, y]) = place(one) else { continue };
            let mut near: Vec<(f64, usize)> = (0..sites.len())
                .filter(|&other| other != one)
                .filter_map(|other| place(other).map(|at| ((at[0] - x).hypot(at[1] - y), other)))
                .collect();
            near.sort_by(|a, b| a.0.total_cmp(&b.0));
            pairs.extend(
                near.iter()
                    .take(5)
                    .map(|&(_, other)| (one.min(other), one.max(other))),
            );
        }
    }
    pairs
}

/// A colour for every centre, touching ones different wherever eight colours allow it.
///
/// Greedy: next is the centre whose neighbours already have the most colours (Brélaz 1979); it
/// takes, of the colours that the fewest neighbours have, the one used least.
fn colour(centres: usize, pairs: &BTreeSet<(usize, usize)>) -> Vec<u8> {
    let mut neighbours = vec![Vec::new(); centres];
    for &(one, other) in pairs {
        neighbours[one].push(other);
        neighbours[other].push(one);
    }
    let mut colours: Vec<Option<usize>> = vec![None; centres];
    let mut used = [0_usize; PALE.len()];
    for _ in 0..centres {
        let taken = |centre: usize| -> BTreeSet<usize> {
            neighbours[centre]
                .iter()
                .filter_map(|&other: &usize| colours[other])
                .collect()
        };
        let next = (0..centres)
            .filter(|&centre| colours[centre].is_none())
            .max_by_key(|&centre| {
                (
                    taken(centre).len(),
                    neighbours[centre].len(),
                    std::cmp::Reverse(centre),
                )
            });
        let Some(next) = next else { break };
        let clashes = |colour: usize| {
            let same = |other: &&usize| colours[**other] == Some(colour);
            neighbours[next].iter().filter(same).count()
        };
        let best = (0..PALE.len()).min_by_key(|&colour| (clashes(colour), used[colour], colour));
        let best = best.unwrap_or_default();
        used[best] += 1;
        colours[next] = Some(best);
    }
    colours
        .into_iter()
        .map(|colour| u8::try_from(colour.unwrap_or_default()).unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Touching catchments differ: shown on grids with both diagonals, which are denser than
        /// any map of areas.
        #[test]
        fn neighbours_differ(wide in 2_usize..9, high in 2_usize..9, cut in prop::collection::vec(any::<bool>(), 81)) {
            let mut pairs = BTreeSet::new();
            for row in 0..high {
                for column in 0..wide {
                    let here = row * wide + column;
                    for (dx, dy) in [(1, 0), (0, 1), (1, 1)] {
                        let (x, y) = (column + dx, row + dy);
                        if x < wide && y < high && (dx + dy == 1 || cut[here]) {
                            pairs.insert((here, y * wide + x));
                        }
                    }
                }
            }
            let colours = colour(wide * high, &pairs);
            for (one, other) in pairs {
                prop_assert_ne!(colours[one], colours[other]);
            }
        }
    }
}
