use super::{QuantityError, TravelTime};

/// What the journeys of a study are measured in: minutes, or costs in a unit of the study's own.
///
/// Costs take the place of times in every calculation: a mean cost, demand within a cost. One unit of cost
/// is kept as one minute is, in 60,000 parts, so that four decimals of the unit are exact.
///
/// # Examples
///
/// ```
/// use catchment::units::{CostUnit, Measure, TravelTime};
///
/// // Metres of a table, reported in kilometres.
/// let kilometres = CostUnit::try_new("km", 1_000)?;
/// let journey = kilometres.cost(12_345, 0)?;
/// assert_eq!(journey.as_f64(), 12.345);
/// assert!(kilometres.cost(12_345_678, 3).is_err(), "a thousandth of a metre does not fit");
///
/// let measure = Measure::Cost(kilometres);
/// assert_eq!(measure.in_name("mean_minutes"), "mean_km");
/// assert_eq!(measure.in_name("within_7.5_percent"), "within_7.5_km_percent");
/// assert_eq!(Measure::Minutes.in_name("mean_minutes"), "mean_minutes");
/// # Ok::<(), catchment::units::QuantityError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Measure {
    /// Travel times.
    #[default]
    Minutes,
    /// Costs.
    Cost(CostUnit),
}

/// A unit of costs that are not times: kilometres, money, points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostUnit {
    name: String,
    per_unit: u32,
}

/// The longest name of a unit.
const LONGEST_NAME: usize = 20;

/// Names of units that columns of results have another meaning for, or that are times.
const TAKEN: [&str; 14] = [
    "min", "mins", "minute", "minutes", "s", "sec", "second", "seconds", "h", "hour", "hours",
    "percent", "points", "centre",
];

/// Parts of a unit that are kept exactly.
const PARTS: u128 = 60_000;

impl CostUnit {
    /// A unit by its name, and how many of a table's numbers make one: 1,000 for metres in kilometres.
    ///
    /// # Errors
    ///
    /// Nothing makes no unit.
    pub fn try_new(name: &str, per_unit: u32) -> Result<Self, QuantityError> {
        if per_unit == 0 {
            return Err(QuantityError {
                quantity: "the numbers that make one unit of cost",
                expected: "a whole number of at least 1",
                found: 0.0,
            });
        }
        Ok(Self {
            name: name.to_owned(),
            per_unit,
        })
    }

    /// Whether columns can be named for a unit of this name: letters, digits, spaces, `/`, `.`, `-` and
    /// `_` of which the first is a letter, and no unit of time.
    #[must_use]
    pub fn is_name(name: &str) -> bool {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '/' | '.' | '-' | '_');
        name.len() <= LONGEST_NAME
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.ends_with(|c: char| c.is_ascii_alphanumeric())
            && name.chars().all(plain)
            && !TAKEN.contains(&name.to_ascii_lowercase().as_str())
    }

    /// Its name, as people read it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many of a table's numbers make one.
    #[must_use]
    pub const fn per_unit(&self) -> u32 {
        self.per_unit
    }

    /// Its name in names of columns: lower case, with `_` for what is neither letter nor digit.
    #[must_use]
    pub fn in_columns(&self) -> String {
        let lower = self.name.to_ascii_lowercase();
        lower.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
    }

    /// The cost of a table's number, `digits / 10^places`, exactly.
    ///
    /// # Errors
    ///
    /// More than four decimals of the unit, or more than 30,000 of it.
    pub fn cost(&self, digits: u64, places: u32) -> Result<TravelTime, QuantityError> {
        let ten = 10_u128.checked_pow(places);
        let part = ten.and_then(|ten| ten.checked_mul(u128::from(self.per_unit)));
        let part = part.unwrap_or(u128::MAX);
        let whole = u128::from(digits) * PARTS;
        let refused = |expected| QuantityError {
            quantity: "a cost",
            expected,
            found: digits as f64 / 10_f64.powi(i32::try_from(places).unwrap_or(i32::MAX)),
        };
        let most = u128::from(TravelTime::MAX.milliseconds());
        if whole / part > most || (whole / part == most && !whole.is_multiple_of(part)) {
            return Err(refused(
                "at most 30,000 of the unit; choose a larger one in `[travel.cost]`, with `per_unit`",
            ));
        }
        if !whole.is_multiple_of(part) {
            return Err(refused(
                "a number of at most four decimals of the unit, which are kept exactly; choose a smaller \
                 unit in `[travel.cost]`, or round the table",
            ));
        }
        let parts = u32::try_from(whole / part).unwrap_or(u32::MAX);
        Ok(TravelTime::from_milliseconds(parts))
    }
}

impl Measure {
    /// The unit, after a number: `min`.
    #[must_use]
    pub fn symbol(&self) -> &str {
        match self {
            Self::Minutes => "min",
            Self::Cost(unit) => &unit.name,
        }
    }

    /// What is measured: `time` or `cost`.
    #[must_use]
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Minutes => "time",
            Self::Cost(_) => "cost",
        }
    }

    /// What is measured, with its unit where it is not a time: `mean time`, `mean cost in km`.
    #[must_use]
    pub fn mean(&self) -> String {
        match self {
            Self::Minutes => "mean time".to_owned(),
            Self::Cost(unit) => format!("mean cost in {}", unit.name),
        }
    }

    /// The mean as the title of an axis: `Mean time, in minutes`.
    #[must_use]
    pub fn mean_axis(&self) -> String {
        match self {
            Self::Minutes => "Mean time, in minutes".to_owned(),
            Self::Cost(unit) => format!("Mean cost, in {}", unit.name),
        }
    }

    /// The name of a column or key: what says `minutes` says the unit, and a share within a cost says it
    /// after the number.
    #[must_use]
    pub fn in_name(&self, name: &str) -> String {
        let Self::Cost(unit) = self else {
            return name.to_owned();
        };
        let column = unit.in_columns();
        let mut parts = Vec::new();
        let mut after_within = false;
        for part in name.split('_') {
            parts.push(if part == "minutes" {
                column.as_str()
            } else {
                part
            });
            if after_within && part.starts_with(|c: char| c.is_ascii_digit()) {
                parts.push(&column);
            }
            after_within = part == "within";
        }
        parts.join("_")
    }

    /// A sentence of the program's own, in which minutes are written `12.3 min`; not for one with names
    /// of the study in it.
    #[must_use]
    pub fn in_words(&self, sentence: &str) -> String {
        let Self::Cost(unit) = self else {
            return sentence.to_owned();
        };
        let mut words: Vec<String> = sentence.split(' ').map(str::to_owned).collect();
        for place in 1..words.len() {
            let is_number = words[place - 1].starts_with(|c: char| c.is_ascii_digit());
            let rest = words[place].strip_prefix("min");
            let rest = rest.filter(|rest| !rest.starts_with(char::is_alphanumeric));
            if let (true, Some(rest)) = (is_number, rest) {
                words[place] = format!("{}{rest}", unit.name);
            }
        }
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unit(name: &str, per_unit: u32) -> CostUnit {
        CostUnit::try_new(name, per_unit).unwrap()
    }

    #[test]
    fn units_have_names_that_columns_can_have() {
        for name in ["km", "GBP", "thousand EUR", "kg CO2", "EUR/visit", "m"] {
            assert!(CostUnit::is_name(name), "{name}");
        }
        for name in [
            "",
            "£",
            "min",
            "Hours",
            "percent",
            " km",
            "km ",
            "1 km",
            "a unit with a long name",
        ] {
            assert!(!CostUnit::is_name(name), "{name}");
        }
        assert_eq!(unit("EUR/visit", 1).in_columns(), "eur_visit");
        assert!(CostUnit::try_new("km", 0).is_err());
    }

    #[test]
    fn sentences_say_the_unit() {
        let measure = Measure::Cost(unit("km", 1));
        assert_eq!(
            measure.in_words(
                "5 candidates reach 3 of 9 within 45.0 min (33%); at minimum 7 min, or 2 min."
            ),
            "5 candidates reach 3 of 9 within 45.0 km (33%); at minimum 7 km, or 2 km."
        );
        assert_eq!(
            measure.in_name("residents_within_45_percent"),
            "residents_within_45_km_percent"
        );
        assert_eq!(measure.in_name("minutes_before"), "km_before");
        assert_eq!(measure.in_name("p95_minutes"), "p95_km");
    }

    proptest! {
        /// What is kept is what was given, or it is refused.
        #[test]
        fn costs_are_exact(digits in 0_u64..4_000_000_000, places in 0_u32..8, per_unit in 1_u32..5_000) {
            let part = 10_u128.pow(places) * u128::from(per_unit);
            let given = u128::from(digits) * PARTS;
            match unit("km", per_unit).cost(digits, places) {
                Ok(cost) => {
                    prop_assert_eq!(u128::from(cost.milliseconds()) * part, given);
                    prop_assert!(cost <= TravelTime::MAX);
                }
                Err(_) => prop_assert!(!given.is_multiple_of(part) || given / part > 30_000 * PARTS),
            }
        }
    }
}
