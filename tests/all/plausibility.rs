//! What is probably not what was meant is said, with its count, its demand and the first ids; and
//! nothing is said of an input that is as it should be.

use catchment::load::{StudyFiles, Wanted, Warning};
use catchment::model::LatLon;
use catchment::run::{Session, Silent, StudySource};
use catchment::travel::RoadCurve;
use catchment::units::Demand;
use std::fmt::Write as _;

const STUDY: &str = r#"name = "t"
[population]
file = "population.csv"
[hospitals]
file = "hospitals.csv"
[travel]
model = "table"
file = "times.csv"
shape = "wide"
unit = "minutes"
[[layouts]]
name = "all"
sites = ["H1", "H2", "H3"]
"#;

const SITES: [(f64, f64); 3] = [(52.4, -1.0), (52.0, -1.1), (52.2, -1.6)];

/// Twelve points around three sites, with road times in minutes.
struct Case {
    study: String,
    points: Vec<(f64, f64)>,
    sites: Vec<(f64, f64)>,
    times: Vec<Vec<String>>,
    coordinates: bool,
}

fn place((lat, lon): (f64, f64)) -> LatLon {
    LatLon::try_new(lat, lon).unwrap()
}

impl Case {
    fn new() -> Self {
        let points: Vec<(f64, f64)> = (0..12_u32)
            .map(|n| {
                (
                    51.9 + 0.05 * f64::from(n),
                    -0.8 - 0.07 * f64::from(n * 5 % 12),
                )
            })
            .collect();
        let time = |from: &(f64, f64), to: &(f64, f64)| {
            let minutes = RoadCurve::default().travel_time(place(*from).distance_to(place(*to)));
            format!("{:.1}", minutes.as_f64())
        };
        Self {
            study: STUDY.to_owned(),
            times: points
                .iter()
                .map(|from| SITES.iter().map(|to| time(from, to)).collect())
                .collect(),
            points,
            sites: SITES.to_vec(),
            coordinates: true,
        }
    }

    fn study(mut self, from: &str, to: &str) -> Self {
        assert!(self.study.contains(from), "{from}");
        self.study = self.study.replace(from, to);
        self
    }

    fn straight_line(self) -> Self {
        let table = "model = \"table\"\nfile = \"times.csv\"\nshape = \"wide\"\nunit = \"minutes\"";
        self.study(table, "model = \"straight-line\"")
    }

    fn cell(mut self, point: usize, site: usize, time: &str) -> Self {
        time.clone_into(&mut self.times[point - 1][site - 1]);
        self
    }

    /// All times by this factor.
    fn times(mut self, factor: f64) -> Self {
        for cell in self.times.iter_mut().flatten() {
            *cell = format!("{:.3}", factor * cell.parse::<f64>().unwrap());
        }
        self
    }

    fn bare(mut self) -> Self {
        self.coordinates = false;
        self
    }

    fn files(&self) -> Vec<(&'static str, Vec<u8>)> {
        let mut population = String::from("id,lat,lon,population\n");
        for (n, (lat, lon)) in (1..).zip(&self.points) {
            let _ = writeln!(population, "A{n},{lat},{lon},{}", 100 * n);
        }
        let mut hospitals = String::from("id,lat,lon,ivt\n");
        for (n, (lat, lon)) in (1..).zip(&self.sites) {
            let _ = writeln!(hospitals, "H{n},{lat},{lon},yes");
        }
        if !self.coordinates {
            population = population.replace(",lat,lon,", ",y,x,");
            hospitals = hospitals.replace(",lat,lon,", ",y,x,");
        }
        let mut times = String::from("id,H1,H2,H3\n");
        for (n, row) in (1..).zip(&self.times) {
            let _ = writeln!(times, "A{n},{}", row.join(","));
        }
        let between = "from_id,H1,H2,H3\nH1,0,45,44\nH2,,0,39\nH3,,,0\n";
        vec![
            ("population.csv", population.into_bytes()),
            ("hospitals.csv", hospitals.into_bytes()),
            ("times.csv", times.into_bytes()),
            ("between.csv", between.as_bytes().to_vec()),
        ]
    }

    fn warnings(&self) -> Vec<Warning> {
        let files = StudyFiles::memory(self.files());
        let source = StudySource::from_text("study.toml", &self.study, files).unwrap();
        let session = Session::open(source, Wanted { drawing: false }, &mut Silent).unwrap();
        session.warnings().to_vec()
    }

    /// All that is said.
    fn words(&self) -> Vec<String> {
        self.warnings().iter().map(ToString::to_string).collect()
    }

    /// The only thing that is said.
    fn said(&self) -> String {
        let words = self.words();
        assert_eq!(words.len(), 1, "{words:#?}");
        words.into_iter().next().unwrap()
    }
}

#[test]
fn nothing_is_said_of_an_input_as_it_should_be() {
    assert_eq!(Case::new().warnings(), []);
    assert_eq!(Case::new().bare().warnings(), []);
    assert_eq!(Case::new().straight_line().warnings(), []);
    let seconds = Case::new().times(60.0).study("minutes", "seconds");
    assert_eq!(seconds.warnings(), []);
    assert_eq!(Case::new().times(12.0).warnings(), [], "on foot");
    assert_eq!(Case::new().cell(3, 1, "").cell(4, 2, "NA").warnings(), []);
}

#[test]
fn numbers_that_mean_no_route_are_named() {
    for (unit, factor, mark) in [
        ("minutes", 1.0, "999"),
        ("minutes", 1.0, "9999"),
        ("minutes", 1.0, "10000"),
        ("minutes", 1.0, "1092.2"),
        ("minutes", 1.0, "5000"),
        ("seconds", 60.0, "99999"),
        ("seconds", 60.0, "999999"),
        ("seconds", 60.0, "32767"),
        ("seconds", 60.0, "65535"),
        ("seconds", 60.0, "1000000"),
    ] {
        for bare in [false, true] {
            let mut case = Case::new()
                .times(factor)
                .study("\"minutes\"", &format!("\"{unit}\""));
            case = case.cell(1, 1, mark).cell(1, 2, mark).cell(4, 3, mark);
            case.coordinates = !bare;
            let warning = case.warnings().remove(0);
            assert_eq!(case.warnings().len(), 1);
            assert_eq!(warning.count, 3, "{mark}");
            assert_eq!(warning.examples, ["A1", "A4"]);
            assert_eq!(warning.demand, Some(Demand::from_whole(500)));
            assert!(
                warning.what.contains(&format!("are {mark} {unit}")),
                "{warning}"
            );
            let key = format!("unreachable_value = {mark}");
            assert!(warning.advice.unwrap().contains(&key));
            let named = case.study(&format!("\"{unit}\""), &format!("\"{unit}\"\n{key}"));
            assert_eq!(named.warnings(), [], "{mark}");
        }
    }
}

#[test]
fn one_known_mark_and_two_marks_of_one_table_are_named() {
    let said = Case::new().cell(2, 2, "999").said();
    assert!(said.contains("1 travel time is 999 minutes"), "{said}");
    let two = Case::new().cell(2, 2, "999").cell(3, 3, "9999").warnings();
    assert_eq!(two.len(), 2, "{two:?}");
}

#[test]
fn times_in_another_unit_are_named() {
    let said = Case::new().times(60.0).said();
    assert!(
        said.contains("too slow") && said.contains("are these seconds?"),
        "{said}"
    );
    let said = Case::new().times(1.0 / 60.0).said();
    assert!(
        said.contains("too fast")
            && said.contains("are these hours? set `unit = \"hours\"` in [travel]"),
        "{said}"
    );
    let said = Case::new().study("minutes", "seconds").said();
    assert!(
        said.contains("are these minutes? set `unit = \"minutes\"`"),
        "{said}"
    );
    for (factor, asked) in [
        (60.0, "are these seconds?"),
        (
            1.0 / 60.0,
            "are these hours? set `unit = \"hours\"` in [travel]",
        ),
    ] {
        let said = Case::new().times(factor).bare().said();
        assert!(said.contains(asked), "{said}");
    }
}

#[test]
fn single_times_that_their_distance_contradicts_are_named() {
    let minutes = |case: &Case, point: usize, site: usize| -> f64 {
        case.times[point - 1][site - 1].parse().unwrap()
    };
    for (factor, how) in [
        (10.0, "too long"),
        (60.0, "too long"),
        (0.1, "too short"),
        (0.0, "too short"),
    ] {
        let case = Case::new();
        let time = format!("{:.1}", factor * minutes(&case, 12, 2));
        let said = case.cell(12, 2, &time).said();
        assert!(
            said.contains(&format!("1 travel time is {how}")),
            "{factor} {said}"
        );
        assert!(said.contains("A12 to H2: "), "{said}");
    }
    let mut column = Case::new();
    for row in &mut column.times {
        row[1] = format!("{:.1}", 60.0 * row[1].parse::<f64>().unwrap());
    }
    let said = column.said();
    assert!(said.contains("all are to `H2`"), "{said}");
}

#[test]
fn places_far_from_all_others_are_named() {
    let mut zero = Case::new().straight_line();
    zero.points[0] = (0.0, 0.0);
    let said = zero.words();
    assert!(
        said[0].starts_with(
            "population.csv: 1 demand point lies at latitude 0, longitude 0, 100.0 of demand (A1)"
        ),
        "{said:?}"
    );
    let mut swapped = Case::new();
    let (lat, lon) = swapped.points[4];
    swapped.points[4] = (lon, lat);
    let said = swapped.straight_line().words();
    assert!(
        said[0].contains("A5 is 7730 km from every site"),
        "{said:?}"
    );
    assert!(
        said[0].contains("are latitude and longitude exchanged?"),
        "{said:?}"
    );
    let mut sign = Case::new();
    sign.points[2].0 = 42.0;
    sign.points[3].0 = -52.0;
    let said = sign.straight_line().words();
    assert!(said[0].contains("2 demand points are 1"), "{said:?}");
    let mut site = Case::new();
    site.sites[2] = (0.0, 0.0);
    let said = site.straight_line().words();
    assert!(
        said[0].starts_with("hospitals.csv: 1 site lies at latitude 0"),
        "{said:?}"
    );
    let mut apart = Case::new();
    for site in &mut apart.sites {
        site.1 += 5.0;
    }
    let said = apart.straight_line().words();
    assert!(
        said[0].contains("half of the demand points are"),
        "{said:?}"
    );
    let mut town = Case::new();
    for point in 0..4 {
        town.points[point] = (52.1, -1.2);
    }
    let said = town.straight_line().words();
    assert!(
        said[0].contains("4 of 12 demand points lie exactly where"),
        "{said:?}"
    );
}

#[test]
fn a_half_empty_table_between_hospitals_is_counted() {
    let pathway = "[pathway]\nivt = \"ivt\"\n[pathway.hospital_times]\nfile = \"between.csv\"\n\
        shape = \"wide\"\nunit = \"minutes\"\ncolumns = { id = \"from_id\" }\n";
    let mut case = Case::new();
    case.study += pathway;
    let said = case.said();
    assert!(
        said.starts_with("between.csv: 3 of 6 pairs of hospitals have no time (H2 to H1"),
        "{said}"
    );
    assert!(
        said.contains("the times of the demand point nearest to the hospital"),
        "{said}"
    );
    case.study += "missing = \"unreachable\"\n";
    assert!(case.said().ends_with("they are treated as having no route"));
}

#[test]
fn journeys_beyond_those_that_the_curve_is_fitted_to_are_counted() {
    let mut far = Case::new().straight_line();
    far.points[6].0 = 53.4;
    far.points[7].0 = 53.5;
    let warning = far.warnings().remove(0);
    assert_eq!(warning.examples, ["A7", "A8"]);
    assert_eq!(
        (warning.count, warning.demand),
        (2, Some(Demand::from_whole(1_500)))
    );
    assert!(warning.what.contains("100 km"), "{warning}");
    let own = far.study(
        "\"straight-line\"",
        "\"straight-line\"\nstraight_line = { detour = 1.4 }",
    );
    assert_eq!(own.warnings(), [], "a curve of one's own");
}

/// The study of England is as it should be.
#[cfg(feature = "england")]
#[test]
fn nothing_is_said_of_the_built_in_study() {
    let source = StudySource::built_in().unwrap();
    let mut session = Session::open(source, Wanted { drawing: false }, &mut Silent).unwrap();
    assert_eq!(session.warnings(), []);
    assert_eq!(session.warn_of_pictures(), None);
}
