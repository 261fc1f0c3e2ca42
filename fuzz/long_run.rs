//! The long run: ten million inputs, more of them for readers that are fast.

/// Inputs of each target.
const INPUTS: [(&str, u64); 23] = [
    ("study", 100_000),
    ("study-table", 100_000),
    ("csv-population", 100_000),
    ("csv-hospitals", 100_000),
    ("csv-layouts", 100_000),
    ("csv-bases", 100_000),
    ("csv-hospital-times", 100_000),
    ("csv-travel-wide", 100_000),
    ("csv-travel-long", 100_000),
    ("parquet-times", 100_000),
    ("areas-topojson", 100_000),
    ("outlines-geojson", 100_000),
    ("topojson", 500_000),
    ("geojson", 2_000_000),
    ("gz", 1_500_000),
    ("zst", 500_000),
    ("grid-parquet", 100_000),
    ("grid-csv", 100_000),
    ("grid-geotiff", 100_000),
    ("grid-ascii", 100_000),
    ("friction", 100_000),
    ("pbf", 1_300_000),
    ("network", 2_500_000),
];

const _: () = {
    let (mut sum, mut target) = (0, 0);
    while target < INPUTS.len() {
        sum += INPUTS[target].1;
        target += 1;
    }
    assert!(sum == 10_000_000, "ten million");
};

/// How many inputs of a target the long run has.
pub(crate) fn inputs(target: &str) -> u64 {
    let found = INPUTS.iter().find(|(name, _)| *name == target);
    found
        .unwrap_or_else(|| panic!("`{target}` is not in the long run"))
        .1
}
