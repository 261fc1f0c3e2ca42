//! What a way is to one who drives: its class, and how fast each direction is.

use super::access::{Direction, permission};
use super::duration;
use super::maxspeed::{Limit, Limits};
use super::profile::Profile;
use super::road_class::RoadClass;
use super::tags::{Key, Tags};

/// How fast a way is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::network) enum Pace {
    /// So many kilometres per hour.
    KmPerHour(f64),
    /// So many milliseconds over the whole way.
    Whole(u32),
}

/// A way that can be driven, in one direction at least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::network) struct Driving {
    pub(in crate::network) class: RoadClass,
    pub(in crate::network) forward: Option<Pace>,
    pub(in crate::network) backward: Option<Pace>,
    /// Whether a speed limit decides its speed.
    pub(in crate::network) has_limit: bool,
}

/// Why a way of a road class or ferry cannot be driven.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub(in crate::network) enum Closed {
    /// Its class is not for the profile: tracks, paths.
    Class,
    /// Its access tags.
    Access,
    /// A ferry that does not say that it carries cars.
    Ferry,
}

impl Closed {
    /// What a report calls it.
    pub(in crate::network) const fn name(self) -> &'static str {
        match self {
            Self::Class => "tracks, paths and areas, which the profile does not use",
            Self::Access => "closed by an access tag, or impassable",
            Self::Ferry => "ferries that do not say that they carry cars",
        }
    }
}

/// What becomes of a way, and what was not understood of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::network) struct Reading<'a> {
    /// `None` for what is not a road.
    pub(in crate::network) driving: Option<Result<Driving, Closed>>,
    /// A key and value that were not understood.
    pub(in crate::network) unknown: Option<(&'static str, &'a str)>,
}

impl<'a> Reading<'a> {
    pub(super) fn of(tags: &Tags<'a>, profile: &Profile) -> Self {
        let highway = tags.get(Key::Highway).and_then(RoadClass::of_highway);
        match highway {
            Some(class) => road(class, tags, profile),
            None if tags.get(Key::Route) == Some("ferry") => ferry(tags, profile),
            None => Self {
                driving: None,
                unknown: None,
            },
        }
    }
}

fn road<'a>(class: RoadClass, tags: &Tags<'a>, profile: &Profile) -> Reading<'a> {
    let closed = |why| Reading {
        driving: Some(Err(why)),
        unknown: None,
    };
    if tags.get(Key::Area) == Some("yes") || (class == RoadClass::Track && !profile.tracks) {
        return closed(Closed::Class);
    }
    let impassable =
        tags.get(Key::Impassable) == Some("yes") || tags.get(Key::Smoothness) == Some("impassable");
    let for_emergencies = tags.get(Key::Service) == Some("emergency_access");
    if impassable || (for_emergencies && !profile.emergency) {
        return closed(Closed::Access);
    }
    let limits = Limits::of(tags, class);
    let (may_forward, may_backward) = directions(class, tags, profile);
    let pace = |limit: Option<Limit>| {
        Pace::KmPerHour(match limit {
            Some(Limit::KmPerHour(speed)) => speed * profile.maxspeed_factor,
            Some(Limit::Unlimited) => profile.no_limit_kmh * profile.maxspeed_factor,
            Some(Limit::Varies) | None => profile.speed_kmh(class),
        })
    };
    let open = |may: bool, direction| {
        may && permission(tags, Some(direction), profile).unwrap_or(!class.needs_permission())
    };
    let driving = Driving {
        class,
        forward: open(may_forward, Direction::Forward).then(|| pace(limits.forward)),
        backward: open(may_backward, Direction::Backward).then(|| pace(limits.backward)),
        has_limit: matches!(
            limits.forward.or(limits.backward),
            Some(Limit::KmPerHour(_) | Limit::Unlimited)
        ),
    };
    let why = if class.needs_permission() {
        Closed::Class
    } else {
        Closed::Access
    };
    Reading {
        driving: Some(open_or(driving, why)),
        unknown: limits.unknown.map(|value| ("maxspeed", value)),
    }
}

fn open_or(driving: Driving, why: Closed) -> Result<Driving, Closed> {
    let is_open = driving.forward.is_some() || driving.backward.is_some();
    is_open.then_some(driving).ok_or(why)
}

/// Which directions a one-way tag leaves.
fn directions(class: RoadClass, tags: &Tags<'_>, profile: &Profile) -> (bool, bool) {
    if profile.emergency && tags.get(Key::OnewayEmergency) == Some("no") {
        return (true, true);
    }
    let round = matches!(tags.get(Key::Junction), Some("roundabout" | "circular"));
    match tags.get(Key::Oneway) {
        Some("yes" | "true" | "1") => (true, false),
        Some("-1" | "reverse") => (false, true),
        Some("no" | "false" | "0" | "alternating") => (true, true),
        // Which direction is open depends on the hour.
        Some("reversible") => (false, false),
        _ => (true, !(round || class.is_one_way())),
    }
}

/// A ferry carries cars only where it says so.
fn ferry<'a>(tags: &Tags<'a>, profile: &Profile) -> Reading<'a> {
    if permission(tags, None, profile) != Some(true) || !says_cars(tags) {
        return Reading {
            driving: Some(Err(Closed::Ferry)),
            unknown: None,
        };
    }
    let tagged = tags.get(Key::Duration);
    let duration = tagged.and_then(duration::milliseconds);
    let pace = duration.map_or(
        Pace::KmPerHour(profile.speed_kmh(RoadClass::Ferry)),
        Pace::Whole,
    );
    let (forward, backward) = directions(RoadClass::Ferry, tags, profile);
    let driving = Driving {
        class: RoadClass::Ferry,
        forward: forward.then_some(pace),
        backward: backward.then_some(pace),
        has_limit: duration.is_some(),
    };
    let not_understood = tagged.filter(|_| duration.is_none());
    Reading {
        driving: Some(open_or(driving, Closed::Access)),
        unknown: not_understood.map(|value| ("duration", value)),
    }
}

fn says_cars(tags: &Tags<'_>) -> bool {
    let keys = [
        Key::Motorcar,
        Key::MotorVehicle,
        Key::Vehicle,
        Key::Emergency,
    ];
    tags.first(&keys).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Option<Result<Driving, Closed>> {
        Reading::of(&Tags::of(pairs), &Profile::car()).driving
    }

    /// Speeds forward and backward, km/h.
    fn speeds(pairs: &[(&str, &str)]) -> [Option<f64>; 2] {
        let driving = read(pairs).expect("a road").expect("an open one");
        [driving.forward, driving.backward].map(|pace| match pace {
            Some(Pace::KmPerHour(speed)) => Some(speed),
            Some(Pace::Whole(_)) => panic!("a ferry"),
            None => None,
        })
    }

    #[test]
    fn the_class_gives_the_speed_where_there_is_no_limit() {
        assert_eq!(speeds(&[("highway", "residential")]), [Some(25.0); 2]);
        let limited = [("highway", "residential"), ("maxspeed", "50")];
        assert_eq!(speeds(&limited), [Some(40.0); 2]);
    }

    #[test]
    fn one_way_streets_go_one_way() {
        let street = |oneway| speeds(&[("highway", "residential"), ("oneway", oneway)]);
        assert_eq!(street("yes"), [Some(25.0), None]);
        assert_eq!(street("-1"), [None, Some(25.0)]);
        assert_eq!(street("no"), [Some(25.0); 2]);
        let ring = [("highway", "tertiary"), ("junction", "roundabout")];
        assert_eq!(speeds(&ring), [Some(40.0), None]);
        assert_eq!(speeds(&[("highway", "motorway")]), [Some(90.0), None]);
        let two_way = [("highway", "motorway"), ("oneway", "no")];
        assert_eq!(speeds(&two_way), [Some(90.0); 2]);
    }

    #[test]
    fn what_is_not_built_is_not_a_road() {
        for highway in [
            "construction",
            "proposed",
            "raceway",
            "steps",
            "corridor",
            "ferry",
        ] {
            assert_eq!(read(&[("highway", highway)]), None, "{highway}");
        }
        assert_eq!(read(&[("highway", "track")]), Some(Err(Closed::Class)));
        assert_eq!(read(&[("highway", "pedestrian")]), Some(Err(Closed::Class)));
        let open = [("highway", "pedestrian"), ("motor_vehicle", "yes")];
        assert_eq!(speeds(&open), [Some(10.0); 2]);
        let private = [("highway", "service"), ("access", "private")];
        assert_eq!(read(&private), Some(Err(Closed::Access)));
    }

    #[test]
    fn a_ferry_carries_cars_only_where_it_says_so() {
        let ferry = |more: &[(&'static str, &'static str)]| {
            let tags: Vec<_> = [("route", "ferry")]
                .into_iter()
                .chain(more.iter().copied())
                .collect();
            read(&tags)
        };
        assert_eq!(ferry(&[]), Some(Err(Closed::Ferry)));
        assert_eq!(ferry(&[("access", "yes")]), Some(Err(Closed::Ferry)));
        assert_eq!(ferry(&[("motor_vehicle", "no")]), Some(Err(Closed::Ferry)));
        let timed = ferry(&[("motorcar", "yes"), ("duration", "0:25")]);
        let timed = timed.expect("a ferry").expect("it carries cars");
        assert_eq!(timed.forward, Some(Pace::Whole(25 * 60_000)));
        let untimed = Reading::of(
            &Tags::of(&[
                ("route", "ferry"),
                ("motor_vehicle", "yes"),
                ("duration", "soon"),
            ]),
            &Profile::car(),
        );
        assert_eq!(untimed.unknown, Some(("duration", "soon")));
    }
}
