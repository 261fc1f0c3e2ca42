use super::assumptions::Assumption;
use crate::care::THE_STUDY;
use crate::study::{Study, schema};
use serde_json::{Value, json};

/// A study with every table at its defaults.
const DEFAULTS: &str = r#"
name = "defaults"
population.file = "population.csv"
hospitals = { file = "hospitals.csv", capabilities = ["ivt"] }
travel.model = "straight-line"
layouts = [{ name = "all", column = "ivt" }]
[pathway]
ivt = "ivt"
[simulation]
[rota]
[growth]
"#;

/// Every key of these tables of a study whose default has a source, with the value that was used:
/// from that source, or from the study where the value is another one.
#[must_use]
pub(crate) fn key_assumptions(study: &Study, tables: &[&str]) -> Vec<Assumption> {
    let defaults = Study::parse(DEFAULTS, "defaults")
        .map_or(Value::Null, |defaults| json!(defaults.written_out()));
    let (schema, used) = (schema(), json!(study.written_out()));
    let mut found = Vec::new();
    for &table in tables {
        let of = |value: &Value| value.get(table).cloned().unwrap_or_default();
        let known = &schema["properties"][table];
        walk(table, known, &of(&used), &of(&defaults), &mut found);
    }
    found
}

fn walk(path: &str, known: &Value, used: &Value, default: &Value, found: &mut Vec<Assumption>) {
    let Some(keys) = known.get("properties").and_then(Value::as_object) else {
        return;
    };
    for (key, known) in keys {
        let Some(used) = used.get(key).filter(|used| !used.is_null()) else {
            continue;
        };
        let (path, default) = (format!("{path}.{key}"), &default[key.as_str()]);
        if let Some(source) = known.get("x-source").and_then(Value::as_str) {
            found.push(Assumption {
                what: path.clone(),
                value: used.clone(),
                unit: known["x-unit"].as_str().unwrap_or_default().to_owned(),
                source: if used == default { source } else { THE_STUDY }.to_owned(),
            });
        }
        walk(&path, known, used, default, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(more: &str) -> Vec<Assumption> {
        let study = Study::parse(&format!("{DEFAULTS}{more}"), "study.toml").expect("a study");
        key_assumptions(&study, &["simulation", "rota", "growth"])
    }

    fn find<'a>(all: &'a [Assumption], what: &str) -> &'a Assumption {
        let found = all.iter().find(|assumption| assumption.what == what);
        found.unwrap_or_else(|| panic!("{what} in {all:?}"))
    }

    /// A number, a step of care, weights and hours: each table's defaults have their sources.
    #[test]
    fn every_default_has_its_source() {
        let all = of("");
        for (what, source) in [
            ("rota.one_in", "RCR"),
            ("growth.stock", "RCR 2017"),
            ("growth.centre_hours", "written answer 118946"),
            ("simulation.onset_known_share", "SSNAP"),
            ("simulation.durations.door_in_door_out", "Hesse"),
            ("simulation.arrivals.hours", "SSNAP"),
        ] {
            let found = find(&all, what);
            assert!(found.source.contains(source), "{found:?}");
            assert!(!found.value.is_null(), "{found:?}");
        }
        assert!(all.iter().all(|assumption| assumption.source != THE_STUDY));
    }

    #[test]
    fn what_the_study_says_is_from_the_study() {
        let found = of("stock = 80\nleaving = 0.038\n");
        assert_eq!(find(&found, "growth.stock").source, THE_STUDY);
        assert_eq!(find(&found, "growth.stock").value, json!(80.0));
        assert!(find(&found, "growth.leaving").source.contains("RCR"));
    }
}
