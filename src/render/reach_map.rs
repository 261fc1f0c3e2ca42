use super::base_map::BaseMap;
use super::circle::Circle;
use super::legend::{Fill, Legend};
use super::map::Map;
use super::marker::Marker;
use super::marker::MarkerKind;
use super::palette::plain;
use super::png::Picture;
use super::words;
use crate::load::Dataset;
use crate::model::{CapabilityStatus, LatLon, Layout};
use crate::study::Study;
use crate::treatment::FleetSummary;
use crate::units::Demand;
use crate::wording::counted;

/// By how many bases reach a place: none, one, two, or more.
///
/// # Source
///
/// `ColorBrewer` 2.0 (Brewer, Harrower), `Purples`, safe for colour-blind readers.
const FILLS: [Fill; 4] = [
    Fill::Colour("#f7f7f7"),
    Fill::Colour("#dadaeb"),
    Fill::Colour("#bcbddc"),
    Fill::Colour("#9e9ac8"),
];

/// Helicopter bases with the discs that their aircraft reach in the study's time, the centres of a
/// layout, and which of these have a pad.
#[must_use]
pub(crate) fn reach_map(
    base: &BaseMap,
    data: &Dataset,
    study: &Study,
    layout: &Layout,
    helicopter: &FleetSummary,
) -> Picture {
    let reach = &helicopter.reach;
    let bases = || helicopter.fleet.bases().iter().zip(&reach.radius);
    let reached_by = |at: LatLon| {
        let near = bases()
            .filter(|(air, radius)| air.position.distance_to(at).as_f64() <= radius.as_f64());
        near.count()
    };
    let class_of: Vec<u8> = data
        .points
        .iter()
        .map(|point| point.position.map_or(0, reached_by).min(FILLS.len() - 1))
        .map(|class| u8::try_from(class).unwrap_or(u8::MAX))
        .collect();
    let within = plain(reach.within);
    let mut legend = Legend {
        title: format!("Bases that arrive within {within} min of notification"),
        values: words::share_of(study),
        ..Legend::default()
    };
    let names = ["none", "one", "two", "three or more"];
    words::class_entries(&mut legend, data, &class_of, &FILLS, &names);
    let pads = study
        .helicopter
        .as_ref()
        .and_then(|choice| choice.pads.as_ref());
    let pads = pads.map_or_else(Vec::new, |pads| data.capability(pads));
    let mut centres = words::markers(base, data, layout);
    for (marker, site) in centres.iter_mut().zip(layout.sites()) {
        if pads.get(site.get()) == Some(&CapabilityStatus::Yes) {
            marker.kind = MarkerKind::Pad;
        }
    }
    legend.marker(MarkerKind::Base, "helicopter base");
    legend.marker(MarkerKind::Pad, "centre with a helipad");
    legend.marker(MarkerKind::Centre, "centre without, or unknown");
    let mut markers: Vec<Marker> = bases()
        .map(|(air, _)| Marker {
            at: Some(base.place(air.position)),
            kind: MarkerKind::Base,
            label: None,
        })
        .collect();
    let covered = |class: &u8| *class > 0;
    let reached: Demand = data
        .points
        .iter()
        .zip(&class_of)
        .filter(|(_, class)| covered(class))
        .map(|(point, _)| point.demand)
        .sum();
    markers.extend(centres);
    base.draw(&Map {
        name: format!("bases-{}", layout.name()),
        title: format!("Helicopter bases and {}", study.layout_title(layout.name())),
        subtitle: format!(
            "{} · {}% of {} within {within} min of notification, when all fly",
            counted(helicopter.fleet.bases().len(), "base"),
            words::percent(reached, data.demand()),
            study.population.demand_unit
        ),
        class_of,
        fills: FILLS.to_vec(),
        borders: None,
        legend,
        circles: bases()
            .map(|(air, &radius)| Circle {
                middle: air.position,
                radius,
            })
            .collect(),
        markers,
    })
}
