//! A whole run whose work on the disk fails: the folder is the old run's or the new one's.

use super::{Session, Silent, StudySource, WriteOptions};
use crate::load::{StudyFiles, Wanted};
use crate::output::Fault;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn results(second_layout: bool) -> super::Results {
    let mut study =
        "name = \"towns\"\npopulation = { file = \"towns.csv\", groups = [\"part\"] }\n\
        hospitals = { file = \"hospitals.csv\" }\ntravel = { model = \"straight-line\" }\n\
        report = { standards_minutes = [30, 45] }\n[[layouts]]\nname = \"one\"\nsites = [\"PL\"]\n"
            .to_owned();
    if second_layout {
        study.push_str("[[layouts]]\nname = \"two\"\nsites = [\"PL\", \"TR\"]\n");
    }
    let towns = "id,name,lat,lon,population,part\nA1,Plymouth,50.37,-4.14,264000,east\n\
        A2,Truro,50.26,-5.05,21000,west\n";
    let hospitals = "id,lat,lon\nPL,50.417,-4.114\nTR,50.266,-5.093\n";
    let files = StudyFiles::memory([
        ("towns.csv", towns.as_bytes()),
        ("hospitals.csv", hospitals.as_bytes()),
    ]);
    let source = StudySource::from_text("towns.toml", &study, files).unwrap();
    let session = Session::open(source, Wanted { drawing: false }, &mut Silent).unwrap();
    session.evaluate(&mut Silent)
}

/// What a reader sees: the files of the manifest, or nothing without one.
fn seen(folder: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    let manifest = fs::read(folder.join("run.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
    let mut found = BTreeMap::new();
    for file in manifest["outputs"].as_array().unwrap() {
        let name = file["path"].as_str().unwrap().to_owned();
        let bytes = fs::read(folder.join(&name)).unwrap();
        let digest = crate::output::FileDigest::of(&bytes);
        assert_eq!(file["sha256"], digest.sha256, "{name} is another run's");
        found.insert(name, bytes);
    }
    let hidden = |name: &str| name.starts_with('.') || name == "run.json";
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    for name in entries.map(|name| name.into_string().unwrap()) {
        assert!(
            hidden(&name) || found.contains_key(&name),
            "{name} is in no manifest"
        );
    }
    Some(found)
}

#[test]
fn every_failure_of_the_disk_leaves_the_old_run_or_the_new_one() {
    let (old, new) = (results(true), results(false));
    let options = WriteOptions {
        pictures: false,
        ..WriteOptions::default()
    };
    let write = |results: &super::Results, folder: &Path| {
        results.write(Some(folder), &options, &mut Silent)
    };
    let states = [&old, &new].map(|results| {
        let folder = tempfile::tempdir().unwrap();
        write(results, folder.path()).unwrap();
        seen(folder.path()).unwrap()
    });
    assert_ne!(states[0], states[1]);
    for lasts in [false, true] {
        let mut failures = 0;
        for before in 0.. {
            let folder = tempfile::tempdir().unwrap();
            write(&old, folder.path()).unwrap();
            let fault = Fault::after(before, lasts, folder.path());
            let written = write(&new, folder.path());
            let count = fault.done();
            drop(fault);
            let found = seen(folder.path());
            let context = format!("{before} of {count}, {lasts}: {written:?}");
            match (&written, found) {
                (Ok(_), found) => assert_eq!(found.as_ref(), Some(&states[1]), "{context}"),
                (Err(_), Some(found)) => assert_eq!(found, states[0], "{context}"),
                (Err(_), None) => assert!(lasts, "one failure is undone: {context}"),
            }
            failures += usize::from(written.is_err());
            // The next run finds a folder that it can write to.
            write(&old, folder.path()).unwrap();
            assert_eq!(seen(folder.path()).as_ref(), Some(&states[0]), "{context}");
            if count <= before {
                break;
            }
        }
        assert!(failures > 40, "only {failures} failures");
    }
}
