use super::base_map::BaseMap;
use super::legend::{Fill, Legend};
use super::map::Map;
use super::palette::plain;
use super::png::Picture;
use super::words;
use crate::evaluation::Evaluation;
use crate::inequality::ColdSpot;
use crate::load::Dataset;
use crate::study::Study;
use crate::units::{Demand, TravelTime};

/// Colours of the largest cold spots.
///
/// # Source
///
/// Paul Tol, Colour Schemes (SRON/EPS/TN/09-002, issue 3.2), "bright" qualitative scheme without its
/// grey, safe for colour-blind readers.
pub(super) const LARGEST: [&str; 6] = [
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377",
];
/// Cold spots that have no colour of their own.
pub(super) const OTHERS: &str = "#8f8f8f";
/// Within the standard.
pub(super) const WITHIN: &str = "#f1f1ea";

/// The cold spots of a layout: the largest each in its colour, the rest in one.
#[must_use]
pub(crate) fn cold_spot_map(
    base: &BaseMap,
    data: &Dataset,
    study: &Study,
    evaluation: &Evaluation,
    standard: TravelTime,
    spots: &[ColdSpot],
) -> Picture {
    let layout = study.layout_title(evaluation.layout.name());
    let named = spots.len().min(LARGEST.len());
    let class = |class: usize| u8::try_from(class).unwrap_or(u8::MAX);
    let (others, within) = (class(named), class(named + 1));
    let mut class_of: Vec<u8> = evaluation
        .allocation
        .iter()
        .map(|soonest| {
            let is_within = soonest.is_some_and(|(_, time)| time <= standard);
            if is_within { within } else { others }
        })
        .collect();
    for (rank, spot) in spots.iter().take(named).enumerate() {
        for point in &spot.points {
            class_of[point.get()] = class(rank);
        }
    }
    let mut fills: Vec<Fill> = LARGEST[..named].iter().copied().map(Fill::Colour).collect();
    fills.extend([OTHERS, WITHIN].map(Fill::Colour));
    let minutes = plain(standard);
    let mut legend = Legend {
        title: format!("Beyond {minutes} min, areas that touch together: the largest"),
        values: words::share_of(study),
        ..Legend::default()
    };
    let percent = |demand: Demand| words::percent(demand, data.demand());
    for (rank, (spot, fill)) in (1..).zip(spots.iter().zip(&fills[..named])) {
        let largest = &data.points[spot.largest.get()].name;
        legend.fill(*fill, &format!("{rank}: {largest}"), percent(spot.demand));
    }
    let shares = words::shares(data, &class_of, fills.len());
    if class_of.contains(&others) {
        let name = format!("others beyond {minutes} min");
        legend.fill(Fill::Colour(OTHERS), &name, percent(shares[named]));
    }
    let name = format!("within {minutes} min");
    legend.fill(Fill::Colour(WITHIN), &name, percent(shares[named + 1]));
    words::centre_entry(&mut legend);
    base.draw(&Map {
        name: format!("cold-spots-{}", evaluation.layout.name()),
        title: format!("Cold spots beyond {minutes} min: {layout}"),
        subtitle: words::summary(study, evaluation),
        class_of,
        fills,
        borders: None,
        legend,
        circles: Vec::new(),
        markers: words::markers(base, data, &evaluation.layout),
    })
}
