use super::index::Nearest;
use super::network::RoadNetwork;
use super::snap::{Snap, Snapping};
use crate::model::{LatLon, PointIndex, SiteIndex};
use crate::network::Places;
use crate::network::osm::RoadClass;
use crate::units::TravelTime;
use rayon::prelude::*;

/// Whether one drives to a site or away from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Heading {
    /// To the site.
    #[default]
    ToSite,
    /// From the site.
    FromSite,
}

/// A place on a road, with the time between it and a site, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reached {
    pub(super) place: LatLon,
    pub(super) milliseconds: u32,
}

impl RoadNetwork {
    /// Places on the roads of the graph, at most so many metres apart, from which a site is reached within
    /// a time, or that are reached from it.
    pub(super) fn reached(
        &self,
        site: &Snap,
        heading: Heading,
        within: TravelTime,
        step: f64,
    ) -> Vec<Reached> {
        let all = Places::at_nodes(0..self.graph().nodes());
        let mut own = Places::new();
        let times = match heading {
            Heading::ToSite => {
                own.push(site.arrivals());
                self.network().times_to(&own, &all)
            }
            Heading::FromSite => {
                own.push(site.departures());
                self.network().times_from(&own, &all)
            }
        };
        let by_junctions = |place: &Snap| {
            let link = |link: crate::network::Link| {
                let time = times.get(PointIndex(link.node), SiteIndex(0))?;
                Some(time.milliseconds().saturating_add(link.milliseconds))
            };
            match heading {
                Heading::ToSite => place.departures().filter_map(link).min(),
                Heading::FromSite => place.arrivals().filter_map(link).min(),
            }
        };
        let direct = |place: &Snap| match heading {
            Heading::ToSite => place.direct(site),
            Heading::FromSite => site.direct(place),
        };
        let numbers = 0..u32::try_from(self.pieces.len()).unwrap_or(u32::MAX);
        let found = numbers.into_par_iter().flat_map_iter(|number| {
            let on_piece = self.samples(number, step).into_iter();
            on_piece.filter_map(|(place, nearest)| {
                let snap = self.at(nearest, &Snapping::default()).ok()?;
                let time = by_junctions(&snap).into_iter().chain(direct(&snap)).min()?;
                (time <= within.milliseconds()).then_some(Reached {
                    place,
                    milliseconds: time,
                })
            })
        });
        found.collect()
    }

    /// Places on a piece of road of the graph: its nodes, and so many between them that none is farther
    /// than a step from the next.
    fn samples(&self, number: u32, step: f64) -> Vec<(LatLon, Nearest)> {
        let piece = &self.pieces[number as usize];
        let is_road = self.driving(piece).class != RoadClass::Ferry;
        if !is_road || !self.is_in_graph(self.links[number as usize]) {
            return Vec::new();
        }
        let nodes: Vec<LatLon> = self
            .nodes_of(piece)
            .iter()
            .filter_map(|&node| self.position(node))
            .collect();
        let mut samples = Vec::new();
        for (segment, ends) in (piece.nodes[0]..).zip(nodes.windows(2)) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a segment is at most half the Earth, and a step at least a metre"
            )]
            let parts = (ends[0].distance_to(ends[1]).as_f64() / step.max(1.0))
                .ceil()
                .max(1.0) as u32;
            for part in 0..=parts {
                let share = f64::from(part) / f64::from(parts);
                let between =
                    |of: fn(LatLon) -> f64| of(ends[0]) + share * (of(ends[1]) - of(ends[0]));
                if let Ok(place) = LatLon::try_new(between(LatLon::lat), between(LatLon::lon)) {
                    let nearest = Nearest {
                        piece: number,
                        segment,
                        share,
                        distance_2: 0.0,
                    };
                    samples.push((place, nearest));
                }
            }
        }
        samples
    }
}
