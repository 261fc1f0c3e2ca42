//! `[maps]` chooses the pictures that are written, their size on paper and their resolution.

use crate::small_study::Small;
use catchment::load::{StudyFiles, Wanted};
use catchment::render::{Fonts, Picture};
use catchment::run::{Results, Session, Silent, StudySource, WriteOptions};
use std::collections::BTreeSet;

fn results(maps: &str) -> Results {
    let small = Small::default();
    let text = format!("{}{maps}", small.study);
    let files = StudyFiles::memory(small.files);
    let source = StudySource::from_text("study.toml", &text, files).expect("a valid study");
    let session = Session::open(source, Wanted { drawing: true }, &mut Silent);
    session.expect("valid files").evaluate(&mut Silent)
}

fn pictures(maps: &str) -> Vec<Picture> {
    results(maps).pictures().expect("drawn")
}

/// Width and height of a PNG in pixels, and pixels to the metre.
fn png_size(png: &[u8]) -> ([u32; 2], u32) {
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    let physical = png
        .windows(4)
        .position(|four| four == b"pHYs")
        .expect("a size");
    ([number(16), number(20)], number(physical + 4))
}

/// Files are those of the kinds that the study wants; the page has its charts all the same.
#[test]
fn only_the_wanted_pictures_are_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let results = results("[maps]\npictures = [\"access\", \"coverage-curves\"]\n");
    let out = folder.path().join("out");
    let options = WriteOptions::default();
    results
        .write(Some(&out), &options, &mut Silent)
        .expect("written");
    let names = std::fs::read_dir(&out).expect("there").map(|entry| {
        let name = entry.expect("readable").file_name();
        name.into_string().expect("UTF-8")
    });
    let drawn = |name: &String| {
        let ending = std::path::Path::new(name).extension();
        ending.is_some_and(|ending| ending == "png" || ending == "svg")
    };
    let names: BTreeSet<String> = names.filter(drawn).collect();
    let expected = ["access-both", "access-mt", "coverage-curves"];
    let expected = expected
        .iter()
        .flat_map(|name| [format!("{name}.png"), format!("{name}.svg")]);
    assert_eq!(names, expected.collect());
    let page = std::fs::read_to_string(out.join("report.html")).expect("a page");
    assert!(page.contains("data-name=\"coverage-curves\""));
}

/// Pictures have the size on paper and the resolution that the study gives; text stays text.
#[test]
fn pictures_have_their_size_on_paper() {
    for (keys, millimetres, dpi) in [
        ("", 160.0, 254.0),
        ("style = \"one-column\"\ndpi = 300\n", 89.0, 300.0),
        ("style = \"two-columns\"\ndpi = 600\n", 183.0, 600.0),
        ("width_mm = 120.5\n", 120.5, 254.0),
    ] {
        let all = pictures(&format!("[maps]\n{keys}"));
        assert!(all.len() > 4);
        for picture in all {
            let name = format!("{} with {keys}", picture.name);
            let width = format!("width=\"{millimetres}mm\"");
            assert!(
                picture.svg.contains(&width),
                "{name}: {}",
                &picture.svg[..200]
            );
            assert!(picture.svg.contains("<text"), "{name}");
            let png = picture.png(&Fonts::embedded()).expect("rasterised");
            let ([wide, high], to_the_metre) = png_size(&png);
            let expected = millimetres / 25.4 * dpi;
            assert!(
                (f64::from(wide) - expected).abs() <= 1.0,
                "{name}: {wide}, {expected}"
            );
            assert!(high > wide / 4, "{name}");
            assert!(
                (f64::from(to_the_metre) * 0.025_4 - dpi).abs() < 0.1,
                "{name}"
            );
        }
    }
}

/// Pictures for journals leave the title to the caption.
#[test]
fn pictures_for_journals_have_no_title() {
    let title = |picture: &Picture| {
        picture
            .svg
            .contains("Time to the nearest centre: both</text>")
            || picture
                .svg
                .contains(">\nTime to the nearest centre: both\n</text>")
    };
    let access = |maps: &str| pictures(maps).remove(0);
    assert!(title(&access("")));
    assert!(!title(&access("[maps]\nstyle = \"one-column\"\n")));
}
