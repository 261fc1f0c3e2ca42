//! `report.html` says what `report.md` says, in one file that fetches nothing, and no text of the
//! input is markup in it.

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn program() -> Command {
    Command::cargo_bin("catchment").expect("the program is built with the tests")
}

/// The example study with what `change` does to its files, run: the two reports.
fn reports(change: impl Fn(&Path)) -> [String; 2] {
    let folder: TempDir = tempfile::tempdir().expect("a temporary folder");
    program().arg("init").arg(folder.path()).assert().success();
    change(folder.path());
    let output = folder.path().join("results");
    program()
        .args(["run", "--output"])
        .arg(&output)
        .arg(folder.path())
        .assert()
        .success();
    ["report.md", "report.html"].map(|name| fs::read_to_string(output.join(name)).expect("there"))
}

/// The cells of the tables of a Markdown report, in order and as plain text.
fn markdown_cells(report: &str) -> Vec<String> {
    let rows = report.lines().filter(|line| line.starts_with("| "));
    let cells = rows.flat_map(|row| {
        let row = row.trim_matches('|').replace("\\|", "\u{0}");
        let cells: Vec<String> = row.split('|').map(str::to_owned).collect();
        cells
    });
    let plain = |cell: String| cell.replace(['`', '*'], "").replace('\u{0}', "|");
    cells.map(|cell| plain(cell).trim().to_owned()).collect()
}

/// The cells of the tables of a page.
fn page_cells(page: &str) -> Vec<String> {
    // The tables of the map are made by its script.
    let page = &without_map(page);
    let starts = page.match_indices("<t").filter(|(at, _)| {
        let tag = &page[*at..*at + 4];
        ["<th>", "<th ", "<td>", "<td "].contains(&tag)
    });
    let cells = starts.map(|(at, _)| {
        let cell = &page[at + 4..];
        let end = cell.find("</t").expect("every cell ends");
        text_of(&page[at..at + 4 + end])
    });
    cells.collect()
}

/// The page without the section of its map.
fn without_map(page: &str) -> String {
    let Some((before, map)) = page.split_once("<section class=\"map\"") else {
        return page.to_owned();
    };
    let after = map.split_once("</section>").map_or("", |(_, after)| after);
    format!("{before}{after}")
}

/// The text of an element without its tags.
fn text_of(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<').skip(1) {
        text.push_str(part.split_once('>').map_or("", |(_, text)| text));
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    text.replace("&#39;", "'")
        .replace("&amp;", "&")
        .trim()
        .to_owned()
}

/// After them come the tables of what the map shows.
#[test]
fn every_cell_of_the_report_is_on_the_page_in_the_same_order() {
    let [report, page] = reports(|_| {});
    let cells = markdown_cells(&report);
    assert!(cells.len() > 60, "{}", cells.len());
    let on_page = page_cells(&page);
    assert!(on_page.len() > cells.len());
    assert_eq!(on_page[..cells.len()], cells);
}

#[test]
fn the_page_fetches_nothing_and_runs_only_its_own_script() {
    let [_, page] = reports(|_| {});
    let policy = "default-src &#39;none&#39;; script-src &#39;sha256-";
    assert!(page.contains(policy), "a content security policy");
    for fetched in [
        " src=",
        "@import",
        "url(http",
        "href=\"http",
        "<link",
        "<iframe",
        " style=\"",
    ] {
        assert!(!page.contains(fetched), "{fetched}");
    }
    let handlers = page.match_indices(" on").filter(|(at, _)| {
        let name = page[at + 3..]
            .split(|c: char| !c.is_ascii_lowercase())
            .next();
        let name = name.unwrap_or_default();
        page[at + 3 + name.len()..].starts_with("=\"")
    });
    assert_eq!(handlers.count(), 0, "no handler in markup");
}

/// Titles and names that would be markup if they were taken for it.
#[test]
fn text_from_the_input_is_never_markup() {
    const BAD: &str = "</script><script>alert(1)</script><img/onerror=alert(1)>&amp;";
    let replace = |folder: &Path, file: &str, from: &str, to: &str| {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).expect("there");
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replace(from, to)).expect("writable");
    };
    let [_, clean] = reports(|_| {});
    let [report, page] = reports(|folder| {
        replace(folder, "hospitals.csv", "Derriford Hospital", BAD);
        let study = fs::read_to_string(folder.join("study.toml")).expect("there");
        let titled = study.lines().map(|line| {
            if line.starts_with("title") {
                format!("title = \"{BAD}\"")
            } else {
                line.to_owned()
            }
        });
        let study: Vec<String> = titled.collect();
        fs::write(folder.join("study.toml"), study.join("\n")).expect("writable");
    });
    let escaped = BAD.replace('<', "\\<").replace("&amp;", "\\&amp;");
    assert!(
        report.contains(&escaped),
        "in Markdown it is read as it was"
    );
    assert!(!report.replace("\\<", "").contains("<script"));
    for tag in ["<script", "</script", "<img", "<title", "<section"] {
        assert_eq!(
            page.matches(tag).count(),
            clean.matches(tag).count(),
            "{tag}"
        );
    }
}

/// A machine without a screen is told where the page is, and the run has its answer all the same.
#[cfg(target_os = "linux")]
#[test]
fn where_nothing_can_be_opened_the_program_says_where_the_page_is() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    program().arg("init").arg(folder.path()).assert().success();
    let mut run = program();
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"] {
        run.env_remove(name);
    }
    run.current_dir(folder.path())
        .args(["run", "--open", "--no-maps", "study.toml"])
        .assert()
        .success()
        .stderr(predicates::str::contains(
            "no desktop here; open outputs/cornwall/report.html in a browser",
        ));
}
