use crate::evaluation::Evaluation;
use crate::inequality::{ColdSpot, cold_spots, mutual_neighbours};
use crate::load::{Dataset, Drawing};
use crate::model::{Grouping, LatLon};
use crate::units::{Demand, TravelTime};

/// Where people beyond a standard live together, layout by layout.
#[derive(Debug, Clone)]
pub(crate) struct ColdSpots {
    /// Who is beyond it is in a cold spot.
    pub(crate) standard: TravelTime,
    /// How it is known that demand points touch; `None` where it is not, and there are no cold spots.
    pub(crate) contiguity: Option<Contiguity>,
    /// One list for each layout, in the order of the study; the one with the most demand first.
    pub(crate) by_layout: Vec<Vec<ColdSpot>>,
}

/// How it is known that demand points touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contiguity {
    /// Their polygons have a common border.
    Borders,
    /// Each is among the six nearest of the other.
    MutualNeighbours,
}

impl ColdSpots {
    /// The cold spots of all layouts.
    pub(super) fn new(data: &Dataset, evaluations: &[Evaluation], standard: TravelTime) -> Self {
        let drawing = data.drawing.as_ref();
        let borders = drawing.map(Drawing::borders);
        let borders = borders.filter(|borders| !borders.is_empty());
        let places: Vec<Option<LatLon>> = data.points.iter().map(|point| point.position).collect();
        let (contiguity, touching) = if let Some(borders) = borders {
            (Some(Contiguity::Borders), borders.neighbours().collect())
        } else if places.iter().any(Option::is_some) {
            let touching = mutual_neighbours(&places);
            (Some(Contiguity::MutualNeighbours), touching)
        } else {
            (None, Vec::new())
        };
        let found = |evaluation: &Evaluation| {
            if contiguity.is_none() {
                return Vec::new();
            }
            let answers = evaluation.allocation.iter().zip(&data.points);
            let of: Vec<(Option<TravelTime>, Demand)> = answers
                .map(|(answer, point)| (answer.map(|(_, time)| time), point.demand))
                .collect();
            cold_spots(&of, standard, touching.iter().copied())
        };
        Self {
            standard,
            contiguity,
            by_layout: evaluations.iter().map(found).collect(),
        }
    }
}

/// The label of the group that most of a cold spot's demand is in; of equal ones the first.
pub(super) fn main_group<'a>(
    spot: &ColdSpot,
    grouping: &'a Grouping,
    data: &Dataset,
) -> Option<&'a str> {
    let mut demand = vec![Demand::ZERO; grouping.labels().len()];
    for point in &spot.points {
        let group = grouping.members()[point.get()] as usize;
        demand[group] += data.points[point.get()].demand;
    }
    let most = demand.iter().copied().max()?;
    let group = demand.iter().position(|&demand| demand == most)?;
    Some(&grouping.labels()[group])
}

/// The residents of a cold spot, where the data give them for all its points.
pub(super) fn residents(spot: &ColdSpot, data: &Dataset) -> Option<Demand> {
    let points = spot.points.iter();
    points
        .map(|point| data.points[point.get()].population)
        .sum()
}
