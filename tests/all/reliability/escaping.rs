//! Texts of a study are texts wherever they are shown: `docs/reliability.md` has the policy.

use super::{done, example, text};
use std::fs;

const HOSTILE: &str = "<script>alert(1)</script>![p](http://x/y.png)[l](javascript:z)|a|&amp;";

/// Titles, notes, units, names, groups and attributions with marks of every format in them.
#[test]
fn no_text_of_a_study_is_a_mark_of_a_format() {
    let folder = example();
    let path = |name: &str| folder.path().join(name);
    let study = fs::read_to_string(path("study.toml")).expect("a study");
    let title = "Cornwall and Plymouth: a second thrombectomy centre at Truro?";
    let study = study
        .replace(title, HOSTILE)
        .replace("title = \"Plymouth\"", &format!("title = \"{HOSTILE}\""))
        .replace("stroke admissions a year", HOSTILE)
        .replace("Travel times © OpenStreetMap contributors (ODbL)", HOSTILE);
    assert_eq!(study.matches(HOSTILE).count(), 4);
    let study = study.replacen(
        "[population]",
        &format!("notes = [\"{HOSTILE}\"]\n[population]"),
        1,
    );
    fs::write(path("study.toml"), study).expect("written");
    for (file, from) in [
        ("hospitals.csv", "Derriford Hospital"),
        ("population.csv", "Plymouth"),
    ] {
        let rows = fs::read_to_string(path(file)).expect("there");
        assert!(rows.contains(from), "{file}");
        // Some cells are quoted already.
        fs::write(path(file), rows.replace(from, HOSTILE)).expect("written");
    }
    let ran = done(folder.path(), &["run", "study.toml", "-o", "out"]);
    assert!(ran.status.success(), "{}", text(&ran.stderr));
    let mut seen = 0;
    for entry in fs::read_dir(path("out")).expect("there") {
        let file = entry.expect("readable").path();
        let name = file.display().to_string();
        let Ok(content) = fs::read_to_string(&file) else {
            continue;
        };
        match file.extension().and_then(|ending| ending.to_str()) {
            Some("md") => {
                for mark in ["<script", "![p](", "[l]("] {
                    let found = content.matches(mark).count();
                    let escaped = mark
                        .replace('<', "\\<")
                        .replace('[', "\\[")
                        .replace(']', "\\]");
                    assert!(
                        found == content.matches(&escaped).count() || mark.contains(']'),
                        "{name}: {mark}"
                    );
                    assert!(!mark.contains(']') || found == 0, "{name}: {mark}");
                }
                for line in content.lines().filter(|line| line.starts_with('|')) {
                    assert!(line.ends_with('|'), "{line}");
                }
                seen += content.matches("script").count();
            }
            Some("html") => assert!(!content.contains("<script>alert"), "{name}"),
            Some("svg") => {
                let picture = roxmltree::Document::parse(&content).expect(&name);
                let is_script = |node: &roxmltree::Node| node.has_tag_name("script");
                assert!(
                    !picture.descendants().any(|node| is_script(&node)),
                    "{name}"
                );
            }
            Some("csv") => {
                let mut rows = csv::Reader::from_reader(content.as_bytes());
                let columns = rows.headers().expect(&name).len();
                assert!(
                    rows.records().all(|row| row.expect(&name).len() == columns),
                    "{name}"
                );
            }
            Some("json" | "geojson") => {
                serde_json::from_str::<serde_json::Value>(&content).expect(&name);
            }
            _ => {}
        }
    }
    assert!(seen > 3, "the texts are in the report");
    for stream in [&ran.stdout, &ran.stderr] {
        assert!(
            !text(stream).contains('\u{2028}'),
            "terminals are told no other ends of lines"
        );
    }
}

/// Escape sequences of terminals are refused in studies and tables, and written out in names of files.
#[test]
fn no_escape_sequence_reaches_the_terminal() {
    let folder = example();
    let path = |name: &str| folder.path().join(name);
    for arguments in [
        &["check", "\u{1b}]0;x\u{7}.toml"][..],
        &["run", "study.toml", "-o", "out\u{1b}[31m", "--no-maps"],
        &[
            "optimise",
            "study.toml",
            "--centres",
            "2",
            "--name",
            "\u{1b}[31m",
        ],
        &["explain", "\u{1b}[31m", "study.toml"],
    ] {
        let ran = done(folder.path(), arguments);
        let said = text(&ran.stdout) + &text(&ran.stderr);
        assert!(
            !said.contains('\u{1b}') && !said.contains('\u{7}'),
            "{arguments:?}: {said:?}"
        );
    }
    let hospitals = fs::read_to_string(path("hospitals.csv")).expect("there");
    for found in ['\u{1b}', '\u{b}', '\u{0}', '\u{85}', '\u{202e}'] {
        let odd = hospitals.replace("Derriford", &format!("Derri{found}ford"));
        fs::write(path("hospitals.csv"), odd).expect("written");
        let ran = done(folder.path(), &["run", "study.toml", "-o", "new"]);
        let said = text(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{found:?}: {said}");
        assert!(said.contains("hospitals.csv:4: column `name`"), "{said}");
        assert!(!path("new").exists(), "nothing is written");
    }
}
