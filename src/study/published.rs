//! `[published]`: figures that others published, to set beside those of a run. No result depends on
//! them.

use super::error::{StudyCause, StudyError};
use super::parse::Source;
use super::spanned::Spanned;
use super::{LayoutSpec, Study};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Published figures to compare with those of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Published {
    /// Best mean travel times by number of centres.
    pub mean_times: Vec<PublishedMeanTimes>,
    /// Mean times to treatment by allowable delay of a bypass.
    pub allowable_delays: Vec<PublishedAllowableDelays>,
    /// Distances from which a helicopter is faster than the road.
    pub break_evens: Vec<PublishedBreakEven>,
    /// Cost per QALY gained by helicopters.
    pub costs_per_qaly: Vec<PublishedCost>,
    /// One layout against another.
    pub comparisons: Vec<PublishedComparison>,
}

impl Published {
    /// The sources of what pictures show.
    pub fn sources_of_pictures(&self) -> impl Iterator<Item = &str> {
        let mean_times = self.mean_times.iter().map(|each| &each.source);
        let delays = self.allowable_delays.iter().map(|each| &each.source);
        let distances = self.break_evens.iter().map(|each| &each.source);
        mean_times
            .chain(delays)
            .chain(distances)
            .map(String::as_str)
    }
}

/// Best mean travel times by number of centres.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedMeanTimes {
    /// Who, when and where.
    #[schemars(extend("examples" = ["Allen et al. 2017, BMJ Open 7:e018143"]))]
    pub source: String,
    /// One mean per number of centres.
    pub points: Vec<PublishedMeanTime>,
}

/// A best mean travel time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedMeanTime {
    /// Number of centres.
    #[schemars(extend("minimum" = 1, "examples" = [24]))]
    pub centres: u32,
    /// Mean travel time, in minutes.
    #[schemars(extend("minimum" = 0, "x-unit" = "min", "examples" = [34]))]
    pub minutes: f64,
}

/// Mean times to treatment by allowable delay of a bypass: travel, and for MT the net delay of a
/// transfer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedAllowableDelays {
    /// Who, when and where.
    #[schemars(extend("examples" = ["Allen et al. 2019, European Stroke Journal"]))]
    pub source: String,
    /// One pair of means per allowable delay.
    pub points: Vec<PublishedAllowableDelay>,
}

/// Mean times to treatment with one allowable delay.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedAllowableDelay {
    /// How much farther than the nearest unit a centre may be, in minutes.
    #[schemars(extend("minimum" = 0, "x-unit" = "min", "examples" = [15]))]
    pub allowable_delay_minutes: f64,
    /// Mean time to IVT, in minutes.
    #[schemars(extend("minimum" = 0, "x-unit" = "min", "examples" = [20]))]
    pub ivt_minutes: f64,
    /// Mean time to MT, in minutes.
    #[schemars(extend("minimum" = 0, "x-unit" = "min", "examples" = [75]))]
    pub mt_minutes: f64,
}

/// A distance from which a helicopter is faster than the road.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedBreakEven {
    /// Where and when, and with what delays.
    #[schemars(extend("examples" = ["USA 2021"]))]
    pub source: String,
    /// Between the hospitals, in kilometres.
    #[schemars(extend("minimum" = 0, "x-unit" = "km", "examples" = [64]))]
    pub km: f64,
}

/// Cost per QALY gained by helicopters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedCost {
    /// Who and when.
    #[schemars(extend("examples" = ["Coughlan et al. 2021"]))]
    pub source: String,
    /// In the currency of the study.
    #[schemars(extend("minimum" = 0, "x-unit" = "`currency`", "examples" = [28027]))]
    pub cost: f64,
    /// Condition, as the end of the sentence that begins with the cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["where 60 min are saved"]))]
    pub note: Option<String>,
}

/// Figures of one layout against another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedComparison {
    /// The layout that they start from: its name, or a number of centres, which the base of the report
    /// must have.
    #[schemars(extend("examples" = [24, "current"]))]
    pub base: ComparedLayout,
    /// The layout that they compare with it: its name, or a number of centres, for every layout
    /// with that many.
    #[schemars(extend("examples" = [30, "planned"]))]
    pub layout: ComparedLayout,
    /// Who, when and where.
    #[schemars(extend("examples" = ["McMeekin et al. 2019"]))]
    pub source: String,
    /// Heading of the column of their figures.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the source", "examples" = ["McMeekin"]))]
    pub label: Option<String>,
    /// What they compare, as the end of the sentence that begins with the source.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = ["who compare 24 centres with 30 of their own choice"]))]
    pub note: Option<String>,
    /// Their figures, in the order of the report.
    pub figures: Vec<PublishedFigure>,
}

/// A layout that a published comparison is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ComparedLayout {
    /// Of so many centres.
    Centres(u32),
    /// Of this name.
    Name(String),
}

/// One figure of a comparison: both values, or the change from one to the other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedFigure {
    /// The measure.
    pub measure: Measure,
    /// With the layout that they start from.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [195]))]
    pub base: Option<f64>,
    /// With the layout that they compare with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [165]))]
    pub layout: Option<f64>,
    /// From one layout to the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [190]))]
    pub change: Option<f64>,
    /// Lower end of the interval around the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [-6]))]
    pub from: Option<f64>,
    /// Upper end of the interval around the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("examples" = [399]))]
    pub to: Option<f64>,
}

/// What a figure of a comparison is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
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

/// Published figures to compare with those of a run. No result depends on them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PublishedToml {
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

impl PublishedToml {
    pub(super) const fn is_empty(&self) -> bool {
        self.mean_times.is_empty()
            && self.allowable_delays.is_empty()
            && self.break_evens.is_empty()
            && self.costs_per_qaly.is_empty()
            && self.comparisons.is_empty()
    }
}

fn number(number: f64) -> bool {
    number.is_finite() && number >= 0.0
}

impl Source<'_> {
    /// The figures, each of something that the study works out.
    pub(super) fn published(
        &self,
        form: PublishedToml,
        study: &Study,
    ) -> Result<Published, StudyError> {
        self.only_with(&form, study)?;
        Ok(Published {
            mean_times: self.checked("mean_times", form.mean_times, |each| {
                let mut points = each.points.iter();
                let wrong = points.find(|at| !(number(at.minutes) && at.centres > 0))?;
                let expected = "at least 1 centre, and a number of at least 0 for `minutes`";
                let found = format!("{} centres, {} min", wrong.centres, wrong.minutes);
                Some((expected, found))
            })?,
            allowable_delays: self.checked("allowable_delays", form.allowable_delays, |each| {
                let times = each
                    .points
                    .iter()
                    .flat_map(|at| [at.allowable_delay_minutes, at.ivt_minutes, at.mt_minutes]);
                let wrong = times.into_iter().find(|&time| !number(time))?;
                Some(("minutes of at least 0", wrong.to_string()))
            })?,
            break_evens: self.checked("break_evens", form.break_evens, |each| {
                let expected = "a number of at least 0 for `km`";
                (!number(each.km)).then(|| (expected, each.km.to_string()))
            })?,
            costs_per_qaly: self.checked("costs_per_qaly", form.costs_per_qaly, |each| {
                let expected = "a number of at least 0 for `cost`";
                (!number(each.cost)).then(|| (expected, each.cost.to_string()))
            })?,
            comparisons: self.comparisons(form.comparisons, &study.layouts)?,
        })
    }

    /// The forms, if `wrong` finds in none of them what cannot be: what was expected, and found.
    fn checked<T>(
        &self,
        key: &'static str,
        forms: Vec<Spanned<T>>,
        wrong: impl Fn(&T) -> Option<(&'static str, String)>,
    ) -> Result<Vec<T>, StudyError> {
        for form in &forms {
            if let Some((expected, found)) = wrong(form.as_ref()) {
                return Err(self.value(key, expected, &found, &form.span()));
            }
        }
        Ok(forms.into_iter().map(Spanned::into_inner).collect())
    }

    /// Refuses figures that nothing would stand beside.
    fn only_with(&self, form: &PublishedToml, study: &Study) -> Result<(), StudyError> {
        fn first<T>(forms: &[Spanned<T>]) -> Option<std::ops::Range<usize>> {
            forms.first().map(Spanned::span)
        }
        let pathway = (study.pathway.is_some(), "without `[pathway]`");
        let helicopter = (study.helicopter.is_some(), "without `[helicopter]`");
        let currency = (study.currency.is_some(), "without `currency`");
        let needs = [
            ("allowable_delays", first(&form.allowable_delays), pathway),
            ("comparisons", first(&form.comparisons), pathway),
            ("break_evens", first(&form.break_evens), helicopter),
            ("costs_per_qaly", first(&form.costs_per_qaly), helicopter),
            ("costs_per_qaly", first(&form.costs_per_qaly), currency),
        ];
        for (key, span, (there, because)) in needs {
            if let (Some(span), false) = (span, there) {
                return Err(self.error(&span, StudyCause::NoEffect { key, because }));
            }
        }
        Ok(())
    }

    fn comparisons(
        &self,
        forms: Vec<Spanned<PublishedComparison>>,
        layouts: &[LayoutSpec],
    ) -> Result<Vec<PublishedComparison>, StudyError> {
        for form in &forms {
            let (span, form) = (form.span(), form.as_ref());
            for (key, name) in [("base", &form.base), ("layout", &form.layout)] {
                let ComparedLayout::Name(name) = name else {
                    continue;
                };
                if !layouts.iter().any(|layout| layout.name == *name) {
                    let known = layouts.iter().map(|layout| layout.name.clone()).collect();
                    let name = name.clone();
                    return Err(self.error(&span, StudyCause::UnknownLayout { key, name, known }));
                }
            }
            if form.base == form.layout {
                let expected = "another layout than `base`";
                let found = match &form.layout {
                    ComparedLayout::Centres(centres) => centres.to_string(),
                    ComparedLayout::Name(name) => name.clone(),
                };
                return Err(self.value("layout", expected, &found, &span));
            }
            if let Some(wrong) = form.figures.iter().find(|figure| !figure.is_whole()) {
                let expected = "`base` and `layout`, or `change` (with `from` and `to` around it, \
                                or neither), in every figure";
                return Err(self.value("figures", expected, wrong.measure.key(), &span));
            }
        }
        Ok(forms.into_iter().map(Spanned::into_inner).collect())
    }
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
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::MedianMinutesToMt => "median-minutes-to-mt",
            Self::PeopleAtMrs0To1 => "people-at-mrs-0-1",
            Self::PeopleAtMrs0To2 => "people-at-mrs-0-2",
            Self::PeopleAtMrs3To6 => "people-at-mrs-3-6",
            Self::Qalys => "qalys",
        }
    }
}

/// Back in the form of a study file.
pub(super) fn written(published: &Published) -> PublishedToml {
    fn forms<T: Clone>(of: &[T]) -> Vec<Spanned<T>> {
        of.iter().cloned().map(Spanned::nowhere).collect()
    }
    PublishedToml {
        mean_times: forms(&published.mean_times),
        allowable_delays: forms(&published.allowable_delays),
        break_evens: forms(&published.break_evens),
        costs_per_qaly: forms(&published.costs_per_qaly),
        comparisons: forms(&published.comparisons),
    }
}
