use super::instance::TreatmentInstance;
use super::layout::LayoutTreatment;
use crate::care::Delay;
use crate::flight::PrimaryMission;
use crate::model::{LatLon, PointIndex, SiteIndex};
use crate::pathway::{AirTransfer, Pathway, Timeline, Transfers};
use crate::units::TravelTime;

/// One demand point's timeline to treatment by every pathway, leg by leg.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// By every pathway, in the order of [`Pathway::ALL`]; `None` where it leads nowhere.
    pub pathways: Vec<(Pathway, Option<Timeline>)>,
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
    pub door: TravelTime,
    /// From onset to MT by this flight.
    pub mt: TravelTime,
    /// From onset to MT by road; `None` where there is no road.
    pub mt_by_road: Option<TravelTime>,
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
    pub ivt: TravelTime,
    /// From onset to MT.
    pub mt: TravelTime,
}

impl Explanation {
    /// Explains one demand point of a layout.
    ///
    /// # Panics
    ///
    /// There is no such point.
    #[must_use]
    pub fn new(
        instance: &TreatmentInstance,
        treatment: &LayoutTreatment,
        point: PointIndex,
        place: Option<LatLon>,
    ) -> Self {
        let timeline = |pathway| {
            let setting = instance.setting(pathway, None);
            Timeline::new(&treatment.network, &setting, point, None)
        };
        Self {
            pathways: Pathway::ALL
                .map(|pathway| (pathway, timeline(pathway)))
                .to_vec(),
            secondary: Secondary::new(instance, treatment, point),
            primary: place.and_then(|place| Primary::new(instance, treatment, place)),
        }
    }
}

impl Secondary {
    fn new(
        instance: &TreatmentInstance,
        treatment: &LayoutTreatment,
        point: PointIndex,
    ) -> Option<Self> {
        let path = treatment.pathway(Pathway::DripAndShip).times.get(point)?;
        let place = treatment.network.place_of(path.first)?;
        let flight = treatment
            .scenarios
            .iter()
            .find_map(|result| result.soonest[place])?;
        let delays = instance.delays;
        let door = delays.onset_to_departure() + path.travel;
        let after = delays.get(Delay::ArrivalToPuncture);
        let road = Transfers::by_road(&treatment.network, delays);
        Some(Self {
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
}

impl Primary {
    fn new(
        instance: &TreatmentInstance,
        treatment: &LayoutTreatment,
        place: LatLon,
    ) -> Option<Self> {
        let (helicopters, delays) = (instance.helicopters?, instance.delays);
        let air = helicopters.with(helicopters.fleet);
        let on_scene = delays.get(Delay::OnScene);
        let (base, centre, mission) = air.primary(&treatment.network, place, on_scene)?;
        let door = delays.get(Delay::OnsetToCall) + mission.call_to_door();
        Some(Self {
            base,
            centre,
            ivt: door + delays.get(Delay::DoorToNeedle),
            mt: door + delays.get(Delay::DoorToPuncture),
            mission,
        })
    }
}
