//! The best 24 thrombectomy centres in England, with proof, from the built-in study.
//!
//! ```sh
//! cargo run --release --example best_24
//! ```
//!
//! The same as `catchment optimise --centres 24 --candidates ivt`, without files.

use catchment::load::Wanted;
use catchment::optimise::{Budget, LocationModel, SideConstraints, Status};
use catchment::run::{LocationQuestion, Session, Silent, StudySource};
use std::time::Duration;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let source = StudySource::built_in()?;
    let session = Session::open(source, Wanted { drawing: false }, &mut Silent)?;

    // The p-median: the least mean travel time of all admissions to the nearest of 24 centres.
    let mut question = LocationQuestion::new(LocationModel::PMedian {
        centres: 24,
        side_constraints: SideConstraints::None,
    });
    // Candidates are the hospitals with `yes` in this column.
    question.sites.candidates = vec!["ivt".to_owned()];

    let budget = Budget::default().within(Duration::from_secs(60));
    let best = session.optimise(&question, budget, &mut Silent)?;
    match best.answer.status {
        Status::Optimal => println!("Proven: no other 24 hospitals have a lower mean."),
        _ => println!(
            "Not proven: at most {:.2}% better.",
            best.answer.gap_percent
        ),
    }

    // The answer is evaluated beside the base layout of the study.
    for evaluation in &best.results.evaluations {
        println!(
            "{}: mean {:.2} min",
            evaluation.layout.name(),
            evaluation.coverage.mean_minutes.unwrap_or_default()
        );
    }
    for &site in best.answer.sites() {
        println!("- {}", session.dataset().site(site).name);
    }
    Ok(())
}
