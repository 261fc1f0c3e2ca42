//! One national layout from the loaded table: allocation alone, and everything.
//!
//! `benches/peers/evaluation.py` takes the same layout on the same table with numpy and lokigi.

use catchment::allocation::Allocation;
use catchment::built_in;
use catchment::load::{StudyFiles, Wanted};
use catchment::run::{self, Prepared, Stages};
use catchment::study::Study;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

fn england() -> (Study, Prepared) {
    let study = Study::parse(built_in::STUDY, "study.toml").expect("the built-in study");
    let files = StudyFiles::memory(built_in::FILES.iter().copied());
    let mut silent = |_: &str| ();
    let mut stages = Stages::new(&mut silent);
    let prepared = run::prepare(&study, &files, Wanted { drawing: false }, &mut stages)
        .expect("the built-in data");
    (study, prepared)
}

#[divan::bench]
fn allocation_of_24_centres(bencher: Bencher) {
    let (_, prepared) = england();
    let layout = prepared.dataset.layout("current-24").expect("in the study");
    bencher.bench_local(|| Allocation::soonest(black_box(&prepared.matrix), layout));
}

#[divan::bench(args = ["current-24", "example-30", "all-ivt"])]
fn all_metrics(bencher: Bencher, layout: &str) {
    let (study, prepared) = england();
    let instance = prepared.instance(&study);
    let layout = prepared.dataset.layout(layout).expect("in the study");
    bencher.bench_local(|| black_box(&instance).evaluate(layout));
}
