//! A map of the time to the nearest centre, as SVG and PNG.
//!
//! ```sh
//! cargo run --example coverage_map
//! ```
//!
//! A picture is a value with a name and an SVG document; you decide where it goes.

use catchment::load::Wanted;
use catchment::render::Fonts;
use catchment::run::{Session, Silent, StudySource};
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // `drawing` reads the polygons too, where the study names any; areas are dots otherwise.
    let study = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/example");
    let source = StudySource::open(&study)?;
    let session = Session::open(source, Wanted { drawing: true }, &mut Silent)?;
    let results = session.evaluate(&mut Silent);

    let folder = std::env::temp_dir().join("catchment-coverage-map");
    std::fs::create_dir_all(&folder)?;
    let fonts = Fonts::embedded();
    for picture in results.pictures()? {
        // One access map per layout; there are also catchments, differences and charts.
        if picture.name.starts_with("access-") {
            let file = folder.join(&picture.name);
            std::fs::write(file.with_extension("svg"), &picture.svg)?;
            std::fs::write(file.with_extension("png"), picture.png(&fonts)?)?;
            println!("{}", file.with_extension("png").display());
        }
    }
    Ok(())
}
