//! However the same facts are written, the data set is the same.

mod forms;
use crate::small_study::{HOSPITALS, POPULATION, Small};
use catchment::load::Dataset;
use catchment::model::TravelTimeMatrix;
use catchment::units::TravelTime;
use parquet::basic::{Compression, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FloatType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use proptest::prelude::*;
use std::io::Write as _;
use std::sync::Arc;

/// What a run is computed from; reports differ, as files do.
fn facts(data: &Dataset) -> impl PartialEq + std::fmt::Debug + use<> {
    let drawn = data.drawing.is_some();
    (
        data.points.clone(),
        data.groupings.clone(),
        data.sites.clone(),
        data.layouts.clone(),
        data.table.clone(),
        drawn,
    )
}

fn load(small: Small) -> Dataset {
    small.load().unwrap_or_else(|error| panic!("{error}"))
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &[u8]) -> Vec<u8> {
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    compress_to_vec(text, CompressionLevel::Fastest)
}

/// Times from each of the three points to each of the two sites, in tenths of a minute.
type Times = [[Option<u32>; 2]; 3];

const POINTS: [&str; 3] = ["E1", "E2", "E3"];
const SITES: [&str; 2] = ["W1", "LS1"];

/// Some times to both sites: a site without any is refused.
fn times() -> impl Strategy<Value = Times> {
    let time = prop::option::weighted(0.8, 0_u32..30_000);
    prop::array::uniform3([time.clone(), time]).prop_filter("times to both sites", |times| {
        (0..2).all(|site| times.iter().any(|row| row[site].is_some()))
    })
}

fn minutes(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn seconds(tenths: u32) -> String {
    (tenths * 6).to_string()
}

fn wide(times: &Times, write: impl Fn(u32) -> String) -> String {
    let mut text = format!("id,{}\n", SITES.join(","));
    for (point, row) in POINTS.iter().zip(times) {
        let cells = row.map(|time| time.map_or(String::new(), &write));
        text.extend([point, ",", &cells.join(","), "\n"]);
    }
    text
}

fn pairs(times: &Times) -> impl Iterator<Item = (&'static str, &'static str, Option<u32>)> {
    let row = |(point, row): (&'static &'static str, &[Option<u32>; 2])| {
        let row = *row;
        (0..2).map(move |site| (*point, SITES[site], row[site]))
    };
    POINTS.iter().zip(times).flat_map(row)
}

fn long(times: &Times, write: impl Fn(u32) -> String) -> String {
    let row = |(from, to, time): (&str, &str, Option<u32>)| {
        format!("{from},{to},{}\n", time.map_or(String::new(), &write))
    };
    "from_id,to_id,travel_time\n".to_owned() + &pairs(times).map(row).collect::<String>()
}

enum Column {
    Texts(Vec<&'static str>),
    Numbers(Vec<Option<f64>>),
    Singles(Vec<f32>),
}

fn parquet(columns: &[(&str, Column)]) -> Vec<u8> {
    let field = |(name, column): &(&str, Column)| {
        let (physical, repetition) = match column {
            Column::Texts(_) => (Physical::BYTE_ARRAY, Repetition::REQUIRED),
            Column::Numbers(_) => (Physical::DOUBLE, Repetition::OPTIONAL),
            Column::Singles(_) => (Physical::FLOAT, Repetition::REQUIRED),
        };
        let builder = Type::primitive_type_builder(name, physical).with_repetition(repetition);
        Arc::new(builder.build().unwrap())
    };
    let fields = columns.iter().map(field).collect();
    let schema = Type::group_type_builder("schema")
        .with_fields(fields)
        .build()
        .unwrap();
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer =
        SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for (_, column) in columns {
        let mut writer = group.next_column().unwrap().unwrap();
        match column {
            Column::Texts(texts) => {
                let texts: Vec<ByteArray> = texts.iter().map(|&text| text.into()).collect();
                writer
                    .typed::<ByteArrayType>()
                    .write_batch(&texts, None, None)
                    .unwrap();
            }
            Column::Singles(numbers) => {
                let writer = writer.typed::<FloatType>();
                writer.write_batch(numbers, None, None).unwrap();
            }
            Column::Numbers(numbers) => {
                let levels: Vec<i16> = numbers.iter().map(|n| i16::from(n.is_some())).collect();
                let numbers: Vec<f64> = numbers.iter().flatten().copied().collect();
                writer
                    .typed::<DoubleType>()
                    .write_batch(&numbers, Some(&levels), None)
                    .unwrap();
            }
        }
        writer.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

fn number(time: Option<u32>) -> Option<f64> {
    time.map(|tenths| f64::from(tenths) / 10.0)
}

fn wide_parquet(times: &Times) -> Vec<u8> {
    let site = |site: usize| Column::Numbers(times.iter().map(|row| number(row[site])).collect());
    parquet(&[
        ("id", Column::Texts(POINTS.to_vec())),
        (SITES[0], site(0)),
        (SITES[1], site(1)),
    ])
}

fn long_parquet(times: &Times) -> Vec<u8> {
    parquet(&[
        (
            "from_id",
            Column::Texts(pairs(times).map(|(from, ..)| from).collect()),
        ),
        (
            "to_id",
            Column::Texts(pairs(times).map(|(_, to, _)| to).collect()),
        ),
        (
            "travel_time",
            Column::Numbers(pairs(times).map(|(.., time)| number(time)).collect()),
        ),
    ])
}

fn with_table(file: &str, shape: &str, unit: &str, content: impl AsRef<[u8]>) -> Small {
    Small::default()
        .replace("study.toml", "times.csv", file)
        .replace("study.toml", "\"wide\"", &format!("\"{shape}\""))
        .replace("study.toml", "\"minutes\"", &format!("\"{unit}\""))
        .with(file, content)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Wide or long, minutes or seconds, plain, compressed or Parquet: the times are the same,
    /// and they are those that were written.
    #[test]
    fn every_form_of_a_table_gives_the_same_data(times in times()) {
        let plain = wide(&times, minutes);
        let data = load(with_table("t.csv", "wide", "minutes", &plain));
        let matrix: &TravelTimeMatrix = data.table.as_ref().unwrap();
        for (from, to, time) in pairs(&times) {
            let point = data.points.iter().position(|point| point.id == from).unwrap();
            let point = catchment::model::PointIndex(u32::try_from(point).unwrap());
            let found = matrix.get(point, data.site_by_id(to).unwrap());
            prop_assert_eq!(found.map(TravelTime::milliseconds), time.map(|tenths| tenths * 6_000));
        }
        let others = [
            with_table("t.csv.gz", "wide", "minutes", gzip(plain.as_bytes())),
            with_table("t.csv.zst", "wide", "minutes", zstd(plain.as_bytes())),
            with_table("t.csv", "wide", "seconds", wide(&times, seconds)),
            with_table("t.csv", "wide", "minutes", wide(&times, |t| format!(" \"{}0e0\"", minutes(t)).trim().to_owned())),
            with_table("t.csv", "long", "minutes", long(&times, minutes)),
            with_table("t.csv", "long", "seconds", long(&times, seconds)),
            with_table("t.csv.zst", "long", "seconds", zstd(long(&times, seconds).as_bytes())),
            with_table("t.parquet", "wide", "minutes", wide_parquet(&times)),
            with_table("t.parquet", "long", "minutes", long_parquet(&times)),
        ];
        for (number, other) in others.into_iter().enumerate() {
            prop_assert_eq!(facts(&load(other)), facts(&data), "form {}", number);
        }
    }

    /// The order of rows moves points, not people.
    #[test]
    fn the_order_of_rows_does_not_change_sums(order in Just(vec![0, 1, 2]).prop_shuffle()) {
        let rows: Vec<&str> = POPULATION.lines().skip(1).collect();
        let shuffled: Vec<&str> = order.iter().map(|&row: &usize| rows[row]).collect();
        let header = POPULATION.lines().next().unwrap();
        let text = format!("{header}\n{}\n", shuffled.join("\n"));
        let (one, other) = (load(Small::default()), load(Small::default().with("population.csv", text)));
        prop_assert_eq!(one.demand(), other.demand());
        prop_assert_eq!(one.population(), other.population());
        for point in &one.points {
            let there = other.points.iter().position(|other| other.id == point.id).unwrap();
            prop_assert_eq!(&other.points[there], point);
            let here = one.points.iter().position(|other| other.id == point.id).unwrap();
            for site in 0..2 {
                let time = |data: &Dataset, point: usize| {
                    let point = catchment::model::PointIndex(u32::try_from(point).unwrap());
                    data.table.as_ref().unwrap().get(point, catchment::model::SiteIndex(site))
                };
                prop_assert_eq!(time(&one, here), time(&other, there));
            }
        }
    }
}

/// A standard of 5 min is tested on the number that was given, whatever the file: in decimal and in
/// binary of 64 and 32 bits, in minutes and in seconds.
#[test]
fn a_standard_is_tested_on_the_number_that_was_given_in_every_format() {
    let standard = TravelTime::from_whole(5);
    let cases: [(&str, &str, bool); 12] = [
        ("seconds", "300", true),
        ("seconds", "299.9999", true),
        ("seconds", "300.0004", false),
        ("seconds", "300.04", false),
        ("seconds", "300.4", false),
        ("seconds", "0.0004", true),
        ("minutes", "5", true),
        ("minutes", "4.99999", true),
        ("minutes", "5.00001", false),
        ("minutes", "5.0001", false),
        ("minutes", "0.1", true),
        ("minutes", "0.0001", true),
    ];
    for (unit, text, within) in cases {
        let csv = format!("id,W1,LS1\nE1,{text},{text}\nE2,{text},{text}\nE3,{text},{text}\n");
        let double: f64 = text.parse().unwrap();
        let single: f32 = text.parse().unwrap();
        let columns = |column: &dyn Fn() -> Column| {
            let ids = Column::Texts(POINTS.to_vec());
            parquet(&[("id", ids), ("W1", column()), ("LS1", column())])
        };
        let files = [
            ("t.csv", csv.into_bytes()),
            (
                "t.parquet",
                columns(&|| Column::Numbers(vec![Some(double); 3])),
            ),
            ("t.parquet", columns(&|| Column::Singles(vec![single; 3]))),
        ];
        for (number, (name, content)) in files.into_iter().enumerate() {
            let data = load(with_table(name, "wide", unit, content));
            let table = data.table.unwrap();
            let site = catchment::model::SiteIndex(0);
            for time in table.times_to(site) {
                let time = time.expect("a time");
                assert_eq!(time <= standard, within, "{text} {unit}, form {number}");
                assert!(time > TravelTime::ZERO, "{text} {unit}, form {number}");
            }
        }
    }
}

/// What spreadsheets add to a file changes nothing, and the report says that it was there.
#[test]
fn a_byte_order_mark_and_crlf_change_nothing() {
    let spreadsheet = |text: &str| format!("\u{feff}{}\r\n", text.replace('\n', "\r\n"));
    let mut small = Small::default();
    for (name, content) in Small::default().files {
        small = small.with(&name, spreadsheet(std::str::from_utf8(&content).unwrap()));
    }
    small.study = spreadsheet(&small.study);
    let data = load(small);
    assert_eq!(facts(&data), facts(&load(Small::default())));
    for file in &data.report.files {
        assert_eq!(
            file.notes,
            ["starts with a byte order mark", "lines end in CRLF"],
            "{}",
            file.path
        );
    }
}

/// What Excel leaves in a file changes nothing, and the report says what was there.
#[test]
fn what_excel_leaves_changes_nothing() {
    let mut small = Small::default();
    for (name, content) in Small::default().files {
        let text = String::from_utf8(content).unwrap();
        let columns = text.lines().next().unwrap().matches(',').count();
        let blank = format!("{}\r\n", ",".repeat(columns));
        let text = text.replace('\n', "\r\n") + &blank + &blank;
        small = small.with(&name, format!("sep=,\r\n{text}"));
    }
    small = small
        .replace(
            "population.csv",
            "E1,Soho",
            "\"=\"\"E1\"\"\",\u{a0}Soho\u{a0}",
        )
        .replace("times.csv", "E1,", "=\"E1\",");
    let data = load(small);
    assert_eq!(facts(&data), facts(&load(Small::default())));
    for file in &data.report.files {
        let has = |part: &str| file.notes.iter().any(|note| note.contains(part));
        assert!(
            has("`sep=,`") && has("2 blank rows were skipped"),
            "{file:?}"
        );
        let formulas = ["population.csv", "times.csv"].contains(&file.path.as_str());
        assert_eq!(has("as a formula"), formulas, "{:?}", file.notes);
    }
}

/// A line break in a name is a blank: no table or label is torn by it.
#[test]
fn line_breaks_in_names_are_blanks() {
    let data =
        load(Small::default().replace("hospitals.csv", "Leeds General", "\"Leeds \r\n\tGeneral\""));
    assert_eq!(facts(&data), facts(&load(Small::default())));
    assert!(data.report.files[1].notes[0].contains("line breaks or tabs"));
}

/// Delimiters beyond the header are left aside where nothing stands between them.
#[test]
fn trailing_delimiters_change_nothing() {
    for name in [
        "population.csv",
        "hospitals.csv",
        "times.csv",
        "layouts.csv",
    ] {
        let text = String::from_utf8(Small::default().files[name].clone()).unwrap();
        let (header, rows) = text.split_once('\n').unwrap();
        for text in [
            format!("{header}\n{}", rows.replace('\n', ",\n")),
            text.replace('\n', ",\n"),
            format!("{header},\n{rows}"),
        ] {
            let data = load(Small::default().with(name, &text));
            assert_eq!(facts(&data), facts(&load(Small::default())), "{text}");
            let sites = data
                .report
                .mismatches
                .iter()
                .filter(|m| m.what.contains("sites"));
            assert_eq!(sites.count(), 0, "{:?}", data.report.mismatches);
        }
    }
}

/// Compression is seen in the bytes, and said where the name hides it.
#[test]
fn compression_is_recognised_without_its_ending() {
    let plain = load(Small::default());
    for (name, packed) in [
        ("population.csv", gzip(POPULATION.as_bytes())),
        ("hospitals.csv", zstd(HOSPITALS.as_bytes())),
    ] {
        let data = load(Small::default().with(name, packed));
        assert_eq!(facts(&data), facts(&plain));
        let file = data
            .report
            .files
            .iter()
            .find(|file| file.path == name)
            .unwrap();
        assert!(
            file.notes[0].contains("but its name does not end in"),
            "{:?}",
            file.notes
        );
    }
}

/// The usual names of a column stand for one another, and the report says which were used.
#[test]
fn usual_names_are_recognised() {
    let data = load(
        Small::default()
            .replace(
                "population.csv",
                "id,name,lat,lon",
                "LSOA11CD,LSOA11NM,Latitude,lng",
            )
            .replace(
                "hospitals.csv",
                "id,name,lat,lon",
                "Site ID,hospital,LATITUDE,Long",
            ),
    );
    assert_eq!(facts(&data), facts(&load(Small::default())));
    let used = |file: usize, field: &str| {
        let columns = &data.report.files[file].columns;
        let column = columns.iter().find(|column| column.field == field).unwrap();
        (column.header.as_str(), column.named)
    };
    assert_eq!(used(0, "id"), ("LSOA11CD", false));
    assert_eq!(used(0, "lon"), ("lng", false));
    assert_eq!(used(0, "demand"), ("admissions", true));
    assert_eq!(used(1, "id"), ("Site ID", false));
    assert_eq!(used(1, "name"), ("hospital", false));
}

/// A study may name any column; then its own usual name may even mean something else.
#[test]
fn columns_may_be_named() {
    let named = Small::default()
        .replace("population.csv", "id,name,lat,lon", "which,id,y,x")
        .replace(
            "study.toml",
            "groups =",
            "columns = { id = \"which\", name = \"id\", lat = \"y\", lon = \"x\" }\ngroups =",
        );
    assert_eq!(facts(&load(named)), facts(&load(Small::default())));
}

/// Columns may come from further files, in any order of rows.
#[test]
fn attributes_stand_for_columns_of_the_population() {
    let bare = "id,name,lat,lon\nE1,Soho,51.51,-0.13\nE2,Leeds,53.8,-1.55\nE3,York,53.96,-1.08\n";
    let more = "code,code,region,population,admissions\nE3,E3,North,1000,1.25\nX,X,,,\nE1,E1,London,1500,2.5\nE2,E2,North,2000,3\n";
    let small = Small::default()
        .with("population.csv", bare)
        .with("more.csv", more)
        .replace(
            "study.toml",
            "groups =",
            "attributes = [{ file = \"more.csv\" }]\ngroups =",
        );
    let data = load(small);
    assert_eq!(facts(&data), facts(&load(Small::default())));
    let report = &data.report.files[1];
    assert_eq!(
        report.rows_rejected,
        [("id not in population.csv".to_owned(), 1)]
    );
}

/// Hospitals in another order are the same hospitals: ties go to the lower id, not the higher row.
#[test]
fn the_order_of_hospitals_changes_nothing() {
    let mut rows: Vec<&str> = HOSPITALS.lines().collect();
    rows[1..].reverse();
    let data = load(Small::default().with("hospitals.csv", rows.join("\n")));
    assert_eq!(facts(&data), facts(&load(Small::default())));
}
