//! Parquet of other writers: the type of a column is what its numbers are.

use super::fixture::*;
use catchment::grid::GridOutputs;
use catchment::units::Demand;
use proptest::prelude::*;
use std::path::Path;
use tempfile::TempDir;

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new("tests/parquet").join(format!("grid-{name}.parquet"))
}

/// One row of 10.5 people, in every codec and type.
#[test]
fn every_codec_and_type_of_number_is_read() {
    let folder = TempDir::new().unwrap();
    let csv = write(&folder, "one.csv", "lon,lat,population\n-1.05,52.25,10.5\n");
    let one = go(&options(&csv, GridOutputs::default())).unwrap();
    for name in [
        "gzip",
        "zstd",
        "brotli",
        "lz4",
        "decimal-int",
        "decimal-bytes",
        "half",
    ] {
        let result = go(&options(&fixture(name), GridOutputs::default()));
        assert_eq!(result.unwrap(), one, "{name}");
    }
    let result = go(&options(&fixture("uint32"), GridOutputs::default())).unwrap();
    assert_eq!(result.people, Demand::try_new(700_000_000.0).unwrap());
}

/// What is no number of people is refused by column and type.
#[test]
fn other_types_are_refused_by_name() {
    for (name, found) in [
        ("timestamp", "TIMESTAMP"),
        ("duration", "DURATION"),
        ("text", "text"),
    ] {
        let file = fixture(&format!("refused-{name}"));
        let error = go(&options(&file, GridOutputs::default())).unwrap_err();
        let expected = format!(
            "{}: column `population`: expected numbers (found {found})",
            file.display()
        );
        assert_eq!(error.to_string(), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever happens to a file, there is a result or an error that names it: never a panic.
    #[test]
    fn a_damaged_file_is_no_panic(
        name in prop::sample::select(vec!["gzip", "zstd", "brotli", "lz4", "decimal-int", "decimal-bytes"]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        end in any::<prop::sample::Index>(),
        cut in prop::bool::weighted(0.1),
    ) {
        let folder = TempDir::new().unwrap();
        let mut bytes = std::fs::read(fixture(name)).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(end.index(bytes.len()));
        }
        let file = write(&folder, "damaged.parquet", bytes);
        if let Err(error) = go(&options(&file, GridOutputs::default())) {
            let text = error.to_string();
            prop_assert!(text.contains("damaged.parquet"), "{}", text);
            prop_assert!(!text.contains(char::is_control), "{:?}", text);
        }
    }
}
