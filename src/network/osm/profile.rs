use super::road_class::RoadClass;

/// Who drives, how fast and where: everything about a network that is not in the map.
///
/// Two are built in: [`Profile::car`] and [`Profile::blue_light`].
///
/// # Examples
///
/// ```
/// use catchment::network::{Profile, RoadClass};
///
/// let (car, ambulance) = (Profile::car(), Profile::blue_light());
/// assert_eq!(car.speed_kmh(RoadClass::Residential), 25.0);
/// assert!(ambulance.speed_kmh(RoadClass::Residential) > car.speed_kmh(RoadClass::Residential));
/// assert!(Profile::named("car").is_some() && Profile::named("bicycle").is_none());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// What it is called.
    pub name: String,
    /// Speeds in km/h where the map has no speed limit, in the order of [`RoadClass::ALL`].
    pub speeds_kmh: [f64; 18],
    /// Speed over the speed limit, where the map has one.
    pub maxspeed_factor: f64,
    /// The speed in km/h that `maxspeed=none` counts as.
    pub no_limit_kmh: f64,
    /// Time at every boarding of a ferry, minutes.
    pub ferry_wait_minutes: f64,
    /// Whether tracks of farms and forests are roads.
    pub tracks: bool,
    /// Whether private roads and gates are open.
    pub private_roads: bool,
    /// Whether tags for emergency vehicles and buses hold.
    pub emergency: bool,
}

/// Speeds by class, in the order of [`RoadClass::ALL`].
///
/// # Source
///
/// Speeds of OSRM 26's car profile (motorway 90 km/h to living street 10 km/h, tracks 5 km/h). Busways
/// and paths that vehicles may use are as service roads and living streets: an assumption. A ferry
/// without a tagged duration at 20 km/h, about 11 knots: an assumption.
const CAR_KMH: [f64; 18] = [
    90.0, 45.0, 85.0, 40.0, 65.0, 30.0, 55.0, 25.0, 40.0, 20.0, 25.0, 25.0, 10.0, 15.0, 5.0, 15.0,
    10.0, 20.0,
];

/// What share of the speed limit ordinary traffic drives, on average over a journey.
///
/// # Source
///
/// OSRM 26's car profile, `speed_reduction`.
const CAR_MAXSPEED_FACTOR: f64 = 0.8;

/// The recommended speed on motorways in Germany where there is no limit.
const NO_LIMIT_KMH: f64 = 130.0;

impl Profile {
    /// The names of the built-in profiles.
    pub const NAMES: [&'static str; 2] = ["car", "blue-light"];

    /// A built-in profile.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "car" => Some(Self::car()),
            "blue-light" => Some(Self::blue_light()),
            _ => None,
        }
    }

    /// Ordinary traffic.
    #[must_use]
    pub fn car() -> Self {
        Self {
            name: "car".to_owned(),
            speeds_kmh: CAR_KMH,
            maxspeed_factor: CAR_MAXSPEED_FACTOR,
            no_limit_kmh: NO_LIMIT_KMH,
            ferry_wait_minutes: 0.0,
            tracks: false,
            private_roads: false,
            emergency: false,
        }
    }

    /// An ambulance with lights and sirens: at the speed limit where ordinary traffic drives 80% of it,
    /// and as much faster than it where the map has no limit; private roads, gates, bus lanes and what is
    /// tagged for emergency vehicles are open. Ferries are no faster.
    ///
    /// # Source
    ///
    /// An assumption. Urgent missions in Finland exceeded the speed limits, except those of 30 km/h
    /// (Pappinen and Nordquist 2022, Nursing Reports 12(1):50-58).
    #[must_use]
    pub fn blue_light() -> Self {
        let mut speeds_kmh = CAR_KMH.map(|speed| speed / CAR_MAXSPEED_FACTOR);
        speeds_kmh[RoadClass::Ferry as usize] = CAR_KMH[RoadClass::Ferry as usize];
        Self {
            name: "blue-light".to_owned(),
            speeds_kmh,
            maxspeed_factor: 1.0,
            private_roads: true,
            emergency: true,
            ..Self::car()
        }
    }

    /// The speed on a class of road where the map has no limit, km/h.
    #[must_use]
    pub const fn speed_kmh(&self, class: RoadClass) -> f64 {
        self.speeds_kmh[class as usize]
    }
}
