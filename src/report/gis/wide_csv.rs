use super::fields::{Fields, Value};
use crate::report::table::push_field;
use crate::wording::decimal;
use std::fmt::Write as _;

/// The fields of so many features as CSV, in the order of the study.
pub(super) fn wide_csv(fields: &Fields, features: usize) -> String {
    let mut csv = String::new();
    for (place, field) in fields.iter().enumerate() {
        if place > 0 {
            csv.push(',');
        }
        push_field(&mut csv, &field.name);
    }
    csv.push('\n');
    for feature in 0..features {
        for (place, field) in fields.iter().enumerate() {
            if place > 0 {
                csv.push(',');
            }
            push_value(&mut csv, &field.value(feature));
        }
        csv.push('\n');
    }
    csv
}

fn push_value(csv: &mut String, value: &Value) {
    match *value {
        Value::Missing => {}
        Value::Text(text) => push_field(csv, text),
        Value::Whole(count) => {
            let _ = write!(csv, "{count}");
        }
        Value::Number(number) => csv.push_str(&decimal(number, 3)),
        Value::Flag(flag) => csv.push_str(if flag { "yes" } else { "no" }),
    }
}
