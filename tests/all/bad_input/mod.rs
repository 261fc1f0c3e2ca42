//! Bad input gets one clear error and no data set: every kind of it, with the exact message.

mod attributes;
mod care;
mod cells;
mod columns;
mod files;
mod ids;
mod layouts;
mod parquet;
mod places;
mod shapes;
mod text;

use crate::small_study::Small;

fn small() -> Small {
    Small::default()
}

#[test]
fn the_small_study_itself_loads() {
    let data = small().load().unwrap();
    assert_eq!(data.points.len(), 3);
    assert_eq!(data.sites.len(), 2);
    assert_eq!(data.layouts.len(), 2);
}
