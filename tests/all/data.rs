//! The data in the repository are what the build step made.

use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::fs;

fn sha256(path: &str) -> String {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Every file that the build made has the bytes that it made.
#[test]
fn data_have_the_hashes_of_their_build() {
    let sums = fs::read_to_string("data/SHA256SUMS").expect("the build step writes it");
    let listed: Vec<(&str, &str)> = sums
        .lines()
        .filter_map(|line| line.split_once("  "))
        .collect();
    assert!(listed.len() >= 13, "{listed:?}");
    for (hash, name) in listed {
        assert_eq!(sha256(&format!("data/{name}")), hash, "{name}");
    }
}

/// Every file of data is listed, or is a text that a person wrote.
#[test]
fn no_data_come_from_anywhere_else() {
    let sums = fs::read_to_string("data/SHA256SUMS").expect("the build step writes it");
    for folder in ["england", "example", "malta", "world"] {
        for entry in fs::read_dir(format!("data/{folder}")).expect("there") {
            let name = entry
                .expect("readable")
                .file_name()
                .into_string()
                .expect("UTF-8");
            let listed = sums
                .lines()
                .any(|line| line.ends_with(&format!("  {folder}/{name}")));
            assert!(
                listed || name == "study.toml",
                "{folder}/{name} is not of the build"
            );
        }
    }
}
