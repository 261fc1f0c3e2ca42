use super::small;
use crate::small_study::{STUDY, TIMES};

#[test]
fn a_file_that_is_not_there() {
    insta::assert_snapshot!(
        small().without("times.csv").with("time.csv", "").error(),
        @"times.csv: no such file in the built-in study; did you mean `time.csv`?"
    );
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    use catchment::load::{LoadError, StudyFiles, Wanted, dataset};
    let folder = tempfile::tempdir().unwrap();
    let study = catchment::study::Study::parse(STUDY, "study.toml").unwrap();
    let error = dataset(
        &study,
        &StudyFiles::folder(folder.path()),
        Wanted { drawing: false },
    )
    .unwrap_err();
    let expected = format!(
        "population.csv: no such file in {}",
        folder.path().display()
    );
    assert_eq!(error.to_string(), expected);
    assert!(matches!(error, LoadError::NoFile { .. }));
}

#[test]
fn a_file_without_a_byte() {
    insta::assert_snapshot!(
        small().with("population.csv", "").error(),
        @"population.csv: the file is empty (expected a header row and rows of data)"
    );
}

#[test]
fn a_header_and_nothing_else() {
    insta::assert_snapshot!(
        small().with("hospitals.csv", "id,lat,lon,mt\n").error(),
        @"hospitals.csv: no rows after the header"
    );
    insta::assert_snapshot!(
        small().with("times.csv", "id,LS1,W1\n\n").error(),
        @"times.csv: no rows after the header"
    );
}

#[test]
fn what_is_not_compressed_as_its_name_says() {
    let study = |name: &str| {
        small()
            .replace("study.toml", "times.csv", name)
            .with(name, TIMES)
    };
    insta::assert_snapshot!(
        study("times.csv.gz").error(),
        @"times.csv.gz: cannot be decompressed as gzip: invalid gzip header"
    );
    insta::assert_snapshot!(
        study("times.csv.zst").error(),
        @"times.csv.zst: cannot be decompressed as Zstandard: expected a frame (got the bytes 4c2c6469)"
    );
    insta::assert_snapshot!(
        study("times.parquet").error(),
        @"times.parquet: cannot be read as Parquet: Invalid Parquet file. Corrupt footer"
    );
}

#[test]
fn parquet_that_is_cut_short() {
    insta::assert_snapshot!(
        small()
            .replace("study.toml", "population.csv", "population.parquet")
            .with("population.parquet", "PAR1")
            .error(),
        @"population.parquet: cannot be read as Parquet: EOF: Parquet file too small. Size is 4 but need 8"
    );
}

/// Whatever its name, a file of another format is named, with what to do.
#[test]
fn files_of_other_formats() {
    let zip = |part: &str| [b"PK\x03\x04\x14\0\0\0", part.as_bytes()].concat();
    let with = |content: Vec<u8>| small().with("population.csv", content).error();
    insta::assert_snapshot!(
        with(zip("[Content_Types].xml xl/workbook.xml")),
        @"population.csv: this is an Excel workbook (.xlsx), which is not supported; save the sheet as CSV (UTF-8) and name that file"
    );
    insta::assert_snapshot!(
        with(b"BZh91AY&SY".to_vec()),
        @"population.csv: this is compressed with bzip2, which is not supported; unpack it, or compress the file with gzip or Zstandard"
    );
    insta::assert_snapshot!(
        with(b"\xEF\xBB\xBF\n<!DOCTYPE HTML><html>".to_vec()),
        @"population.csv: this is a web page (HTML), which is not supported; if you downloaded it, download the file itself, not its web page"
    );
    let old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on".to_vec();
    for file in ["hospitals.csv", "times.csv", "layouts.csv"] {
        let error = small().with(file, old.clone()).error();
        assert!(
            error.starts_with(&format!("{file}: this is an old Excel workbook")),
            "{error}"
        );
    }
}
