//! Names of results in a study of costs.

use super::table::{DataCell, DataTable};
use crate::units::Measure;
use serde_json::Value;

/// Columns of which the values are names of measures.
const NAMES: [&str; 3] = ["measure", "outcome", "unit"];

/// A table with the unit of the study's costs in every name that says minutes.
#[must_use]
pub(crate) fn table_in_unit(table: DataTable, measure: &Measure) -> DataTable {
    if *measure == Measure::Minutes {
        return table;
    }
    let columns = table.columns();
    let of_names: Vec<bool> = columns
        .iter()
        .map(|c| NAMES.contains(&c.as_str()))
        .collect();
    let columns = columns.iter().map(|column| measure.in_name(column));
    let mut renamed = DataTable::new(columns.collect());
    for row in table.rows() {
        let cells = row
            .iter()
            .zip(&of_names)
            .map(|(cell, &is_name)| match cell {
                DataCell::Text(name) if is_name => DataCell::Text(measure.in_name(name)),
                other => other.clone(),
            });
        renamed.push(cells.collect());
    }
    renamed
}

/// An answer of which the keys, and the names of units, say the unit of the study's costs.
pub(super) fn in_unit(json: Value, measure: &Measure) -> Value {
    match json {
        Value::Object(map) if *measure != Measure::Minutes => {
            let renamed = map.into_iter().map(|(key, value)| {
                let value = match value {
                    Value::String(name) if key == "unit" => Value::String(measure.in_name(&name)),
                    value => in_unit(value, measure),
                };
                (measure.in_name(&key), value)
            });
            Value::Object(renamed.collect())
        }
        Value::Array(items) => items
            .into_iter()
            .map(|item| in_unit(item, measure))
            .collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::CostUnit;
    use serde_json::json;

    #[test]
    fn every_name_says_the_unit() {
        let measure = Measure::Cost(CostUnit::try_new("EUR", 100).unwrap());
        let columns = ["layout", "measure", "mean_minutes", "within_7.5_percent"];
        let mut table = DataTable::new(columns.map(String::from).to_vec());
        let row = ["mean_minutes", "mean_minutes"]
            .map(DataCell::text)
            .to_vec();
        table.push([row, vec![DataCell::Empty, DataCell::Empty]].concat());
        let csv = table_in_unit(table.clone(), &measure).to_csv();
        assert_eq!(
            csv,
            "layout,measure,mean_eur,within_7.5_eur_percent\nmean_minutes,mean_eur,,\n"
        );
        assert_eq!(table_in_unit(table.clone(), &Measure::Minutes), table);
        let json = json!({ "unit": "mean_minutes", "then": [{ "mean_minutes": "mean_minutes" }] });
        let expected = json!({ "unit": "mean_eur", "then": [{ "mean_eur": "mean_minutes" }] });
        assert_eq!(in_unit(json.clone(), &measure), expected);
        assert_eq!(in_unit(json.clone(), &Measure::Minutes), json);
    }
}
