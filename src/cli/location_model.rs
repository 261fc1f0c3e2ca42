use super::location_args::{CurveModelName, CurveOptions, ModelName, OptimiseOptions};
use anyhow::{Context as _, bail};
use catchment::model::UnreachableRule;
use catchment::optimise::{
    CoverTarget, CurveModel, EquityMeasure, GroupFloor, LocationModel, OutcomeMeasure,
    SideConstraints, Ties,
};
use catchment::units::{Share, SiteCost, TravelTime};
use std::ops::RangeInclusive;

/// The question that the options of `optimise` ask; options without effect are errors.
pub(crate) fn location_model(options: &OptimiseOptions) -> anyhow::Result<LocationModel> {
    let side_constraints = side_constraints(options)?;
    let asked = Asked {
        options,
        name: match options.objective {
            ModelName::PMedian => "p-median",
            ModelName::Mclp => "mclp",
            ModelName::Backup => "backup",
            ModelName::Lscp => "lscp",
            ModelName::PCentre => "p-centre",
            ModelName::WorstGroup => "worst-group",
            ModelName::Outcome => "outcome",
            ModelName::Gini => "gini",
            ModelName::Mad => "mad",
        },
        is_limited: side_constraints != SideConstraints::None || options.best > 1,
    };
    asked.check()?;
    match options.objective {
        ModelName::PMedian => asked.p_median(side_constraints),
        ModelName::Mclp => Ok(LocationModel::Mclp {
            centres: asked.centres()?,
            standard: asked.standard()?,
        }),
        ModelName::Backup => Ok(LocationModel::Backup {
            centres: asked.centres()?,
            standard: asked.standard()?,
        }),
        ModelName::Lscp => Ok(LocationModel::Lscp {
            standard: asked.standard()?,
            target: match options.share {
                None => CoverTarget::Everything,
                Some(percent) => {
                    CoverTarget::Share(Share::try_new(percent / 100.0).context("--share")?)
                }
            },
            ties: asked.ties(),
        }),
        ModelName::PCentre => Ok(LocationModel::PCentre {
            centres: asked.centres()?,
            ties: asked.ties(),
        }),
        ModelName::Outcome => Ok(LocationModel::PMedian {
            centres: asked.centres()?,
            side_constraints,
        }),
        ModelName::Gini => asked.equity(EquityMeasure::Gini),
        ModelName::Mad => asked.equity(EquityMeasure::MeanAbsoluteDeviation),
        ModelName::WorstGroup => {
            let needed = "--group COLUMN is needed: the groups that are compared";
            Ok(LocationModel::WorstGroup {
                centres: asked.centres()?,
                grouping: options.group.clone().context(needed)?,
                standard: asked.standard()?,
                ties: asked.ties(),
            })
        }
    }
}

struct Asked<'a> {
    options: &'a OptimiseOptions,
    /// The objective, as it is asked for.
    name: &'static str,
    /// Whether something else must hold, or several layouts are wanted.
    is_limited: bool,
}

impl Asked<'_> {
    /// Refuses options that the objective does not have.
    fn check(&self) -> anyhow::Result<()> {
        use ModelName::{Backup, Gini, Lscp, Mad, Mclp, Outcome, PCentre, PMedian, WorstGroup};
        let options = self.options;
        let rule = options.selection.unreachable();
        let counts = rule.is_some_and(|rule| rule != UnreachableRule::Exclude);
        let given: [(bool, &str, &[ModelName]); 10] = [
            (
                self.is_limited,
                "--min-demand, --max-demand, --floor or --best",
                &[PMedian],
            ),
            (
                counts,
                "--unreachable with anything but exclude",
                &[PMedian, PCentre, Gini, Mad],
            ),
            (
                options.within.is_some(),
                "--within",
                &[Mclp, Backup, Lscp, WorstGroup],
            ),
            (options.share.is_some(), "--share", &[Lscp]),
            (
                options.ties.is_some(),
                "--ties",
                &[Lscp, PCentre, WorstGroup],
            ),
            (
                options.centres.is_some(),
                "--centres",
                &[
                    PMedian, Mclp, Backup, PCentre, WorstGroup, Outcome, Gini, Mad,
                ],
            ),
            (options.budget.is_some(), "--budget", &[PMedian]),
            (options.group.is_some(), "--group", &[WorstGroup]),
            (options.outcome.is_some(), "--outcome", &[Outcome]),
            (options.mean_within.is_some(), "--mean-within", &[Gini, Mad]),
        ];
        for (is_given, option, of) in given {
            if is_given && !of.contains(&options.objective) {
                bail!("{option} has no effect with --objective {}", self.name);
            }
        }
        Ok(())
    }

    fn p_median(&self, side_constraints: SideConstraints) -> anyhow::Result<LocationModel> {
        let options = self.options;
        if let Some(amount) = options.budget {
            if self.is_limited {
                bail!(
                    "--budget cannot be combined with --min-demand, --max-demand, --floor or --best"
                );
            }
            return Ok(LocationModel::Affordable {
                centres: options.centres.clone().unwrap_or(1..=usize::MAX),
                available: SiteCost::try_new(amount).context("--budget")?,
            });
        }
        let centres = self.centres()?;
        Ok(match options.best {
            1 => LocationModel::PMedian {
                centres,
                side_constraints,
            },
            layouts => LocationModel::BestPMedians { centres, layouts },
        })
    }

    fn equity(&self, measure: EquityMeasure) -> anyhow::Result<LocationModel> {
        let percent = self.options.mean_within;
        let part = percent.map_or(EquityMeasure::MEAN_WITHIN, |percent| percent / 100.0);
        Ok(LocationModel::Equity {
            centres: self.centres()?,
            measure,
            mean_within: Share::try_new(part).context("--mean-within")?,
        })
    }

    fn centres(&self) -> anyhow::Result<usize> {
        single(self.options.centres.as_ref())
    }

    fn standard(&self) -> anyhow::Result<TravelTime> {
        let needed = "--within MINUTES is needed: the time standard";
        let minutes = self.options.within.context(needed)?;
        TravelTime::try_limit_from_minutes(minutes).context("--within")
    }

    fn ties(&self) -> Ties {
        self.options.ties.map_or(Ties::Best, Ties::from)
    }
}

/// The outcome that is asked for, if one is.
pub(crate) fn outcome(options: &OptimiseOptions) -> Option<OutcomeMeasure> {
    let named = options.outcome.map(OutcomeMeasure::from);
    (options.objective == ModelName::Outcome).then(|| named.unwrap_or_default())
}

/// One number of centres. A range is answered by another command: a p-median, an MCLP and a p-centre
/// never get worse with one centre more, so that the best of a range says nothing.
fn single(centres: Option<&RangeInclusive<usize>>) -> anyhow::Result<usize> {
    let needed = "--centres P is needed: the number of centres in the layout";
    let (from, to) = centres.context(needed)?.clone().into_inner();
    if from < to {
        bail!(
            "--centres {from}..{to}: expected one number of centres; more centres are never worse, so the \
             best of a range is its largest number that the limits allow: `catchment curve --from {from} \
             --to {to}` shows what each number gives"
        );
    }
    Ok(from)
}

/// The question that the options of `curve` ask.
pub(crate) fn curve_model(options: &CurveOptions) -> anyhow::Result<CurveModel> {
    let volumes = options.limits.volumes()?;
    let rule = options.selection.unreachable();
    let name = match options.objective {
        CurveModelName::PMedian => "p-median",
        CurveModelName::Mclp => "mclp",
        CurveModelName::Backup => "backup",
    };
    if options.objective != CurveModelName::PMedian
        && rule.is_some_and(|rule| rule != UnreachableRule::Exclude)
    {
        bail!("--unreachable with anything but exclude has no effect with --objective {name}");
    }
    match (options.objective, options.within, volumes) {
        (CurveModelName::PMedian, None, None) => Ok(CurveModel::PMedian),
        (CurveModelName::PMedian, None, Some(volumes)) => {
            Ok(CurveModel::PMedianWithVolumes(volumes))
        }
        (CurveModelName::PMedian, Some(_), _) => {
            bail!("--within has no effect with --objective p-median")
        }
        (of_coverage, Some(minutes), None) => {
            let standard = TravelTime::try_limit_from_minutes(minutes).context("--within")?;
            Ok(match of_coverage {
                CurveModelName::Backup => CurveModel::Backup(standard),
                _ => CurveModel::Mclp(standard),
            })
        }
        (_, None, _) => {
            bail!("--within MINUTES is needed: the time standard")
        }
        (_, _, Some(_)) => {
            bail!("--min-demand and --max-demand have no effect with --objective {name}")
        }
    }
}

fn side_constraints(options: &OptimiseOptions) -> anyhow::Result<SideConstraints> {
    let volumes = options.limits.volumes()?;
    if options.best == 0 {
        bail!("--best 0: expected at least 1");
    }
    let given = [volumes.is_some(), options.floor.is_some(), options.best > 1];
    if given.into_iter().filter(|&given| given).count() > 1 {
        bail!("volume limits (--min-demand, --max-demand), --floor and --best cannot be combined");
    }
    if let Some(volumes) = volumes {
        return Ok(SideConstraints::Volumes(volumes));
    }
    if let Some(text) = &options.floor {
        return Ok(SideConstraints::Floor(floor(text)?));
    }
    Ok(SideConstraints::None)
}

fn floor(text: &str) -> anyhow::Result<GroupFloor> {
    let wrong =
        || format!("--floor `{text}`: expected COLUMN:MINUTES:PERCENT, for example `region:60:80`");
    let mut parts = text.rsplitn(3, ':');
    let mut part = || parts.next().with_context(wrong);
    let (percent, minutes, grouping) = (part()?, part()?, part()?);
    let number = |text: &str| text.trim().parse::<f64>().with_context(wrong);
    Ok(GroupFloor {
        grouping: grouping.to_owned(),
        standard: TravelTime::try_limit_from_minutes(number(minutes)?).with_context(wrong)?,
        share: Share::try_new(number(percent)? / 100.0).with_context(wrong)?,
    })
}
