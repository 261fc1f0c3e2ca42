use crate::network::Heading;
use crate::units::TravelTime;
use geo::MultiPolygon;
use geojson::{Feature, FeatureCollection, Geometry, JsonObject, JsonValue};

/// The land around sites within some times, as GeoJSON.
#[must_use]
pub(crate) fn isochrones_geojson(
    polygons: &[(String, TravelTime, MultiPolygon<f64>)],
    heading: Heading,
    attribution: &str,
) -> String {
    let heading = match heading {
        Heading::ToSite => "to the site",
        Heading::FromSite => "from the site",
    };
    let features = polygons.iter().map(|(site, within, shape)| {
        let mut properties = JsonObject::new();
        properties.insert("site_id".to_owned(), site.as_str().into());
        properties.insert("minutes".to_owned(), within.as_f64().into());
        properties.insert("direction".to_owned(), heading.into());
        Feature {
            geometry: Some(Geometry::from(&rounded(shape))),
            properties: Some(properties),
            ..Feature::default()
        }
    });
    let mut members = JsonObject::new();
    members.insert("attribution".to_owned(), JsonValue::from(attribution));
    let collection = FeatureCollection {
        features: features.collect(),
        foreign_members: Some(members),
        ..FeatureCollection::default()
    };
    let mut text = collection.to_string();
    text.push('\n');
    text
}

/// To six decimals of a degree, about 0.1 m.
fn rounded(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    use geo::MapCoords as _;
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    shape.map_coords(|place| geo::coord! { x: round(place.x), y: round(place.y) })
}
