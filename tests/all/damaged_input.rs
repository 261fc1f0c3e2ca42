//! Whatever happens to a file, reading it ends in data or in an error, never in a panic.

use crate::small_study::Small;
use proptest::prelude::*;

/// Bytes that mean something to a reader of CSV, and some that do not.
fn byte() -> impl Strategy<Value = u8> {
    prop_oneof![
        prop::sample::select(b",\"\n\r;.-0195eEN \t\xEF\xFF".to_vec()),
        any::<u8>()
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_changed_file_is_no_panic(
        file in prop::sample::select(vec!["population.csv", "hospitals.csv", "times.csv", "layouts.csv"]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), byte(), 0_usize..4), 1..6),
        long in any::<bool>(),
    ) {
        let mut small = Small::default();
        if long {
            small = small.replace("study.toml", "wide", "long").with(
                "times.csv",
                "from_id,to_id,travel_time\nE1,LS1,3\nE1,W1,\nE2,LS1,NA\nE3,W1,9.5\n",
            );
        }
        let mut bytes = small.files[file].clone();
        for (place, byte, kind) in changes {
            let place = place.index(bytes.len().max(1));
            match kind {
                0 if place < bytes.len() => drop(bytes.remove(place)),
                1 => bytes.truncate(place),
                2 if place < bytes.len() => bytes[place] = byte,
                _ => bytes.insert(place.min(bytes.len()), byte),
            }
        }
        match small.with(file, bytes).load() {
            Ok(data) => prop_assert!(!data.points.is_empty() && !data.layouts.is_empty()),
            Err(error) => prop_assert!(error.to_string().contains(':'), "{}", error),
        }
    }

    /// The decoders of Parquet are other people's: what makes them panic is an error all the same.
    #[test]
    fn a_changed_parquet_file_is_no_panic(
        name in prop::sample::select(vec![
            "codec-none", "codec-gzip", "codec-zstd-v2", "codec-brotli", "codec-lz4", "plain-encoding",
            "split", "decimal-bytes", "duration-ms", "polars", "duckdb-double",
        ]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = std::fs::read(format!("tests/parquet/{name}.parquet")).unwrap();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let small = Small::default().replace("study.toml", "times.csv", "times.parquet");
        if let Err(error) = small.with("times.parquet", bytes).load() {
            let text = error.to_string();
            prop_assert!(text.starts_with("times.parquet"), "{}", text);
            prop_assert!(!text.contains(char::is_control), "{:?}", text);
        }
    }
}
