//! A study that cannot be run is refused with its line and what would do instead.

use crate::small_study::{STUDY, Small};
use catchment::study::Study;

fn error(from: &str, to: &str) -> String {
    let study = Small::default().replace("study.toml", from, to).study;
    Study::parse(&study, "study.toml")
        .expect_err("a study that cannot be run")
        .to_string()
}

#[test]
fn an_unknown_key_is_named_with_the_nearest_known_one() {
    insta::assert_snapshot!(error("demand =", "demnad ="), @"study.toml:4: unknown key `demnad`; did you mean `demand`?");
    insta::assert_snapshot!(error("[travel]", "[travle]"), @"study.toml:9: unknown key `travle`; did you mean `travel`?");
    insta::assert_snapshot!(error("column = \"mt\"", "colunm = \"mt\""), @"study.toml:19: unknown key `colunm`; did you mean `column`?");
    insta::assert_snapshot!(error("name = \"small\"", "name = \"small\"\nzzz = 1"), @"study.toml:2: unknown key `zzz`; expected one of `name`, `title`, `seed`, `currency`, `time_zone`, `notes`, `population`, `hospitals`, `travel`, `layouts`, `report`, `centres`, `pathway`, `helicopter`, `simulation`, `rota`, `growth`, `maps`, `output`, `published`");
    insta::assert_snapshot!(
        error("[hospitals]", "columns = { latt = \"y\" }\n[hospitals]"),
        @"study.toml:6: unknown key `latt`; did you mean `lat`?"
    );
}

#[test]
fn an_unknown_choice_is_named_with_the_nearest_known_one() {
    insta::assert_snapshot!(error("\"minutes\"", "\"minute\""), @"study.toml:13: unknown choice `minute`; did you mean `minutes`?");
    insta::assert_snapshot!(error("\"wide\"", "\"square\""), @"study.toml:12: unknown choice `square`; expected one of `wide`, `long`");
    insta::assert_snapshot!(error("\"table\"", "\"straight_line\""), @"study.toml:10: unknown choice `straight_line`; did you mean `straight-line`?");
}

#[test]
fn marks_of_no_route_and_the_share_without_rows_are_numbers_that_can_be() {
    let unit = "unit = \"minutes\"";
    insta::assert_snapshot!(error(unit, &format!("{unit}\nunreachable_value = [999, nan]")), @"study.toml:14: key `unreachable_value`: expected finite numbers (got `NaN`)");
    insta::assert_snapshot!(error(unit, &format!("{unit}\nmax_without_row = 5")), @"study.toml:14: key `max_without_row`: a share must be a number from 0 to 1 (got `5`)");
    let table = "model = \"table\"\nfile = \"times.csv\"\nshape = \"wide\"\nunit = \"minutes\"";
    insta::assert_snapshot!(error(table, "model = \"straight-line\"\nunreachable_value = 999"), @"study.toml:11: key `unreachable_value` has no effect with `model = \"straight-line\"`");
}

#[test]
fn control_characters_are_refused_wherever_they_are() {
    let named = "name = \"small\"";
    insta::assert_snapshot!(error(named, "name = \"small\"\ntitle = \"Red \\u001b[31m\""), @"study.toml:2: key `title`: the text contains the control character U+001B; remove it");
    insta::assert_snapshot!(error(named, "name = \"small\"\ntitle = \"Two\\nlines\""), @"study.toml:2: key `title`: the text contains the control character U+000A; remove it");
    insta::assert_snapshot!(error("column = \"mt\"", "column = \"mt\"\ntitle = \"\\u0007\""), @"study.toml:20: key `title`: the text contains the control character U+0007; remove it");
    insta::assert_snapshot!(error(named, "name = \"small\"\nnotes = [\"one\", \"\\u0000\"]"), @"study.toml:2: key `notes`: the text contains the control character U+0000; remove it");
    let lines = Small::default().replace(
        "study.toml",
        named,
        "name = \"small\"\nnotes = [\"one\\ntwo\"]",
    );
    assert!(Study::parse(&lines.study, "study.toml").is_ok());
}

#[test]
fn a_byte_order_mark_moves_no_line() {
    let bad = STUDY.replace("[travel]\n", "[travel]\nx=1\n");
    let without = Study::parse(&bad, "study.toml").unwrap_err();
    let with = Study::parse(&format!("\u{feff}{bad}"), "study.toml").unwrap_err();
    assert_eq!(with, without);
}

#[test]
fn a_missing_key_is_named() {
    insta::assert_snapshot!(error("name = \"small\"\n", ""), @"study.toml:1: key `name` is missing");
    insta::assert_snapshot!(error("unit = \"minutes\"\n", ""), @"study.toml:10: key `travel.unit` is missing");
    insta::assert_snapshot!(error("file = \"hospitals.csv\"\n", ""), @"study.toml:6: key `file` is missing");
}

#[test]
fn no_toml() {
    insta::assert_snapshot!(error("[hospitals]", "[hospitals"), @"study.toml:6: unclosed table, expected `]`");
    insta::assert_snapshot!(error("\"admissions\"", "3"), @"study.toml:4: invalid type: integer `3`, expected a string");
}

#[test]
fn a_layout_has_one_source_and_one_name() {
    insta::assert_snapshot!(error("column = \"mt\"", "column = \"mt\"\nsites = [\"LS1\"]"), @"study.toml:17: layout `mt` needs exactly one of `column`, `sites` and `file` (got 2)");
    insta::assert_snapshot!(error("column = \"mt\"\n", ""), @"study.toml:17: layout `mt` needs exactly one of `column`, `sites` and `file` (got 0)");
    insta::assert_snapshot!(error("name = \"mt\"", "name = \"both\""), @"study.toml:17: layout `both` appears twice (first in line 14)");
    insta::assert_snapshot!(error("name = \"mt\"", "name = \"../mt\""), @"study.toml:17: key `name`: expected 1 to 100 letters, digits, `-`, `_` and `.`, because it is used in file names (got `../mt`)");
    insta::assert_snapshot!(error("column = \"mt\"", "sites = \"none\""), @"study.toml:19: key `sites`: expected the ids of sites as a list, or the word `all`");
}

/// All sites are one layout where the study asks for it, and where it names none; that is said.
#[test]
fn all_sites_are_a_layout() {
    let none = STUDY.split("[[layouts]]").next().unwrap();
    let asked = format!("{none}[[layouts]]\nname = \"every\"\nsites = \"all\"\n");
    let load = |study: &str| {
        let small = Small {
            study: study.to_owned(),
            ..Small::default()
        };
        small.without("layouts.csv").load().unwrap()
    };
    let (assumed, asked) = (load(none), load(&asked));
    assert_eq!(assumed.layouts[0].name(), "all-sites");
    assert_eq!(assumed.layouts[0].sites(), asked.layouts[0].sites());
    assert_eq!(assumed.layouts[0].centres(), 2);
    let said = |data: &catchment::load::Dataset| {
        let mut warnings = data.report.warnings.iter();
        warnings.any(|warning| warning.what.contains("no `[[layouts]]`: 2 sites"))
    };
    assert!(said(&assumed) && !said(&asked));
    // A site that the table does not have is not among them.
    let mut small = Small {
        study: none.to_owned(),
        ..Small::default()
    };
    small = small
        .without("layouts.csv")
        .with("times.csv", "id,LS1\nE1,200.5\nE2,9.1\nE3,35\n");
    assert_eq!(small.load().unwrap().layouts[0].centres(), 1);
}

fn error_with(section: &str) -> String {
    Study::parse(&format!("{STUDY}{section}"), "study.toml")
        .unwrap_err()
        .to_string()
}

#[test]
fn a_value_that_cannot_be() {
    insta::assert_snapshot!(error_with("[report]\nbase = \"mtt\"\n"), @"study.toml:21: key `base`: no layout is named `mtt`; the study has `both`, `mt`; did you mean `mt`?");
    insta::assert_snapshot!(error_with("[report]\nstandards_minutes = [45, 30]\n"), @"study.toml:21: key `standards_minutes`: expected at least one number above 0, ascending (got `[45.0, 30.0]`)");
    insta::assert_snapshot!(error_with("[report]\nstandards_minutes = []\n"), @"study.toml:21: key `standards_minutes`: expected at least one number above 0, ascending (got `[]`)");
    insta::assert_snapshot!(error_with("[report]\nstandards_minutes = [0, 30]\n"), @"study.toml:21: key `standards_minutes`: expected at least one number above 0, ascending (got `[0.0, 30.0]`)");
    insta::assert_snapshot!(error_with("[report]\nstandards_minutes = [nan]\n"), @"study.toml:21: key `standards_minutes`: a time must be a number from 0 to 30,000 minutes (1,800,000 seconds, 500 hours) (got `NaN`)");
    insta::assert_snapshot!(error_with("[centres]\neligible_share = 10\n"), @"study.toml:21: key `eligible_share`: a share must be a number from 0 to 1 (got `10`)");
    insta::assert_snapshot!(error_with("[centres]\nmin_demand = -1\n"), @"study.toml:21: key `min_demand`: a count of people or events must be a number from 0 to 1e9 (got `-1`)");
    insta::assert_snapshot!(
        error_with("[maps]\ninset = { title = \"\", west = 1, south = 1, east = 0, north = 2 }\n"),
        @"study.toml:21: key `inset`: expected west below east and south below north (got `west 1, south 1, east 0, north 2`)"
    );
    insta::assert_snapshot!(
        error_with("[maps]\ninset = { title = \"\", west = 0, south = 1, east = 1, north = 92 }\n"),
        @"study.toml:21: key `inset`: latitude must lie between -90 and 90 degrees (got `92`)"
    );
    insta::assert_snapshot!(error("name = \"small\"", "name = \"small\"\nseed = -1"), @"study.toml:2: key `seed`: expected a whole number of at least 0 (got `-1`)");
    insta::assert_snapshot!(error("[\"region\"]", "[\"a\",\n\"a\"]"), @"study.toml:6: group `a` appears twice (first in line 5)");
}

#[test]
fn a_choice_without_effect() {
    insta::assert_snapshot!(error("\"table\"", "\"straight-line\""), @"study.toml:11: key `file` has no effect with `model = \"straight-line\"`");
    insta::assert_snapshot!(error_with("[travel.straight_line]\ndetour = 1.2\n"), @"study.toml:20: key `straight_line` has no effect without `missing = \"straight-line\"`");
}

#[test]
fn a_straight_line_that_leads_nowhere() {
    let missing = error(
        "unit = \"minutes\"\n",
        "unit = \"minutes\"\nmissing = \"straight-line\"\nstraight_line = { slow_kmh = 0 }\n",
    );
    insta::assert_snapshot!(missing, @"study.toml:15: key `straight_line`: a speed in km/h must be a number above 0 and at most 100,000 (got `0`)");
}

const PATHWAY: &str = "[pathway]\nivt = \"ivt\"\n";

fn pathway_error(line: &str) -> String {
    error_with(&format!("{PATHWAY}{line}\n"))
}

fn helicopter_error(lines: &str) -> String {
    error_with(&format!(
        "{PATHWAY}[helicopter]\nbases = \"bases.csv\"\n{lines}\n"
    ))
}

#[test]
fn a_pathway_that_cannot_be() {
    insta::assert_snapshot!(pathway_error("route = 1"), @"study.toml:22: unknown key `route`; did you mean `routing`?");
    insta::assert_snapshot!(pathway_error("routing = \"drip-n-ship\""), @"study.toml:22: unknown choice `drip-n-ship`; did you mean `drip-and-ship`?");
    insta::assert_snapshot!(pathway_error("delays = \"allen\""), @"study.toml:22: unknown choice `allen`; did you mean `allen-2021`?");
    insta::assert_snapshot!(pathway_error("delay_minutes = { on_scene = -5 }"), @"study.toml:22: key `on_scene`: a time must be a number from 0 to 30,000 minutes (1,800,000 seconds, 500 hours) (got `-5`)");
    insta::assert_snapshot!(pathway_error("delay_minutes = { on_scene = 1441 }"), @"study.toml:22: key `on_scene` must not be longer than a day (got `1441.0 min`)");
    insta::assert_snapshot!(pathway_error("delay_minutes = { onscene = 5 }"), @"study.toml:22: unknown key `onscene`; did you mean `on_scene`?");
    insta::assert_snapshot!(pathway_error("patients = { lvo_share = 1.2 }"), @"study.toml:22: key `lvo_share`: a share must be a number from 0 to 1 (got `1.2`)");
    insta::assert_snapshot!(
        pathway_error("patients = { lvo_share = 0.5, nlvo_share = 0.5, haemorrhage_share = 0.5 }"),
        @"study.toml:22: the shares of LVO, other ischaemic stroke and haemorrhage must add up to 1 (got `1.5`)"
    );
    insta::assert_snapshot!(
        pathway_error("patients = { lvo_share = 0.05 }"),
        @"study.toml:20: key `lvo_share`: expected at least the `eligible_share` of the centres (got `0.05`)"
    );
    insta::assert_snapshot!(
        pathway_error("patients = { mt_cut_off_minutes = 500 }"),
        @"study.toml:22: key `mt_cut_off_minutes`: expected at most 480, after which MT has no effect (got `500`)"
    );
    insta::assert_snapshot!(
        pathway_error("test = { sensitivity = 0.8 }"),
        @"study.toml:22: key `test`: expected `scale`, or both `sensitivity` and `specificity` (got `one of the two`)"
    );
}

#[test]
fn a_helicopter_that_cannot_be() {
    insta::assert_snapshot!(error_with("[helicopter]\nbases = \"b.csv\"\n"), @"study.toml:20: key `helicopter` has no effect without `[pathway]`");
    let months = |shares: &str| helicopter_error(&format!("flyable_share_by_month = [{shares}]"));
    insta::assert_snapshot!(months(&["0.8"; 13].join(", ")), @"study.toml:24: key `flyable_share_by_month`: the weather needs one share for each of 12 months (got 13)");
    insta::assert_snapshot!(months("0,0,0,0,1.1,0,0,0,0,0,0,0"), @"study.toml:24: key `flyable_share_by_month`: number 4: a share must be a number from 0 to 1 (got `1.1`)");
    insta::assert_snapshot!(helicopter_error("flyable_share = 0.8\nflyable_share_by_month = []"), @"study.toml:24: key `flyable_share` has no effect with `flyable_share_by_month`");
    insta::assert_snapshot!(helicopter_error("cruise_kmh = 100000.5"), @"study.toml:24: key `cruise_kmh`: a speed in km/h must be a number above 0 and at most 100,000 (got `100000.5`)");
    insta::assert_snapshot!(helicopter_error("busy_share = 2"), @"study.toml:24: key `busy_share`: a share must be a number from 0 to 1 (got `2`)");
    insta::assert_snapshot!(helicopter_error("scenarios = [{ name = \"day\", hours = \"daylight\", busy_share = -0.1 }]"), @"study.toml:24: key `busy_share`: a share must be a number from 0 to 1 (got `-0.1`)");
    insta::assert_snapshot!(helicopter_error("delay_minutes = { loading = -1 }"), @"study.toml:24: key `loading`: a time must be a number from 0 to 30,000 minutes (1,800,000 seconds, 500 hours) (got `-1`)");
    insta::assert_snapshot!(helicopter_error("mission_cost = 100"), @"study.toml:24: key `mission_cost` has no effect without `currency`");
    let with_currency = |line: &str| {
        let text = format!(
            "currency = \"EUR\"\n{STUDY}{PATHWAY}[helicopter]\nbases = \"b.csv\"\n{line}\n"
        );
        Study::parse(&text, "study.toml").unwrap_err().to_string()
    };
    insta::assert_snapshot!(with_currency("mission_cost = -1"), @"study.toml:25: key `mission_cost`: expected a number from 0 to 10¹² (got `-1`)");
    insta::assert_snapshot!(with_currency("mission_cost_pounds = 1"), @"study.toml:25: unknown key `mission_cost_pounds`; did you mean `mission_cost`?");
    insta::assert_snapshot!(helicopter_error("unknown_pads = \"none\""), @"study.toml:24: unknown choice `none`; expected one of `road-leg`, `pad`");
    insta::assert_snapshot!(
        helicopter_error("unlisted_hours = \"7-21\""),
        @"study.toml:24: key `unlisted_hours`: expected `24/7`, `daylight`, `never`, or hours such as `07:00-21:30` (got `7-21`)"
    );
    let scenario = "[[helicopter.scenarios]]\nname = \"a\"\nhours = \"24/7\"\n";
    insta::assert_snapshot!(helicopter_error(&scenario.repeat(2)), @"study.toml:27: scenario `a` appears twice (first in line 24)");
}

#[test]
fn a_currency_or_a_time_zone_that_is_not_one() {
    let first = |line: &str| error("name = \"small\"", &format!("name = \"small\"\n{line}"));
    insta::assert_snapshot!(first("currency = \"euro\""), @"study.toml:2: key `currency`: expected the ISO 4217 code of a currency, such as `EUR` (got `euro`)");
    insta::assert_snapshot!(first("time_zone = \"Europe/Lodnon\""), @"study.toml:2: unknown choice `Europe/Lodnon`; did you mean `Europe/London`?");
    insta::assert_snapshot!(first("time_zone = \"?\""), @"study.toml:2: key `time_zone`: expected the IANA name of a time zone, such as `Europe/Paris` (got `?`)");
}

#[test]
fn published_figures_of_nothing_that_the_study_has() {
    let published = |text: &str| error_with(&format!("[[published.{text}\n"));
    insta::assert_snapshot!(published("mean_time]]"), @"study.toml:20: unknown key `mean_time`; did you mean `mean_times`?");
    insta::assert_snapshot!(published("mean_times]]\nsource = \"A\"\npoints = [{ centres = 0, minutes = 1 }]"), @"study.toml:20: key `mean_times`: expected at least 1 centre, and a number of at least 0 for `minutes` (got `0 centres, 1 min`)");
    insta::assert_snapshot!(published("mean_times]]\npoints = []"), @"study.toml:20: key `source` is missing");
    let delays = "allowable_delays]]\nsource = \"A\"\npoints = []";
    insta::assert_snapshot!(published(delays), @"study.toml:20: key `allowable_delays` has no effect without `[pathway]`");
    insta::assert_snapshot!(published("break_evens]]\nsource = \"A\"\nkm = 1"), @"study.toml:20: key `break_evens` has no effect without `[helicopter]`");

    let comparison = |layout: &str, figure: &str| {
        pathway_error(&format!(
            "[[published.comparisons]]\nbase = \"mt\"\nlayout = \"{layout}\"\nsource = \"A\"\n\
             figures = [{{ {figure} }}]"
        ))
    };
    let change = "measure = \"qalys\", change = 1";
    insta::assert_snapshot!(comparison("bot", change), @"study.toml:22: key `layout`: no layout is named `bot`; the study has `both`, `mt`; did you mean `both`?");
    insta::assert_snapshot!(comparison("mt", change), @"study.toml:22: key `layout`: expected another layout than `base` (got `mt`)");
    insta::assert_snapshot!(comparison("both", "measure = \"qaly\", change = 1"), @"study.toml:26: unknown choice `qaly`; did you mean `qalys`?");
    for figure in [
        "",
        ", base = 1",
        ", change = 1, base = 1, layout = 1",
        ", change = 3, from = 1, to = 2",
        ", change = 1, to = 2",
    ] {
        insta::allow_duplicates! {
            insta::assert_snapshot!(comparison("both", &format!("measure = \"qalys\"{figure}")), @"study.toml:22: key `figures`: expected `base` and `layout`, or `change` (with `from` and `to` around it, or neither), in every figure (got `qalys`)");
        }
    }
}

/// What a manifest holds is a study: read again, it makes the same choices.
#[test]
fn a_study_written_out_is_the_same_study() {
    let sections = "[report]\nbase = \"mt\"\nstandards_minutes = [20, 45.5]\n\
        [centres]\nclinicians = 6\n\
        [maps]\nareas = \"a.geojson\"\nattribution = [\"ONS\"]\n\
        inset = { title = \"L\", west = -0.6, south = 51.25, east = 0.4, north = 51.75 }\n\
        [output]\ngis = [\"gpkg\", \"fgb\"]\nwide_areas = true\nworkbook = true\n";
    let filled = "unit = \"minutes\"\nmissing = \"straight-line\"\n\
        repair = { neighbours = 8, threshold_minutes = 40 }\nstraight_line = { detour = 1.4 }\n";
    let text = STUDY.replace("unit = \"minutes\"\n", filled) + sections;
    let care = format!(
        "{STUDY}{PATHWAY}routing = \"bypass\"\ndelays = \"allen-2021\"\n\
         delay_minutes = {{ on_scene = 12.5 }}\ntest = {{ sensitivity = 0.8, specificity = 0.7 }}\n\
         hospital_times = {{ file = \"h.csv\", shape = \"long\", unit = \"seconds\" }}\n\
         patients = {{ lvo_share = 0.25, utility = \"dijkland-2018\" }}\n\
         [helicopter]\nbases = \"b.csv\"\npads = \"pad\"\nunknown_pads = \"pad\"\ncruise_kmh = 240\n\
         flyable_share_by_month = [0.6, 0.7, 0.8, 0.9, 1, 1, 1, 1, 0.9, 0.8, 0.7, 0.6]\n\
         delay_minutes = {{ loading = 12 }}\n\
         [[helicopter.scenarios]]\nname = \"own\"\nhours = \"listed\"\n\
         [[helicopter.scenarios]]\nname = \"late\"\nhours = \"19:00-02:00\"\n"
    );
    let published = format!(
        "currency = \"EUR\"\ntime_zone = \"Europe/Malta\"\n{care}\
         [[published.mean_times]]\nsource = \"A\"\npoints = [{{ centres = 2, minutes = 10.5 }}]\n\
         [[published.allowable_delays]]\nsource = \"B\"\n\
         points = [{{ allowable_delay_minutes = 0, ivt_minutes = 20, mt_minutes = 100 }}]\n\
         [[published.break_evens]]\nsource = \"C\"\nkm = 64\n\
         [[published.costs_per_qaly]]\nsource = \"D\"\ncost = 30000\nnote = \"at sea\"\n\
         [[published.comparisons]]\nbase = \"mt\"\nlayout = \"both\"\nsource = \"E\"\nlabel = \"e\"\n\
         figures = [{{ measure = \"median-minutes-to-mt\", base = 9, layout = 8 }},\n\
         {{ measure = \"people-at-mrs-0-1\", change = -3, from = -4, to = 1.5 }}]\n"
    );
    for text in [STUDY, &text, &care, &published] {
        let study = Study::parse(text, "study.toml").unwrap();
        let written = toml::to_string(&study.written_out()).unwrap();
        let again = Study::parse(&written, "study.toml").unwrap();
        let lines_aside = |mut study: Study| {
            study.layouts.iter_mut().for_each(|layout| layout.line = 0);
            study
        };
        assert_eq!(lines_aside(again), lines_aside(study), "{written}");
    }
}

#[test]
fn every_default_is_written_out() {
    let study = Study::parse(&format!("{STUDY}[centres]\n"), "study.toml").unwrap();
    insta::assert_snapshot!(toml::to_string(&study.written_out()).unwrap(), @r#"
    name = "small"
    title = "small"
    seed = 1
    notes = []

    [population]
    file = "population.csv"
    demand = "admissions"
    demand_unit = "admissions"
    groups = ["region"]
    attributes = []

    [population.columns]

    [hospitals]
    file = "hospitals.csv"
    capabilities = ["mt"]

    [hospitals.columns]

    [travel]
    model = "table"
    file = "times.csv"
    shape = "wide"
    unit = "minutes"
    missing = "unreachable"
    max_without_row = 0.05

    [[layouts]]
    name = "both"
    title = "both"
    file = "layouts.csv"

    [[layouts]]
    name = "mt"
    title = "mt"
    column = "mt"

    [report]
    standards_minutes = [30.0, 45.0, 60.0, 90.0]
    base = "both"
    unreachable = "twice-longest"

    [centres]
    eligible_share = 0.1
    min_procedures = 150.0
    min_demand = 600.0
    clinicians = 5

    [maps]
    coastline = true
    attribution = []
    style = "report"
    width_mm = 160.0
    dpi = 254

    [output]
    gis = ["geoparquet"]
    wide_areas = false
    workbook = false
    "#);
}
