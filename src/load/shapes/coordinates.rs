use super::rings::Rings;
use geo::Coord;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The `coordinates` of a geometry before its type says how deep they are nested.
///
/// By hand: the types of the `geojson` crate cannot say which feature a wrong position is in, and
/// its conversions panic at a position of one number.
#[derive(Debug)]
pub(super) enum Coordinates {
    Number(f64),
    /// What is neither a number nor a list.
    Other(&'static str),
    Position {
        x: f64,
        y: f64,
        numbers: usize,
    },
    List(Vec<Coordinates>),
}

impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Nested)
    }
}

struct Nested;

impl<'de> Visitor<'de> for Nested {
    type Value = Coordinates;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Coordinates, E> {
        Ok(Coordinates::Number(number as f64))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Coordinates, E> {
        Ok(Coordinates::Other("true or false"))
    }

    fn visit_str<E>(self, _: &str) -> Result<Coordinates, E> {
        Ok(Coordinates::Other("text"))
    }

    fn visit_unit<E>(self) -> Result<Coordinates, E> {
        Ok(Coordinates::Other("null"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Coordinates, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Coordinates::Other("an object"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Coordinates, A::Error> {
        let Some(first) = seq.next_element()? else {
            return Ok(Coordinates::List(Vec::new()));
        };
        let Coordinates::Number(x) = first else {
            let mut list = vec![first];
            while let Some(next) = seq.next_element()? {
                list.push(next);
            }
            return Ok(Coordinates::List(list));
        };
        let (mut y, mut numbers, mut wrong) = (f64::NAN, 1, None);
        while let Some(next) = seq.next_element()? {
            numbers += 1;
            match next {
                Coordinates::Number(number) if numbers == 2 => y = number,
                Coordinates::Other(what) if numbers == 2 => wrong = Some(what),
                Coordinates::Number(_) | Coordinates::Other(_) => {}
                Coordinates::Position { .. } | Coordinates::List(_) => wrong = Some("a list"),
            }
        }
        Ok(wrong.map_or(Coordinates::Position { x, y, numbers }, Coordinates::Other))
    }
}

impl Coordinates {
    /// What it is, for an error.
    fn name(&self) -> &'static str {
        match self {
            Self::Number(_) => "a number",
            Self::Other(what) => what,
            Self::Position { .. } => "a position",
            Self::List(_) => "a list",
        }
    }

    /// The rings of one polygon; `heights` becomes true where positions have a third coordinate.
    pub(super) fn into_rings(self, heights: &mut bool) -> Result<Rings, String> {
        let Self::List(rings) = self else {
            return Err(format!(
                "a polygon is a list of rings (got {})",
                self.name()
            ));
        };
        let rings = (1..).zip(rings).map(|(number, ring)| {
            let Self::List(positions) = ring else {
                let got = ring.name();
                return Err(format!(
                    "ring {number}: expected a list of positions (got {got})"
                ));
            };
            let positions = (1..).zip(positions);
            positions
                .map(|(place, position)| {
                    let wrong = |got: &str| {
                        Err(format!(
                            "ring {number}, position {place}: expected longitude and latitude \
                             (got {got})"
                        ))
                    };
                    match position {
                        Self::Position { numbers: 1, .. } => wrong("one number"),
                        Self::Position { x, y, numbers } => {
                            *heights |= numbers > 2;
                            Ok(Coord { x, y })
                        }
                        Self::List(list) if list.is_empty() => wrong("no number"),
                        // `[null, 52]` is a list of what is not a number.
                        Self::List(list) => match &list[0] {
                            first @ Self::Other(_) => wrong(first.name()),
                            _ => wrong("a list"),
                        },
                        other => wrong(other.name()),
                    }
                })
                .collect()
        });
        rings.collect()
    }

    /// The rings of several polygons.
    pub(super) fn into_polygons(self, heights: &mut bool) -> Result<Vec<Rings>, String> {
        let Self::List(polygons) = self else {
            return Err(format!(
                "a MultiPolygon is a list of polygons (got {})",
                self.name()
            ));
        };
        let polygons = (1..).zip(polygons);
        polygons
            .map(|(number, polygon)| {
                let rings = polygon.into_rings(heights);
                rings.map_err(|reason| format!("polygon {number}, {reason}"))
            })
            .collect()
    }
}
