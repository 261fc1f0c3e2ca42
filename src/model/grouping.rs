use alphanumeric_sort::compare_str;
use std::collections::BTreeMap;

/// A division of all demand points into groups: by region, by ambulance service, …
///
/// # Examples
///
/// ```
/// use catchment::model::Grouping;
/// let regions = Grouping::new("region", &["West", "East", "West", ""]);
/// assert_eq!(regions.labels(), ["(none)", "East", "West"]);
/// assert_eq!(regions.members(), [2, 1, 2, 0]);
///
/// let deciles = Grouping::new("decile", &["10", "2", "1"]);
/// assert_eq!(deciles.labels(), ["1", "2", "10"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    name: String,
    title: String,
    labels: Vec<String>,
    members: Vec<u32>,
}

impl Grouping {
    /// The label of a point for which the data give none.
    pub const NO_LABEL: &str = "(none)";

    /// A grouping from the label of every point, in the order of the points.
    ///
    /// Groups are in natural order of their labels, in which 2 comes before 10; an empty label becomes
    /// [`Grouping::NO_LABEL`], so that no point is left out.
    ///
    /// # Panics
    ///
    /// Never with fewer than 2³² labels.
    pub fn new<S: AsRef<str>>(name: &str, label_of_point: &[S]) -> Self {
        fn tidy(label: &str) -> &str {
            match label.trim() {
                "" => Grouping::NO_LABEL,
                label => label,
            }
        }
        let tidied: Vec<&str> = label_of_point
            .iter()
            .map(|label| tidy(label.as_ref()))
            .collect();
        // Neighbours mostly share their label: one look-up serves a whole run of them.
        let runs = || tidied.chunk_by(PartialEq::eq);
        let mut number: BTreeMap<&str, u32> = BTreeMap::new();
        for run in runs() {
            number.entry(run[0]).or_default();
        }
        let mut labels: Vec<&str> = number.keys().copied().collect();
        // Labels that only differ in leading zeros stay in their plain order.
        labels.sort_by(|a, b| compare_str(a, b).then_with(|| a.cmp(b)));
        for (n, label) in (0..).zip(&labels) {
            number.insert(label, n);
        }
        let members = runs()
            .flat_map(|run| std::iter::repeat_n(number[run[0]], run.len()))
            .collect();
        Self {
            name: name.to_owned(),
            title: name.replace('_', " "),
            labels: labels.into_iter().map(str::to_owned).collect(),
            members,
        }
    }

    /// The place of the one with this name.
    #[must_use]
    pub fn position(groupings: &[Self], name: &str) -> Option<usize> {
        groupings.iter().position(|grouping| grouping.name == name)
    }

    /// The one with this name.
    #[must_use]
    pub fn named<'a>(groupings: &'a [Self], name: &str) -> Option<&'a Self> {
        groupings.get(Self::position(groupings, name)?)
    }

    /// The names of all.
    #[must_use]
    pub fn names(groupings: &[Self]) -> Vec<String> {
        let names = groupings.iter().map(|grouping| grouping.name.clone());
        names.collect()
    }

    /// What the groups are: the column they came from.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What readers are told that a group is, in the singular: the name with spaces unless another was given.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The same groups with another title.
    #[must_use]
    pub fn with_title(self, title: String) -> Self {
        Self { title, ..self }
    }

    /// The groups' labels, in natural order.
    #[must_use]
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// For every point, the number of its group in [`Grouping::labels`].
    #[must_use]
    pub fn members(&self) -> &[u32] {
        &self.members
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_has_a_group_even_without_a_label() {
        let grouping = Grouping::new("region", &["South", "", "North", " South "]);
        assert_eq!(grouping.labels(), ["(none)", "North", "South"]);
        assert_eq!(grouping.members(), [2, 0, 1, 2]);
    }
}
