use super::small;

#[test]
fn a_site_that_no_file_has() {
    insta::assert_snapshot!(
        small().replace("layouts.csv", "LS1", "LS2").error(),
        @"layouts.csv:3: column `site_id`: layout `both` names site `LS2`, which is not in hospitals.csv; did you mean `LS1`?"
    );
    insta::assert_snapshot!(
        small().replace("study.toml", "column = \"mt\"", "sites = [\"LS1\", \"Q\"]").error(),
        @"study.toml:17: layout `mt` names site `Q`, which is not in hospitals.csv"
    );
}

#[test]
fn a_layout_without_a_site() {
    insta::assert_snapshot!(
        small().replace("hospitals.csv", "yes", "unknown").error(),
        @"study.toml:17: layout `mt` has no site: no site has `yes` in column `mt`"
    );
    insta::assert_snapshot!(
        small().replace("study.toml", "name = \"both\"", "name = \"all\"").error(),
        @"study.toml:14: layout `all` has no site: no row of layouts.csv has its name"
    );
    insta::assert_snapshot!(
        small().replace("study.toml", "column = \"mt\"", "sites = []").error(),
        @"study.toml:17: layout `mt` has no site: its list is empty"
    );
}

#[test]
fn a_site_named_twice() {
    insta::assert_snapshot!(
        small().replace("layouts.csv", "LS1", "W1").error(),
        @"layouts.csv:3: column `site_id`: layout `both` names site `W1` twice"
    );
}

#[test]
fn a_site_without_a_travel_time() {
    insta::assert_snapshot!(
        small().with("times.csv", "id,LS1\nE1,1\nE2,2\nE3,3\n").error(),
        @"times.csv: no travel time to site `W1` of layout `both`; add its column, remove the site from the layout, or set `missing = \"straight-line\"`"
    );
    let straight = small()
        .with("times.csv", "id,LS1\nE1,1\nE2,2\nE3,3\n")
        .replace(
            "study.toml",
            "unit = ",
            "missing = \"straight-line\"\nunit = ",
        );
    assert!(straight.load().is_ok());
}
