//! What `pyarrow`, Polars and `DuckDB` write is what a CSV of the same facts is.

use super::{facts, load, with_table};
use crate::small_study::Small;

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/parquet/{name}.parquet")).unwrap()
}

/// Every codec, encoding and type gives the times that were written.
#[test]
fn tables_of_other_writers_give_the_same_times() {
    let plain = load(Small::default());
    let codecs = ["none", "snappy", "gzip", "zstd", "brotli", "lz4"];
    let packed = codecs.map(|codec| format!("codec-{codec}"));
    let second = codecs.map(|codec| format!("codec-{codec}-v2"));
    let types = [
        "float",
        "plain-encoding",
        "split",
        "decimal-bytes",
        "decimal-wide",
        "decimal-256",
        "decimal-int32",
        "decimal-int64",
        "text-times",
        "dictionary-ids",
        "large-text",
        "binary-ids",
        "other-columns",
        "duckdb-decimal-9",
        "duckdb-decimal-18",
        "duckdb-decimal-38",
        "duckdb-double",
        "polars",
    ];
    for name in packed
        .iter()
        .chain(&second)
        .map(String::as_str)
        .chain(types)
    {
        let data = load(with_table("t.parquet", "wide", "minutes", fixture(name)));
        assert_eq!(facts(&data), facts(&plain), "{name}");
        // The first bytes tell, not the name.
        let data = load(with_table("t.csv", "wide", "minutes", fixture(name)));
        assert_eq!(facts(&data), facts(&plain), "{name}");
    }
}

/// A length of time has its own unit, whatever the study says, and the report says so.
#[test]
fn lengths_of_time_have_their_own_unit() {
    let plain = load(Small::default());
    for name in [
        "duration-s",
        "duration-ms",
        "duration-us",
        "duration-ns",
        "time32-s",
        "time32-ms",
        "time64-us",
        "time64-ns",
        "polars-duration",
    ] {
        for unit in ["minutes", "seconds"] {
            let data = load(with_table("t.parquet", "wide", unit, fixture(name)));
            assert_eq!(facts(&data), facts(&plain), "{name}");
            let file = data
                .report
                .files
                .iter()
                .find(|file| file.path == "t.parquet");
            let notes = &file.unwrap().notes;
            assert!(notes[0].contains("has its own unit"), "{name}: {notes:?}");
        }
    }
}

/// Points and sites may be Parquet as well: unsigned people, decimals, yes and no, dictionaries.
#[test]
fn points_and_sites_from_parquet_and_geojson() {
    let plain = load(Small::default());
    let with = |what: &str, name: &str, content: Vec<u8>| {
        Small::default()
            .replace(
                "study.toml",
                &format!("\"{what}.csv\""),
                &format!("\"{name}\""),
            )
            .without(&format!("{what}.csv"))
            .with(name, content)
    };
    let features = |rows: &[(&str, f64, f64, &str)]| {
        let feature = |(n, &(id, lon, lat, more)): (usize, &(&str, f64, f64, &str))| {
            // Both places of an id and both forms of a point.
            let (outer, inner) = if n % 2 == 0 {
                (format!("\"id\":\"{id}\","), String::new())
            } else {
                (String::new(), format!("\"id\":\"{id}\","))
            };
            let geometry = if n % 2 == 0 {
                format!("{{\"type\":\"Point\",\"coordinates\":[{lon},{lat},12.5]}}")
            } else {
                format!("{{\"type\":\"MultiPoint\",\"coordinates\":[[{lon},{lat}]]}}")
            };
            format!(
                "{{\"type\":\"Feature\",{outer}\"properties\":{{{inner}{more},\"lat\":99,\"tags\":[1]}},\"geometry\":{geometry}}}"
            )
        };
        let features: Vec<String> = rows.iter().enumerate().map(feature).collect();
        format!(
            "\u{feff}{{\"type\":\"FeatureCollection\",\"features\":[{}]}}",
            features.join(",")
        )
        .into_bytes()
    };
    let points = features(&[
        (
            "E1",
            -0.13,
            51.51,
            "\"name\":\"Soho\",\"population\":1500,\"admissions\":2.5,\"region\":\"London\"",
        ),
        (
            "E2",
            -1.55,
            53.8,
            "\"name\":\"Leeds\",\"population\":2000,\"admissions\":3,\"region\":\"North\"",
        ),
        (
            "E3",
            -1.08,
            53.96,
            "\"name\":\"York\",\"population\":1000,\"admissions\":\"1.25\",\"region\":\"North\"",
        ),
    ]);
    let sites = features(&[
        ("LS1", -1.55, 53.8, "\"name\":\"Leeds General\",\"mt\":true"),
        (
            "W1",
            -0.22,
            51.49,
            "\"name\":\"Charing Cross\",\"mt\":\"no\"",
        ),
    ]);
    for small in [
        with("population", "p.parquet", fixture("population")),
        with("hospitals", "h.parquet", fixture("hospitals")),
        with("hospitals", "h.parquet", fixture("hospitals-geo")),
        with("population", "p.geojson", points),
        with("hospitals", "h.json", sites),
    ] {
        let data = load(small.clone());
        assert_eq!(facts(&data), facts(&plain), "{:?}", small.files.keys());
        let fields: Vec<&str> = data.report.files[0]
            .columns
            .iter()
            .map(|c| c.field.as_str())
            .collect();
        assert!(fields.contains(&"lat"), "{fields:?}");
    }
}
