//! The schema of a study accepts what the program reads and refuses what it refuses, and the reference
//! is written from it.

use crate::small_study::STUDY;
use assert_cmd::Command;
use catchment::study::{self, Study};
use serde_json::{Map, Value, json};
use std::fs;

const ENGLAND: &str = include_str!("../../data/england/study.toml");
const EXAMPLE: &str = include_str!("../../data/example/study.toml");

/// What is wrong with a value by a schema, with its place; a keyword that this does not know is a
/// failure of the test.
fn faults(schema: &Value, value: &Value, place: &str) -> Vec<String> {
    let schema = schema.as_object().expect("a schema is an object");
    let mut faults = Vec::new();
    let mut need = |is_right: bool, what: &str| {
        if !is_right {
            faults.push(format!("{place}: {what}"));
        }
    };
    let number = value.as_f64();
    let length = value.as_array().map(Vec::len);
    let mut inner: Vec<String> = Vec::new();
    for (keyword, rule) in schema {
        match keyword.as_str() {
            "type" => need(is_of(rule.as_str().expect("one type"), value), "type"),
            "const" => need(value == rule, "const"),
            "enum" => need(rule.as_array().expect("a list").contains(value), "enum"),
            "minimum" => need(
                number.is_none_or(|n| n >= rule.as_f64().unwrap()),
                "minimum",
            ),
            "maximum" => need(
                number.is_none_or(|n| n <= rule.as_f64().unwrap()),
                "maximum",
            ),
            "exclusiveMinimum" => need(number.is_none_or(|n| n > rule.as_f64().unwrap()), keyword),
            "minItems" => need(
                length.is_none_or(|n| n as u64 >= rule.as_u64().unwrap()),
                keyword,
            ),
            "maxItems" => need(
                length.is_none_or(|n| n as u64 <= rule.as_u64().unwrap()),
                keyword,
            ),
            "required" => {
                for key in rule.as_array().expect("a list") {
                    let there = value.get(key.as_str().unwrap()).is_some();
                    need(there || !value.is_object(), &format!("needs {key}"));
                }
            }
            "anyOf" | "oneOf" => {
                let branches = rule.as_array().expect("a list").iter();
                let fit = branches
                    .filter(|branch| faults_of(branch, value).is_empty())
                    .count();
                need(
                    if keyword == "oneOf" {
                        fit == 1
                    } else {
                        fit > 0
                    },
                    keyword,
                );
            }
            "items" => {
                for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                    inner.extend(self::faults(rule, item, &format!("{place}[{number}]")));
                }
            }
            "properties" => {
                for (key, item) in value.as_object().into_iter().flatten() {
                    if let Some(rule) = rule.get(key) {
                        inner.extend(self::faults(rule, item, &format!("{place}.{key}")));
                    }
                }
            }
            "additionalProperties" => {
                assert_eq!(*rule, json!(false), "{place}");
                let known = schema.get("properties").and_then(Value::as_object);
                let known = |key: &String| known.is_some_and(|known| known.contains_key(key));
                let mut keys = value.as_object().into_iter().flat_map(Map::keys);
                need(keys.all(known), "unknown key");
            }
            "$schema" | "title" | "description" | "default" | "examples" | "format" | "x-unit"
            | "x-source" | "x-default" | "x-range" | "x-certainty" => {}
            other => panic!("{place}: the keyword {other} is not known"),
        }
    }
    faults.extend(inner);
    faults
}

fn faults_of(schema: &Value, value: &Value) -> Vec<String> {
    faults(schema, value, "")
}

fn is_of(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "boolean" => value.is_boolean(),
        other => panic!("the type {other} is not known"),
    }
}

fn json_of(study: &str) -> Value {
    let study: toml::Value = toml::from_str(study).expect("TOML");
    serde_json::to_value(study).expect("JSON")
}

/// The studies of the data, of the tests, and each with its defaults written out.
fn valid() -> Vec<Value> {
    [ENGLAND, EXAMPLE, STUDY]
        .into_iter()
        .flat_map(|text| {
            let study = Study::parse(text, "study.toml").expect("a valid study");
            [json_of(text), json!(study.written_out())]
        })
        .collect()
}

#[test]
fn the_schema_accepts_every_valid_study() {
    let schema = study::schema();
    for study in valid() {
        assert_eq!(faults_of(&schema, &study), [""; 0]);
    }
}

/// Every place in a value, outermost first.
fn places(value: &Value, place: &str, found: &mut Vec<String>) {
    found.push(place.to_owned());
    let of = |key: String| format!("{place}/{key}");
    match value {
        Value::Object(object) => object
            .iter()
            .for_each(|(k, v)| places(v, &of(k.clone()), found)),
        Value::Array(array) => {
            for (number, value) in array.iter().enumerate() {
                places(value, &of(number.to_string()), found);
            }
        }
        _ => {}
    }
}

/// Whatever is of another type, or unknown, is refused by the schema and by the program.
#[test]
fn the_schema_and_the_program_refuse_the_same() {
    let schema = study::schema();
    let mut tried = 0;
    for study in valid() {
        let mut all = Vec::new();
        places(&study, "", &mut all);
        for place in &all {
            let mut changed = vec![study.clone()];
            if !place.is_empty() {
                let value = changed[0].pointer_mut(place).unwrap();
                *value = if value.is_boolean() {
                    json!("x")
                } else {
                    json!(true)
                };
            }
            if study.pointer(place).is_some_and(Value::is_object) {
                let mut unknown = study.clone();
                let table = unknown.pointer_mut(place).unwrap().as_object_mut().unwrap();
                table.insert("nonsense".to_owned(), json!("x"));
                changed.push(unknown);
            }
            for changed in changed.iter().filter(|changed| **changed != study) {
                tried += 1;
                assert!(
                    !faults_of(&schema, changed).is_empty(),
                    "{place} is not refused"
                );
                let text = toml::to_string(changed).expect("TOML");
                assert!(
                    Study::parse(&text, "study.toml").is_err(),
                    "{place} is read"
                );
            }
        }
    }
    assert!(tried > 700, "{tried}");
}

/// Calls `of` with every key of the schema: its path, its schema, and whether it must be there.
fn each_key(schema: &Value, path: &str, of: &mut impl FnMut(&str, &Value, bool)) {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    for (key, rule) in schema["properties"].as_object().into_iter().flatten() {
        let path = format!("{path}/{key}");
        of(&path, rule, required.contains(&json!(key)));
        each_key(rule, &path, of);
        each_key(&rule["items"], &path, of);
    }
}

#[test]
fn every_key_says_what_it_means_and_shows_a_value() {
    let mut keys = 0;
    each_key(&study::schema(), "", &mut |path, rule, _| {
        keys += 1;
        if path.contains("/columns/") {
            return;
        }
        let described = rule["description"].is_string() || rule["items"]["description"].is_string();
        assert!(described, "{path} has no description");
        let table = rule["properties"].is_object() || rule["items"]["properties"].is_object();
        let words = rule["oneOf"].is_array() || rule["enum"].is_array();
        let shows = rule["examples"].is_array() || !rule["default"].is_null();
        assert!(table || words || shows, "{path} shows no value");
        let numbers = rule["type"] == "number" || rule["items"]["type"] == "number";
        let plain = [
            "/travel/straight_line/detour",
            "/helicopter/arrivals_by_hour",
        ];
        let figure = path.starts_with("/published/comparisons/figures/");
        let unreachable = path.ends_with("unreachable_value");
        let unit = rule["x-unit"].is_string() || plain.contains(&path) || figure || unreachable;
        assert!(!numbers || unit, "{path} has no unit");
        for value in rule["examples"]
            .as_array()
            .into_iter()
            .flatten()
            .chain(rule.get("default"))
        {
            assert_eq!(faults_of(rule, value), [""; 0], "{path}");
        }
    });
    assert!(keys > 120, "{keys}");
}

/// A default of the schema is the value of a study that says nothing.
#[test]
fn defaults_are_those_that_the_program_takes() {
    let least = format!(
        "{STUDY}[travel.straight_line]\n[centres]\n[pathway]\nivt = \"mt\"\n\
         [helicopter]\nbases = \"b.csv\"\n"
    )
    .replace(
        "unit = \"minutes\"\n",
        "unit = \"minutes\"\nmissing = \"straight-line\"\n",
    )
    .replace("demand = \"admissions\"\n", "");
    let study = Study::parse(&least, "study.toml").expect("a valid study");
    let written = json!(study.written_out());
    let mut compared = 0;
    each_key(&study::schema(), "", &mut |path, rule, _| {
        let (default, written) = (&rule["default"], written.pointer(path));
        let said = json_of(&least).pointer(path).is_some();
        let Some(written) = written.filter(|_| {
            !said && !default.is_null() && !default.is_object() && rule["x-default"].is_null()
        }) else {
            return;
        };
        compared += 1;
        match (default.as_f64(), written.as_f64()) {
            (Some(default), Some(written)) => {
                assert!(
                    (default - written).abs() < 1e-6,
                    "{path}: {default}, {written}"
                );
            }
            _ => assert_eq!(default, written, "{path}"),
        }
    });
    assert!(compared > 40, "{compared}");
}

/// A number outside its bounds is refused under the name of its key.
#[test]
fn a_number_outside_its_bounds_is_refused_by_name() {
    let study = format!(
        "{STUDY}[centres]\n[pathway]\nivt = \"mt\"\n[pathway.patients]\nlvo_share = 0.3\n\
         [helicopter]\nbases = \"b.csv\"\n"
    );
    let study = json_of(&study);
    let mut tried = 0;
    each_key(&study::schema(), "", &mut |path, rule, _| {
        let (table, key) = path.rsplit_once('/').expect("a path");
        let sections = ["/centres", "/pathway", "/pathway/patients", "/helicopter"];
        if rule["type"] != "number" || !sections.contains(&table) || key == "mission_cost" {
            return;
        }
        let above = rule["maximum"].as_f64().map(|most| most + 0.5);
        for number in above.into_iter().chain([-0.5]) {
            let mut study = study.clone();
            study.pointer_mut(table).expect("a table")[key] = json!(number);
            if table == "/pathway/patients" {
                for share in ["nlvo_share", "haemorrhage_share"] {
                    let others = study.pointer_mut(table).expect("a table");
                    if key.ends_with("_share") && others[share].is_null() {
                        others[share] = json!(0.3);
                    }
                }
            }
            let text = toml::to_string(&study).expect("TOML");
            let error = Study::parse(&text, "study.toml").expect_err("refused");
            let named = format!(": key `{key}`");
            assert!(error.to_string().contains(&named), "{path}: {error}");
            tried += 1;
        }
    });
    assert!(tried >= 30, "{tried}");
}

/// `UPDATE_REFERENCE=1 cargo test reference` writes the page anew.
#[test]
fn the_reference_is_written_from_the_schema() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/study.md");
    let reference = study::reference();
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        fs::write(page, &reference).expect("writable");
    }
    let written = fs::read_to_string(page).expect("docs/study.md");
    assert!(
        written == reference,
        "docs/study.md is out of date: UPDATE_REFERENCE=1 cargo test reference"
    );
}

#[test]
fn a_new_study_names_its_schema_and_the_program_prints_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let catchment =
        || Command::cargo_bin("catchment").expect("the program is built with the tests");
    catchment()
        .arg("init")
        .arg(folder.path())
        .assert()
        .success();
    let study = fs::read_to_string(folder.path().join("study.toml")).expect("written");
    assert!(study.starts_with("#:schema ./study.schema.json\n"));
    let schema = fs::read_to_string(folder.path().join("study.schema.json")).expect("written");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    assert_eq!(schema, study::schema());
    let printed = catchment().arg("schema").assert().success();
    let printed: Value = serde_json::from_slice(&printed.get_output().stdout).expect("JSON");
    assert_eq!(printed, schema);
    let page = catchment()
        .args(["schema", "--markdown"])
        .assert()
        .success();
    assert_eq!(page.get_output().stdout, study::reference().into_bytes());
}
