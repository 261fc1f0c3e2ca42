//! `[published]`: figures that others published, to set beside those of a run. No result depends on
//! them.

mod comparison;
mod figures;

pub(crate) use comparison::{ComparedLayout, Measure, PublishedComparison, PublishedFigure};
pub(crate) use figures::{
    PublishedAllowableDelay, PublishedAllowableDelays, PublishedBreakEven, PublishedCost,
    PublishedMeanTime, PublishedMeanTimes,
};

use super::error::StudyError;
use super::layouts::LayoutSpec;
use super::source::Source;
use super::spanned::Spanned;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Published figures to compare with those of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Published {
    /// Best mean travel times by number of centres.
    pub(crate) mean_times: Vec<PublishedMeanTimes>,
    /// Mean times to treatment by allowable delay of a bypass.
    pub(crate) allowable_delays: Vec<PublishedAllowableDelays>,
    /// Distances from which a helicopter is faster than the road.
    pub(crate) break_evens: Vec<PublishedBreakEven>,
    /// Cost per QALY gained by helicopters.
    pub(crate) costs_per_qaly: Vec<PublishedCost>,
    /// One layout against another.
    pub(crate) comparisons: Vec<PublishedComparison>,
}

impl Published {
    /// The sources of what pictures show.
    pub(crate) fn sources_of_pictures(&self) -> impl Iterator<Item = &str> {
        let mean_times = self.mean_times.iter().map(|each| &each.source);
        let delays = self.allowable_delays.iter().map(|each| &each.source);
        let distances = self.break_evens.iter().map(|each| &each.source);
        mean_times
            .chain(delays)
            .chain(distances)
            .map(String::as_str)
    }
}

/// Published figures to compare with those of a run. No result depends on them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::study) struct PublishedToml {
    /// Shown with the curve of the best mean times (`catchment curve`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    mean_times: Vec<Spanned<PublishedMeanTimes>>,
    /// Shown with the chart of mean times to treatment by allowable delay. Only with `[pathway]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    allowable_delays: Vec<Spanned<PublishedAllowableDelays>>,
    /// Shown with the distance from which a helicopter is faster than the road. Only with
    /// `[helicopter]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    break_evens: Vec<Spanned<PublishedBreakEven>>,
    /// Shown with the cost per QALY of helicopters. Only with `[helicopter]` and `currency`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    costs_per_qaly: Vec<Spanned<PublishedCost>>,
    /// Shown with the outcomes of two layouts. Only with `[pathway]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    comparisons: Vec<Spanned<PublishedComparison>>,
}

/// What a study works out, for figures to be set beside.
pub(in crate::study) struct WorkedOut<'a> {
    pub(in crate::study) layouts: &'a [LayoutSpec],
    pub(in crate::study) has_pathway: bool,
    pub(in crate::study) has_helicopter: bool,
    pub(in crate::study) has_currency: bool,
}

impl PublishedToml {
    pub(in crate::study) const fn is_empty(&self) -> bool {
        self.mean_times.is_empty()
            && self.allowable_delays.is_empty()
            && self.break_evens.is_empty()
            && self.costs_per_qaly.is_empty()
            && self.comparisons.is_empty()
    }

    /// The figures, each of something that the study works out.
    pub(in crate::study) fn read(
        self,
        study: &WorkedOut<'_>,
        source: &Source<'_>,
    ) -> Result<Published, StudyError> {
        self.only_with(study, source)?;
        Ok(Published {
            mean_times: figures::read(self.mean_times, source)?,
            allowable_delays: figures::read(self.allowable_delays, source)?,
            break_evens: figures::read(self.break_evens, source)?,
            costs_per_qaly: figures::read(self.costs_per_qaly, source)?,
            comparisons: PublishedComparison::read_all(self.comparisons, study.layouts, source)?,
        })
    }

    /// Refuses figures that the study works out nothing to compare with.
    fn only_with(&self, study: &WorkedOut<'_>, source: &Source<'_>) -> Result<(), StudyError> {
        fn first<T>(forms: &[Spanned<T>]) -> Option<std::ops::Range<usize>> {
            forms.first().map(Spanned::span)
        }
        let pathway = (study.has_pathway, "without `[pathway]`");
        let helicopter = (study.has_helicopter, "without `[helicopter]`");
        let currency = (study.has_currency, "without `currency`");
        let needs = [
            ("allowable_delays", first(&self.allowable_delays), pathway),
            ("comparisons", first(&self.comparisons), pathway),
            ("break_evens", first(&self.break_evens), helicopter),
            ("costs_per_qaly", first(&self.costs_per_qaly), helicopter),
            ("costs_per_qaly", first(&self.costs_per_qaly), currency),
        ];
        for (key, span, (there, because)) in needs {
            if let (Some(span), false) = (span, there) {
                return Err(source.no_effect(key, because, &span));
            }
        }
        Ok(())
    }

    pub(in crate::study) fn written(choice: &Published) -> Self {
        fn forms<T: Clone>(of: &[T]) -> Vec<Spanned<T>> {
            of.iter().cloned().map(Spanned::nowhere).collect()
        }
        Self {
            mean_times: forms(&choice.mean_times),
            allowable_delays: forms(&choice.allowable_delays),
            break_evens: forms(&choice.break_evens),
            costs_per_qaly: forms(&choice.costs_per_qaly),
            comparisons: forms(&choice.comparisons),
        }
    }
}
