use super::small;
use crate::small_study::Small;

fn with_attributes(csv: &str) -> Small {
    small()
        .replace(
            "study.toml",
            "groups = [\"region\"]",
            "groups = [\"region\", \"imd\"]\nattributes = [{ file = \"imd.csv\" }]",
        )
        .with("imd.csv", csv)
}

#[test]
fn an_attribute_file_without_an_id() {
    insta::assert_snapshot!(
        with_attributes("who,imd\nE1,3\n").error(),
        @"imd.csv:1: no column for id (looked for `id`, `lsoa_code`, `lsoa11cd`, `lsoa21cd`, `lsoa`, `code`, `area_code`, `area_id`; found `who`, `imd`); name a column with another header with `columns` in a study or `--columns` for a grid"
    );
}

#[test]
fn an_attribute_row_that_stands_twice() {
    insta::assert_snapshot!(
        with_attributes("id,imd\nE1,3\nE2,4\nE1,5\n").error(),
        @"imd.csv:4: column `id`: id `E1` appears twice (first in line 2)"
    );
}

#[test]
fn a_point_without_a_row_of_the_demand() {
    let small = with_attributes("id,imd,strokes\nE1,3,1\nE2,4,2\n");
    insta::assert_snapshot!(
        small.replace("study.toml", "\"admissions\"", "\"strokes\"").error(),
        @"imd.csv: no row for `E3`, which is in population.csv; column `strokes` is needed for every demand point"
    );
}
