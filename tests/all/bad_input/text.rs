use super::small;
use crate::small_study::{POPULATION, TIMES};

/// The byte is named, the column too, and nothing is guessed.
#[test]
fn latin_1_bytes() {
    let latin_1: Vec<u8> = POPULATION
        .replace("Soho", "Ca\u{e9}")
        .chars()
        .map(|c| u8::try_from(c).unwrap())
        .collect();
    insta::assert_snapshot!(
        small().with("population.csv", latin_1).error(),
        @"population.csv:2: column `name`: byte 0xE9 is not UTF-8 (Latin-1 would read it as `é`); save the file as UTF-8, for example with `iconv -f LATIN1 -t UTF-8`"
    );
    insta::assert_snapshot!(
        small().with("times.csv", b"id,LS1,W\xE9\nE1,1,2\n").error(),
        @"times.csv:1: column `3`: byte 0xE9 is not UTF-8 (Latin-1 would read it as `é`); save the file as UTF-8, for example with `iconv -f LATIN1 -t UTF-8`"
    );
}

#[test]
fn utf_16() {
    let utf_16: Vec<u8> = "\u{feff}id,lat"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    insta::assert_snapshot!(
        small().with("population.csv", utf_16).error(),
        @"population.csv: the file is UTF-16; save it as UTF-8"
    );
}

/// Without its mark, every other byte tells: in either order, and with letters beyond ASCII.
#[test]
fn utf_16_without_a_mark() {
    let text = POPULATION.replace("Soho", "Łódź");
    for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(to_bytes).collect();
        assert_eq!(
            small().with("population.csv", utf_16).error(),
            "population.csv: the file is UTF-16; save it as UTF-8"
        );
    }
}

/// Excel writes decimals with the comma of its country when it writes semicolons.
#[test]
fn semicolons_and_decimal_commas() {
    let text = POPULATION.replace(',', ";").replace('.', ",");
    insta::assert_snapshot!(
        small().with("population.csv", &text).error(),
        @"population.csv:1: `;` seems to be the delimiter; save the file with commas between columns and decimal points (`51.5`, not `51,5`)"
    );
    insta::assert_snapshot!(
        small().with("population.csv", format!("sep=;\n{text}")).error(),
        @"population.csv:1: `;` seems to be the delimiter; save the file with commas between columns and decimal points (`51.5`, not `51,5`)"
    );
}

/// A line `sep=,` counts as a line: places are those an editor shows.
#[test]
fn a_place_after_a_line_of_the_delimiter() {
    let text = format!("sep=,\r\n{POPULATION}");
    insta::assert_snapshot!(
        small().with("population.csv", &text).replace("population.csv", "53.8", "x").error(),
        @"population.csv:4: column `lat`: expected a number (got `x`)"
    );
    insta::assert_snapshot!(
        small().with("population.csv", text.replace(",region", ",area")).error(),
        @"population.csv:2: no column for the group region (looked for `region`; found `id`, `name`, `lat`, `lon`, `population`, `admissions`, `area`)"
    );
}

/// What a terminal would obey, or a picture cannot hold, is not part of a name.
#[test]
fn control_characters_in_ids_names_and_groups() {
    insta::assert_snapshot!(
        small().replace("hospitals.csv", "Leeds General", "Leeds\u{b}General").error(),
        @"hospitals.csv:2: column `name`: the text contains the control character U+000B; remove it"
    );
    for (part, bad) in [
        ("Soho", "So\u{1b}[31mho"),
        ("E2,", "E\u{0}2,"),
        ("London", "Lon\u{85}don"),
    ] {
        let error = small().replace("population.csv", part, bad).error();
        assert!(
            error.contains("the text contains the control character U+00"),
            "{error}"
        );
        assert!(!error.contains(char::is_control), "{error:?}");
    }
}

#[test]
fn bare_carriage_returns() {
    insta::assert_snapshot!(
        small().with("population.csv", POPULATION.replace('\n', "\r")).error(),
        @"population.csv: lines end in a bare carriage return; save the file with LF or CRLF"
    );
}

#[test]
fn another_delimiter() {
    insta::assert_snapshot!(
        small().with("population.csv", POPULATION.replace(',', ";")).error(),
        @"population.csv:1: `;` seems to be the delimiter; save the file with commas"
    );
    insta::assert_snapshot!(
        small().with("times.csv", TIMES.replace(',', "\t")).error(),
        @"times.csv:1: a tab seems to be the delimiter; save the file with commas"
    );
}

#[test]
fn a_row_with_too_few_or_too_many_fields() {
    insta::assert_snapshot!(
        small().replace("population.csv", ",North\nE3", "\nE3").error(),
        @"population.csv:3: expected 7 fields, as in the header (found 6)"
    );
    insta::assert_snapshot!(
        small().replace("times.csv", "9.1,210", "9,1,210").error(),
        @"times.csv:3: expected 3 fields, as in the header (found 4)"
    );
}

/// Blank lines count as lines: the place is the one an editor shows.
#[test]
fn a_place_after_blank_lines() {
    insta::assert_snapshot!(
        small().replace("population.csv", "E2,Leeds,53.8", "\r\n\nE2,Leeds,x").error(),
        @"population.csv:5: column `lat`: expected a number (got `x`)"
    );
    insta::assert_snapshot!(
        small().replace("times.csv", "E2,9.1", "\n\nE2,x").error(),
        @"times.csv:5: column `LS1`: expected a number (got `x`)"
    );
}

#[test]
fn a_place_after_quoted_line_breaks() {
    insta::assert_snapshot!(
        small()
            .replace("population.csv", "Soho", "\"So\nho\"")
            .replace("population.csv", "1000", "x")
            .error(),
        @"population.csv:5: column `population`: expected a number (got `x`)"
    );
    insta::assert_snapshot!(
        small().replace("times.csv", "E2,9.1", "\"E\n9\",9,9\nE2,x").error(),
        @"times.csv:5: column `LS1`: expected a number (got `x`)"
    );
}

#[test]
fn a_quotation_mark_that_is_never_closed() {
    insta::assert_snapshot!(
        small().replace("population.csv", "Leeds", "\"Leeds").error(),
        @"population.csv:3: a quotation mark is never closed"
    );
}
