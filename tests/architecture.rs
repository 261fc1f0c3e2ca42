//! Data flows one way: a module uses only what stands above it in `lib.rs`.

use std::fs;
use std::path::{Path, PathBuf};

/// The public modules in the order that `lib.rs` declares them.
fn modules_in_order() -> Vec<String> {
    let lib = fs::read_to_string("src/lib.rs").expect("tests run in the package's folder");
    lib.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn rust_files(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(path) else {
        // Tables that are compiled in stand beside the code that reads them.
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        return is_rust.then(|| path.to_owned()).into_iter().collect();
    };
    entries
        .flat_map(|entry| rust_files(&entry.expect("readable").path()))
        .collect()
}

/// The files of a module: one file, or a folder of them.
fn files_of(module: &str) -> Vec<PathBuf> {
    let file = PathBuf::from(format!("src/{module}.rs"));
    if file.exists() {
        vec![file]
    } else {
        rust_files(Path::new(&format!("src/{module}")))
    }
}

#[test]
fn a_module_uses_only_what_stands_above_it() {
    let modules = modules_in_order();
    assert!(modules.len() > 10, "found only {modules:?}");
    for (place, module) in modules.iter().enumerate() {
        for file in files_of(module) {
            let text = fs::read_to_string(&file).expect("readable");
            // Tests may look around; they are not part of the flow.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for below in &modules[place + 1..] {
                assert!(
                    !code.contains(&format!("crate::{below}::")),
                    "{} uses `{below}`, which stands below `{module}` in lib.rs",
                    file.display()
                );
            }
        }
    }
}

/// Reading and writing files is for those who load, draw, report and run.
#[test]
fn the_core_does_not_touch_files() {
    let outside = [
        "whole_file",
        "load",
        "render",
        "report",
        "pipeline",
        "grid",
        "built_in",
    ];
    for module in modules_in_order()
        .iter()
        .filter(|module| !outside.contains(&module.as_str()))
    {
        for file in files_of(module) {
            let text = fs::read_to_string(&file).expect("readable");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for trace in ["std::fs", "File::open", "std::env"] {
                assert!(!code.contains(trace), "{} has `{trace}`", file.display());
            }
        }
    }
}

/// A file holds one concept: look again at 300 lines, split at 400.
#[test]
fn no_file_is_longer_than_400_lines() {
    for file in rust_files(Path::new("src")) {
        let lines = fs::read_to_string(&file).expect("readable").lines().count();
        assert!(lines <= 400, "{} has {lines} lines", file.display());
    }
}
