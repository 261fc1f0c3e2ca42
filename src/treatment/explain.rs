use super::instance::TreatmentInstance;
use super::layout::LayoutTreatment;
use crate::care::Delay;
use crate::flight::PrimaryMission;
use crate::model::{LatLon, PointIndex, SiteIndex};
use crate::pathway::{AirTransfer, Timeline, Transfers};
use crate::study::Routing;
use crate::units::Minutes;

/// One demand point's timeline to treatment by every pathway, leg by leg.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// By every routing, in the order of [`Routing::ALL`]; `None` where it leads nowhere.
    pub pathways: Vec<(Routing, Option<Timeline>)>,
    /// The transfer by helicopter after drip and ship; `None` where nobody is transferred or no
    /// helicopter flies.
    pub secondary: Option<Secondary>,
    /// A mission to the scene; `None` where no helicopter flies or the point has no place.
    pub primary: Option<Primary>,
}

/// A transfer by the fastest helicopter, worth flying or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Secondary {
    /// The hospital that transfers.
    pub unit: SiteIndex,
    /// The flight.
    pub flight: AirTransfer,
    /// From onset to that hospital's door.
    pub door: Minutes,
    /// From onset to MT by this flight.
    pub mt: Minutes,
    /// From onset to MT by road; `None` where there is no road.
    pub mt_by_road: Option<Minutes>,
    /// Share of the unit's transfers that fly over the year, by scenario.
    pub flown: Vec<f64>,
}

/// A mission from a base to the scene and on to a centre, regardless of its hours.
#[derive(Debug, Clone, PartialEq)]
pub struct Primary {
    /// The base, by its number in the fleet.
    pub base: usize,
    /// The centre.
    pub centre: SiteIndex,
    /// Its legs.
    pub mission: PrimaryMission,
    /// From onset to IVT at the centre.
    pub ivt: Minutes,
    /// From onset to MT.
    pub mt: Minutes,
}

impl TreatmentInstance<'_> {
    /// Explains one demand point of a layout.
    ///
    /// # Panics
    ///
    /// There is no such point.
    #[must_use]
    pub fn explain(
        &self,
        treatment: &LayoutTreatment,
        point: PointIndex,
        place: Option<LatLon>,
    ) -> Explanation {
        let (network, delays) = (&treatment.network, &self.pathway.delays);
        let timeline = |routing| network.timeline(point, self.pathway(routing), delays, None);
        Explanation {
            pathways: Routing::ALL
                .map(|routing| (routing, timeline(routing)))
                .to_vec(),
            secondary: self.secondary(treatment, point),
            primary: place.and_then(|place| self.primary(treatment, place)),
        }
    }

    fn secondary(&self, treatment: &LayoutTreatment, point: PointIndex) -> Option<Secondary> {
        let path = treatment.pathway(Routing::DripAndShip).times.of(point)?;
        let place = treatment.network.place_of(path.first)?;
        let flight = treatment
            .scenarios
            .iter()
            .find_map(|result| result.soonest[place])?;
        let delays = &self.pathway.delays;
        let door = delays.onset_to_departure() + path.travel;
        let after = delays.get(Delay::ArrivalToPuncture);
        let road = Transfers::by_road(&treatment.network, delays);
        Some(Secondary {
            unit: path.first,
            flight,
            door,
            mt: door + flight.chain.door_to_door() + after,
            mt_by_road: road.mean(place).map(|time| door + time + after),
            flown: treatment
                .scenarios
                .iter()
                .map(|result| result.air.over_the_year.flown(place))
                .collect(),
        })
    }

    fn primary(&self, treatment: &LayoutTreatment, place: LatLon) -> Option<Primary> {
        let (service, delays) = (self.service?, &self.pathway.delays);
        let air = service.with(service.fleet);
        let on_scene = delays.get(Delay::OnScene);
        let (base, centre, mission) = air.primary(&treatment.network, place, on_scene)?;
        let door = delays.get(Delay::OnsetToCall) + mission.call_to_door();
        Some(Primary {
            base,
            centre,
            ivt: door + delays.get(Delay::DoorToNeedle),
            mt: door + delays.get(Delay::DoorToPuncture),
            mission,
        })
    }
}
