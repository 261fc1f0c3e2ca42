//! Grids in memory and streamed: cells a second, beside peers on the same points.
//!
//! `cargo bench --bench grid -- raster points growth files peers` runs the named parts, or all.
//! Each line gives the median of several short runs by the clock, and what the processor time
//! makes of it when two cores are free: on a shared machine the second is the steadier figure.
//! With `GRID_POINTS=folder` the points and centres of the peers are written there for the
//! scripts in `benches/peers`.

use catchment::grid::{
    Centres, GeoTransform, GridOptions, GridOutputs, GridQuery, Lattice, PointCells, PointSweep,
    PopulationGenerator, TravelTimeLookup, allocate_raster, allocate_raster_into, run, sum_raster,
};
use catchment::index::PlaceIndex;
use catchment::model::LatLon;
use catchment::study::ColumnNames;
use catchment::travel::RoadCurve;
use catchment::units::{Demand, KmPerHour, Metres, TravelTime};
use parquet::column::reader::ColumnReader;
use parquet::file::reader::{FileReader, SerializedFileReader};
use rayon::prelude::*;
use std::hint::black_box;
use std::ops::ControlFlow;
use std::time::Instant;

const SEED: u64 = 20_240_501;

/// Cells of about 100 m at the latitude of England.
const CELLS: GeoTransform = at(0.000_9, 0.001_45);

/// Cells of this height and width in degrees, from the north-west corner of England on.
const fn at(step_y: f64, step_x: f64) -> GeoTransform {
    GeoTransform {
        west: -5.8,
        north: 55.8,
        step_x,
        step_y,
    }
}

/// Processor time of all threads of this process, in seconds.
fn processor_time() -> f64 {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return f64::NAN;
    };
    let of = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(path.join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<f64>().ok()
    };
    threads
        .filter_map(|thread| of(thread.ok()?.path()))
        .sum::<f64>()
        / 1e9
}

fn middle(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// Seconds of some runs, by the clock and of the processor.
#[derive(Default)]
struct Timed {
    clock: Vec<f64>,
    processor: Vec<f64>,
}

impl Timed {
    fn time(&mut self, work: impl FnOnce()) {
        let (began, before) = (Instant::now(), processor_time());
        work();
        self.processor.push(processor_time() - before);
        self.clock.push(began.elapsed().as_secs_f64());
    }

    fn print(&self, what: &str, cells: usize) {
        let million = cells as f64 / 1e6;
        println!(
            "{what:56} {:9.1} M/s by the clock {:9.1} M/s by two cores' time",
            million / middle(self.clock.clone()),
            2.0 * million / middle(self.processor.clone()),
        );
    }
}

fn measure(what: &str, cells: usize, runs: usize, mut work: impl FnMut()) {
    let mut timed = Timed::default();
    for _ in 0..runs {
        timed.time(&mut work);
    }
    timed.print(what, cells);
}

fn curve() -> RoadCurve {
    RoadCurve {
        fixed: TravelTime::from_whole(5),
        detour: 1.3,
        slow: KmPerHour::try_new(30.0).unwrap(),
        fast: KmPerHour::try_new(80.0).unwrap(),
        reach: Metres::try_new(30_000.0).unwrap(),
    }
}

fn standards() -> [TravelTime; 3] {
    [45, 60, 90].map(TravelTime::from_whole)
}

fn uniform(n: u64) -> f64 {
    let mut z = (SEED + n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A raster of this many cells and centres in its towns.
struct Case {
    generator: PopulationGenerator,
    lattice: Lattice,
    rows: usize,
}

impl Case {
    fn new(rows: usize, columns: usize, at: GeoTransform) -> Self {
        Self {
            generator: PopulationGenerator::new(SEED, rows, columns),
            lattice: Lattice::try_new(at, rows, columns).unwrap(),
            rows,
        }
    }

    fn centres(&self, count: usize, at: GeoTransform) -> Centres {
        Centres::try_new(self.generator.centres(count, at)).unwrap()
    }
}

fn one_layout(centres: &Centres) -> Vec<Vec<u16>> {
    vec![(0..u16::try_from(centres.len()).unwrap()).collect()]
}

#[expect(clippy::cast_possible_truncation, reason = "single precision")]
fn raster(table: &TravelTimeLookup) {
    let case = Case::new(6_000, 5_000, CELLS);
    let cells = case.generator.band(0, case.rows);
    let populated = cells.iter().filter(|&&people| people > 0.0).count();
    println!("raster of {} cells, {populated} with people", cells.len());
    let dense: Vec<f32> = (0..cells.len())
        .map(|n| (uniform(n as u64) * 100.0) as f32)
        .collect();
    measure("simple sum of the same array", dense.len(), 7, || {
        let sums = dense.par_chunks(1 << 16).map(|cells| {
            let mut lanes = [0.0_f32; 32];
            for cells in cells.chunks_exact(32) {
                for (lane, cell) in lanes.iter_mut().zip(cells) {
                    *lane += cell;
                }
            }
            lanes.iter().sum::<f32>()
        });
        black_box(sums.sum::<f32>());
    });
    for count in [1, 10, 30, 130, 1_000, 10_000] {
        let centres = case.centres(count, CELLS);
        let layouts = one_layout(&centres);
        let standards = standards();
        let query = GridQuery {
            centres: &centres,
            layouts: &layouts,
            travel_times: table,
            standards: &standards,
        };
        measure(
            &format!("raster, people in every cell, {count} centres"),
            cells.len(),
            7,
            || {
                black_box(sum_raster(&query, &case.lattice, 0, &dense));
            },
        );
        measure(
            &format!("raster as generated, {count} centres"),
            cells.len(),
            7,
            || {
                black_box(sum_raster(&query, &case.lattice, 0, &cells));
            },
        );
        if count == 30 || count == 130 {
            measure(
                &format!("raster, every cell's answer kept, {count}"),
                cells.len(),
                3,
                || {
                    black_box(allocate_raster(&query, &case.lattice, 0, &dense));
                },
            );
            let mut kept = Vec::new();
            measure(
                &format!("raster, answers kept where others were, {count}"),
                cells.len(),
                4,
                || {
                    black_box(allocate_raster_into(
                        &query,
                        &case.lattice,
                        0,
                        &dense,
                        &mut kept,
                    ));
                },
            );
        }
    }
    let centres = case.centres(130, CELLS);
    // A hundred layouts of 30 of the 130, each with two centres of its own.
    let layouts: Vec<Vec<u16>> = (0..100)
        .map(|n| {
            let mut layout: Vec<u16> = (0..28).collect();
            layout.extend([28 + n, 129 - n].iter().filter(|&&c| c >= 28));
            layout.sort_unstable();
            layout.dedup();
            layout
        })
        .collect();
    let standards = standards();
    let query = GridQuery {
        centres: &centres,
        layouts: &layouts,
        travel_times: table,
        standards: &standards,
    };
    measure(
        "100 layouts of 30 in one pass, cells × layouts",
        cells.len() * 100,
        3,
        || {
            black_box(sum_raster(&query, &case.lattice, 0, &dense));
        },
    );
}

fn places(count: usize) -> Vec<LatLon> {
    (0..count as u64)
        .map(|n| {
            let (lat, lon) = (uniform(2 * n), uniform(2 * n + 1));
            LatLon::try_new(50.0 + 5.8 * lat, -5.7 + 7.4 * lon).unwrap()
        })
        .collect()
}

fn points(table: &TravelTimeLookup, peers: bool) {
    let case = Case::new(6_000, 5_000, CELLS);
    let at = places(10_000_000);
    let mut cells = PointCells::with_capacity(at.len());
    for (n, &place) in (0_u32..).zip(&at) {
        cells.push(place, Demand::from_whole(n % 50));
    }
    if let Ok(folder) = std::env::var("GRID_POINTS") {
        write_places(&format!("{folder}/points.f64"), &at[..1_000_000]);
        for count in [30, 130, 1_000] {
            let centres = case.centres(count, CELLS);
            write_places(&format!("{folder}/centres{count}.f64"), centres.places());
        }
    }
    for count in [10, 30, 130, 1_000, 10_000] {
        let centres = case.centres(count, CELLS);
        let layouts = one_layout(&centres);
        let standards = standards();
        let query = GridQuery {
            centres: &centres,
            layouts: &layouts,
            travel_times: table,
            standards: &standards,
        };
        let sweep = PointSweep::new(&query, &cells);
        measure(&format!("points, nearest of {count}"), at.len(), 5, || {
            black_box(sweep.nearest(0, &cells));
        });
        measure(
            &format!("points, minutes and sums by centre, {count}"),
            at.len(),
            5,
            || {
                black_box(sweep.sum(&cells));
            },
        );
        if peers {
            let some = &at[..1_000_000];
            let index = PlaceIndex::new(centres.places().iter().copied().map(Some));
            measure(
                &format!("peer: rstar one by one, distance too, {count}"),
                some.len(),
                3,
                || {
                    let found = some
                        .par_iter()
                        .map(|&place| index.nearest(place).map_or(0, |(n, _)| n));
                    black_box(found.collect::<Vec<_>>());
                },
            );
            let tree = rstar::RTree::bulk_load(
                centres
                    .places()
                    .iter()
                    .map(|place| place.unit_vector())
                    .collect(),
            );
            let of_centres: Vec<[f64; 3]> = centres
                .places()
                .iter()
                .map(|place| place.unit_vector())
                .collect();
            let units: Vec<[f64; 3]> = some.iter().map(|place| place.unit_vector()).collect();
            measure(
                &format!("peer: rstar one by one, {count}"),
                some.len(),
                3,
                || {
                    let found = units
                        .par_iter()
                        .map(|unit| tree.nearest_neighbor(*unit).map(|u| u[0]));
                    black_box(found.collect::<Vec<_>>());
                },
            );
            measure(
                &format!("peer: plain scan in double precision, {count}"),
                some.len(),
                1,
                || {
                    let found = units.par_iter().map(|unit| scan(&of_centres, unit));
                    black_box(found.collect::<Vec<_>>());
                },
            );
        }
    }
}

fn scan(centres: &[[f64; 3]], [x, y, z]: &[f64; 3]) -> usize {
    let mut best = (f64::INFINITY, 0);
    for (n, [a, b, c]) in centres.iter().enumerate() {
        let chord2 = (x - a).powi(2) + (y - b).powi(2) + (z - c).powi(2);
        if chord2 < best.0 {
            best = (chord2, n);
        }
    }
    best.1
}

fn write_places(file: &str, places: &[LatLon]) {
    let bytes: Vec<u8> = places
        .iter()
        .flat_map(|place| [place.lat(), place.lon()])
        .flat_map(f64::to_le_bytes)
        .collect();
    std::fs::write(file, bytes).unwrap();
}

/// The same country in ever smaller cells, made band by band and never held as a whole.
fn growth(table: &TravelTimeLookup) {
    for (rows, columns) in [
        (1_000, 1_000),
        (3_162, 3_162),
        (10_000, 10_000),
        (31_623, 31_623),
    ] {
        let cells = at(5.4 / rows as f64, 7.25 / columns as f64);
        let case = Case::new(rows, columns, cells);
        let centres = case.centres(30, cells);
        let layouts = one_layout(&centres);
        let standards = standards();
        let query = GridQuery {
            centres: &centres,
            layouts: &layouts,
            travel_times: table,
            standards: &standards,
        };
        let (mut swept, mut people) = (0.0, Demand::ZERO);
        let (began, before) = (Instant::now(), processor_time());
        let mut processor = 0.0;
        for row in (0..rows).step_by(256) {
            let band = case.generator.band(row, 256.min(rows - row));
            let (began, before) = (Instant::now(), processor_time());
            let totals = sum_raster(&query, &case.lattice, row, &band);
            people += totals[0].total().people;
            swept += began.elapsed().as_secs_f64();
            processor += processor_time() - before;
        }
        let million = (rows * columns) as f64 / 1e6;
        println!(
            "{million:7.0} M cells streamed: sweep {:8.1} M/s by the clock, {:8.1} by two cores' \
             time; with making them {:7.1} s ({:.1} s of processor), {:.1} M people, peak {} MB",
            million / swept,
            2.0 * million / processor,
            began.elapsed().as_secs_f64(),
            processor_time() - before,
            people.as_f64() / 1e6,
            peak_megabytes(),
        );
    }
}

/// A file through the whole of `run`, beside reading and summing it: the same decoder, the same
/// threads. `GRID_FILES=a.parquet:b.tif` names the files.
fn files() {
    for file in std::env::var("GRID_FILES").unwrap_or_default().split(':') {
        if file.is_empty() {
            continue;
        }
        let case = Case::new(1_000, 1_000, at(0.006, 0.0076));
        let centres = case.generator.centres(30, at(0.006, 0.0076));
        let options = GridOptions {
            input: file.into(),
            crs: None,
            band: None,
            columns: ColumnNames::default(),
            centres: (10..).map(|n: u32| n.to_string()).zip(centres).collect(),
            layouts: vec![("all".to_owned(), (0..30).collect())],
            curve: curve(),
            surface: None,
            standards: standards().to_vec(),
            groups: None,
            nearest: 1,
            backup: false,
            outputs: GridOutputs::default(),
        };
        let go = || run(&options, &mut |_| ControlFlow::Continue(())).unwrap();
        let cells = usize::try_from(go().result.cells).unwrap();
        let name = std::path::Path::new(file)
            .file_name()
            .unwrap()
            .display()
            .to_string();
        let (rows, sum) = scan_file(file);
        println!("{name}: {cells} cells, {rows} numbers, {sum:.0} in all");
        // In turn, so that whatever else the machine does falls on both.
        let (mut run, mut scan) = (Timed::default(), Timed::default());
        for _ in 0..TURNS {
            run.time(|| {
                black_box(go());
            });
            scan.time(|| {
                black_box(scan_file(file));
            });
        }
        run.print(&format!("{name}: nearest, minutes, sums, 30"), cells);
        scan.print(&format!("{name}: plain scan"), cells);
        let ratios = |of: &[f64], by: &[f64]| {
            let pairs = of.iter().zip(by);
            middle(pairs.map(|(of, by)| of / by).collect())
        };
        println!(
            "{name}: {:.2} times the scan by the clock, {:.2} by processor time",
            ratios(&run.clock, &scan.clock),
            ratios(&run.processor, &scan.processor),
        );
    }
    println!("peak {} MB", peak_megabytes());
}

/// Runs over a file and scans of it.
const TURNS: usize = 15;

/// All numbers of a file, summed, as who knows the crates would: columns and strips on all threads,
/// each with an open file of its own, and Parquet in parts that stay in the cache.
fn scan_file(file: &str) -> (usize, f64) {
    let sums: Vec<(usize, f64)> = if file.ends_with(".parquet") {
        let open = || {
            let reader = SerializedFileReader::new(std::fs::File::open(file).unwrap()).unwrap();
            (reader, Vec::with_capacity(PART))
        };
        let groups = open().0.num_row_groups();
        let columns = (0..groups * 3).into_par_iter();
        columns
            .map_init(open, |(reader, room), n| {
                sum_column(reader, n / 3, n % 3, room)
            })
            .collect()
    } else {
        let open = || {
            let opened =
                std::io::BufReader::with_capacity(1 << 16, std::fs::File::open(file).unwrap());
            tiff::decoder::Decoder::new(opened).unwrap()
        };
        let chunks = open().strip_count().unwrap();
        let chunks = (0..chunks).into_par_iter().with_min_len(8);
        let of_chunk =
            |decoder: &mut tiff::decoder::Decoder<_>, n| match decoder.read_chunk(n).unwrap() {
                tiff::decoder::DecodingResult::F32(cells) => (cells.len(), sum(&cells)),
                _ => (0, 0.0),
            };
        chunks.map_init(open, of_chunk).collect()
    };
    let rows = sums.iter().map(|sum| sum.0).sum();
    (rows, sums.iter().map(|sum| sum.1).sum())
}

/// Numbers of a column that are read at a time.
const PART: usize = 1 << 15;

fn sum_column(
    reader: &SerializedFileReader<std::fs::File>,
    group: usize,
    column: usize,
    room: &mut Vec<f64>,
) -> (usize, f64) {
    let group = reader.get_row_group(group).unwrap();
    let rows = usize::try_from(group.metadata().num_rows()).unwrap();
    let ColumnReader::DoubleColumnReader(mut column) = group.get_column_reader(column).unwrap()
    else {
        return (0, 0.0);
    };
    let (mut read, mut all) = (0, 0.0);
    while read < rows {
        room.clear();
        let part = PART.min(rows - read);
        while room.len() < part {
            column
                .read_records(part - room.len(), None, None, room)
                .unwrap();
        }
        read += part;
        all += sum(room);
    }
    (rows, all)
}

/// A sum in several lanes, which vector instructions add side by side.
fn sum<T: Copy + Into<f64>>(numbers: &[T]) -> f64 {
    let mut lanes = [0.0; 16];
    let (some, rest) = numbers.as_chunks::<16>();
    for numbers in some {
        for (lane, &number) in lanes.iter_mut().zip(numbers) {
            *lane += number.into();
        }
    }
    let rest = rest.iter().map(|&number| number.into()).sum::<f64>();
    lanes.iter().sum::<f64>() + rest
}

fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1_024
}

fn main() {
    let parts: Vec<String> = std::env::args()
        .skip(1)
        .filter(|part| !part.starts_with('-'))
        .collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| wanted == part);
    let began = Instant::now();
    let table = TravelTimeLookup::new(curve());
    println!(
        "table of seconds made in {:.0} ms",
        began.elapsed().as_secs_f64() * 1e3
    );
    if wanted("files") {
        files();
    }
    if wanted("growth") {
        growth(&table);
    }
    if wanted("raster") {
        raster(&table);
    }
    if wanted("points") || wanted("peers") {
        points(&table, wanted("peers"));
    }
}
