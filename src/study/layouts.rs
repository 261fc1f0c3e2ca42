//! `[[layouts]]`: the sites in use, one table per choice.

use super::error::{StudyCause, StudyError};
use super::names::is_reserved_for_columns;
use super::source::Source;
use super::spanned::Spanned;
use super::unknown_name::UnknownName;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

impl LayoutSpec {
    /// Whether the study names no layout, so that this one was taken.
    #[must_use]
    pub(crate) fn is_assumed(&self) -> bool {
        self.line == ASSUMED_LINE && self.source == LayoutSource::All && self.name == ALL_SITES
    }
}

/// The line of a layout that the study does not have: the name of the study comes before its layouts.
const ASSUMED_LINE: usize = 1;

/// One layout and where its sites come from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LayoutSpec {
    /// Unique in the study.
    pub name: String,
    /// For captions; the name where the study gives none.
    pub title: String,
    /// Where its sites come from.
    pub source: LayoutSource,
    /// Its line in the study file.
    pub line: usize,
}

/// Where a layout's sites come from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LayoutSource {
    /// Every site whose capability column says yes.
    Capability(String),
    /// Site ids in the study itself.
    Sites(Vec<String>),
    /// A CSV in long form, `layout,site_id`: the rows that carry the layout's name.
    File(String),
    /// Every site that has travel times.
    All,
}

/// The layout of a study that names none.
const ALL_SITES: &str = "all-sites";

/// Which sites a layout lists: `all`, or ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(
    untagged,
    expecting = "key `sites`: expected the ids of sites as a list, or the word `all`"
)]
enum SitesToml {
    Word(AllSites),
    Ids(Vec<String>),
}

/// Every site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum AllSites {
    /// Every site that has travel times.
    All,
}

/// A choice of sites to evaluate. Each has exactly one of `column`, `sites` and `file`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutToml {
    /// Unique; letters, digits, `-`, `_` and `.`, because it names files.
    #[schemars(extend("examples" = ["current"]))]
    name: String,
    /// For captions.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the name", "examples" = ["the centres in use"]))]
    title: Option<String>,
    /// Every site with `yes` in this column of the hospitals.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["mt"]))]
    column: Option<String>,
    /// The ids of the sites, or `all`: every site that has travel times.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [["PL68DH", "TR13LQ"], "all"]))]
    sites: Option<SitesToml>,
    /// A CSV with one row per `layout` and `site_id`: those of this layout's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["layouts.csv"]))]
    file: Option<String>,
}

impl LayoutToml {
    pub(super) fn read_all(
        forms: Vec<Spanned<Self>>,
        source: &Source<'_>,
    ) -> Result<Vec<LayoutSpec>, StudyError> {
        if forms.is_empty() {
            return Ok(vec![LayoutSpec {
                name: ALL_SITES.to_owned(),
                title: "all sites".to_owned(),
                source: LayoutSource::All,
                line: ASSUMED_LINE,
            }]);
        }
        let mut layouts: Vec<LayoutSpec> = Vec::with_capacity(forms.len());
        for form in forms {
            let span = form.span();
            let name = source.file_name("name", &form.as_ref().name, &span)?;
            let others = layouts
                .iter()
                .map(|layout| (layout.name.as_str(), layout.line));
            source.own_name("layout", &name, &span, others)?;
            if is_reserved_for_columns(&name) {
                return Err(source.error(&span, StudyCause::LayoutMinutes { name }));
            }
            layouts.push(
                form.into_inner()
                    .read(source.line(&span), name)
                    .map_err(|cause| source.error(&span, cause))?,
            );
        }
        Ok(layouts)
    }

    fn read(self, line: usize, name: String) -> Result<LayoutSpec, StudyCause> {
        let sources = [
            self.column.map(LayoutSource::Capability),
            self.sites.map(|sites| match sites {
                SitesToml::Word(AllSites::All) => LayoutSource::All,
                SitesToml::Ids(ids) => LayoutSource::Sites(ids),
            }),
            self.file.map(LayoutSource::File),
        ];
        let found = sources.iter().flatten().count();
        let (Some(source), 1) = (sources.into_iter().flatten().next(), found) else {
            let layout = name;
            return Err(StudyCause::LayoutSource { layout, found });
        };
        Ok(LayoutSpec {
            title: self.title.unwrap_or_else(|| name.clone()),
            name,
            source,
            line,
        })
    }

    pub(super) fn written(choice: &LayoutSpec) -> Spanned<Self> {
        let (mut column, mut sites, mut file) = (None, None, None);
        match choice.source.clone() {
            LayoutSource::Capability(capability) => column = Some(capability),
            LayoutSource::Sites(ids) => sites = Some(SitesToml::Ids(ids)),
            LayoutSource::All => sites = Some(SitesToml::Word(AllSites::All)),
            LayoutSource::File(path) => file = Some(path),
        }
        Spanned::nowhere(Self {
            name: choice.name.clone(),
            title: Some(choice.title.clone()),
            column,
            sites,
            file,
        })
    }
}

/// That no layout has a name.
pub(crate) fn unknown_layout(name: &str, layouts: &[LayoutSpec]) -> UnknownName {
    UnknownName::new("layout", name, layouts.iter().map(|layout| &layout.name))
}
