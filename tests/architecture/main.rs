//! The house holds: data flows one way between the modules, nothing within a module goes in
//! circles, only some touch files, and no file is too long.
//!
//! Whole files are read, and every form of `use` and of a path; what is compiled for tests alone
//! may look around.

mod source;

use source::{Crate, File, Names};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules in the order that `lib.rs` declares them, which is the order of reading.
fn modules_in_order() -> Vec<String> {
    let lib = fs::read_to_string("src/lib.rs").expect("tests run in the package's folder");
    lib.lines()
        .filter_map(|line| {
            let line = line.strip_prefix("pub ").unwrap_or(line);
            line.strip_prefix("mod ")?.strip_suffix(';')
        })
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_module_uses_only_what_stands_above_it() {
    let order = modules_in_order();
    assert!(order.len() > 10, "found only {order:?}");
    let place = |names: &[String]| {
        order
            .iter()
            .position(|module| Some(module) == names.first())
    };
    let all = Crate::read("src/lib.rs");
    for file in all.files.values() {
        let Some(own) = place(&file.module) else {
            continue;
        };
        let handed_on = file.hands_on.iter().map(|(_, path)| path);
        for path in file.uses.iter().chain(handed_on) {
            assert!(
                place(path).is_none_or(|used| used <= own),
                "{} uses `{}`, which stands below `{}` in lib.rs",
                file.path.display(),
                path.join("::"),
                order[own]
            );
        }
    }
}

#[test]
fn no_files_of_a_module_import_each_other_in_a_circle() {
    for root in ["src/lib.rs", "src/main.rs"] {
        let all = Crate::read(root);
        let edges: BTreeMap<&Names, BTreeSet<&Names>> = all
            .files
            .values()
            .map(|file| (&file.module, used_by(&all, file)))
            .collect();
        let circles = circles(&edges);
        let told: Vec<String> = circles
            .iter()
            .flat_map(|circle| {
                let within = circle.iter().flat_map(|&from| {
                    let to = edges[from].iter().filter(|to| circle.contains(to));
                    to.map(|to| format!("{} → {}", from.join("/"), to.join("/")))
                });
                within.chain([String::new()]).collect::<Vec<_>>()
            })
            .collect();
        assert!(told.is_empty(), "circles of imports:\n{}", told.join("\n"));
    }
}

/// The other files that a file uses.
fn used_by<'a>(all: &'a Crate, file: &'a File) -> BTreeSet<&'a Names> {
    let used = file.uses.iter().filter_map(|path| all.file_of(path));
    let others = used.filter(|used| used.module != file.module && !used.module.is_empty());
    others.map(|used| &used.module).collect()
}

/// Sets of two files or more that all reach each other.
fn circles<'a>(edges: &BTreeMap<&'a Names, BTreeSet<&'a Names>>) -> Vec<Vec<&'a Names>> {
    let reach = |from: &'a Names| {
        let mut seen = BTreeSet::new();
        let mut next = vec![from];
        while let Some(file) = next.pop() {
            for &to in &edges[file] {
                if seen.insert(to) {
                    next.push(to);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&Names, BTreeSet<&Names>> =
        edges.keys().map(|&file| (file, reach(file))).collect();
    let mut circles: Vec<Vec<&Names>> = Vec::new();
    for (&file, from_here) in &reached {
        if from_here.contains(file) && !circles.iter().any(|circle| circle.contains(&file)) {
            let back = from_here.iter().filter(|to| reached[*to].contains(file));
            circles.push(back.copied().collect());
        }
    }
    circles
}

/// The reader of this test sees what the compiler sees.
#[test]
fn every_form_of_a_path_is_read_and_tests_are_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    };
    write(
        "lib.rs",
        "pub mod a; mod b; mod c; #[cfg(test)] mod oracle;",
    );
    write("b.rs", "pub struct Thing; pub fn make() {}");
    write(
        "a/mod.rs",
        "mod deep; pub(crate) use deep::{Inner as Known, self}; use crate::c;",
    );
    write(
        "a/deep.rs",
        "pub struct Inner;
         #[cfg(test)] mod tests { use crate::c::nothing; }
         #[cfg(all(test, unix))] use crate::c::{x, y};
         fn f() { vec![crate::b::make()]; super::c::g(); }",
    );
    write(
        "c.rs",
        "use crate::{a::Known, b::{self, Thing}}; use std::fs; fn g() { use super::a::deep; }",
    );
    let all = Crate::read(folder.path().join("lib.rs").to_str().expect("a path"));
    let used = |module: &[&str]| -> Vec<String> {
        let module: Names = module.iter().map(ToString::to_string).collect();
        let used = used_by(&all, &all.files[&module]);
        used.iter().map(|names| names.join("/")).collect()
    };
    assert_eq!(all.files.len(), 5, "the oracle is of tests");
    assert_eq!(used(&["a", "deep"]), ["b", "c"]);
    assert_eq!(used(&["a"]), ["c"], "what is handed on is not used");
    assert_eq!(used(&["b"]), [""; 0]);
    assert_eq!(used(&["c"]), ["a/deep", "b"]);
}

/// Reading and writing files is for those who load, draw, report and run.
#[test]
fn the_core_does_not_touch_files() {
    let outside = [
        "output", "load", "render", "report", "run", "grid", "built_in",
    ];
    for file in Crate::read("src/lib.rs").files.values() {
        let Some(module) = file.module.first() else {
            continue;
        };
        if outside.contains(&module.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file.path).expect("readable");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for trace in ["std::fs", "File::open", "std::env"] {
            assert!(
                !code.contains(trace),
                "{} has `{trace}`",
                file.path.display()
            );
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
