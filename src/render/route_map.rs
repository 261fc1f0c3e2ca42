use super::base_map::BaseMap;
use super::care_map::CareMap;
use super::legend::Fill;
use super::png::Picture;
use super::words;
use crate::load::Dataset;
use crate::model::{Layout, PointIndex};
use crate::pathway::{Pathway, PatientPath, Route};
use crate::study::Study;
use crate::treatment::LayoutTreatment;

/// What patients of an area should do first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Advice {
    /// The nearest hospital is a centre: there is no choice.
    CentreIsClosest,
    /// Past the nearest unit to a centre.
    Mothership,
    DripAndShip,
    Unreachable,
}

impl Advice {
    const ALL: [Self; 4] = [
        Self::CentreIsClosest,
        Self::Mothership,
        Self::DripAndShip,
        Self::Unreachable,
    ];

    /// Pale blue, blue and orange of Okabe and Ito 2008, Color Universal Design.
    const fn fill(self) -> Fill {
        match self {
            Self::CentreIsClosest => Fill::Colour("#cfe6f5"),
            Self::Mothership => Fill::Colour("#56b4e9"),
            Self::DripAndShip => Fill::Colour("#e69f00"),
            Self::Unreachable => Fill::Hatched,
        }
    }

    const fn name(self, no_time: &'static str) -> &'static str {
        match self {
            Self::CentreIsClosest => "centre is nearest",
            Self::Mothership => "mothership, past a unit",
            Self::DripAndShip => "drip and ship",
            Self::Unreachable => no_time,
        }
    }
}

/// Mothership or drip and ship: which first hospital is expected to give the better outcome.
#[must_use]
pub(crate) fn route_map(
    base: &BaseMap,
    data: &Dataset,
    study: &Study,
    layout: &Layout,
    treatment: &LayoutTreatment,
) -> Picture {
    let best = treatment.pathway(Pathway::BestOutcome);
    let network = &treatment.network;
    let closest_is_centre = |point| {
        let closest = network.closest(point);
        let place = closest.and_then(|(site, _)| network.place_of(site));
        place.is_some_and(|place| network.units()[place].centre)
    };
    let advice = |(number, path): (u32, Option<_>)| {
        let route = path.map(|path: PatientPath| path.route);
        match route {
            None => Advice::Unreachable,
            Some(Route::DripAndShip) => Advice::DripAndShip,
            Some(Route::Direct) if closest_is_centre(PointIndex(number)) => Advice::CentreIsClosest,
            Some(Route::Direct) => Advice::Mothership,
        }
    };
    let class_of: Vec<u8> = (0..)
        .zip(best.times.iter())
        .map(advice)
        .map(|advice| advice as u8)
        .collect();
    CareMap {
        base,
        data,
        study,
        layout,
        treatment,
        name: "best-pathway",
        title: "Mothership or drip and ship",
        subtitle: words::pathway_summary(best.pathway, &best.figures),
        legend: "First hospital with the better expected outcome",
        class_of,
        fills: Advice::ALL.map(Advice::fill).to_vec(),
        names: Advice::ALL
            .map(|advice| advice.name(words::no_time(data)).to_owned())
            .to_vec(),
        bases: None,
    }
    .draw()
}
