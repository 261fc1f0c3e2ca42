//! `[growth]`: the workforce from year to year, and the hours that it gives.

mod hours;
mod inputs;

use super::error::{StudyCause, StudyError};
use super::layouts::{LayoutSpec, unknown_layout};
use super::parameter::{self, in_schema};
use super::setting::Setting;
use super::source::Source;
use super::spanned::Spanned;
use super::week_hours::hours;
use crate::growth::{
    AssignmentPolicy, EXTRA_TRAINEES, GrowthInput, GrowthInputs, HoursByStock, NetworkRule,
    Training, Uncertain,
};
use crate::units::{Share, TravelTime};
use hours::StepToml;
use inputs::uncertain;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const REQUIRED: Setting<Share> =
    Setting::new("required_share", 0.8, "an assumption").known([0.5, 0.95], "assumption");
const POLICIES: [&str; 4] = [
    "largest-unmet-demand",
    "equal",
    "one-network-first",
    "worst-served-region-first",
];
const DRAWS: u32 = 1_000;
const MOST_DRAWS: u32 = 100_000;
const OTHERS: &str = "Mon-Fri 08:00-20:00";
const ANSWER: &str = "written answer 118946, 20 December 2017";

/// What a study says of the growth of its workforce.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct GrowthChoice {
    /// The layout that is staffed; the base layout where `None`.
    pub layout: Option<String>,
    /// The workforce.
    pub inputs: GrowthInputs<Uncertain>,
    /// When it is trained, without support.
    pub training: Training,
    /// More trainees per year, where they are the support.
    pub extra_trainees: f64,
    /// Where the next clinician works; the first is that of the supports.
    pub policies: Vec<AssignmentPolicy>,
    /// Ids of the centres in the order in which they are staffed, for a policy more; empty for none.
    pub order: Vec<String>,
    /// Where the order is in the study file.
    pub(crate) order_line: usize,
    /// The hours of a centre by its clinicians.
    pub centre_hours: HoursByStock,
    /// The hours of networks, where they are the support.
    pub networks: NetworkRule,
    /// The share of a region's demand that must be covered.
    pub required_share: Share,
    /// The time standard; that of the report's headline where `None`.
    pub standard: Option<TravelTime>,
    /// The scenario of the helicopters, where they are the support; the first that flies where `None`.
    pub helicopters: Option<String>,
    /// Numbers of clinicians whose year is asked for; those of a full layout where `None`.
    pub targets: Option<Vec<u32>>,
    /// Draws of the uncertain numbers.
    pub draws: u32,
}

/// The workforce from year to year, the hours that it gives the centres of a layout, and what they
/// cover: `catchment growth`. Needs `[centres]` or `[pathway]`. The defaults of the workforce are those
/// of England.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GrowthToml {
    /// The layout that is staffed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the base layout", "examples" = ["current-24"]))]
    layout: Option<Spanned<String>>,
    /// Clinicians at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(GrowthInput::Stock.described()))]
    stock: Option<Spanned<f64>>,
    /// Between which numbers the stock may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "with the default of `stock`, 60 to 75; otherwise exactly it", "x-unit" = "clinicians", "examples" = [[60, 75]]))]
    stock_range: Option<Spanned<[f64; 2]>>,
    /// Clinicians who begin their training.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(GrowthInput::Trainees.described()))]
    trainees: Option<Spanned<f64>>,
    /// Between which numbers the trainees may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "with the default of `trainees`, 8 to 15; otherwise exactly it", "x-unit" = "clinicians per year", "examples" = [[8, 15]]))]
    trainees_range: Option<Spanned<[f64; 2]>>,
    /// Entrants by a credential, trained in another specialty.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(GrowthInput::Credentialed.described()))]
    credentialed: Option<Spanned<f64>>,
    /// Between which numbers those entrants may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "with the default of `credentialed`, 0 to 5; otherwise exactly it", "x-unit" = "clinicians per year", "examples" = [[0, 5]]))]
    credentialed_range: Option<Spanned<[f64; 2]>>,
    /// Clinicians who leave.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(GrowthInput::Leaving.described()))]
    leaving: Option<Spanned<f64>>,
    /// Between which shares those who leave may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "with the default of `leaving`, 0.02 to 0.06; otherwise exactly it", "x-unit" = "of clinicians per year", "examples" = [[0.02, 0.06]]))]
    leaving_range: Option<Spanned<[f64; 2]>>,
    /// The year of the stock. The first trainees begin in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = 2017, "minimum" = 1900, "maximum" = 2200))]
    start_year: Option<Spanned<u32>>,
    /// The last year, at most 100 years later.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "28 years after `start_year`", "minimum" = 1900, "maximum" = 2300, "examples" = [2045]))]
    last_year: Option<Spanned<u32>>,
    /// Years of training.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = 2, "maximum" = 20, "x-source" = ANSWER))]
    training_years: Option<Spanned<u32>>,
    /// The first year with entrants by a credential.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "4 years after `start_year`", "x-source" = "an assumption", "examples" = [2021]))]
    credentialed_from: Option<Spanned<u32>>,
    /// Where the next clinician works: `largest-unmet-demand`, `equal`, `one-network-first`,
    /// `worst-served-region-first`. The supports are compared under the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = ["largest-unmet-demand"], "minItems" = 1))]
    policies: Option<Spanned<Vec<Spanned<String>>>>,
    /// One policy more: the ids of all centres of the layout, in the order in which they are filled.
    #[serde(default)]
    #[schemars(extend("examples" = [["PL68DH", "TR13LQ"]]))]
    order: Vec<Spanned<String>>,
    /// The hours of a centre, from so many clinicians on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "`Mon-Fri 09:00-17:00` from 1, `08:00-20:00` from 3, `24/7` from 5",
        "x-source" = "an assumption; five: written answer 118946"))]
    centre_hours: Option<Spanned<Vec<StepToml>>>,
    /// The hours of one centre of a network, its host, from so many clinicians of all its centres on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "`Mon-Fri 09:00-17:00` from 1, `08:00-20:00` from 3, `24/7` from 6",
        "x-source" = "an assumption; six: RCR 2019"))]
    network_hours: Option<Spanned<Vec<StepToml>>>,
    /// When the other centres of a network may be open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = OTHERS, "x-source" = "an assumption"))]
    other_hours: Option<Spanned<String>>,
    /// More clinicians who begin their training, where this is the support.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = in_schema(EXTRA_TRAINEES))]
    extra_trainees: Option<Spanned<f64>>,
    /// The first year in which they begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the year after `start_year`", "x-source" = "an assumption", "examples" = [2018]))]
    extra_from: Option<Spanned<u32>>,
    /// The scenario of `[helicopter]` whose helicopters fly, where they are the support.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the first that flies", "examples" = ["daylight"]))]
    helicopters: Option<Spanned<String>>,
    /// A region reaches the standard when this share of its demand has an open centre within it at the
    /// hour at which it arises.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(transform = REQUIRED.in_schema())]
    required_share: Option<Spanned<f64>>,
    /// The time standard.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "that of the report's headline", "minimum" = 0, "x-unit" = "min", "examples" = [45]))]
    standard_minutes: Option<Spanned<f64>>,
    /// Numbers of clinicians of which the year is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "as many as all centres of the layout need, by `clinicians` of `[centres]`",
        "examples" = [[120, 150]]))]
    targets: Option<Vec<u32>>,
    /// Draws of the uncertain numbers, for the bands.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = DRAWS, "maximum" = MOST_DRAWS))]
    draws: Option<Spanned<u32>>,
}

impl GrowthToml {
    pub(super) fn read(
        self,
        layouts: &[LayoutSpec],
        flying: &[&str],
        source: &Source<'_>,
    ) -> Result<GrowthChoice, StudyError> {
        use GrowthInput as I;
        if let Some(form) = &self.layout
            && !layouts.iter().any(|layout| layout.name == *form.as_ref())
        {
            let cause = StudyCause::UnknownLayout {
                key: "layout",
                unknown: Box::new(unknown_layout(form.as_ref(), layouts)),
            };
            return Err(source.error(&form.span(), cause));
        }
        let inputs = GrowthInputs {
            stock: uncertain(
                I::Stock,
                self.stock.as_ref(),
                self.stock_range.as_ref(),
                source,
            )?,
            trainees: uncertain(
                I::Trainees,
                self.trainees.as_ref(),
                self.trainees_range.as_ref(),
                source,
            )?,
            credentialed: uncertain(
                I::Credentialed,
                self.credentialed.as_ref(),
                self.credentialed_range.as_ref(),
                source,
            )?,
            leaving: uncertain(
                I::Leaving,
                self.leaving.as_ref(),
                self.leaving_range.as_ref(),
                source,
            )?,
        };
        if let Some(form) = &self.helicopters {
            source.check_choice(form, flying)?;
        }
        let draws = match &self.draws {
            None => DRAWS,
            Some(form) if *form.as_ref() <= MOST_DRAWS => *form.as_ref(),
            Some(form) => {
                return Err(source.value("draws", "at most 100000", form.as_ref(), &form.span()));
            }
        };
        let default = NetworkRule::default();
        let networks = NetworkRule {
            host: StepToml::read_all("network_hours", self.network_hours.as_ref(), source)?
                .unwrap_or(default.host),
            others: match &self.other_hours {
                Some(form) => hours("other_hours", form, source)?,
                None => default.others,
            },
        };
        let extra = self.extra_trainees.as_ref();
        let standard = self.standard_minutes.as_ref().map(|form| {
            source.quantity(
                "standard_minutes",
                &form.span(),
                TravelTime::try_limit_from_minutes(*form.as_ref()),
            )
        });
        Ok(GrowthChoice {
            inputs,
            training: self.training(source)?,
            extra_trainees: parameter::read(&EXTRA_TRAINEES, extra, source)?,
            policies: self.policies(source)?,
            order_line: self
                .order
                .first()
                .map_or(0, |first| source.line(&first.span())),
            order: source.distinct("centre", self.order)?,
            centre_hours: StepToml::read_all("centre_hours", self.centre_hours.as_ref(), source)?
                .unwrap_or_else(HoursByStock::alone),
            networks,
            required_share: REQUIRED.read(self.required_share.as_ref(), source)?,
            standard: standard.transpose()?,
            layout: self.layout.map(Spanned::into_inner),
            helicopters: self.helicopters.map(Spanned::into_inner),
            targets: self.targets,
            draws,
        })
    }

    fn training(&self, source: &Source<'_>) -> Result<Training, StudyError> {
        let year = |form: &Option<Spanned<u32>>, default: u32| {
            form.as_ref().map_or(default, |form| *form.as_ref())
        };
        let start_year = year(&self.start_year, Training::default().start_year);
        let last_year = year(&self.last_year, start_year.saturating_add(28));
        let span = |form: &Option<Spanned<u32>>| form.as_ref().map_or(0..0, Spanned::span);
        if !(1_900..=2_200).contains(&start_year) {
            let expected = "a year from 1900 to 2200";
            return Err(source.value("start_year", expected, &start_year, &span(&self.start_year)));
        }
        if !(start_year..=start_year + 100).contains(&last_year) {
            let expected = "a year from `start_year`, at most 100 years later";
            return Err(source.value("last_year", expected, &last_year, &span(&self.last_year)));
        }
        let years = year(&self.training_years, 2);
        if years > 20 {
            return Err(source.value(
                "training_years",
                "at most 20",
                &years,
                &span(&self.training_years),
            ));
        }
        Ok(Training {
            start_year,
            last_year,
            years,
            credentialed_from: year(&self.credentialed_from, start_year + 4),
            extra_trainees: 0.0,
            extra_from: year(&self.extra_from, start_year + 1),
        })
    }

    fn policies(&self, source: &Source<'_>) -> Result<Vec<AssignmentPolicy>, StudyError> {
        let Some(form) = &self.policies else {
            return Ok(vec![AssignmentPolicy::LargestUnmetDemand]);
        };
        if form.as_ref().is_empty() {
            return Err(source.value("policies", "at least one", "[]", &form.span()));
        }
        let words = form.as_ref().iter();
        words
            .map(|word| {
                AssignmentPolicy::from_choice(word.as_ref())
                    .map_err(|_| source.unknown_choice(word, &POLICIES))
            })
            .collect()
    }

    pub(super) fn written(choice: &GrowthChoice) -> Self {
        let value = |input: Uncertain| Some(Spanned::nowhere(input.values()[1]));
        let range = |input: Uncertain| {
            let [low, _, high] = input.values();
            Some(Spanned::nowhere([low, high]))
        };
        let year = |year: u32| Some(Spanned::nowhere(year));
        let text = |text: String| Spanned::nowhere(text);
        let GrowthInputs {
            stock,
            trainees,
            credentialed,
            leaving,
        } = choice.inputs;
        let training = &choice.training;
        let policies = choice
            .policies
            .iter()
            .map(|policy| text(policy.to_string()));
        Self {
            layout: choice.layout.clone().map(text),
            stock: value(stock),
            stock_range: range(stock),
            trainees: value(trainees),
            trainees_range: range(trainees),
            credentialed: value(credentialed),
            credentialed_range: range(credentialed),
            leaving: value(leaving),
            leaving_range: range(leaving),
            start_year: year(training.start_year),
            last_year: year(training.last_year),
            training_years: year(training.years),
            credentialed_from: year(training.credentialed_from),
            policies: Some(Spanned::nowhere(policies.collect())),
            order: choice.order.iter().cloned().map(text).collect(),
            centre_hours: Some(Spanned::nowhere(StepToml::written(&choice.centre_hours))),
            network_hours: Some(Spanned::nowhere(StepToml::written(&choice.networks.host))),
            other_hours: Some(text(choice.networks.others.to_string())),
            extra_trainees: Some(Spanned::nowhere(choice.extra_trainees)),
            extra_from: year(training.extra_from),
            helicopters: choice.helicopters.clone().map(text),
            required_share: super::setting::written(choice.required_share),
            standard_minutes: choice.standard.and_then(super::setting::written),
            targets: choice.targets.clone(),
            draws: Some(Spanned::nowhere(choice.draws)),
        }
    }
}
