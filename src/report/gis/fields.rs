use crate::wording::thousandths;

/// The fields of a layer: each has one value for every feature.
#[derive(Default)]
pub(super) struct Fields<'a>(Vec<Field<'a>>);

/// One value of every feature.
pub(super) struct Field<'a> {
    pub(super) name: String,
    pub(super) values: Values<'a>,
}

/// The values of a field, in the order of the features.
pub(super) enum Values<'a> {
    Text(Vec<Option<&'a str>>),
    Whole(Vec<Option<i64>>),
    /// To a thousandth.
    Number(Vec<Option<f64>>),
    Flag(Vec<bool>),
}

/// What one feature has of a field.
pub(super) enum Value<'a> {
    Missing,
    Text(&'a str),
    Whole(i64),
    Number(f64),
    Flag(bool),
}

impl<'a> Fields<'a> {
    /// Adds a field; one whose name is taken, in small or capital letters, gets a number.
    pub(super) fn push(&mut self, name: impl Into<String>, values: Values<'a>) {
        let name = name.into();
        let is_free = |name: &String| {
            let lower = name.to_lowercase();
            let reserved = ["fid", "geom", "geometry", "bbox"].contains(&lower.as_str());
            let mut others = self.0.iter();
            !reserved && !others.any(|field| field.name.to_lowercase() == lower)
        };
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(is_free);
        self.0.push(Field {
            name: free.unwrap_or(name),
            values,
        });
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Field<'a>> {
        self.0.iter()
    }
}

impl Field<'_> {
    /// What the feature of this number has.
    pub(super) fn value(&self, feature: usize) -> Value<'_> {
        match &self.values {
            Values::Text(texts) => texts[feature].map_or(Value::Missing, Value::Text),
            Values::Whole(counts) => counts[feature].map_or(Value::Missing, Value::Whole),
            Values::Number(numbers) => numbers[feature].map_or(Value::Missing, Value::Number),
            Values::Flag(flags) => Value::Flag(flags[feature]),
        }
    }
}

impl Values<'_> {
    /// Numbers as the tables write them.
    pub(super) fn number(values: impl Iterator<Item = Option<f64>>) -> Self {
        Self::Number(values.map(|value| value.map(thousandths)).collect())
    }
}
