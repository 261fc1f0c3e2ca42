//! Reads an OpenStreetMap extract with the crate `osmpbf` and does nothing with it but count: what decoding
//! alone takes. `catchment network check EXTRACT` reads the same file, makes its graph and reports on it.
//!
//! `cargo run --release --manifest-path benches/peers/network_osmpbf/Cargo.toml -- EXTRACT`

use osmpbf::{Element, ElementReader};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("expected an extract")?;
    let (mut nodes, mut roads, mut references) = (0_u64, 0_u64, 0_u64);
    let mut places = 0.0;
    ElementReader::from_path(file)?.for_each(|element| match element {
        Element::Node(node) => {
            nodes += 1;
            places += node.lat() + node.lon();
        }
        Element::DenseNode(node) => {
            nodes += 1;
            places += node.lat() + node.lon();
        }
        Element::Way(way) => {
            if way.tags().any(|(key, _)| key == "highway") {
                roads += 1;
                references += way.refs().count() as u64;
            }
        }
        Element::Relation(_) => {}
    })?;
    println!("{nodes} nodes, {roads} roads of {references} nodes ({places:.0})");
    Ok(())
}
