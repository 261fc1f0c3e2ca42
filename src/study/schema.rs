//! The JSON Schema of a study, for editors and for the reference.

use super::top_level::StudyToml;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// The JSON Schema (draft 7) of a study file: every key with its type, what it means and its
/// default.
///
/// Where a key has them, these keywords are added: `x-unit`; `x-source`, where the default comes
/// from; `x-default`, the default in words; `x-range`, the two values between which a sensitivity
/// analysis varies the key; `x-certainty`, how sure the default is, in one word.
///
/// # Examples
///
/// ```
/// let schema = catchment::study::schema();
/// let standards = &schema["properties"]["report"]["properties"]["standards_minutes"];
/// assert_eq!(standards["x-unit"], "min");
/// assert_eq!(standards["default"][1], 45.0);
/// ```
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft07()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator();
    let mut schema = generator.into_root_schema_for::<StudyToml>().to_value();
    without_null(&mut schema);
    schema
}

/// TOML has no null: a key is there or not.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Array(values) => values.iter_mut().for_each(without_null),
        Value::Object(object) => {
            object.values_mut().for_each(without_null);
            no_null_type(object);
            no_null_branch(object);
            one_line(object);
        }
        _ => {}
    }
}

fn no_null_type(object: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(words)) = object.get_mut("enum") {
        words.retain(|word| !word.is_null());
    }
}

fn no_null_branch(object: &mut Map<String, Value>) {
    let Some(Value::Array(branches)) = object.get_mut("anyOf") else {
        return;
    };
    branches.retain(|branch| branch["type"] != "null");
    if let [Value::Object(only)] = branches.as_slice() {
        let only = only.clone();
        object.remove("anyOf");
        for (key, value) in only {
            object.entry(key).or_insert(value);
        }
    }
}

/// A description is one paragraph, whatever the lines of the comment that it comes from.
fn one_line(object: &mut Map<String, Value>) {
    if let Some(Value::String(text)) = object.get_mut("description") {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
}
