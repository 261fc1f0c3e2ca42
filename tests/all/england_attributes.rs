//! A real file of attributes, where it lies beside the project: 2.5 MB, with a header that stands
//! twice. Where it does not, there is nothing to test.

use catchment::load::{StudyFiles, Wanted, dataset};
use catchment::study::Study;
use catchment::units::Demand;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data");

const STUDY: &str = r#"
name = "attributes"
[population]
file = "england-lsoa-attributes.csv"
groups = ["region", "imd_2019_decile"]
[hospitals]
file = "hospitals.csv"
[travel]
model = "straight-line"
[[layouts]]
name = "one"
sites = ["W1"]
"#;

/// All of England, on the National Grid: the mid-2020 population of ONS, 56,550,138.
#[test]
fn the_population_of_england_is_read_whole() {
    let Ok(attributes) = std::fs::read(format!("{FOLDER}/england-lsoa-attributes.csv")) else {
        crate::skipped(
            "the attributes of England",
            "england-lsoa-attributes.csv in ../shared/data",
        );
        return;
    };
    let study = Study::parse(STUDY, "study.toml").unwrap();
    let files = StudyFiles::memory([
        ("england-lsoa-attributes.csv", attributes),
        ("hospitals.csv", b"id,lat,lon\nW1,51.49,-0.22\n".to_vec()),
    ]);
    let data = dataset(&study, &files, Wanted { drawing: false }).unwrap();
    assert_eq!(data.points.len(), 32_844);
    assert_eq!(data.population(), Some(Demand::from_whole(56_550_138)));
    assert_eq!(data.groupings[0].labels().len(), 9);
    assert_eq!(data.groupings[1].labels().len(), 10);
    for point in &data.points {
        let place = point.position.unwrap();
        let (lat, lon) = (place.lat(), place.lon());
        assert!(
            (49.8..55.9).contains(&lat) && (-6.5..1.8).contains(&lon),
            "{}",
            point.id
        );
    }
}
