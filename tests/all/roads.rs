//! Times from the roads of OpenStreetMap: the example study of Malta, and OSRM beside it.

use assert_cmd::Command;
use catchment::load::Wanted;
use catchment::model::{LatLon, PointIndex, SiteIndex};
use catchment::network::{Profile, RoadNetwork, RoadPlaces, Snapping};
use catchment::run::{MatrixPlaces, Session, Silent, StudySource};
use flate2::read::GzDecoder;
use serde_json::Value;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

const MALTA: &str = "data/malta";
const EXTRACT: &str = "data/malta/malta.osm.pbf";

fn network(profile: &Profile) -> RoadNetwork {
    let mut file = File::open(EXTRACT).expect("the extract");
    RoadNetwork::read(&mut file, profile).expect("a network")
}

fn malta() -> Session {
    let source = StudySource::open(Path::new(MALTA)).expect("the study");
    Session::open(source, Wanted { drawing: true }, &mut Silent).expect("its data")
}

fn program() -> Command {
    Command::cargo_bin("catchment").expect("the program")
}

/// Origins, destinations, and OSRM's minutes from each to each.
type Table = (Vec<LatLon>, Vec<LatLon>, Vec<Vec<Option<f64>>>);

fn osrm() -> Table {
    let mut text = String::new();
    let packed = fs::read("tests/network/osrm-malta.csv.gz").expect("the table");
    GzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .expect("text");
    let mut lines = text.lines();
    let place = |lat: &str, lon: &str| {
        LatLon::try_new(lat.parse().unwrap(), lon.parse().unwrap()).expect("a place")
    };
    let header = lines.next().expect("a header").split(',').skip(2);
    let to = header.map(|cell| {
        cell.split_once(' ')
            .map(|(lat, lon)| place(lat, lon))
            .unwrap()
    });
    let to = to.collect();
    let (mut from, mut rows) = (Vec::new(), Vec::new());
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        from.push(place(cells[0], cells[1]));
        let minutes = cells[2..].iter().map(|cell| {
            let tenths: f64 = cell.parse().expect("a number");
            (tenths >= 0.0).then_some(tenths / 600.0)
        });
        rows.push(minutes.collect());
    }
    (from, to, rows)
}

/// Correlation of two lists, and the slope, intercept and standard deviation of the residuals of the
/// second on the first.
fn fit(pairs: &[(f64, f64)]) -> [f64; 4] {
    let count = pairs.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>() / count;
    let (mean_x, mean_y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| {
        pairs
            .iter()
            .map(|(x, y)| of(x - mean_x, y - mean_y))
            .sum::<f64>()
    };
    let (xx, xy, yy) = (sum(&|x, _| x * x), sum(&|x, y| x * y), sum(&|_, y| y * y));
    let slope = xy / xx;
    let residual = sum(&|x, y| (y - slope * x).powi(2));
    [
        xy / (xx * yy).sqrt(),
        slope,
        mean_y - slope * mean_x,
        (residual / count).sqrt(),
    ]
}

/// OSRM counts turns, traffic lights and turn restrictions; without them times stay within half a minute
/// of its, after one line for all.
#[test]
fn times_are_those_of_osrm_but_for_turns() {
    let (from, to, minutes) = osrm();
    let network = network(&Profile::car());
    let snap = |places: &[LatLon]| {
        let places: Vec<Option<LatLon>> = places.iter().copied().map(Some).collect();
        RoadPlaces::new(&network.snap(&places, &Snapping::default()))
    };
    let times = network.times(&snap(&from), &snap(&to));
    let is_gozo = |place: &LatLon| place.lat() > 36.005 && place.lon() < 14.345;
    let (mut all, mut same_island) = (Vec::new(), Vec::new());
    for (row, origin) in from.iter().enumerate() {
        for (column, target) in to.iter().enumerate() {
            let (point, site) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            let ours = times.get(PointIndex(point), SiteIndex(site));
            if let (Some(ours), Some(osrm)) = (ours, minutes[row][column]) {
                all.push((ours.as_f64(), osrm));
                if is_gozo(origin) == is_gozo(target) {
                    same_island.push((ours.as_f64(), osrm));
                }
            }
        }
    }
    assert!(all.len() > 49_000, "{}", all.len());
    let [r, ..] = fit(&all);
    let [_, slope, intercept, deviation] = fit(&same_island);
    let found = format!("r {r:.5}, osrm = {intercept:.2} + {slope:.3} x, sd {deviation:.3} min");
    assert!(r >= 0.999, "{found}");
    assert!(deviation <= 0.5, "{found}");
}

#[test]
fn a_blue_light_is_never_slower_than_a_car() {
    let places: Vec<Option<LatLon>> = osrm().1.into_iter().map(Some).collect();
    let times = |profile: &Profile| {
        let network = network(profile);
        let places = RoadPlaces::new(&network.snap(&places, &Snapping::default()));
        network.times(&places, &places)
    };
    let (car, ambulance) = (times(&Profile::car()), times(&Profile::blue_light()));
    // Blue lights also open private roads next to a place, which changes where it meets the roads.
    let mut slower = 0;
    for from in 0..50 {
        for to in 0..50 {
            let pair = (PointIndex(from), SiteIndex(to));
            let [car, ambulance] =
                [&car, &ambulance].map(|times| times.get(pair.0, pair.1).unwrap());
            slower += u32::from(ambulance > car);
        }
    }
    assert_eq!(slower, 0, "of 2,500");
}

/// Gozo reaches Malta by the ferry of 25 min, and waits for it as the study says.
#[test]
fn the_example_study_crosses_by_ferry() {
    let session = malta();
    let results = session.evaluate(&mut Silent);
    let data = session.dataset();
    let matrix = &session.prepared().matrix;
    let mater_dei = data.site_by_id("MDH").expect("a site");
    let gozo = data.groupings[0]
        .labels()
        .iter()
        .position(|label| label == "Gozo");
    for (number, point) in (0..).zip(&data.points) {
        let minutes = matrix
            .get(PointIndex(number), mater_dei)
            .expect("a way")
            .as_f64();
        let is_gozo = Some(data.groupings[0].members()[number as usize] as usize) == gozo;
        assert_eq!(minutes > 40.0, is_gozo, "{}: {minutes}", point.name);
    }
    let road = data.report.road.as_ref().expect("a road report");
    let ferry = road
        .network
        .ferries
        .iter()
        .find(|ferry| ferry.minutes == Some(25.0));
    assert!(ferry.is_some(), "{:?}", road.network.ferries);
    assert_eq!(road.points.snapped, 65);
    assert!(road.network.share_with_limit().unwrap() > 0.1);
    let credits: Vec<&str> = session.study().attribution().collect();
    assert!(
        credits
            .iter()
            .any(|credit| credit.contains("OpenStreetMap"))
    );
    assert_eq!(results.evaluations.len(), 2);
}

/// The matrix for use elsewhere has the times of a run, and both directions differ.
#[test]
fn matrices_have_the_times_of_a_run() {
    let session = malta();
    let roads = session.roads().expect("roads");
    let matrix = &session.prepared().matrix;
    let to_sites = roads.matrix(MatrixPlaces::PointsToSites);
    let from_sites = roads.matrix(MatrixPlaces::SitesToPoints);
    let (points, sites) = (to_sites.from.len(), to_sites.to.len());
    let mut differ = 0;
    for row in 0..points {
        for column in 0..sites {
            let (point, site) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            let time = to_sites.times[row * sites + column];
            assert_eq!(time, matrix.get(PointIndex(point), SiteIndex(site)));
            differ += u32::from(time != from_sites.times[column * points + row]);
        }
    }
    assert!(differ > 50, "one-way streets: {differ} of 130");
    let between = roads.matrix(MatrixPlaces::SitesToSites);
    assert_eq!(between.from, between.to);
}

#[test]
fn the_program_writes_the_example_checks_it_and_draws_isochrones() {
    let folder = tempfile::tempdir().expect("a folder");
    let study = folder.path().join("malta");
    program()
        .args(["init", "--example", "malta"])
        .arg(&study)
        .assert()
        .success();
    let run = |arguments: &[&str]| {
        let output = program()
            .current_dir(folder.path())
            .args(arguments)
            .output()
            .expect("it runs");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let check = run(&["check", "malta"]);
    for said in [
        "2024-03",
        "junctions",
        "speed limit",
        "car ferry",
        "tertiary",
        "nearest road",
    ] {
        assert!(check.contains(said), "{said}: {check}");
    }
    let json: Value =
        serde_json::from_str(&run(&["network", "check", "malta", "--format", "json"]))
            .expect("JSON");
    assert_eq!(json["profile"], "blue-light");
    assert!(json["junctions"].as_u64().unwrap() > 10_000);
    run(&[
        "network",
        "check",
        "malta/malta.osm.pbf",
        "--profile",
        "car",
    ]);
    run(&["network", "matrix", "malta", "-o", "times.csv"]);
    let times = fs::read_to_string(folder.path().join("times.csv")).expect("a table");
    assert_eq!(times.lines().count(), 131);
    assert!(times.starts_with("from_id,to_id,travel_time\n"));
    // From the cache the times are the same, and a run says where they are from.
    run(&["network", "build", "malta"]);
    run(&["network", "matrix", "malta", "-o", "cached.csv"]);
    let cached = fs::read_to_string(folder.path().join("cached.csv")).expect("a table");
    assert_eq!(cached, times);
    assert!(run(&["check", "malta"]).contains("from its cache"));
    run(&[
        "network",
        "build",
        "malta/malta.osm.pbf",
        "--profile",
        "car",
    ]);
    assert!(run(&["check", "malta"]).contains("another profile"));
    run(&[
        "network",
        "matrix",
        "malta",
        "-o",
        "times.parquet",
        "--between",
        "sites-to-sites",
    ]);
    run(&[
        "network",
        "isochrones",
        "malta",
        "--sites",
        "MDH",
        "--minutes",
        "5,10",
        "-o",
        "m.geojson",
    ]);
    let shapes = fs::read_to_string(folder.path().join("m.geojson")).expect("shapes");
    let shapes: Value = serde_json::from_str(&shapes).expect("GeoJSON");
    assert_eq!(shapes["features"].as_array().map(Vec::len), Some(2));
    assert_eq!(shapes["features"][0]["properties"]["minutes"], 10.0);
    assert!(
        shapes["attribution"]
            .as_str()
            .unwrap()
            .contains("OpenStreetMap")
    );
}

#[test]
fn what_is_no_network_is_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases: [(&str, &[u8], &str); 3] = [
        ("a.osm.pbf", b"{\"elements\": []}", "JSON"),
        ("b.osm.pbf", b"<osm/>", "XML"),
        ("c.osm.pbf", b"", "empty"),
    ];
    for (name, bytes, expected) in cases {
        fs::write(folder.path().join(name), bytes).expect("written");
        let output = program()
            .current_dir(folder.path())
            .args(["network", "check", name])
            .output();
        let output = output.expect("it runs");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(name) && error.contains(expected), "{error}");
    }
    let error = program()
        .args(["network", "matrix", "data/example", "-o", "x.csv"])
        .output();
    let error = String::from_utf8_lossy(&error.expect("it runs").stderr).into_owned();
    assert!(error.contains("`model = \"road\"`"), "{error}");
}
