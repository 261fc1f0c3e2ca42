//! The reference of the study file, written from its schema.

use super::schema::schema;
use crate::wording::decimal;
use serde_json::{Map, Value};
use std::fmt::Write as _;

const INTRODUCTION: &str = "\
# The study file

A study is one TOML file: `catchment run STUDY.toml`. `catchment init DIR` creates one to start from, with a
JSON Schema that editors use to complete and check keys. `catchment schema` prints the schema, and
`catchment schema --markdown` prints this page. File names are relative to the study file. Unknown keys are
errors, and so are keys that have no effect in combination with the others.

Each table below has one row per key. The source of a default follows it in brackets; \"–\" means that there is
no default. Keys without a unit have none.
";

/// The tables of a study, in the order of the page; those that are not named follow.
const ORDER: [&str; 15] = [
    "population",
    "hospitals",
    "travel",
    "layouts",
    "report",
    "centres",
    "pathway",
    "helicopter",
    "simulation",
    "rota",
    "growth",
    "maps",
    "output",
    "published",
    "",
];

/// Every key of a study in Markdown: type, unit, default with source, example and meaning.
///
/// ```
/// let page = catchment::study::reference();
/// assert!(page.contains("\n## `[population]`\n"));
/// assert!(page.lines().any(|line| line.starts_with("| `demand` | text |")));
/// ```
#[must_use]
pub fn reference() -> String {
    let schema = schema();
    let mut text = INTRODUCTION.to_owned();
    let _ = writeln!(text, "\n## The study\n\nKeys before the first table.\n");
    keys(&mut text, &schema, "");
    let Some(properties) = schema["properties"].as_object() else {
        return text;
    };
    let place = |key: &str| ORDER.iter().position(|known| *known == key);
    let mut tables: Vec<&String> = properties.keys().collect();
    tables.sort_by_key(|key| place(key).unwrap_or(ORDER.len()));
    for key in tables {
        section(&mut text, key, &properties[key], 2);
    }
    text
}

/// A table with its keys, then the tables in it; nothing of a key that is no table.
fn section(text: &mut String, path: &str, of: &Value, depth: usize) {
    let Some((table, is_list)) = table(of) else {
        return;
    };
    let name = if is_list {
        format!("[[{path}]]")
    } else {
        format!("[{path}]")
    };
    let words = of["description"].as_str();
    let own = table["description"].as_str();
    let _ = writeln!(text, "\n{} `{name}`\n", "#".repeat(depth));
    for words in own
        .into_iter()
        .chain(words.filter(|words| own != Some(words)))
    {
        let _ = writeln!(text, "{words}\n");
    }
    keys(text, table, path);
    for (key, of) in table["properties"].as_object().into_iter().flatten() {
        section(text, &format!("{path}.{key}"), of, 3);
    }
}

/// The table that a key holds, and whether it holds a list of them.
fn table(of: &Value) -> Option<(&Value, bool)> {
    let described = |table: &Value| {
        let properties = table["properties"].as_object()?;
        let mut properties = properties.values();
        properties
            .any(|key| key["description"].is_string() || key["properties"].is_object())
            .then_some(())
    };
    if described(of).is_some() {
        return Some((of, false));
    }
    described(&of["items"]).map(|()| (&of["items"], true))
}

fn keys(text: &mut String, table: &Value, path: &str) {
    let required: Vec<&str> = table["required"].as_array().map_or_else(Vec::new, |keys| {
        keys.iter().filter_map(Value::as_str).collect()
    });
    let Some(properties) = table["properties"].as_object() else {
        return;
    };
    let mut keys: Vec<(&String, &Value)> = properties.iter().collect();
    keys.sort_by_key(|(key, _)| !required.contains(&key.as_str()));
    let rows: Vec<String> = keys
        .into_iter()
        .filter(|(_, of)| !path.is_empty() || self::table(of).is_none())
        .map(|(key, of)| row(path, key, of, required.contains(&key.as_str())))
        .collect();
    if !rows.is_empty() {
        let _ = writeln!(text, "| key | type | unit | default | example | meaning |");
        let _ = writeln!(text, "|---|---|---|---|---|---|\n{}", rows.join("\n"));
    }
}

fn row(path: &str, key: &str, of: &Value, required: bool) -> String {
    let is_table = table(of).is_some();
    let default = match (&of["default"], of["x-default"].as_str()) {
        (_, Some(words)) => words.to_owned(),
        _ if required => "required".to_owned(),
        (Value::Null, None) => "–".to_owned(),
        (_, None) if is_table => "–".to_owned(),
        (Value::Array(none), None) if none.is_empty() => "none".to_owned(),
        (Value::Object(_), None) => "none".to_owned(),
        (value, None) => format!("`{}`", toml(value)),
    };
    let example = match example(of) {
        _ if is_table => link(path, key),
        Some(value) => format!("`{key} = {}`", toml(value)),
        None => "–".to_owned(),
    };
    let mut meaning = of["description"].as_str().unwrap_or_default().to_owned();
    // Of a list, the words that it may hold.
    let listed = Some(&of["items"]).filter(|items| items.is_object() && !is_table);
    let choices = choices(listed.unwrap_or(of));
    for (word, words) in choices.iter().filter(|(_, words)| !words.is_empty()) {
        let _ = write!(meaning, " `{}`: {words}", toml(word));
    }
    let unit = of["x-unit"].as_str().unwrap_or("");
    let cells = [
        format!("`{key}`"),
        kind(of),
        unit.to_owned(),
        format!("{default}{}", remarks(of)),
        example,
        meaning,
    ];
    format!(
        "| {} |",
        cells.map(|cell| cell.replace('|', "\\|")).join(" | ")
    )
}

/// What is known of a default: its source, the range of a sensitivity analysis, how sure it is.
fn remarks(of: &Value) -> String {
    let source = of["x-source"].as_str().map(str::to_owned);
    let range = match of["x-range"].as_array().map(Vec::as_slice) {
        Some([from, to]) => Some(format!("range {} to {}", toml(from), toml(to))),
        _ => None,
    };
    let certainty = of["x-certainty"].as_str().map(str::to_owned);
    let remarks: Vec<String> = [source, range, certainty].into_iter().flatten().collect();
    if remarks.is_empty() {
        String::new()
    } else {
        format!(" ({})", remarks.join("; "))
    }
}

/// To the section of a table.
fn link(path: &str, key: &str) -> String {
    let name = format!("{path}.{key}");
    let anchor = name.replace('.', "");
    format!("[`{name}`](#{anchor})")
}

/// The first example; or the first choice; or the default.
fn example(of: &Value) -> Option<&Value> {
    let first = of["examples"]
        .as_array()
        .and_then(|examples| examples.first());
    let choice = || choices(of).first().map(|&(word, _)| word);
    let default = || Some(&of["default"]).filter(|default| !default.is_null());
    first.or_else(choice).or_else(default)
}

/// The words that a key may hold, each with what it means.
fn choices(of: &Value) -> Vec<(&Value, &str)> {
    let words = of["enum"].as_array().into_iter().flatten();
    let branches = ["oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| of[key].as_array());
    words
        .map(|word| (word, ""))
        .chain(
            branches
                .flatten()
                .flat_map(|branch| match &branch["const"] {
                    Value::Null => choices(branch),
                    word => vec![(word, branch["description"].as_str().unwrap_or_default())],
                }),
        )
        .collect()
}

/// How many words of a choice are listed.
const LISTED: usize = 8;

fn kind(of: &Value) -> String {
    let choices = choices(of);
    if (1..=LISTED).contains(&choices.len()) {
        let mut words: Vec<String> = choices
            .iter()
            .map(|(word, _)| format!("`{}`", toml(word)))
            .collect();
        let branches = of["anyOf"].as_array().into_iter().flatten();
        words.extend(
            branches
                .filter(|b| b["type"].is_string())
                .filter(|b| self::choices(b).is_empty())
                .map(kind),
        );
        return words.join(", ");
    }
    if let Some(branches) = of["anyOf"].as_array() {
        let kinds: Vec<String> = branches.iter().map(kind).collect();
        return kinds.join(" or ");
    }
    match of["type"].as_str() {
        Some("string") => "text".to_owned(),
        Some("number") => "number".to_owned(),
        Some("integer") => "whole number".to_owned(),
        Some("boolean") => "true or false".to_owned(),
        Some("array") => match table(of) {
            Some(_) => "list of tables".to_owned(),
            None => format!("list of {}", plural(&kind(&of["items"]))),
        },
        Some("object") => match of["properties"].as_object() {
            Some(keys) if table(of).is_none() => format!("table of {}", fields(keys)),
            _ => "table".to_owned(),
        },
        _ if !choices.is_empty() => "word".to_owned(),
        _ => String::new(),
    }
}

fn plural(kind: &str) -> String {
    match kind {
        "text" => "texts".to_owned(),
        choices if choices.ends_with('`') => choices.to_owned(),
        other => format!("{other}s"),
    }
}

fn fields(keys: &Map<String, Value>) -> String {
    let keys: Vec<String> = keys.keys().map(|key| format!("`{key}`")).collect();
    keys.join(", ")
}

/// A value as TOML writes it in one line.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(values) => {
            let values: Vec<String> = values.iter().map(toml).collect();
            format!("[{}]", values.join(", "))
        }
        Value::Object(object) => {
            let pairs: Vec<String> = object
                .iter()
                .map(|(key, value)| format!("{key} = {}", toml(value)))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        Value::Number(number) if number.is_f64() => decimal(number.as_f64().unwrap_or_default(), 6),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_default_is_followed_by_its_source_range_and_certainty_where_they_are_known() {
        let key =
            json!({ "x-source": "a survey", "x-range": [0.1, 0.25], "x-certainty": "assumed" });
        assert_eq!(remarks(&key), " (a survey; range 0.1 to 0.25; assumed)");
        assert_eq!(remarks(&json!({ "x-source": "a survey" })), " (a survey)");
        assert_eq!(remarks(&json!({})), "");
    }
}
