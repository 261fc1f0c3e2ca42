use super::bounds::Bounds;
use super::hilbert;
use crate::wording::thousandths;
use geo::{Coord, LineString, MultiPolygon};
use std::borrow::Cow;

/// Features with the same fields, each with a shape in degrees: x longitude, y latitude, WGS 84.
pub(super) struct Layer<'a> {
    /// In small letters; `_` between words.
    pub(super) name: &'static str,
    pub(super) fields: Vec<Field<'a>>,
    pub(super) shapes: Vec<Shape<'a>>,
}

/// One value of every feature.
pub(super) struct Field<'a> {
    pub(super) name: String,
    pub(super) values: Values<'a>,
}

/// The values of a field, in the order of the features.
pub(super) enum Values<'a> {
    Text(Vec<Option<&'a str>>),
    Whole(Vec<Option<i64>>),
    /// To a thousandth.
    Number(Vec<Option<f64>>),
    Flag(Vec<bool>),
}

/// Where a feature is.
pub(super) enum Shape<'a> {
    /// Not known.
    Nowhere,
    Point(Coord),
    /// Exteriors anticlockwise, holes clockwise; at least one polygon, none of them empty.
    Polygons(Cow<'a, MultiPolygon<f64>>),
}

/// What kinds of shapes a layer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Points,
    Polygons,
    Both,
}

impl<'a> Layer<'a> {
    /// A layer without fields.
    pub(super) fn new(name: &'static str, shapes: Vec<Shape<'a>>) -> Self {
        Self {
            name,
            fields: Vec::new(),
            shapes,
        }
    }

    /// Adds a field; one whose name is taken, in small or capital letters, gets a number.
    pub(super) fn push(&mut self, name: impl Into<String>, values: Values<'a>) {
        let name = name.into();
        let is_free = |name: &String| {
            let lower = name.to_lowercase();
            let reserved = ["fid", "geom", "geometry", "bbox"].contains(&lower.as_str());
            let mut others = self.fields.iter();
            !reserved && !others.any(|field| field.name.to_lowercase() == lower)
        };
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(is_free);
        self.fields.push(Field {
            name: free.unwrap_or(name),
            values,
        });
    }

    pub(super) fn kind(&self) -> Kind {
        let is_point = |shape: &Shape| matches!(shape, Shape::Point(_));
        let is_polygon = |shape: &Shape| matches!(shape, Shape::Polygons(_));
        match (
            self.shapes.iter().any(is_point),
            self.shapes.iter().any(is_polygon),
        ) {
            (true, true) => Kind::Both,
            (false, true) => Kind::Polygons,
            _ => Kind::Points,
        }
    }

    /// The bounds of every shape.
    pub(super) fn bounds(&self) -> Vec<Option<Bounds>> {
        self.shapes.iter().map(Shape::bounds).collect()
    }

    /// The numbers of the features so that near ones follow each other; those without a shape last.
    pub(super) fn near_order(&self) -> Vec<usize> {
        hilbert::order(&self.bounds())
    }
}

impl<'a> Shape<'a> {
    /// Polygons with their rings turned as they should be.
    pub(super) fn polygons(of: &'a MultiPolygon<f64>) -> Self {
        let is_turned = |ring: &LineString, is_exterior: bool| {
            !ring.0.is_empty() && (doubled_area(ring) >= 0.0) == is_exterior
        };
        let is_right = of.0.iter().all(|polygon| {
            is_turned(polygon.exterior(), true)
                && polygon
                    .interiors()
                    .iter()
                    .all(|hole| is_turned(hole, false))
        });
        if is_right && !of.0.is_empty() {
            return Self::Polygons(Cow::Borrowed(of));
        }
        let turned = |ring: &LineString, is_exterior: bool| {
            let mut ring = ring.clone();
            if !is_turned(&ring, is_exterior) {
                ring.0.reverse();
            }
            ring
        };
        let polygons =
            of.0.iter()
                .filter(|polygon| !polygon.exterior().0.is_empty());
        let polygons = polygons.map(|polygon| {
            let holes = polygon.interiors().iter().filter(|hole| !hole.0.is_empty());
            let holes = holes.map(|hole| turned(hole, false)).collect();
            geo::Polygon::new(turned(polygon.exterior(), true), holes)
        });
        let polygons = MultiPolygon(polygons.collect());
        if polygons.0.is_empty() {
            Self::Nowhere
        } else {
            Self::Polygons(Cow::Owned(polygons))
        }
    }

    pub(super) fn bounds(&self) -> Option<Bounds> {
        let around = |corners: &mut dyn Iterator<Item = &Coord>| {
            let none = [
                f64::INFINITY,
                f64::INFINITY,
                f64::NEG_INFINITY,
                f64::NEG_INFINITY,
            ];
            corners.fold(none, |[w, s, e, n], at| {
                [w.min(at.x), s.min(at.y), e.max(at.x), n.max(at.y)]
            })
        };
        match self {
            Self::Nowhere => None,
            Self::Point(at) => Some([at.x, at.y, at.x, at.y]),
            Self::Polygons(polygons) => {
                let exteriors = polygons.0.iter().map(geo::Polygon::exterior);
                Some(around(&mut exteriors.flat_map(|ring| &ring.0)))
            }
        }
    }
}

/// Above 0 anticlockwise.
fn doubled_area(ring: &LineString<f64>) -> f64 {
    // From the first corner, so that small rings far from 0° lose no digits.
    let first = ring.0[0];
    let sides = ring.0.windows(2);
    let sides = sides.map(|side| (side[0] - first, side[1] - first));
    sides.map(|(a, b)| a.x * b.y - b.x * a.y).sum()
}

impl Values<'_> {
    /// Numbers as the tables write them.
    pub(super) fn number(values: impl Iterator<Item = Option<f64>>) -> Self {
        Self::Number(values.map(|value| value.map(thousandths)).collect())
    }
}
