use super::small;

#[test]
fn a_column_that_is_missing() {
    insta::assert_snapshot!(
        small().replace("population.csv", "admissions", "admisions").error(),
        @"population.csv:1: no column for the demand (looked for `admissions`; found `id`, `name`, `lat`, `lon`, `population`, `admisions`, `region`); did you mean `admisions`?"
    );
    insta::assert_snapshot!(
        small().replace("hospitals.csv", "id,", "ident,").error(),
        @"hospitals.csv:1: no column for id (looked for `id`, `site_id`, `hospital_id`, `site_code`, `code`, `postcode`; found `ident`, `name`, `lat`, `lon`, `mt`); did you mean `ident`?"
    );
    insta::assert_snapshot!(
        small().replace("population.csv", "lon,", "x,").error(),
        @"population.csv:1: no column for lon (looked for `lon`, `long`, `longitude`, `lng`; found `id`, `name`, `lat`, `x`, `population`, `admissions`, `region`); name a column with another header with `columns` in a study or `--columns` for a grid"
    );
    insta::assert_snapshot!(
        small().replace("study.toml", "groups = [\"region\"]", "groups = [\"county\"]").error(),
        @"population.csv:1: no column for the group county (looked for `county`; found `id`, `name`, `lat`, `lon`, `population`, `admissions`, `region`)"
    );
    insta::assert_snapshot!(
        small().replace("study.toml", "column = \"mt\"", "column = \"thrombectomy\"").error(),
        @"hospitals.csv:1: no column for the capability thrombectomy (looked for `thrombectomy`; found `id`, `name`, `lat`, `lon`, `mt`)"
    );
    insta::assert_snapshot!(
        small().replace("layouts.csv", "site_id", "who").error(),
        @"layouts.csv:1: no column for site_id (looked for `site_id`, `site`, `hospital_id`, `to_id`, `id`; found `layout`, `who`); name a column with another header with `columns` in a study or `--columns` for a grid"
    );
}

#[test]
fn two_columns_of_one_name_that_differ() {
    insta::assert_snapshot!(
        small().with("hospitals.csv", "id,id,mt\nLS1,LS1,yes\nW1,W2,no\n").error(),
        @"hospitals.csv:3: column `id`: the column appears twice in the header, with `W1` and `W2` here"
    );
}

#[test]
fn two_columns_of_one_site() {
    insta::assert_snapshot!(
        small().replace("times.csv", "id,LS1,W1", "id,LS1,LS1").error(),
        @"times.csv:1: column `LS1`: id `LS1` appears twice (first in line 1)"
    );
}
