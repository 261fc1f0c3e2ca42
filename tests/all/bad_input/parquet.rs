use super::small;
use crate::small_study::Small;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/parquet/{name}.parquet")).unwrap()
}

fn table(name: &str) -> Small {
    small()
        .replace("study.toml", "times.csv", "times.parquet")
        .with("times.parquet", fixture(name))
}

/// A column of another type is named with its type; nothing is read as if it were minutes.
#[test]
fn columns_of_another_type() {
    for (name, column, expected, found) in [
        ("timestamp", "LS1", "numbers, TIME or DURATION", "TIMESTAMP"),
        ("date", "LS1", "numbers, TIME or DURATION", "DATE"),
        ("bool", "LS1", "numbers, TIME or DURATION", "BOOLEAN"),
        (
            "int96",
            "LS1",
            "numbers, TIME or DURATION",
            "INT96 (an old TIMESTAMP)",
        ),
        ("interval", "LS1", "numbers, TIME or DURATION", "INTERVAL"),
        ("ids-date", "id", "ids as text or whole numbers", "DATE"),
    ] {
        assert_eq!(
            table(&format!("refused-{name}")).error(),
            format!("times.parquet: column `{column}`: expected {expected} (found {found})"),
        );
    }
}

#[test]
fn people_of_another_type() {
    let with = |name: &str, column: &str| {
        let file = fixture(name);
        small()
            .replace("study.toml", "population.csv", "population.parquet")
            .replace("study.toml", "\"admissions\"", &format!("\"{column}\""))
            .replace("study.toml", "groups = [\"region\"]\n", "")
            .with("population.parquet", file)
            .error()
    };
    insta::assert_snapshot!(
        with("refused-timestamp", "LS1"),
        @"population.parquet: column `LS1`: expected numbers or text (found TIMESTAMP)"
    );
    insta::assert_snapshot!(
        with("refused-list", "LS1.list.element"),
        @"population.parquet: column `LS1.list.element`: expected numbers or text (found lists or maps)"
    );
    insta::assert_snapshot!(
        with("duration-s", "LS1"),
        @"population.parquet: column `LS1`: expected numbers or text (found DURATION)"
    );
    insta::assert_snapshot!(
        with("text-times", "W1"),
        @"population.parquet: row 3: column `W1`: expected a number (got `NA`)"
    );
}

/// Shapes that are not points are named by feature.
#[test]
fn features_that_are_not_points() {
    let with = |geometry: &str, crs: &str| {
        let text = format!(
            "{{\"type\":\"FeatureCollection\",{crs}\"features\":[
              {{\"type\":\"Feature\",\"properties\":{{\"id\":\"LS1\",\"mt\":\"yes\"}},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[-1.55,53.8]}}}},
              {{\"type\":\"Feature\",\"properties\":{{\"id\":\"W1\",\"mt\":\"no\"}},\"geometry\":{geometry}}}]}}"
        );
        small()
            .replace("study.toml", "hospitals.csv", "hospitals.geojson")
            .with("hospitals.geojson", text)
            .error()
    };
    insta::assert_snapshot!(
        with("{\"type\":\"Polygon\",\"coordinates\":[[[0,50],[1,50],[1,51],[0,50]]]}", ""),
        @"hospitals.geojson: feature 2: expected a point (found a Polygon); make points, for example the centroids"
    );
    insta::assert_snapshot!(
        with("{\"type\":\"Point\",\"coordinates\":[1]}", ""),
        @"hospitals.geojson: cannot be read as GeoJSON: Error while deserializing GeoJSON: A position must contain two or more elements, but got `1` at line 3 column 113"
    );
    insta::assert_snapshot!(
        with("{\"type\":\"Point\",\"coordinates\":[430000,433000]}", ""),
        @"hospitals.geojson: feature 2: column `lat`: latitude must lie between -90 and 90 degrees (got `433000`)"
    );
    let crs =
        "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::27700\"}},";
    insta::assert_snapshot!(
        with("null", crs),
        @"hospitals.geojson: cannot be read as GeoJSON: points must be in degrees, WGS 84 (`crs` is urn:ogc:def:crs:EPSG::27700); save them in EPSG:4326"
    );
}
