//! Reading the England study, stage by stage; nothing is measured where its files are not there.

use catchment::load::{self, StudyFiles, Wanted};
use catchment::study::Study;
use divan::Bencher;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/england");

const STUDY: &str = r#"
name = "england"
[population]
file = "population.csv.zst"
demand = "admissions"
groups = ["region", "isdn", "icb", "ambulance_service"]
[hospitals]
file = "hospitals.csv"
capabilities = ["ivt", "mt", "helipad"]
[travel]
model = "table"
file = "road_times.csv.zst"
shape = "wide"
unit = "minutes"
[[layouts]]
name = "current-24"
file = "layouts.csv"
[maps]
areas = "areas.topojson.zst"
outlines = "outlines.geojson"
"#;

fn main() {
    divan::main();
}

fn england(drop: &str) -> Option<(Study, StudyFiles)> {
    let text: String = STUDY
        .split_inclusive('\n')
        .filter(|line| drop.is_empty() || !line.starts_with(drop))
        .collect();
    let study = Study::parse(&text, "england.toml").expect("the study above is one");
    std::path::Path::new(FOLDER)
        .join("population.csv.zst")
        .exists()
        .then(|| (study, StudyFiles::folder(FOLDER)))
}

fn measure(bencher: Bencher<'_, '_>, drop: &str, wanted: Wanted) {
    if let Some((study, files)) = england(drop) {
        bencher.bench(|| load::dataset(&study, &files, wanted).expect("the England files load"));
    }
}

#[divan::bench(sample_count = 15)]
fn without_shapes(bencher: Bencher<'_, '_>) {
    measure(bencher, "", Wanted { drawing: false });
}

#[divan::bench(sample_count = 15)]
fn with_shapes(bencher: Bencher<'_, '_>) {
    measure(bencher, "", Wanted { drawing: true });
}

#[divan::bench(sample_count = 15)]
fn study_file(bencher: Bencher<'_, '_>) {
    bencher.bench(|| Study::parse(divan::black_box(STUDY), "england.toml"));
}
