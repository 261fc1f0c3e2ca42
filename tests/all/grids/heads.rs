//! More people than sums have room for.

use super::fixture::*;
use super::row_groups::parquet;
use catchment::crs::Crs;
use catchment::grid::GridOutputs;
use std::fmt::Write as _;
use std::io::Cursor;
use tempfile::TempDir;
use tiff::encoder::{TiffEncoder, colortype};

const CROWD: f64 = 1e9;
const SIDE: usize = 150;

/// A square raster whose first cells hold a crowd each; the others nobody.
fn square(crowds: usize) -> Vec<f32> {
    let crowded = |cell: usize| if cell < crowds { CROWD as f32 } else { 0.0 };
    (0..SIDE * SIDE).map(crowded).collect()
}

fn tiff(crowds: usize) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    let mut image = encoder
        .new_image::<colortype::Gray32Float>(SIDE as u32, SIDE as u32)
        .unwrap();
    tags(image.encoder(), 4326);
    image.write_data(&square(crowds)).unwrap();
    bytes.into_inner()
}

fn asc(crowds: usize) -> Vec<u8> {
    let mut text =
        format!("ncols {SIDE}\nnrows {SIDE}\nxllcorner {WEST}\nyllcorner 52\ncellsize {STEP}\n");
    for cell in square(crowds) {
        writeln!(text, "{cell}").unwrap();
    }
    text.into_bytes()
}

fn rows(crowds: usize) -> Vec<[f64; 3]> {
    let lon = |n: usize| WEST + STEP * (n % SIDE) as f64;
    let lat = |n: usize| NORTH - STEP * (n / SIDE) as f64;
    (0..crowds).map(|n| [lon(n), lat(n), CROWD]).collect()
}

fn csv(crowds: usize) -> Vec<u8> {
    let rows = rows(crowds).into_iter();
    let lines = rows.map(|[lon, lat, people]| format!("{lon},{lat},{people}\n"));
    ("lon,lat,population\n".to_owned() + &lines.collect::<String>()).into_bytes()
}

#[test]
fn they_are_refused_and_never_become_fewer() {
    let folder = TempDir::new().unwrap();
    let in_groups = |crowds: usize| {
        let rows = rows(crowds);
        let groups: Vec<_> = rows.chunks(1_000).collect();
        parquet(&groups)
    };
    for name in ["crowd.tif", "crowd.asc", "crowd.csv", "crowd.parquet"] {
        let with = |crowds: usize| {
            let bytes = match name {
                "crowd.tif" => tiff(crowds),
                "crowd.asc" => asc(crowds),
                "crowd.csv" => csv(crowds),
                _ => in_groups(crowds),
            };
            let input = write(&folder, name, bytes);
            let mut options = options(&input, GridOutputs::default());
            options.crs = (name == "crowd.asc").then(Crs::wgs84);
            go(&options)
        };
        let most = with(17_900).unwrap();
        assert_eq!(most.people.millionths(), 17_900 * 10_u64.pow(15), "{name}");
        for layout in &most.layouts {
            let total = layout.totals.total();
            assert_eq!(total.people, most.people, "{name}");
            assert!(total.within.is_sorted() && total.within[2] <= total.people);
        }
        for crowds in [18_001, 18_500, 20_000] {
            let error = with(crowds).unwrap_err().to_string();
            let expected = format!(
                "{}: expected at most 1.8e13 people in all cells together (got more); is \
                 `population` the number of people in a cell?",
                folder.path().join(name).display()
            );
            assert_eq!(error, expected);
        }
    }
}
