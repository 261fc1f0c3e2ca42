//! Your own table of travel times from a CSV.
//!
//! ```sh
//! cargo run --example own_matrix
//! ```
//!
//! The files are those of `catchment init`: one row per area, one column per hospital, minutes. The
//! study is written here as text; usually it is a file, `StudySource::open(path)`.

use catchment::load::{StudyFiles, Wanted};
use catchment::run::{Session, Silent, StudySource};

const STUDY: &str = r#"
name = "own-matrix"

[population]
file = "population.csv"
demand = "admissions"
demand_unit = "admissions per year"
groups = ["local_authority"]

[hospitals]
file = "hospitals.csv"
capabilities = ["ivt"]

[travel]
model = "table"
file = "travel_times.csv"
shape = "wide"             # or "long", with from_id, to_id, travel_time
unit = "minutes"
missing = "unreachable"    # what an empty cell means

[report]
standards_minutes = [30, 45]

[[layouts]]
name = "plymouth"
sites = ["PL68DH"]

[[layouts]]
name = "every-unit"
column = "ivt"             # every hospital with `yes`
"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/example");
    let source = StudySource::from_text("own_matrix.rs", STUDY, StudyFiles::folder(folder))?;
    let session = Session::open(source, Wanted { drawing: false }, &mut Silent)?;

    // What was read, and what is odd about it. Nothing is dropped without a word.
    for file in &session.dataset().report.files {
        println!("{}: {} rows", file.path, file.rows_read);
    }
    for warning in session.warnings() {
        println!("warning: {warning}");
    }

    // Every table of a run, as values. This one has a row per layout.
    let results = session.evaluate(&mut Silent);
    for (name, table) in results.tables() {
        println!(
            "{name}: {} rows, {} columns",
            table.rows().len(),
            table.columns().len()
        );
    }
    println!("\n{}", results.summary().to_csv());
    Ok(())
}
