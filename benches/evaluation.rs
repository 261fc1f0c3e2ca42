//! One national layout from the loaded table: allocation alone, and everything.
//!
//! `benches/peers/evaluation.py` takes the same layout on the same table with numpy and lokigi.

use catchment::allocation::Allocation;
use catchment::load::Wanted;
use catchment::run::{Session, Silent, StudySource};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

fn england() -> Session {
    let source = StudySource::built_in().expect("the built-in study");
    Session::open(source, Wanted { drawing: false }, &mut Silent).expect("the built-in data")
}

#[divan::bench]
fn allocation_of_24_centres(bencher: Bencher) {
    let england = england();
    let prepared = england.prepared();
    let layout = prepared.dataset.layout("current-24").expect("in the study");
    bencher.bench_local(|| Allocation::soonest(black_box(&prepared.matrix), layout));
}

#[divan::bench(args = ["current-24", "example-30", "all-ivt"])]
fn all_metrics(bencher: Bencher, layout: &str) {
    let england = england();
    let prepared = england.prepared();
    let instance = prepared.instance(england.study());
    let layout = prepared.dataset.layout(layout).expect("in the study");
    bencher.bench_local(|| black_box(&instance).evaluate(layout));
}
