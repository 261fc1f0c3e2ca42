//! `[report]`: what the report compares and with what.

use super::error::{StudyCause, StudyError};
use super::layouts::{LayoutSpec, unknown_layout};
use super::source::Source;
use super::spanned::Spanned;
use crate::model::UnreachableRule;
use crate::units::{Measure, TravelTime};
use schemars::{JsonSchema, Schema, json_schema};
use serde::{Deserialize, Serialize};

/// What the report compares, and with what.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ReportChoice {
    /// Time standards, ascending, each inclusive.
    pub(super) standards: Vec<TravelTime>,
    /// Name of the layout that the others are compared with; the first one by default.
    pub(super) base_layout: String,
    /// Capability of the sites that the best possible layouts are chosen from.
    pub(super) optimum: Option<String>,
    /// What demand without a route costs in the search for best layouts.
    pub(super) unreachable: UnreachableRule,
}

/// Time standards, in minutes.
const STANDARDS_MINUTES: [f64; 4] = [30.0, 45.0, 60.0, 90.0];

/// What the report compares, and with what.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportToml {
    /// Time standards, ascending; each is inclusive.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("default" = STANDARDS_MINUTES, "minItems" = 1, "x-unit" = "min"))]
    standards_minutes: Option<Spanned<Vec<f64>>>,
    /// The layout that the others are compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "the first layout", "examples" = ["current"]))]
    base: Option<Spanned<String>>,
    /// A capability: the report says how far each layout is from the best possible choice of the
    /// same number of sites that have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-default" = "none", "examples" = ["ivt"]))]
    optimum: Option<Spanned<String>>,
    /// What demand without a route costs in the search for the best layouts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(schema_with = "of_unreachable", extend(
        "default" = "twice-longest",
        "x-source" = "a choice: it keeps the cost of a missing route comparable to a journey",
        "examples" = [180, "strict"]
    ))]
    unreachable: Option<Spanned<toml::Value>>,
}

fn of_unreachable(_: &mut schemars::SchemaGenerator) -> Schema {
    json_schema!({ "anyOf": [
        { "type": "number", "minimum": 0, "description": "Each unit counts as a journey of this \
            many minutes, or of this cost in a study of costs." },
        { "const": "twice-longest", "description": "Each unit counts as twice the longest journey." },
        { "const": "strict", "description": "Unreachable demand is minimised before time." },
        { "const": "exclude", "description": "Demand points from which few sites can be reached \
            are left out." },
    ] })
}

impl ReportToml {
    /// Reads what is compared, of these layouts and of hospitals with these capabilities; `costs` are
    /// the standards of a table of costs.
    pub(super) fn read(
        self,
        costs: Option<Vec<TravelTime>>,
        layouts: &[LayoutSpec],
        capabilities: &[String],
        source: &Source<'_>,
    ) -> Result<ReportChoice, StudyError> {
        let base_layout = match self.base {
            None => layouts[0].name.clone(),
            Some(base) if layouts.iter().any(|layout| layout.name == *base.as_ref()) => {
                base.into_inner()
            }
            Some(base) => {
                let cause = StudyCause::UnknownLayout {
                    key: "base",
                    unknown: Box::new(unknown_layout(base.as_ref(), layouts)),
                };
                return Err(source.error(&base.span(), cause));
            }
        };
        let optimum = match self.optimum {
            Some(name) if !capabilities.contains(name.as_ref()) => {
                let expected = "one of the hospitals' `capabilities`";
                return Err(source.value("optimum", expected, name.as_ref(), &name.span()));
            }
            name => name.map(Spanned::into_inner),
        };
        let unreachable = match &self.unreachable {
            None => UnreachableRule::default(),
            Some(rule) => unreachable(rule, source)?,
        };
        let standards = match (self.standards_minutes, costs) {
            (Some(minutes), Some(_)) => {
                let because = "with `[travel.cost]`, which has its own `standards`";
                return Err(source.no_effect("standards_minutes", because, &minutes.span()));
            }
            (None, Some(costs)) => costs,
            (minutes, None) => {
                let minutes =
                    minutes.unwrap_or_else(|| Spanned::nowhere(STANDARDS_MINUTES.to_vec()));
                standards("standards_minutes", &minutes, source)?
            }
        };
        Ok(ReportChoice {
            standards,
            base_layout,
            optimum,
            unreachable,
        })
    }

    pub(super) fn written(choice: &ReportChoice, measure: &Measure) -> Self {
        let standards = choice.standards.iter();
        let minutes = standards.map(|standard| standard.as_f64()).collect();
        Self {
            standards_minutes: (*measure == Measure::Minutes).then(|| Spanned::nowhere(minutes)),
            base: Some(Spanned::nowhere(choice.base_layout.clone())),
            optimum: choice.optimum.clone().map(Spanned::nowhere),
            unreachable: Some(Spanned::nowhere(match choice.unreachable {
                UnreachableRule::Cost(cost) => toml::Value::Float(cost.as_f64()),
                rule => toml::Value::String(rule.to_string()),
            })),
        }
    }
}

/// Standards that a key gives.
pub(super) fn standards(
    key: &'static str,
    form: &Spanned<Vec<f64>>,
    source: &Source<'_>,
) -> Result<Vec<TravelTime>, StudyError> {
    let span = form.span();
    let minutes = form.as_ref().iter();
    let standards: Vec<TravelTime> = minutes
        .map(|&m| source.quantity(key, &span, TravelTime::try_limit_from_minutes(m)))
        .collect::<Result<_, _>>()?;
    let ascending = standards.windows(2).all(|pair| pair[0] < pair[1]);
    let first = standards.first();
    if ascending && first.is_some_and(|&first| first > TravelTime::ZERO) {
        return Ok(standards);
    }
    let expected = "at least one number above 0, ascending";
    Err(source.value(key, expected, &format!("{:?}", form.as_ref()), &span))
}

fn unreachable(
    rule: &Spanned<toml::Value>,
    source: &Source<'_>,
) -> Result<UnreachableRule, StudyError> {
    let text = match rule.as_ref() {
        toml::Value::String(word) => word.clone(),
        number => number.to_string(),
    };
    text.parse().map_err(|_| {
        let expected = "a number of minutes, `twice-longest`, `strict` or `exclude`";
        source.value("unreachable", expected, &text, &rule.span())
    })
}
