use super::bounds::{Bounds, around};
use super::curve_order::curve_order;
use super::fields::Fields;
use crate::borders::{is_anticlockwise, turned, valid};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use std::borrow::Cow;

/// Features with the same fields, each with a shape in degrees: x longitude, y latitude, WGS 84.
pub(super) struct Layer<'a> {
    /// In small letters; `_` between words.
    pub(super) name: &'static str,
    pub(super) fields: Fields<'a>,
    pub(super) shapes: Vec<Shape<'a>>,
    /// The bounds of every shape.
    pub(super) bounds: Vec<Option<Bounds>>,
    /// The numbers of the features so that near ones follow each other; those without a shape last.
    pub(super) near_order: Vec<usize>,
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
    /// A layer of so many shapes, and fields with as many values.
    pub(super) fn new(name: &'static str, shapes: Vec<Shape<'a>>, fields: Fields<'a>) -> Self {
        let bounds: Vec<Option<Bounds>> = shapes.iter().map(Shape::bounds).collect();
        Self {
            name,
            fields,
            shapes,
            near_order: curve_order(&bounds),
            bounds,
        }
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

    /// The bounds of all shapes.
    pub(super) fn extent(&self) -> Option<Bounds> {
        around(self.bounds.iter().copied().flatten())
    }
}

impl<'a> Shape<'a> {
    /// Polygons that are valid, with their rings turned as they should be.
    pub(super) fn polygons(of: &'a MultiPolygon<f64>) -> Self {
        let of = match valid(of) {
            Cow::Owned(mended) => return Self::of_any(mended),
            Cow::Borrowed(valid) => valid,
        };
        let is_turned = |ring: &LineString, anticlockwise: bool| {
            !ring.0.is_empty() && is_anticlockwise(ring) == anticlockwise
        };
        let is_right = of.0.iter().all(|polygon| {
            let mut holes = polygon.interiors().iter();
            is_turned(polygon.exterior(), true) && holes.all(|hole| is_turned(hole, false))
        });
        if is_right && !of.0.is_empty() {
            return Self::Polygons(Cow::Borrowed(of));
        }
        let all = of.0.iter();
        let some = all.filter(|polygon| !polygon.exterior().0.is_empty());
        let polygons = some.map(|polygon| {
            let holes = polygon.interiors().iter().filter(|hole| !hole.0.is_empty());
            let holes = holes.map(|hole| turned(hole, false).into_owned());
            let exterior = turned(polygon.exterior(), true).into_owned();
            Polygon::new(exterior, holes.collect())
        });
        Self::of_any(MultiPolygon(polygons.collect()))
    }

    /// Polygons whose rings are turned as they should be, if there are any.
    pub(super) fn of_any(polygons: MultiPolygon<f64>) -> Self {
        if polygons.0.is_empty() {
            Self::Nowhere
        } else {
            Self::Polygons(Cow::Owned(polygons))
        }
    }

    pub(super) fn bounds(&self) -> Option<Bounds> {
        match self {
            Self::Nowhere => None,
            Self::Point(at) => Some([at.x, at.y, at.x, at.y]),
            Self::Polygons(polygons) => {
                let exteriors = polygons.0.iter().map(Polygon::exterior);
                let corners = exteriors.flat_map(|ring| &ring.0);
                around(corners.map(|at| [at.x, at.y, at.x, at.y]))
            }
        }
    }
}
