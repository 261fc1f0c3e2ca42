use crate::flight::{AirDelay, AirDelays, BreakEven, Fleet, HelicopterService, Hop, break_even};
use crate::model::{CapabilityStatus, LatLon};
use crate::pathway::StrokeNetwork;
use crate::travel::RoadCurve;
use crate::units::{KmPerHour, Metres, TravelTime};

/// The bases of a study, how far they reach and over which distances flying is faster, whatever the
/// layout.
#[derive(Debug, Clone)]
pub struct FleetSummary {
    /// The bases with their own hours.
    pub fleet: Fleet,
    /// How far their aircraft reach.
    pub reach: Reach,
    /// Air against road by distance: with pads at both hospitals, and with none.
    pub break_even: Vec<BreakEvenCurve>,
}

/// How far the aircraft of each base reaches within a time of its notification.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// From the notification to the landing at the patient.
    pub within: TravelTime,
    /// Great-circle distance, by base.
    pub radius: Vec<Metres>,
}

/// A transfer by air and by road over every distance.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakEvenCurve {
    /// Whether both hospitals have a pad, or neither.
    pub pads: CapabilityStatus,
    /// The assumptions other than the distance.
    pub hop: Hop,
    /// Every 5 km up to 300 km.
    pub points: Vec<BreakEvenPoint>,
    /// The distance from which air is faster; `None` if it is not within 1,000 km.
    pub found: Option<BreakEven>,
}

/// One distance of a [`BreakEvenCurve`], from door to door.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BreakEvenPoint {
    /// Great-circle distance between the hospitals.
    pub distance: Metres,
    /// By road, with door in, door out.
    pub road: TravelTime,
    /// By air, with door in, door out.
    pub air: TravelTime,
}

impl FleetSummary {
    /// The bases, and air against road for a hospital whose base is as far as the median of the
    /// units that transfer has it to its nearest base.
    #[must_use]
    pub fn new(
        fleet: Fleet,
        service: &HelicopterService,
        door_in_door_out: TravelTime,
        curve: &RoadCurve,
        positions: &[Option<LatLon>],
        network: &StrokeNetwork,
    ) -> Self {
        let delays = &service.delays;
        let flying = service
            .reach
            .saturating_sub(delays.get(AirDelay::LiftOff) + delays.get(AirDelay::ClimbAndApproach));
        let radius = fleet.bases().iter().map(|base| over(base.cruise, flying));
        let reach = Reach {
            within: service.reach,
            radius: radius.collect(),
        };
        let break_even = match (
            median_distance(&fleet, positions, network),
            median_speed(&fleet),
        ) {
            (Some(from_base), Some(cruise)) => [CapabilityStatus::Yes, CapabilityStatus::No]
                .map(|pads| {
                    let hop = Hop {
                        from_base,
                        cruise,
                        pad_at_unit: pads,
                        pad_at_centre: pads,
                        door_in_door_out,
                    };
                    BreakEvenCurve::new(pads, hop, delays, curve)
                })
                .to_vec(),
            _ => Vec::new(),
        };
        Self {
            fleet,
            reach,
            break_even,
        }
    }
}

impl BreakEvenCurve {
    fn new(pads: CapabilityStatus, hop: Hop, delays: &AirDelays, curve: &RoadCurve) -> Self {
        let at = |distance: Metres| BreakEvenPoint {
            distance,
            road: hop.door_in_door_out + curve.travel_time(distance),
            air: hop.by_air(distance, delays),
        };
        let distances = (1_u32..=60).filter_map(|n| Metres::try_new(f64::from(n) * 5_000.0).ok());
        Self {
            pads,
            points: distances.map(at).collect(),
            found: break_even(curve, &hop, delays),
            hop,
        }
    }
}

/// How far a speed comes in a time.
fn over(speed: KmPerHour, time: TravelTime) -> Metres {
    Metres::try_new(speed.as_f64() * 1_000.0 * time.as_f64() / 60.0)
        .expect("a speed times a time is a length")
}

/// The middle one of the units' distances to their nearest base; of two the shorter.
fn median_distance(
    fleet: &Fleet,
    positions: &[Option<LatLon>],
    network: &StrokeNetwork,
) -> Option<Metres> {
    let units = network.units().iter().filter(|unit| !unit.centre);
    let mut distances: Vec<Metres> = units
        .filter_map(|unit| Some(fleet.outward(positions[unit.site.get()]?).next()?.1))
        .collect();
    distances.sort_by(|a, b| a.as_f64().total_cmp(&b.as_f64()));
    distances.get(distances.len().checked_sub(1)? / 2).copied()
}

fn median_speed(fleet: &Fleet) -> Option<KmPerHour> {
    let mut speeds: Vec<KmPerHour> = fleet.bases().iter().map(|base| base.cruise).collect();
    speeds.sort_by(|a, b| a.as_f64().total_cmp(&b.as_f64()));
    speeds.get(speeds.len().checked_sub(1)? / 2).copied()
}
