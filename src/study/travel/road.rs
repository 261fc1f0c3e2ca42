//! `[travel.road]`: who drives on the roads of OpenStreetMap, how fast and where.

use crate::network::{Heading, Profile, RoadClass, Snapping};
use crate::study::error::{StudyCause, StudyError};
use crate::study::setting::{self, Quantity, Setting, written};
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use crate::travel::Calibration;
use crate::units::{KmPerHour, Metres, QuantityError, TravelTime};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Times from a road network.
#[derive(Debug, Clone, PartialEq)]
pub struct RoadChoice {
    /// The extract, from the study's folder.
    pub network: String,
    /// Who drives, how fast and where.
    pub profile: Profile,
    /// How places get to a road.
    pub snapping: Snapping,
    /// Which way one drives.
    pub heading: Heading,
    /// What times are multiplied by and what is added.
    pub calibration: Calibration,
}

impl RoadChoice {
    /// The roads of an extract as a profile has them, with all other choices as they are by default.
    #[must_use]
    pub fn new(network: String, profile: Profile) -> Self {
        Self {
            network,
            profile,
            snapping: Snapping::default(),
            heading: Heading::default(),
            calibration: Calibration::default(),
        }
    }
}

/// A factor: finite and above zero.
#[derive(Debug, Clone, Copy)]
struct Factor(f64);

impl Quantity for Factor {
    const UNIT: Option<&'static str> = Some("factor");
    const BOUNDS: &'static [(&'static str, i32)] = &[("exclusiveMinimum", 0)];

    fn try_from_number(number: f64) -> Result<Self, QuantityError> {
        Calibration::try_new(TravelTime::from_whole(0), number).map(|read| Self(read.factor()))
    }

    fn number(self) -> f64 {
        self.0
    }
}

impl Quantity for Metres {
    const UNIT: Option<&'static str> = Some("m");
    const BOUNDS: &'static [(&'static str, i32)] = &[("minimum", 0)];

    fn try_from_number(number: f64) -> Result<Self, QuantityError> {
        Self::try_new(number)
    }

    fn number(self) -> f64 {
        self.as_f64()
    }
}

fn maxspeed_factor() -> Setting<Factor> {
    let source = "OSRM's car profile; 1 for blue-light, an assumption";
    Setting::new("maxspeed_factor", Profile::car().maxspeed_factor, source)
}

fn no_limit() -> Setting<KmPerHour> {
    let source = "the speed recommended on German motorways";
    Setting::new("no_limit_kmh", Profile::car().no_limit_kmh, source)
}

fn ferry_wait() -> Setting<TravelTime> {
    let source = "an assumption: England's table has crossings without a long wait";
    Setting::new(
        "ferry_wait_minutes",
        Profile::car().ferry_wait_minutes,
        source,
    )
}

fn snap_limit() -> Setting<Metres> {
    let limit = Snapping::default().limit.as_f64();
    Setting::new("snap_limit_metres", limit, "an assumption")
}

fn off_road() -> Setting<KmPerHour> {
    let speed = Snapping::default().off_road.as_f64();
    Setting::new("off_road_kmh", speed, "an assumption: people on foot")
}

fn least_island() -> Setting<Metres> {
    let source = "an assumption: car parks and the edges of an extract have less";
    let least = Snapping::default().least_island.as_f64();
    Setting::new("least_island_metres", least, source)
}

const FIXED: Setting<TravelTime> =
    Setting::new("fixed_minutes", 0.0, "times as the roads have them");

const FACTOR: Setting<Factor> = Setting::new("factor", 1.0, "times as the roads have them");

/// Changes to the profile; what is not said is as in the profile.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoadToml {
    /// Speeds by class of road, where the map has no speed limit.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(schema_with = "of_speeds")]
    speeds_kmh: BTreeMap<Spanned<String>, Spanned<f64>>,
    /// Speed over the speed limit, where the map has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = maxspeed_factor().in_schema())]
    maxspeed_factor: Option<Spanned<f64>>,
    /// The limit that `maxspeed=none` counts as, on motorways and trunk roads.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = no_limit().in_schema())]
    no_limit_kmh: Option<Spanned<f64>>,
    /// Time at every boarding of a car ferry, beside its crossing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = ferry_wait().in_schema())]
    ferry_wait_minutes: Option<Spanned<f64>>,
    /// Whether tracks of farms and forests are roads.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = false))]
    tracks: Option<bool>,
    /// Whether private roads and gates are open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = false, "x-default" = "no; yes for blue-light"))]
    private_roads: Option<bool>,
    /// Whether bus lanes and what is tagged for emergency vehicles are open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = false, "x-default" = "no; yes for blue-light"))]
    emergency: Option<bool>,
    /// The farthest that a place may be from the nearest road; places beyond it are unreachable and are
    /// listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = snap_limit().in_schema())]
    snap_limit_metres: Option<Spanned<f64>>,
    /// Speed of the straight line from a place to the nearest road.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = off_road().in_schema())]
    off_road_kmh: Option<Spanned<f64>>,
    /// Length of roads from which a network that nothing connects with the rest is an island: places on
    /// it are unreachable. Shorter ones are left out, and places there go to the nearest other road.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = least_island().in_schema())]
    least_island_metres: Option<Spanned<f64>>,
    /// Time in every journey, regardless of its length: `fixed_minutes + factor × time`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = FIXED.in_schema())]
    fixed_minutes: Option<Spanned<f64>>,
    /// What the time on the roads is multiplied by.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = FACTOR.in_schema())]
    factor: Option<Spanned<f64>>,
}

fn of_speeds(_: &mut SchemaGenerator) -> Schema {
    let (car, ambulance) = (Profile::car(), Profile::blue_light());
    let speeds = RoadClass::ALL.into_iter().map(|class| {
        let (speed, faster) = (car.speed_kmh(class), ambulance.speed_kmh(class));
        let of = if class == RoadClass::Ferry {
            "Ferries whose duration the map does not have.".to_owned()
        } else {
            format!(
                "Roads of class `{}`; {faster} for blue-light.",
                class.name()
            )
        };
        let key = json!({
            "type": "number", "description": of, "default": speed, "exclusiveMinimum": 0,
            "x-unit": "km/h", "x-source": class.speed_source(),
        });
        (class.name().to_owned(), key)
    });
    let speeds: Map<String, Value> = speeds.collect();
    json_schema!({ "type": "object", "properties": speeds, "additionalProperties": false })
}

/// The profile of a name.
pub(super) fn profile(
    name: Option<&Spanned<String>>,
    source: &Source<'_>,
) -> Result<Profile, StudyError> {
    let Some(name) = name else {
        return Ok(Profile::car());
    };
    Profile::named(name.as_ref()).ok_or_else(|| {
        let cause = StudyCause::UnknownChoice {
            found: name.as_ref().clone(),
            nearest: crate::study::nearest_word(name.as_ref(), &Profile::NAMES),
            known: Profile::NAMES.map(str::to_owned).to_vec(),
        };
        source.error(&name.span(), cause)
    })
}

impl RoadToml {
    pub(super) fn read(
        self,
        network: String,
        mut profile: Profile,
        source: &Source<'_>,
    ) -> Result<RoadChoice, StudyError> {
        let names = RoadClass::ALL.map(RoadClass::name);
        for (class, speed) in &self.speeds_kmh {
            let place = names.iter().position(|name| name == class.as_ref());
            let place = place.ok_or_else(|| source.unknown_key(class, &names))?;
            let speed: KmPerHour = setting::read("speeds_kmh", speed, source)?;
            profile.speeds_kmh[place] = speed.as_f64();
        }
        if let Some(form) = &self.maxspeed_factor {
            let Factor(factor) = setting::read("maxspeed_factor", form, source)?;
            profile.maxspeed_factor = factor;
        }
        if let Some(form) = &self.no_limit_kmh {
            let speed: KmPerHour = setting::read("no_limit_kmh", form, source)?;
            profile.no_limit_kmh = speed.as_f64();
        }
        if let Some(form) = &self.ferry_wait_minutes {
            let wait: TravelTime = setting::read("ferry_wait_minutes", form, source)?;
            profile.ferry_wait_minutes = wait.as_f64();
        }
        profile.tracks = self.tracks.unwrap_or(profile.tracks);
        profile.private_roads = self.private_roads.unwrap_or(profile.private_roads);
        profile.emergency = self.emergency.unwrap_or(profile.emergency);
        let snapping = Snapping {
            limit: snap_limit().read(self.snap_limit_metres.as_ref(), source)?,
            off_road: off_road().read(self.off_road_kmh.as_ref(), source)?,
            least_island: least_island().read(self.least_island_metres.as_ref(), source)?,
        };
        let fixed = FIXED.read(self.fixed_minutes.as_ref(), source)?;
        let Factor(factor) = FACTOR.read(self.factor.as_ref(), source)?;
        Ok(RoadChoice {
            network,
            profile,
            snapping,
            heading: Heading::default(),
            calibration: source.quantity("factor", &(0..0), Calibration::try_new(fixed, factor))?,
        })
    }

    pub(super) fn written(choice: &RoadChoice) -> Self {
        let profile = &choice.profile;
        let speeds = RoadClass::ALL.into_iter().zip(profile.speeds_kmh);
        let speeds = speeds.map(|(class, speed)| {
            let name = Spanned::nowhere(class.name().to_owned());
            (name, Spanned::nowhere(speed))
        });
        let number = |number| Some(Spanned::nowhere(number));
        Self {
            speeds_kmh: speeds.collect(),
            maxspeed_factor: number(profile.maxspeed_factor),
            no_limit_kmh: number(profile.no_limit_kmh),
            ferry_wait_minutes: number(profile.ferry_wait_minutes),
            tracks: Some(profile.tracks),
            private_roads: Some(profile.private_roads),
            emergency: Some(profile.emergency),
            snap_limit_metres: written(choice.snapping.limit),
            off_road_kmh: written(choice.snapping.off_road),
            least_island_metres: written(choice.snapping.least_island),
            fixed_minutes: written(choice.calibration.fixed),
            factor: number(choice.calibration.factor()),
        }
    }
}
