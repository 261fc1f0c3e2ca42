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
    insta::assert_snapshot!(with_areas(""), @"areas.geojson: cannot be read as GeoJSON: the file is empty");
    insta::assert_snapshot!(with_areas("{}"), @"areas.geojson: cannot be read as GeoJSON: expected a `type`: FeatureCollection, Feature, Polygon or MultiPolygon");
    insta::assert_snapshot!(with_areas("\u{feff}[]"), @"areas.geojson: cannot be read as GeoJSON: expected an object with a `type` (got a list)");
}

/// Whatever is wrong with the coordinates: the file, the feature and the position are named.
#[test]
fn coordinates_that_are_none() {
    let with = |wrong: &str| with_areas(&square("E1", 0.0).replace("[0,52]", wrong));
    insta::assert_snapshot!(with("[0]"), @"areas.geojson: feature 1: ring 1, position 2: expected longitude and latitude (got one number)");
    insta::assert_snapshot!(with("[]"), @"areas.geojson: feature 1: ring 1, position 2: expected longitude and latitude (got no number)");
    insta::assert_snapshot!(with("5"), @"areas.geojson: feature 1: ring 1, position 2: expected longitude and latitude (got a number)");
    insta::assert_snapshot!(with("[null,52]"), @"areas.geojson: feature 1: ring 1, position 2: expected longitude and latitude (got null)");
    insta::assert_snapshot!(with("[0,null]"), @"areas.geojson: feature 1: ring 1, position 2: expected longitude and latitude (got null)");
    insta::assert_snapshot!(with("[\"0\",\"52\"]"), @"areas.geojson: feature 1: ring 1, position 2: expected longitude and latitude (got text)");
    insta::assert_snapshot!(with("[0,NaN]"), @"areas.geojson: cannot be read as GeoJSON: expected value at line 2 column 64: `NaN` is not a number in JSON");
    insta::assert_snapshot!(with("[[0,52]]"), @"areas.geojson: feature 1: ring 1, position 2: expected longitude and latitude (got a list)");
    insta::assert_snapshot!(with_areas(&square("E1", 0.0).replace("Polygon", "Triangle")), @"areas.geojson: feature 1: `Triangle` is not a type of geometry");
}

#[test]
fn metres_for_degrees() {
    insta::assert_snapshot!(with_areas(&square("E1", 530_000.0)), @"areas.geojson: shapes must be in degrees, WGS 84 (found the coordinates 530000, 51 in feature 1); convert them, for example with `ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson`");
    let named = r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::27700"}},"#;
    insta::assert_snapshot!(with_areas(&square("E1", 0.0).replacen('{', named, 1)), @"areas.geojson: shapes must be in degrees, WGS 84 (found the coordinates 0, 51 in feature 1; the file names EPSG:27700); convert them, for example with `ogr2ogr -t_srs EPSG:4326 out.geojson in.geojson`");
}

#[test]
fn longitude_and_latitude_swapped() {
    let soho = |x: &str| format!("[[51.4,{x}1],[51.6,{x}1],[51.6,{x}2],[51.4,{x}1]]");
    let area = square("E1", 0.0).replace("[[0,51],[0,52],[1,51],[0,51]]", &soho("-0."));
    insta::assert_snapshot!(with_areas(&area), @"areas.geojson: longitude and latitude look swapped: 1 of 1 areas lie at their demand points only with latitude and longitude exchanged; a position is longitude, then latitude");
    insta::assert_snapshot!(with_areas(&area.replace("-0.", "11")), @"areas.geojson: shapes must be in degrees, WGS 84 (found the coordinates 51.4, 111 in feature 1); positions are longitude, then latitude: are they exchanged?");
    let mut small = small().with("land.geojson", area);
    small
        .study
        .push_str("[maps]\noutlines = \"land.geojson\"\n");
    insta::assert_snapshot!(small.error(), @"land.geojson: longitude and latitude look swapped: 1 of 3 demand points lie in them only with latitude and longitude exchanged; a position is longitude, then latitude");
}

#[test]
fn nothing_to_draw() {
    insta::assert_snapshot!(with_areas(r#"{"type":"FeatureCollection","features":[]}"#), @"areas.geojson: cannot be read as GeoJSON: it has no features");
    insta::assert_snapshot!(with_areas(r#"{"type":"Point","coordinates":[0,52]}"#), @"areas.geojson: cannot be read as GeoJSON: none of its 1 features is a polygon (only Polygon and MultiPolygon are used)");
    insta::assert_snapshot!(with_areas(&square("E1", 0.0).replace("[[0,51],[0,52],[1,51],[0,51]]", "")), @"areas.geojson: cannot be read as GeoJSON: none of its 1 features is a polygon (only Polygon and MultiPolygon are used)");
}

#[test]
fn areas_of_other_places() {
    insta::assert_snapshot!(with_areas(&square("X1", 0.0)), @"areas.geojson: no area id is in the population (this file has `X1`; that file has `E1`, `E2`, `E3`)");
}

#[test]
fn areas_without_the_id_that_is_asked_for() {
    insta::assert_snapshot!(with_areas(&square("E1", 0.0).replace("code", "Code")), @"areas.geojson: no feature has the property `code` (found `Code`); did you mean `Code`?");
    insta::assert_snapshot!(with_areas(&square("E1", 0.0).replace("\"E1\"", "null")), @"areas.geojson: no feature has text or a number in its property `code`");
    let mut small = small().with("areas.geojson", square("E1", 0.0));
    small.study.push_str("[maps]\nareas = \"areas.geojson\"\n");
    insta::assert_snapshot!(small.error(), @"areas.geojson: no feature has an `id` of its own (found `code`); name the property that holds it with `areas_id`");
}
