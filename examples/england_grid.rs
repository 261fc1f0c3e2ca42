//! The 100 m population grid of England from postcode points, and its coverage beside that of
//! the areas it was made from.
//!
//! ```text
//! cargo run --release --example england_grid -- \
//!     postcodes.csv LSOA.geojson LSOA11CD attributes.csv hospitals.csv grid.csv
//! ```
//!
//! `postcodes.csv` has `easting, northing` (see `benches/peers/grid_postcodes.py`);
//! `attributes.csv` has `lsoa_code, bng_easting, bng_northing, population`; of `hospitals.csv`
//! those of England with `mt = yes` are the centres. Writes `lon, lat, population`.

use catchment::grid::{
    AddressPoint, Centres, Crs, GroupPolygons, PointCells, PointSweep, Question, SecondTable, build,
};
use catchment::model::LatLon;
use catchment::study::RoadCurve;
use catchment::units::{Demand, KmPerHour, Metres, Minutes};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;

type Row = BTreeMap<String, String>;

fn rows(file: &str) -> Result<Vec<Row>, Box<dyn Error>> {
    Ok(csv::Reader::from_path(file)?
        .deserialize()
        .collect::<Result<_, _>>()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let [postcodes, polygons, code, attributes, hospitals, out] = &names[..] else {
        return Err("expected six arguments".into());
    };
    let grid = Crs::from_code("EPSG:27700")?;
    let number = |row: &Row, column: &str| row[column].parse::<f64>();

    let mut people = Vec::new();
    let mut centroids = PointCells::default();
    let mut area_of = BTreeMap::new();
    for (area, row) in (0_u32..).zip(rows(attributes)?) {
        let count = Demand::try_new(number(&row, "population")?)?;
        let (x, y) = (number(&row, "bng_easting")?, number(&row, "bng_northing")?);
        centroids.push(grid.place(x, y).ok_or("a centroid off the grid")?, count);
        area_of.insert(row["lsoa_code"].clone(), area);
        people.push(count);
    }
    let groups = GroupPolygons::from_geojson(&std::fs::read_to_string(polygons)?, code)?;
    let area_of_group: Vec<Option<u32>> = groups
        .labels()
        .iter()
        .map(|label| area_of.get(label).copied())
        .collect();
    let places: Vec<(f64, f64)> = csv::Reader::from_path(postcodes)?
        .deserialize()
        .collect::<Result<_, _>>()?;
    let points: Vec<AddressPoint> = places
        .par_iter()
        .map(|&(easting, northing)| {
            let group = grid
                .place(easting, northing)
                .map(|place| groups.group_of(place));
            let area = group.and_then(|group| area_of_group[group]);
            AddressPoint {
                easting,
                northing,
                area,
            }
        })
        .collect();
    let built = build(&points, &people, 100.0)?;
    println!(
        "{} postcodes, {} dropped, {} in no area; {} cells, {} people, {} of areas without a postcode",
        points.len(),
        built.dropped,
        built.outside,
        built.cells.len(),
        built.people(),
        built.homeless,
    );
    let mut cells = PointCells::default();
    let mut file = std::io::BufWriter::new(std::fs::File::create(out)?);
    writeln!(file, "lon,lat,population")?;
    for (place, people) in built.places(&grid, 100.0) {
        writeln!(file, "{:.6},{:.6},{people:.6}", place.lon(), place.lat())?;
        cells.push(place, people);
    }
    file.flush()?;

    let mut at = Vec::new();
    for row in rows(hospitals)? {
        if row["mt"] == "yes" && row["country"] == "England" {
            at.push(LatLon::try_new(number(&row, "lat")?, number(&row, "lon")?)?);
        }
    }
    let centres = Centres::try_new(at)?;
    let seconds = SecondTable::new(RoadCurve {
        fixed: Minutes::from_whole(5),
        detour: 1.3,
        slow: KmPerHour::try_new(30.0)?,
        fast: KmPerHour::try_new(80.0)?,
        reach: Metres::try_new(30_000.0)?,
    });
    let standards = [30, 45, 60].map(Minutes::from_whole);
    let layouts = [(0_u16..).take(centres.len()).collect::<Vec<_>>()];
    let question = Question {
        centres: &centres,
        layouts: &layouts,
        seconds: &seconds,
        standards: &standards,
    };
    for (what, cells) in [("cells", &cells), ("areas", &centroids)] {
        let total = PointSweep::new(&question, cells).sum(cells)[0].total();
        let within: Vec<String> = (0..3)
            .map(|n| format!("{:.2} %", total.within_percent(n).unwrap_or(0.0)))
            .collect();
        let mean = total.mean_minutes().unwrap_or(0.0);
        println!(
            "{what}: {} centres, mean {mean:.3} min, within 30, 45, 60 min {within:?}",
            centres.len()
        );
    }
    Ok(())
}
