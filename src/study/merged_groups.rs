use super::error::{StudyCause, StudyError};
use super::source::Source;
use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A grouping whose groups are those of a column, some of them taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedGroups {
    /// What the grouping is called.
    pub name: String,
    /// One of the columns that group the points.
    pub column: String,
    /// What is taken together; groups of the column that are in none stay as they are.
    pub groups: Vec<MergedGroup>,
}

/// Groups that are taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergedGroup {
    /// The label of all together.
    pub label: String,
    /// Their labels in the column.
    pub of: Vec<String>,
}

/// A grouping whose groups are those of a column of `groups`, some of them taken together: classes from
/// town to country as urban and rural.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MergedToml {
    /// What the grouping is called; no column of `groups` has this name.
    #[schemars(extend("examples" = ["settlement"]))]
    name: Spanned<String>,
    /// One of the columns in `groups`.
    #[schemars(extend("examples" = ["rural_urban"]))]
    column: Spanned<String>,
    /// What is taken together; groups of the column that are in none stay as they are.
    #[schemars(extend("examples" = [[{ "label": "urban", "of": ["A1", "B1"] }]]))]
    groups: Vec<MergedGroupToml>,
}

/// Groups that are taken together.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct MergedGroupToml {
    /// The label of all together.
    #[schemars(extend("examples" = ["urban"]))]
    label: String,
    /// Their labels in the column, each in one list.
    #[schemars(extend("examples" = [["A1", "B1"]]))]
    of: Vec<Spanned<String>>,
}

impl MergedToml {
    /// Reads all; `groups` are the columns that group the points.
    pub(super) fn read_all(
        forms: Vec<Self>,
        groups: &[String],
        source: &Source<'_>,
    ) -> Result<Vec<MergedGroups>, StudyError> {
        let known: Vec<&str> = groups.iter().map(String::as_str).collect();
        let names = forms.iter().map(|form| form.name.clone()).collect();
        source.distinct("group", names)?;
        forms
            .into_iter()
            .map(|form| form.read(&known, source))
            .collect()
    }

    fn read(self, known: &[&str], source: &Source<'_>) -> Result<MergedGroups, StudyError> {
        if self.name.as_ref() == "all" {
            return Err(source.error(&self.name.span(), StudyCause::GroupAll));
        }
        if known.contains(&self.name.as_ref().as_str()) {
            let expected = "a name that no column in `groups` has";
            return Err(source.value("name", expected, self.name.as_ref(), &self.name.span()));
        }
        source.check_choice(&self.column, known)?;
        let of = self
            .groups
            .iter()
            .flat_map(|group| group.of.iter().cloned());
        source.distinct("label", of.collect())?;
        let group = |group: MergedGroupToml| MergedGroup {
            label: group.label,
            of: group.of.into_iter().map(Spanned::into_inner).collect(),
        };
        Ok(MergedGroups {
            name: self.name.into_inner(),
            column: self.column.into_inner(),
            groups: self.groups.into_iter().map(group).collect(),
        })
    }

    pub(super) fn written(choice: &MergedGroups) -> Self {
        let group = |group: &MergedGroup| MergedGroupToml {
            label: group.label.clone(),
            of: group.of.iter().cloned().map(Spanned::nowhere).collect(),
        };
        Self {
            name: Spanned::nowhere(choice.name.clone()),
            column: Spanned::nowhere(choice.column.clone()),
            groups: choice.groups.iter().map(group).collect(),
        }
    }
}
