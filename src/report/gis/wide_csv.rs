use super::layer::{Field, Layer, Values};
use crate::report::table::push_field;
use crate::wording::decimal;
use std::fmt::Write as _;

/// The fields of a layer as CSV, features in the order of the study.
pub(super) fn wide_csv(layer: &Layer) -> String {
    let mut csv = String::new();
    for (place, field) in layer.fields.iter().enumerate() {
        if place > 0 {
            csv.push(',');
        }
        push_field(&mut csv, &field.name);
    }
    csv.push('\n');
    for number in 0..layer.shapes.len() {
        for (place, field) in layer.fields.iter().enumerate() {
            if place > 0 {
                csv.push(',');
            }
            push_value(&mut csv, field, number);
        }
        csv.push('\n');
    }
    csv
}

fn push_value(csv: &mut String, field: &Field, number: usize) {
    match &field.values {
        Values::Text(texts) => push_field(csv, texts[number].unwrap_or_default()),
        Values::Whole(counts) => {
            if let Some(count) = counts[number] {
                let _ = write!(csv, "{count}");
            }
        }
        Values::Number(numbers) => {
            if let Some(number) = numbers[number] {
                csv.push_str(&decimal(number, 3));
            }
        }
        Values::Flag(flags) => csv.push_str(if flags[number] { "yes" } else { "no" }),
    }
}
