//! Two layouts compared, from arrays in memory: no files and no TOML.
//!
//! ```sh
//! cargo run --example compare_layouts
//! ```
//!
//! If you know pandas or R: a demand vector, a matrix of times, and for every layout the row-wise
//! minimum over its columns. Here the units are types, and a missing route is `None`, not a number.

use catchment::compare::Comparison;
use catchment::evaluation::{Evaluation, Instance};
use catchment::model::{Grouping, Layout, SiteIndex, TravelTimeMatrix};
use catchment::units::{Demand, TravelTime};

const TOWNS: [&str; 5] = ["Plymouth", "Truro", "Penzance", "Bude", "Isles of Scilly"];
const HOSPITALS: [&str; 2] = ["Plymouth", "Truro"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Admissions per year, one number per town.
    let demand = [620, 410, 190, 60, 12].map(Demand::from_whole);
    let groupings = [Grouping::new(
        "side",
        &["east", "west", "west", "east", "west"],
    )];

    // Minutes by road, one column per hospital. There is no road from the Isles of Scilly.
    let minutes = [
        [Some(9), Some(72), Some(98), Some(74), None],
        [Some(75), Some(8), Some(41), Some(66), None],
    ];
    let times = minutes.into_iter().flatten();
    let matrix = TravelTimeMatrix::from_columns(
        TOWNS.len(),
        HOSPITALS.len(),
        times.map(|minutes| minutes.map(TravelTime::from_whole)),
    )?;

    let instance = Instance {
        demand: &demand,
        residents: None,
        groupings: &groupings,
        matrix: &matrix,
        standards: &[30, 45].map(TravelTime::from_whole),
        policy: None,
    };
    let one = instance.evaluate(&Layout::try_new("Plymouth", vec![SiteIndex(0)])?);
    let two = instance.evaluate(&Layout::try_new(
        "Plymouth and Truro",
        vec![SiteIndex(0), SiteIndex(1)],
    )?);
    print(&one);
    print(&two);

    // Who gains, in total and by group.
    let change = Comparison::new(&one, &two, &demand, &groupings);
    println!(
        "\nWith the second hospital {:.0} admissions are nearer, by {:.1} min on average.",
        change.all.nearer,
        change.all.mean_saved_minutes().unwrap_or_default()
    );
    for (side, change) in groupings[0].labels().iter().zip(&change.groups[0]) {
        println!("  {side}: {:.0} nearer", change.nearer);
    }

    // Town by town.
    for (town, nearest) in TOWNS.iter().zip(two.allocation.iter()) {
        match nearest {
            Some((site, time)) => println!("{town}: {} in {time}", HOSPITALS[site.get()]),
            None => println!("{town}: no route"),
        }
    }
    Ok(())
}

/// One line per layout. Who cannot be reached stays in the denominator of every share.
fn print(evaluation: &Evaluation) {
    let coverage = &evaluation.coverage;
    println!(
        "{}: mean {:.1} min, {:.1}% within 30 min, {:.1}% within 45 min, {:.0} unreachable",
        evaluation.layout.name(),
        coverage.mean_minutes.unwrap_or_default(),
        coverage.within_percent(0).unwrap_or_default(),
        coverage.within_percent(1).unwrap_or_default(),
        coverage.unreachable,
    );
}
