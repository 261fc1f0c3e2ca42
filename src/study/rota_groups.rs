//! `[[hospitals.rota_groups]]`: who shares nights and weekends, as a list.

use super::error::StudyError;
use super::source::Source;
use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Sites that share nights and weekends.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedRotaGroup {
    /// Its name.
    pub name: String,
    /// Its sites.
    pub sites: Vec<ListedSite>,
}

/// A site of a list in the study.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedSite {
    /// Its id.
    pub id: String,
    /// Its line in the study file.
    pub line: usize,
}

/// Sites that share nights and weekends, in scenarios of a simulation with `networks = true` and in
/// `[growth]`. Either this list or `rota_group_column`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RotaGroupToml {
    /// Unique.
    #[schemars(extend("examples" = ["Peninsula"]))]
    name: Spanned<String>,
    /// The ids of the sites, each in one group and in at least one layout.
    #[schemars(extend("examples" = [["PL68DH", "TR13LQ"]], "minItems" = 1))]
    sites: Spanned<Vec<Spanned<String>>>,
}

impl RotaGroupToml {
    pub(super) fn read_all(
        forms: Vec<Self>,
        source: &Source<'_>,
    ) -> Result<Vec<ListedRotaGroup>, StudyError> {
        let names = forms.iter().map(|form| form.name.clone());
        source.distinct("rota group", names.collect())?;
        let sites = forms.iter().flat_map(|form| form.sites.as_ref()).cloned();
        source.distinct("site of a rota group", sites.collect())?;
        forms
            .into_iter()
            .map(|form| {
                let (name, sites) = (form.name, form.sites);
                if name.as_ref().trim().is_empty() {
                    return Err(source.value("name", "a name", name.as_ref(), &name.span()));
                }
                if sites.as_ref().is_empty() {
                    return Err(source.value("sites", "at least one", "[]", &sites.span()));
                }
                let site = |id: Spanned<String>| ListedSite {
                    line: source.line(&id.span()),
                    id: id.into_inner(),
                };
                Ok(ListedRotaGroup {
                    name: name.into_inner(),
                    sites: sites.into_inner().into_iter().map(site).collect(),
                })
            })
            .collect()
    }

    pub(super) fn written(group: &ListedRotaGroup) -> Self {
        let sites = group.sites.iter();
        let sites = sites.map(|site| Spanned::nowhere(site.id.clone()));
        Self {
            name: Spanned::nowhere(group.name.clone()),
            sites: Spanned::nowhere(sites.collect()),
        }
    }
}
