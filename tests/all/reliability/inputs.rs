//! No command writes over what it reads, by whatever path it reaches it.

use super::{catchment, done, example, files, grid, text, words};
use std::fs;
use std::path::Path;

/// A command is refused with code 2, names the file, and changes nothing.
fn refused(folder: &Path, arguments: &[&str], said: &str) {
    let before = files(folder);
    let ran = done(folder, arguments);
    let stderr = text(&ran.stderr);
    assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {stderr}");
    assert!(stderr.contains(said), "{arguments:?}: {stderr}");
    assert_eq!(files(folder), before, "{arguments:?}");
}

/// Results of a study into its own folder, where its inputs have the names of results.
#[test]
fn a_run_into_the_folder_of_its_study_replaces_no_input() {
    for (input, of_results) in [
        ("hospitals.csv", "sites.csv"),
        ("population.csv", "areas.csv"),
        ("travel_times.csv", "summary.csv"),
    ] {
        let folder = example();
        let path = |name: &str| folder.path().join(name);
        fs::rename(path(input), path(of_results)).expect("renamed");
        let study = fs::read_to_string(path("study.toml")).expect("a study");
        fs::write(path("study.toml"), study.replace(input, of_results)).expect("written");
        for command in [
            &["run", "study.toml", "-o", "."][..],
            &["optimise", "study.toml", "--centres", "2", "-o", "."],
        ] {
            refused(folder.path(), command, of_results);
        }
    }
}

/// The layouts that a study reads are not those that a search writes.
#[test]
fn a_search_does_not_replace_the_layouts_of_the_study() {
    let folder = example();
    let path = |name: &str| folder.path().join(name);
    fs::write(
        path("layouts.csv"),
        "layout,site_id\nivt,PL68DH\nivt,TR13LQ\n",
    )
    .expect("written");
    let study = fs::read_to_string(path("study.toml")).expect("a study");
    let study = study.replace("column = \"ivt\"", "file = \"layouts.csv\"");
    fs::write(path("study.toml"), study).expect("written");
    let search = [
        "optimise",
        "study.toml",
        "--centres",
        "2",
        "--no-maps",
        "-o",
        ".",
    ];
    refused(folder.path(), &search, "layouts.csv");
}

/// A link in the output folder that leads to an input is that input.
#[cfg(unix)]
#[test]
fn links_are_followed() {
    for hard in [false, true] {
        let folder = example();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("out")).expect("made");
        if hard {
            fs::hard_link(path("population.csv"), path("out/areas.csv")).expect("linked");
        } else {
            std::os::unix::fs::symlink("../population.csv", path("out/areas.csv")).expect("linked");
        }
        let before = fs::read(path("population.csv")).expect("there");
        refused(
            folder.path(),
            &["run", "study.toml", "-o", "out"],
            "areas.csv",
        );
        assert_eq!(fs::read(path("out/areas.csv")).expect("there"), before);
    }
}

#[test]
fn grids_do_not_replace_their_population() {
    let folder = grid();
    let made = done(
        folder.path(),
        &[
            "grid",
            "generate",
            "--cells",
            "400",
            "--extent",
            "-1.6",
            "51.9",
            "-0.9",
            "52.6",
            "-o",
            "cells.tif",
        ],
    );
    assert!(made.status.success(), "{}", text(&made.stderr));
    let run = words("grid run cells.tif --hospitals hospitals.csv -o out");
    for file in ["cells.tif", "./cells.tif", "out/../cells.tif"] {
        fs::create_dir_all(folder.path().join("out")).expect("made");
        let arguments = [&run[..], &["--raster", file]].concat();
        refused(folder.path(), &arguments, "is an input");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("cells.tif", folder.path().join("link.tif")).expect("linked");
        let arguments = [&run[..], &["--raster", "link.tif"]].concat();
        refused(folder.path(), &arguments, "is an input");
        fs::rename(
            folder.path().join("cells.csv"),
            folder.path().join("summary.csv"),
        )
        .unwrap();
        let own = words("grid run summary.csv --hospitals hospitals.csv -o .");
        refused(folder.path(), &own, "is an input");
    }
}

#[test]
fn a_grid_that_is_built_does_not_replace_its_points() {
    let folder = example();
    fs::write(
        folder.path().join("points.csv"),
        "easting,northing\n250000,55000\n",
    )
    .expect("written");
    for file in ["points.csv", "population.csv", "./hospitals.csv"] {
        let arguments = [
            "grid",
            "build",
            "study.toml",
            "--points",
            "points.csv",
            "-o",
            file,
        ];
        let before = files(folder.path());
        let ran = done(folder.path(), &arguments);
        assert_eq!(ran.status.code(), Some(2), "{}", text(&ran.stderr));
        assert_eq!(files(folder.path()), before, "{file}");
    }
}

/// `init` writes over nothing, a link that leads nowhere included.
#[test]
fn init_writes_over_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("population.csv"), "mine").expect("written");
    refused(folder.path(), &["init", "."], "already exists");
}

/// New results have the mode that the umask leaves.
#[cfg(unix)]
#[test]
fn the_umask_is_followed() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = grid();
    for (umask, mode) in [("077", 0o600), ("027", 0o640), ("002", 0o664)] {
        let line = format!(
            "umask {umask}; exec \"$0\" grid run cells.csv --hospitals hospitals.csv -o out --cells c.parquet"
        );
        let mut shell = std::process::Command::new("sh");
        shell
            .current_dir(folder.path())
            .args(["-c", &line])
            .arg(super::program());
        assert!(shell.output().expect("a shell").status.success());
        for name in ["out/summary.csv", "out/run.json", "c.parquet"] {
            let found = fs::metadata(folder.path().join(name)).expect("there");
            assert_eq!(found.permissions().mode() & 0o777, mode, "{name}");
        }
    }
    assert!(
        catchment(folder.path())
            .arg("--version")
            .status()
            .expect("ends")
            .success()
    );
}

/// Pictures alone do not take the place of a whole run; their usual folder is one of their own.
#[test]
fn maps_do_not_replace_the_results_of_a_run() {
    let folder = example();
    let ran = done(
        folder.path(),
        &["run", "study.toml", "-o", "out", "--no-maps"],
    );
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    let before = files(&folder.path().join("out"));
    let maps = done(folder.path(), &["maps", "study.toml", "-o", "out"]);
    assert_eq!(maps.status.code(), Some(2));
    let said = text(&maps.stderr);
    assert!(
        said.contains("holds the results of `catchment run`"),
        "{said}"
    );
    assert_eq!(files(&folder.path().join("out")), before);
    for _ in 0..2 {
        let maps = done(folder.path(), &["maps", "study.toml"]);
        assert!(maps.status.success(), "{}", text(&maps.stderr));
        super::assert_is_one_run_s(&folder.path().join("outputs/cornwall/maps"));
    }
}

/// Matrices, isochrones and prepared networks are no input of their study, whatever they are called.
#[test]
fn networks_do_not_replace_the_files_of_their_study() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name);
    for entry in fs::read_dir("data/malta").expect("the study") {
        let file = entry.expect("a file").path();
        fs::copy(
            &file,
            path(&file.file_name().expect("a name").to_string_lossy()),
        )
        .expect("copied");
    }
    let study = fs::read_to_string(path("study.toml")).expect("a study");
    fs::rename(path("outlines.geojson"), path("land.geojson")).expect("renamed");
    let study = study.replace("outlines.geojson", "land.geojson");
    fs::write(path("study.toml"), study).expect("written");
    fs::create_dir(path("below")).expect("made");
    for file in ["population.csv", "./hospitals.csv", "below/../bases.csv"] {
        let matrix = [&words("network matrix . -o")[..], &[file]].concat();
        refused(folder.path(), &matrix, "is an input");
    }
    let isochrones = words("network isochrones . --sites MDH --minutes 15 -o land.geojson");
    refused(folder.path(), &isochrones, "is an input");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("population.csv", path("link.csv")).expect("linked");
        fs::hard_link(path("hospitals.csv"), path("hard.csv")).expect("linked");
        for file in ["link.csv", "hard.csv"] {
            let matrix = [&words("network matrix . -o")[..], &[file]].concat();
            refused(folder.path(), &matrix, "is an input");
        }
        let prepared = path("malta.osm.pbf.network");
        fs::hard_link(path("population.csv"), prepared).expect("linked");
        refused(folder.path(), &words("network build ."), "is an input");
    }
}

/// Results of a simulation into the folder of its study, where an input has the name of one of them, and its
/// events over a link to an input.
#[test]
fn a_simulation_does_not_replace_the_inputs_of_its_study() {
    for (input, of_results) in [
        ("hospitals.csv", "simulation.csv"),
        ("population.csv", "simulation-sites.csv"),
    ] {
        let folder = example();
        let path = |name: &str| folder.path().join(name);
        fs::rename(path(input), path(of_results)).expect("renamed");
        let study = fs::read_to_string(path("study.toml")).expect("a study");
        fs::write(path("study.toml"), study.replace(input, of_results)).expect("written");
        let simulate = words("simulate study.toml --events --replications 2 --no-maps -o .");
        refused(folder.path(), &simulate, of_results);
    }
    #[cfg(unix)]
    {
        let folder = example();
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("out")).expect("made");
        let events = "simulation-events.parquet";
        fs::hard_link(path("population.csv"), path("out").join(events)).expect("linked");
        let simulate = words("simulate study.toml --events --replications 2 --no-maps -o out");
        refused(folder.path(), &simulate, events);
    }
}
