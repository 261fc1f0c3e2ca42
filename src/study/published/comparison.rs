//! `[[published.comparisons]]`: one layout against another.

use crate::study::error::{StudyCause, StudyError};
use crate::study::layouts::{LayoutSpec, unknown_layout};
use crate::study::source::Source;
use crate::study::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Figures of one layout against another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedComparison {
    /// The layout that they start from: its name, or a number of centres, which the base of the report
    /// must have.
    #[schemars(extend("examples" = [24, "current"]))]
    pub(crate) base: ComparedLayout,
    /// The layout that they compare with it: its name, or a number of centres, for every layout
    /// with that many.
    #[schemars(extend("examples" = [30, "planned"]))]
    pub(crate) layout: ComparedLayout,
    /// Who, when and where.
    #[schemars(extend("examples" = ["McMeekin et al. 2019"]))]
    pub(crate) source: String,
    /// Heading of the column of their figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the source", "examples" = ["McMeekin"]))]
    pub(crate) label: Option<String>,
    /// What they compare, as the end of the sentence that begins with the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["who compare 24 centres with 30 of their own choice"]))]
    pub(crate) note: Option<String>,
    /// Their figures, in the order of the report.
    pub(crate) figures: Vec<PublishedFigure>,
}

/// A layout that a published comparison is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum ComparedLayout {
    /// Of so many centres.
    Centres(u32),
    /// Of this name.
    Name(String),
}

/// One figure of a comparison: both values, or the change from one to the other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedFigure {
    /// The measure.
    pub(crate) measure: Measure,
    /// With the layout that they start from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [195]))]
    pub(crate) base: Option<f64>,
    /// With the layout that they compare with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [165]))]
    pub(crate) layout: Option<f64>,
    /// From one layout to the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [190]))]
    pub(crate) change: Option<f64>,
    /// Lower end of the interval around the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [-6]))]
    pub(crate) from: Option<f64>,
    /// Upper end of the interval around the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [399]))]
    pub(crate) to: Option<f64>,
}

/// What a figure of a comparison is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Measure {
    /// Median time from onset to MT, in minutes.
    MedianMinutesToMt,
    /// People per year who end with mRS 0–1.
    #[serde(rename = "people-at-mrs-0-1")]
    PeopleAtMrs0To1,
    /// People per year who end with mRS 0–2.
    #[serde(rename = "people-at-mrs-0-2")]
    PeopleAtMrs0To2,
    /// People per year who end with mRS 3–6.
    #[serde(rename = "people-at-mrs-3-6")]
    PeopleAtMrs3To6,
    /// QALYs of the patients of one year.
    Qalys,
}

impl PublishedFigure {
    /// Whether it says what it must, and nothing twice.
    fn is_whole(&self) -> bool {
        let interval = match (self.from, self.to) {
            (None, None) => None,
            (Some(from), Some(to)) => Some((from, to)),
            _ => return false,
        };
        match (self.base, self.layout, self.change) {
            (Some(base), Some(layout), None) => {
                base.is_finite() && layout.is_finite() && interval.is_none()
            }
            (None, None, Some(change)) => {
                change.is_finite()
                    && interval.is_none_or(|(from, to)| {
                        from.is_finite() && to.is_finite() && from <= change && change <= to
                    })
            }
            _ => false,
        }
    }
}

impl Measure {
    /// Its name in a study.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::MedianMinutesToMt => "median-minutes-to-mt",
            Self::PeopleAtMrs0To1 => "people-at-mrs-0-1",
            Self::PeopleAtMrs0To2 => "people-at-mrs-0-2",
            Self::PeopleAtMrs3To6 => "people-at-mrs-3-6",
            Self::Qalys => "qalys",
        }
    }
}

impl PublishedComparison {
    pub(super) fn read_all(
        forms: Vec<Spanned<Self>>,
        layouts: &[LayoutSpec],
        source: &Source<'_>,
    ) -> Result<Vec<Self>, StudyError> {
        for form in &forms {
            form.as_ref()
                .fault(layouts)
                .map_or(Ok(()), |cause| Err(source.error(&form.span(), cause)))?;
        }
        Ok(forms.into_iter().map(Spanned::into_inner).collect())
    }

    fn fault(&self, layouts: &[LayoutSpec]) -> Option<StudyCause> {
        for (key, name) in [("base", &self.base), ("layout", &self.layout)] {
            let ComparedLayout::Name(name) = name else {
                continue;
            };
            if !layouts.iter().any(|layout| layout.name == *name) {
                let unknown = Box::new(unknown_layout(name, layouts));
                return Some(StudyCause::UnknownLayout { key, unknown });
            }
        }
        if self.base == self.layout {
            return Some(StudyCause::Value {
                key: "layout",
                expected: "another layout than `base`",
                found: match &self.layout {
                    ComparedLayout::Centres(centres) => centres.to_string(),
                    ComparedLayout::Name(name) => name.clone(),
                },
            });
        }
        let wrong = self.figures.iter().find(|figure| !figure.is_whole())?;
        Some(StudyCause::Value {
            key: "figures",
            expected: "`base` and `layout`, or `change` (with `from` and `to` around it, or \
                       neither), in every figure",
            found: wrong.measure.key().to_owned(),
        })
    }
}
