//! Laws of whole pictures, on a small country of squares.

mod points;

use super::*;
use crate::evaluation::{Evaluation, Instance};
use crate::flight::Fleet;
use crate::load::{Dataset, Drawing, InputReport, Outline};
use crate::model::{DemandPoint, LatLon, Layout, PointIndex, Site, SiteIndex, TravelTimeMatrix};
use crate::study::Study;
use crate::units::{Demand, TravelTime};
use geo::{MultiPolygon, polygon};

const SIDE: u32 = 6;

/// Squares of a tenth of a degree; point number n is n·4 min from the first of two sites, and the
/// last one cannot reach any.
fn country(areas: bool) -> Dataset {
    let corner = |n: u32| {
        (
            f64::from(n % SIDE) / 10.0,
            52.0 + f64::from(n / SIDE) / 15.0,
        )
    };
    let at = |(x, y): (f64, f64)| LatLon::try_new(y + 1.0 / 30.0, x + 0.05).unwrap();
    let site = |id: &str, n: u32| Site {
        id: id.to_owned(),
        name: format!("Hospital {id}"),
        label: format!("<{id}> & Son"),
        position: Some(at(corner(n))),
        capabilities: Vec::new(),
    };
    let points: Vec<DemandPoint> = (0..SIDE * SIDE)
        .map(|n| DemandPoint {
            id: n.to_string(),
            name: n.to_string(),
            position: Some(at(corner(n))),
            population: None,
            demand: Demand::from_whole(100),
        })
        .collect();
    let mut table = TravelTimeMatrix::unreachable(points.len(), 2);
    for n in 0..SIDE * SIDE - 1 {
        table.set(
            PointIndex(n),
            SiteIndex(0),
            Some(TravelTime::from_whole(4 * n)),
        );
        table.set(
            PointIndex(n),
            SiteIndex(1),
            Some(TravelTime::from_whole(140 - 4 * n)),
        );
    }
    let square = |n: u32| {
        let (x, y) = corner(n);
        let (w, h) = (0.1, 1.0 / 15.0);
        let ring = polygon![(x: x, y: y), (x: x + w, y: y), (x: x + w, y: y + h), (x: x, y: y + h)];
        Some(MultiPolygon(vec![ring]))
    };
    let shapes = (0..SIDE * SIDE).map(square).collect();
    Dataset {
        points,
        groupings: Vec::new(),
        sites: vec![site("A", 0), site("B", SIDE * SIDE - 1)],
        capabilities: Vec::new(),
        layouts: vec![
            Layout::try_new("one", vec![SiteIndex(0)]).unwrap(),
            Layout::try_new("two", vec![SiteIndex(0), SiteIndex(1)]).unwrap(),
        ],
        table: Some(table),
        network: None,
        without_row: Vec::new(),
        hospital_table: None,
        site_hours: Vec::new(),
        site_costs: Vec::new(),
        rota_groups: Vec::new(),
        arrivals: None,
        fleet: Fleet::new(Vec::new()),
        drawing: areas.then(|| Drawing::new(shapes, Vec::new())),
        report: InputReport::default(),
    }
}

fn study() -> Study {
    let text = r#"
        name = "squares"
        [population]
        file = "population.csv"
        demand = "admissions"
        demand_unit = "admissions a year"
        [hospitals]
        file = "hospitals.csv"
        [travel]
        model = "table"
        file = "times.csv"
        shape = "wide"
        unit = "minutes"
        missing = "unreachable"
        [[layouts]]
        name = "one"
        title = "one centre & no more"
        sites = ["A"]
        [[layouts]]
        name = "two"
        sites = ["A", "B"]
        [centres]
        [report]
        standards_minutes = [30, 45, 60]
        [maps]
        attribution = ["Squares © nobody"]
        inset = { title = "Corner", west = 0.0, south = 52.0, east = 0.2, north = 52.1 }
    "#;
    Study::parse(text, "study.toml").unwrap()
}

fn evaluate(data: &Dataset, study: &Study) -> Vec<Evaluation> {
    let demand: Vec<Demand> = data.points.iter().map(|point| point.demand).collect();
    let instance = Instance {
        demand: &demand,
        groupings: &data.groupings,
        matrix: data.table.as_ref().unwrap(),
        standards: &study.standards,
        residents: None,
        policy: study.centres.as_ref(),
    };
    data.layouts
        .iter()
        .map(|layout| instance.evaluate(layout))
        .collect()
}

fn pictures(areas: bool) -> Vec<Picture> {
    let (data, study) = (country(areas), study());
    let each = evaluate(&data, &study);
    let base = BaseMap::new(&data, &study).unwrap();
    vec![
        access_map(&base, &data, &study, &each[0]),
        catchment_map(&base, &data, &study, &each[1]),
        difference_map(&base, &data, &study, &each[0], &each[1]),
        coverage_chart(&study, &each).unwrap(),
        size_chart(&data, &study, study.centres.as_ref().unwrap(), &each),
    ]
}

/// Every picture is well-formed, has its own name, its sources, and says what its numbers are.
#[test]
fn pictures_can_be_rasterised_and_name_their_units() {
    let fonts = Fonts::embedded();
    for areas in [true, false] {
        let pictures = pictures(areas);
        let mut names: Vec<&str> = pictures.iter().map(|each| each.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), pictures.len());
        for picture in &pictures {
            let png = picture.png(&fonts).unwrap();
            assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n", "{}", picture.name);
            assert!(picture.svg.contains("Squares © nobody"), "{}", picture.name);
            let unit = match picture.name.as_str() {
                "centre-sizes" => "admissions a year",
                _ => "minutes",
            };
            assert!(picture.svg.contains(unit), "{}", picture.name);
        }
    }
}

/// A picture is as wide as the study wants, and no narrower than it was laid out: its text is never made smaller.
#[test]
fn no_picture_is_squeezed() {
    let mut figures = study().drawing.figures;
    for (wanted, laid_out, expected) in [
        (89.0, 890.0, "89mm"),
        (89.0, 1600.0, "160mm"),
        (183.0, 1600.0, "183mm"),
        (120.55, 1205.5, "120.55mm"),
    ] {
        figures.width_mm = wanted;
        let canvas = canvas::Canvas::new(laid_out, 500.0);
        let picture = canvas.picture("name".to_owned(), "Title", &figures);
        let width = format!("width=\"{expected}\"");
        assert!(picture.svg.contains(&width), "{}", picture.svg);
    }
}

/// Bars lose their names before a chart is longer than a page of a journal.
#[test]
fn a_chart_of_sizes_fits_on_a_page() {
    let (data, mut study) = (country(true), study());
    let each = evaluate(&data, &study);
    let policy = study.centres.unwrap();
    for width in [89.0, 160.0, 183.0] {
        study.drawing.figures.width_mm = width;
        for layouts in [1, 2, 4, 8] {
            let many: Vec<_> = each.iter().cycle().take(layouts).cloned().collect();
            let svg = size_chart(&data, &study, &policy, &many).svg;
            let (_, rest) = svg.split_once("height=\"").unwrap();
            let height: f64 = rest.split_once("mm").unwrap().0.parse().unwrap();
            assert!(
                height <= 247.0,
                "{height} mm at {width} mm, {layouts} layouts"
            );
        }
    }
}

/// Names are escaped, so that no label can break a picture.
#[test]
fn labels_are_text_and_not_markup() {
    for picture in pictures(true) {
        assert!(!picture.svg.contains("<A>"), "{}", picture.name);
    }
}

#[test]
fn pictures_do_not_depend_on_the_number_of_threads() {
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| pictures(true))
    };
    assert_eq!(on(1), on(3));
}

/// The pixels of every square have the colour that the legend gives to its time.
#[test]
fn areas_have_the_colour_of_their_class() {
    let (data, study) = (country(true), study());
    let base = BaseMap::new(&data, &study).unwrap();
    let each = evaluate(&data, &study);
    let png = access_map(&base, &data, &study, &each[0])
        .png(&Fonts::embedded())
        .unwrap();
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(png))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let width = reader.next_frame(&mut pixels).unwrap().width as usize;
    let classes = palette::TimeClasses::around(&study.standards);
    let colours = palette::sequential(classes.len());
    for (n, soonest) in each[0].allocation.iter().enumerate().take(35) {
        let [x, y] = base.windows[0].view.place(base.points[n].unwrap());
        let side = base.windows[0].view.pixels_per_metre * 1_000.0;
        // A little below and left of the middle, clear of markers and names.
        let (x, y) = (x - 2.0 * side, y + 2.0 * side);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "on the page"
        )]
        let pixel = (y as usize * width + x as usize) * 3;
        let found = pixels[pixel..pixel + 3]
            .iter()
            .fold("#".to_owned(), |hex, byte| format!("{hex}{byte:02x}"));
        let class = classes.class(soonest.unwrap().1);
        assert_eq!(found, colours[class], "square {n}");
    }
}

#[test]
fn without_coordinates_there_is_no_map() {
    let mut data = country(false);
    for point in &mut data.points {
        point.position = None;
    }
    assert!(BaseMap::new(&data, &study()).is_none());
}

/// The data of a path of whole tenths of a pixel as closed lines.
fn closed_lines(data: &str) -> Vec<Vec<[f64; 2]>> {
    let lines = data.split('M').filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (start, steps) = line.trim_end_matches('z').split_once('l').unwrap();
            let numbers = |text: &str| -> Vec<f64> {
                let spaced = text.replace('-', " -");
                let numbers = spaced.split_whitespace();
                numbers.map(|number| number.parse().unwrap()).collect()
            };
            let mut at = numbers(start);
            let mut corners = vec![[at[0], at[1]]];
            for step in numbers(steps).chunks(2) {
                at = vec![at[0] + step[0], at[1] + step[1]];
                corners.push([at[0], at[1]]);
            }
            corners
        })
        .collect()
}

/// The data of the land in the layer beneath the classes.
fn land_of(under: &str) -> &str {
    let (_, land) = under.split_once("stroke-width=\"8\" d=\"").unwrap();
    land.split_once('"').unwrap().0
}

/// The neighbourhood of every capital is drawn with the capital on land: as the land lies once
/// around it, whatever is on the other side of the Earth.
#[test]
fn capitals_lie_on_land() {
    let outlines: Vec<Outline> = land::tests::land()
        .iter()
        .map(|shape| Outline {
            kind: "land".to_owned(),
            name: String::new(),
            shape: shape.clone(),
        })
        .collect();
    let mut study = study();
    study.drawing.inset = None;
    let capitals = include_str!("../../../tests/reference/capitals.csv");
    let capitals: Vec<&str> = capitals.lines().skip(1).collect();
    assert!(capitals.len() > 150);
    for capital in capitals {
        let mut fields = capital.rsplit(',').map(|field| field.parse::<f64>().ok());
        let (Some(Some(lon)), Some(Some(lat))) = (fields.next(), fields.next()) else {
            panic!("{capital}");
        };
        let mut data = country(false);
        for site in &mut data.sites {
            site.position = None;
        }
        let around = [(0.0, 0.0), (5.0, 0.0), (-5.0, 0.0), (0.0, 5.0), (0.0, -5.0)];
        data.points.truncate(around.len());
        for (point, (north, east)) in data.points.iter_mut().zip(around) {
            let lon = (lon + east + 180.0).rem_euclid(360.0) - 180.0;
            point.position = LatLon::try_new(lat + north, lon).ok();
        }
        data.drawing = Some(Drawing::new(Vec::new(), outlines.clone()));
        let base = BaseMap::new(&data, &study).unwrap();
        let window = &base.windows[0];
        let [x, y] = window.view.place(base.points[0].unwrap());
        // Pages count downwards: a ring that goes anticlockwise on the ground does so there the
        // other way round.
        let lines = closed_lines(land_of(&window.under.body));
        let at = [10.0 * x, 10.0 * y];
        let turns: i32 = lines
            .iter()
            .map(|line| land::turns(line.iter().copied(), at))
            .sum();
        assert!(turns < 0, "{capital}: {turns}");
    }
}
