use super::small;

fn with_areas(json: &str) -> String {
    let mut small = small().with("areas.geojson", json);
    small
        .study
        .push_str("[maps]\nareas = \"areas.geojson\"\nareas_id = \"code\"\n");
    small.error()
}

fn square(code: &str, x: f64) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"{code}"}},
        "geometry":{{"type":"Polygon","coordinates":[[[{x},51],[0,52],[1,51],[{x},51]]]}}}}]}}"#
    )
}

#[test]
fn no_json() {
    insta::assert_snapshot!(with_areas("E1,51.5"), @"areas.geojson: cannot be read as GeoJSON: expected value at line 1 column 1");
    insta::assert_snapshot!(
        with_areas(&square("E1", 0.0).replace("[0,52]", "[0]")),
        @"areas.geojson: cannot be read as GeoJSON: a position needs two coordinates"
    );
}

#[test]
fn metres_for_degrees() {
    insta::assert_snapshot!(with_areas(&square("E1", 530_000.0)), @"areas.geojson: shapes must be in degrees, WGS 84 (found the coordinates 530000, 51)");
}

#[test]
fn areas_of_other_places() {
    insta::assert_snapshot!(with_areas(&square("X1", 0.0)), @"areas.geojson: no area id is in the population (here are `X1`; there are `E1`, `E2`, `E3`)");
}
