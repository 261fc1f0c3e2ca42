use super::args::{PictureOptions, ResultOptions};
use clap::{Args, ValueEnum};
use std::ops::RangeInclusive;
use std::time::Duration;

use anyhow::Context as _;
use catchment::model::UnreachableRule;
use catchment::optimise::{Budget, OutcomeMeasure, Ties, VolumeLimits};
use catchment::run::SiteSelection;
use catchment::units::Demand;

/// Which sites may, must and must not be open.
#[derive(Debug, Args, Default)]
pub(crate) struct SiteOptions {
    /// Sites that may be open: a capability column, a layout, or ids [default: all sites that have
    /// travel times]
    #[arg(long, value_name = "COLUMN|LAYOUT|SITE,…", value_delimiter = ',')]
    pub(crate) candidates: Vec<String>,
    /// Sites that must not be open
    #[arg(long, value_name = "SITE,…", value_delimiter = ',')]
    pub(crate) exclude: Vec<String>,
    /// How to count demand that a layout leaves without a route: as a number of minutes per unit, or of
    /// the unit of a study of costs; `twice-longest`: as twice the longest time to a candidate; `strict`: minimise it before all
    /// times; `exclude`: leave out areas without a route to more than half of the candidates
    /// [default: as in the study, or else twice-longest]
    #[arg(long, value_name = "MINUTES|twice-longest|strict|exclude")]
    pub(crate) unreachable: Option<UnreachableRule>,
}

impl SiteOptions {
    pub(crate) fn selection(&self, keep: &[String]) -> SiteSelection {
        let mut selection = SiteSelection::default();
        selection.unreachable = self.unreachable;
        selection.candidates.clone_from(&self.candidates);
        selection.keep = keep.to_vec();
        selection.exclude.clone_from(&self.exclude);
        selection
    }
}

/// Which sites layouts are chosen from, and which they have in any case.
#[derive(Debug, Args, Default)]
pub(crate) struct SelectionOptions {
    /// Sites that must be open: a layout, a capability column, or ids
    #[arg(long, value_name = "LAYOUT|SITE,…", value_delimiter = ',')]
    pub(crate) keep: Vec<String>,
    #[command(flatten)]
    pub(crate) sites: SiteOptions,
}

impl SelectionOptions {
    pub(crate) fn selection(&self) -> SiteSelection {
        self.sites.selection(&self.keep)
    }

    /// How demand without a route is counted, where that is said.
    pub(crate) const fn unreachable(&self) -> Option<UnreachableRule> {
        self.sites.unreachable
    }
}

/// Limits on the demand of every centre.
#[derive(Debug, Args, Default)]
pub(crate) struct LimitOptions {
    /// Minimum demand of every centre (p-median)
    #[arg(long, value_name = "DEMAND")]
    pub(crate) min_demand: Option<f64>,
    /// Maximum demand of every centre (p-median)
    #[arg(long, value_name = "DEMAND")]
    pub(crate) max_demand: Option<f64>,
}

impl LimitOptions {
    /// The limits, if any is given.
    pub(crate) fn volumes(&self) -> anyhow::Result<Option<VolumeLimits>> {
        let demand = |given: Option<f64>| given.map(Demand::try_new).transpose();
        let mut volumes = VolumeLimits::default();
        volumes.min = demand(self.min_demand).context("--min-demand")?;
        volumes.max = demand(self.max_demand).context("--max-demand")?;
        Ok((volumes != VolumeLimits::default()).then_some(volumes))
    }
}

/// When to stop before the proof.
#[derive(Debug, Args, Default)]
pub(crate) struct EffortOptions {
    /// Stop a search after this time, with the best layout so far and its gap
    #[arg(long, value_name = "SECONDS")]
    pub(crate) time_limit: Option<f64>,
    /// Stop a search at this gap [default: 0, a proof]
    #[arg(long, value_name = "PERCENT")]
    pub(crate) gap: Option<f64>,
    /// Memory for the parts of a search that wait; with less, it takes longer [default: 2]
    #[arg(long, value_name = "GIB")]
    pub(crate) memory: Option<f64>,
}

impl EffortOptions {
    pub(crate) fn budget(&self) -> anyhow::Result<Budget<'static>> {
        let mut budget = Budget::default().unless(super::interrupt::flag());
        if let Some(seconds) = self.time_limit {
            let limit = Duration::try_from_secs_f64(seconds).map_err(|_| {
                anyhow::anyhow!("--time-limit {seconds}: expected a number of seconds")
            })?;
            budget = budget.within(limit);
        }
        if let Some(gap) = self.gap {
            if !(0.0..=100.0).contains(&gap) {
                anyhow::bail!("--gap {gap}: expected a gap from 0 to 100");
            }
            budget = budget.to_gap(gap / 100.0);
        }
        if let Some(gibibytes) = self.memory {
            let bytes = gibibytes * 1_073_741_824.0;
            if !(0.0..=1e18).contains(&bytes) {
                anyhow::bail!("--memory {gibibytes}: expected a number of GiB");
            }
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "not negative, and below 2^64"
            )]
            let bytes = bytes as u64;
            budget = budget.in_memory(bytes);
        }
        Ok(budget)
    }
}

/// A number of centres, or a range of numbers: `24`, `20..30`.
fn centres(text: &str) -> Result<RangeInclusive<usize>, String> {
    let number = |text: &str| text.trim().parse::<usize>().ok();
    let ends = text.split_once("..").or_else(|| text.split_once('-'));
    let ends = match ends {
        Some((from, to)) => number(from).zip(number(to.trim_start_matches('='))),
        None => number(text).map(|number| (number, number)),
    };
    match ends {
        Some((from, to)) if from <= to => Ok(from..=to),
        _ => Err(
            "expected a number of centres, such as 24, or with --budget a range, such as 20..30"
                .to_owned(),
        ),
    }
}

/// A location model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ModelName {
    /// Shortest demand-weighted mean time
    #[default]
    PMedian,
    /// Most demand within a standard
    Mclp,
    /// Most demand within a standard of at least two centres (backup coverage)
    Backup,
    /// Fewest centres that put enough demand within a standard
    Lscp,
    /// Shortest longest time, then shortest mean
    PCentre,
    /// Largest smallest share of any group within a standard, then shortest mean
    WorstGroup,
    /// Best outcome of patients by the study's pathway
    Outcome,
    /// Lowest Gini coefficient of times, of layouts with nearly the shortest mean
    Gini,
    /// Lowest mean absolute deviation of times, of layouts with nearly the shortest mean
    Mad,
}

/// An outcome of patients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutcomeName {
    /// Patients with mRS 0–2
    #[value(name = "mrs-0-2")]
    Independent,
    /// QALYs
    Qalys,
}

impl From<OutcomeName> for OutcomeMeasure {
    fn from(name: OutcomeName) -> Self {
        match name {
            OutcomeName::Independent => Self::Independent,
            OutcomeName::Qalys => Self::Qalys,
        }
    }
}

/// Which of equally good layouts is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TieRule {
    /// The one with the most coverage (lscp), then the shortest mean time
    Best,
    /// Any, without a search for the best of them
    Any,
}

impl From<TieRule> for Ties {
    fn from(rule: TieRule) -> Self {
        match rule {
            TieRule::Best => Self::Best,
            TieRule::Any => Self::Any,
        }
    }
}

/// A location model that has a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum CurveModelName {
    /// Shortest demand-weighted mean time
    #[default]
    PMedian,
    /// Most demand within a standard
    Mclp,
    /// Most demand within a standard of at least two centres (backup coverage)
    Backup,
}

#[derive(Debug, Args)]
pub(crate) struct OptimiseOptions {
    #[command(flatten)]
    pub(crate) results: ResultOptions,
    #[command(flatten)]
    pub(crate) pictures: PictureOptions,
    /// Objective to optimise
    #[arg(long, value_enum, default_value_t)]
    pub(crate) objective: ModelName,
    /// Number of centres, including kept ones, or with --budget a range of numbers, such as 20..30;
    /// `catchment curve` compares numbers
    #[arg(long, short = 'p', value_name = "P", value_parser = centres)]
    pub(crate) centres: Option<RangeInclusive<usize>>,
    /// What there is to spend on sites, in the unit of the study's `cost_column` (p-median): any number of
    /// centres that it is enough for, or as many as --centres says
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) budget: Option<f64>,
    /// Time standard for mclp, backup, lscp and worst-group; in a study of costs a cost, in its unit
    #[arg(long, value_name = "MINUTES")]
    pub(crate) within: Option<f64>,
    /// Column whose groups are compared (worst-group)
    #[arg(long, value_name = "COLUMN")]
    pub(crate) group: Option<String>,
    /// Share of all demand that lscp must put within the standard [default: 100]
    #[arg(long, value_name = "PERCENT")]
    pub(crate) share: Option<f64>,
    /// What an outcome is (outcome) [default: mrs-0-2]
    #[arg(long, value_enum)]
    pub(crate) outcome: Option<OutcomeName>,
    /// How far the mean may be above the shortest (gini, mad) [default: 1]
    #[arg(long, value_name = "PERCENT")]
    pub(crate) mean_within: Option<f64>,
    /// Which of equally good layouts to choose (lscp, p-centre, worst-group) [default: best]
    #[arg(long, value_enum)]
    pub(crate) ties: Option<TieRule>,
    #[command(flatten)]
    pub(crate) selection: SelectionOptions,
    #[command(flatten)]
    pub(crate) limits: LimitOptions,
    /// A floor for every group of a column (p-median): `region:60:80` puts at least 80% of every
    /// region within 60 min, or within a cost of 60 in a study of costs
    #[arg(long, value_name = "COLUMN:MINUTES:PERCENT")]
    pub(crate) floor: Option<String>,
    /// Number of best layouts to list (p-median)
    #[arg(long, value_name = "K", default_value_t = 1)]
    pub(crate) best: usize,
    #[command(flatten)]
    pub(crate) effort: EffortOptions,
    /// Name of the layout and of the folder of its results [default: from the question, for example
    /// `best-24`]
    #[arg(long)]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CurveOptions {
    #[command(flatten)]
    pub(crate) results: ResultOptions,
    #[command(flatten)]
    pub(crate) pictures: PictureOptions,
    /// Objective to optimise
    #[arg(long, value_enum, default_value_t)]
    pub(crate) objective: CurveModelName,
    /// Time standard for mclp and backup; in a study of costs a cost, in its unit
    #[arg(long, value_name = "MINUTES")]
    pub(crate) within: Option<f64>,
    #[command(flatten)]
    pub(crate) limits: LimitOptions,
    /// Smallest number of centres
    #[arg(long, value_name = "P", default_value_t = 1)]
    pub(crate) from: usize,
    /// Largest number of centres [default: all candidates]
    #[arg(long, value_name = "P")]
    pub(crate) to: Option<usize>,
    #[command(flatten)]
    pub(crate) selection: SelectionOptions,
    #[command(flatten)]
    pub(crate) effort: EffortOptions,
}

/// What a mean time is weighed against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum TradeOffName {
    /// The share of all demand within a standard
    #[default]
    Within,
    /// The smallest share of any group within a standard
    WorstGroup,
    /// The demand of the smallest centre
    SmallestCentre,
}

#[derive(Debug, Args)]
pub(crate) struct ParetoOptions {
    #[command(flatten)]
    pub(crate) results: ResultOptions,
    #[command(flatten)]
    pub(crate) pictures: PictureOptions,
    /// Number of centres, including kept ones
    #[arg(long, short = 'p', value_name = "P")]
    pub(crate) centres: usize,
    /// What the mean time is weighed against
    #[arg(long, value_enum, default_value_t)]
    pub(crate) against: TradeOffName,
    /// Time standard of the shares [default: that of the study's headline]
    #[arg(long, value_name = "MINUTES")]
    pub(crate) within: Option<f64>,
    /// Column whose groups are compared (worst-group)
    #[arg(long, value_name = "COLUMN")]
    pub(crate) group: Option<String>,
    #[command(flatten)]
    pub(crate) selection: SelectionOptions,
    #[command(flatten)]
    pub(crate) effort: EffortOptions,
}

#[derive(Debug, Args)]
pub(crate) struct ExpandOptions {
    #[command(flatten)]
    pub(crate) results: ResultOptions,
    /// Sites to start with: a layout, a capability column, or ids
    #[arg(
        long,
        required = true,
        value_name = "LAYOUT|SITE,…",
        value_delimiter = ','
    )]
    pub(crate) keep: Vec<String>,
    /// Number of centres to reach
    #[arg(long, value_name = "P")]
    pub(crate) to: usize,
    #[command(flatten)]
    pub(crate) sites: SiteOptions,
    #[command(flatten)]
    pub(crate) effort: EffortOptions,
}
