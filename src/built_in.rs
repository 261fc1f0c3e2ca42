//! The study of England, embedded in the program.

/// What to call the study where it is named.
pub(crate) const LABEL: &str = "built-in study of England";

/// The study file.
pub const STUDY: &str = include_str!("../data/england/study.toml");

/// The files it names, as they are in `data/england`.
pub const FILES: &[(&str, &[u8])] = &[
    (
        "population.csv.zst",
        include_bytes!("../data/england/population.csv.zst"),
    ),
    (
        "hospitals.csv",
        include_bytes!("../data/england/hospitals.csv"),
    ),
    (
        "road_times.csv.zst",
        include_bytes!("../data/england/road_times.csv.zst"),
    ),
    (
        "hospital_times.csv",
        include_bytes!("../data/england/hospital_times.csv"),
    ),
    ("bases.csv", include_bytes!("../data/england/bases.csv")),
    ("layouts.csv", include_bytes!("../data/england/layouts.csv")),
    (
        "areas.topojson.zst",
        include_bytes!("../data/england/areas.topojson.zst"),
    ),
    (
        "outlines.geojson",
        include_bytes!("../data/england/outlines.geojson"),
    ),
];
