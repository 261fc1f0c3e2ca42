//! Speed limits: `maxspeed` and what stands for it.

use super::road_class::RoadClass;
use super::tags::{Key, Tags};

/// Kilometres in a statute mile.
const KM_PER_MILE: f64 = 1.609_344;

/// Kilometres in a nautical mile.
const KM_PER_KNOT: f64 = 1.852;

/// What the map says of the speed limit of a road.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Limit {
    /// A limit in km/h.
    KmPerHour(f64),
    /// There is none.
    Unlimited,
    /// A word that says nothing of a speed, such as `signals`.
    Varies,
}

/// What both directions of a way may drive, and whether a value was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Limits<'a> {
    pub(super) forward: Option<Limit>,
    pub(super) backward: Option<Limit>,
    /// A value that was not understood.
    pub(super) unknown: Option<&'a str>,
}

impl<'a> Limits<'a> {
    /// The limits of a way: `maxspeed`, or where it is missing what kind of limit holds.
    pub(super) fn of(tags: &Tags<'a>, class: RoadClass) -> Self {
        let mut limits = Self::default();
        let mut read = |keys: &[Key]| {
            let value = tags.first(keys)?;
            let limit = Limit::read(value);
            if limit.is_none() {
                limits.unknown = Some(value);
            }
            limit
        };
        let said = read(&[Key::Maxspeed]);
        let forward = read(&[Key::MaxspeedForward]).or(said);
        let backward = read(&[Key::MaxspeedBackward]).or(said);
        let kind = |direction: Option<Limit>| {
            let keys = [
                Key::MaxspeedType,
                Key::ZoneMaxspeed,
                Key::SourceMaxspeed,
                Key::ZoneTraffic,
            ];
            // These keys have other values too, such as `sign` or `survey`.
            direction.or_else(|| keys.iter().find_map(|&key| implicit(tags.get(key)?)))
        };
        let possible = |limit: Option<Limit>| match limit {
            Some(Limit::Unlimited) if !class.may_have_no_limit() => None,
            other => other,
        };
        limits.forward = possible(kind(forward));
        limits.backward = possible(kind(backward));
        limits
    }
}

impl Limit {
    /// The limit that a value of `maxspeed` is; `None` if it is not understood.
    pub(super) fn read(value: &str) -> Option<Self> {
        match value {
            "none" => return Some(Self::Unlimited),
            "signals" | "variable" | "implicit" => return Some(Self::Varies),
            // The pace of people on foot.
            "walk" => return Some(Self::KmPerHour(7.0)),
            _ => {}
        }
        number(value).or_else(|| implicit(value))
    }
}

/// `50`, `50 km/h`, `30 mph`; of a list the lowest.
fn number(value: &str) -> Option<Limit> {
    let lowest = value
        .split([';', ','])
        .map(|part| {
            let part = part.trim();
            let digits = part.find(|c: char| !c.is_ascii_digit() && c != '.');
            let (number, unit) = part.split_at(digits.unwrap_or(part.len()));
            let number: f64 = number.parse().ok()?;
            let factor = match unit.trim() {
                "" | "km/h" | "kmh" | "kph" | "kmph" => 1.0,
                "mph" => KM_PER_MILE,
                "knots" => KM_PER_KNOT,
                _ => return None,
            };
            let speed = number * factor;
            // Zero is not a limit, and nobody signs 300.
            (1.0..=300.0).contains(&speed).then_some(speed)
        })
        .collect::<Option<Vec<f64>>>()?;
    lowest.into_iter().reduce(f64::min).map(Limit::KmPerHour)
}

/// National limits by kind of road: `GB:nsl_single`, `DE:urban`.
///
/// # Source
///
/// Limits for cars in national law, as the OpenStreetMap wiki lists them under `Default speed limits`
/// and `Key:maxspeed`: <https://wiki.openstreetmap.org/wiki/Default_speed_limits>.
fn implicit(value: &str) -> Option<Limit> {
    let (country, kind) = value.split_once(':')?;
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let country = country.to_ascii_uppercase();
    let miles = |mph: f64| Some(Limit::KmPerHour(mph * KM_PER_MILE));
    let metric = |kmh: f64| Some(Limit::KmPerHour(kmh));
    match (country.as_str(), kind) {
        ("GB" | "UK", "nsl_single" | "rural") => miles(60.0),
        ("GB" | "UK", "nsl_dual" | "motorway") => miles(70.0),
        ("GB" | "UK", "nsl_restricted" | "urban" | "nsl_builtup") => miles(30.0),
        ("DE", "motorway") => Some(Limit::Unlimited),
        ("DE" | "AT", "rural") => metric(100.0),
        ("FR" | "CH" | "NL" | "NO" | "DK" | "FI" | "MT" | "IE", "rural") => metric(80.0),
        (
            "ES" | "IT" | "PT" | "PL" | "CZ" | "SK" | "HU" | "RO" | "GR" | "HR" | "SI" | "BG",
            "rural",
        ) => metric(90.0),
        ("BE" | "SE", "rural") => metric(70.0),
        ("FR" | "IT" | "AT" | "NL" | "CZ" | "HU" | "RO" | "DK", "motorway") => metric(130.0),
        ("PL", "motorway") => metric(140.0),
        ("ES" | "PT" | "CH" | "BE" | "IE" | "FI", "motorway") => metric(120.0),
        (_, "urban" | "zone50") => metric(50.0),
        (_, "zone30" | "zone:30" | "30") => metric(30.0),
        (_, "zone20" | "zone:20" | "20") => metric(20.0),
        (_, "living_street" | "walk") => metric(10.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kmh(value: &str) -> Option<f64> {
        match Limit::read(value) {
            Some(Limit::KmPerHour(speed)) => Some((speed * 10.0).round() / 10.0),
            _ => None,
        }
    }

    #[test]
    fn limits_are_read_in_the_forms_that_maps_have() {
        for (value, speed) in [
            ("50", 50.0),
            ("50 km/h", 50.0),
            ("50km/h", 50.0),
            ("30 mph", 48.3),
            ("20mph", 32.2),
            ("GB:nsl_single", 96.6),
            ("GB:nsl_dual", 112.7),
            ("GB:motorway", 112.7),
            ("DE:urban", 50.0),
            ("MT:rural", 80.0),
            ("walk", 7.0),
            ("60;40", 40.0),
        ] {
            assert_eq!(kmh(value), Some(speed), "{value}");
        }
    }

    #[test]
    fn what_is_no_limit_is_not_taken_for_one() {
        for value in [
            "0",
            "fast",
            "",
            "50 furlongs",
            "-30",
            "30;x",
            "1e9",
            "nan",
            "inf",
            "ZZ:nsl",
        ] {
            assert_eq!(Limit::read(value), None, "{value}");
        }
        assert_eq!(Limit::read("signals"), Some(Limit::Varies));
        assert_eq!(Limit::read("none"), Some(Limit::Unlimited));
    }

    #[test]
    fn none_holds_on_motorways_and_trunks_alone() {
        let tags = Tags::of(&[("maxspeed", "none")]);
        let limits = |class| Limits::of(&tags, class).forward;
        assert_eq!(limits(RoadClass::Motorway), Some(Limit::Unlimited));
        assert_eq!(limits(RoadClass::Secondary), None);
    }

    #[test]
    fn each_direction_has_its_own_limit() {
        let tags = Tags::of(&[("maxspeed", "50"), ("maxspeed:backward", "30")]);
        let limits = Limits::of(&tags, RoadClass::Tertiary);
        assert_eq!(limits.forward, Some(Limit::KmPerHour(50.0)));
        assert_eq!(limits.backward, Some(Limit::KmPerHour(30.0)));
    }

    #[test]
    fn the_kind_of_limit_counts_where_there_is_no_number() {
        let tags = Tags::of(&[("maxspeed:type", "GB:nsl_single")]);
        let limits = Limits::of(&tags, RoadClass::Primary);
        assert_eq!(limits.forward, Limit::read("60 mph"));
        let tags = Tags::of(&[("maxspeed", "40 mph"), ("maxspeed:type", "GB:nsl_single")]);
        assert_eq!(
            Limits::of(&tags, RoadClass::Primary).forward,
            Limit::read("40 mph")
        );
        let tags = Tags::of(&[("source:maxspeed", "sign")]);
        assert_eq!(Limits::of(&tags, RoadClass::Primary), Limits::default());
    }
}
