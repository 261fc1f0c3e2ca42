use super::location_args::{CurveModelName, CurveOptions, ModelName, OptimiseOptions};
use anyhow::{Context as _, bail};
use catchment::model::UnreachableRule;
use catchment::optimise::{
    CoverTarget, CurveModel, GroupFloor, LocationModel, SideConstraints, Ties,
};
use catchment::units::{Share, TravelTime};

/// The question that the options of `optimise` ask; options without effect are errors.
pub(crate) fn location_model(options: &OptimiseOptions) -> anyhow::Result<LocationModel> {
    let side_constraints = side_constraints(options)?;
    let refuse = |given: bool, option: &str, with: &str| {
        if given {
            bail!("{option} has no effect with --objective {with}");
        }
        Ok(())
    };
    let is_limited = side_constraints != SideConstraints::None || options.best > 1;
    let no_limits = |with: &str| {
        refuse(
            is_limited,
            "--min-demand, --max-demand, --floor or --best",
            with,
        )
    };
    let centres = || {
        let needed = "--centres P is needed: the number of centres in the layout";
        options.centres.context(needed)
    };
    let standard = || {
        let minutes = options
            .within
            .context("--within MINUTES is needed: the time standard")?;
        TravelTime::try_limit_from_minutes(minutes).context("--within")
    };
    let no_cost = |with: &str| {
        let rule = options.sites.unreachable;
        refuse(
            rule.is_some_and(|rule| rule != UnreachableRule::Exclude),
            "--unreachable with anything but exclude",
            with,
        )
    };
    match options.objective {
        ModelName::PMedian => {
            refuse(options.within.is_some(), "--within", "p-median")?;
            refuse(options.share.is_some(), "--share", "p-median")?;
            refuse(options.ties.is_some(), "--ties", "p-median")?;
            let centres = centres()?;
            Ok(match options.best {
                1 => LocationModel::PMedian {
                    centres,
                    side_constraints,
                },
                layouts => LocationModel::BestPMedians { centres, layouts },
            })
        }
        ModelName::Mclp => {
            no_limits("mclp")?;
            no_cost("mclp")?;
            refuse(options.share.is_some(), "--share", "mclp")?;
            refuse(options.ties.is_some(), "--ties", "mclp")?;
            Ok(LocationModel::Mclp {
                centres: centres()?,
                standard: standard()?,
            })
        }
        ModelName::Lscp => {
            no_limits("lscp")?;
            no_cost("lscp")?;
            refuse(options.centres.is_some(), "--centres", "lscp")?;
            let target = match options.share {
                None => CoverTarget::Everything,
                Some(percent) => {
                    CoverTarget::Share(Share::try_new(percent / 100.0).context("--share")?)
                }
            };
            Ok(LocationModel::Lscp {
                standard: standard()?,
                target,
                ties: options.ties.map_or(Ties::Best, Ties::from),
            })
        }
        ModelName::PCentre => {
            no_limits("p-centre")?;
            refuse(options.within.is_some(), "--within", "p-centre")?;
            refuse(options.share.is_some(), "--share", "p-centre")?;
            Ok(LocationModel::PCentre {
                centres: centres()?,
                ties: options.ties.map_or(Ties::Best, Ties::from),
            })
        }
    }
}

/// The question that the options of `curve` ask.
pub(crate) fn curve_model(options: &CurveOptions) -> anyhow::Result<CurveModel> {
    let volumes = options.limits.volumes()?;
    let rule = options.sites.unreachable;
    if options.objective == CurveModelName::Mclp
        && rule.is_some_and(|rule| rule != UnreachableRule::Exclude)
    {
        bail!("--unreachable with anything but exclude has no effect with --objective mclp");
    }
    match (options.objective, options.within, volumes) {
        (CurveModelName::PMedian, None, None) => Ok(CurveModel::PMedian),
        (CurveModelName::PMedian, None, Some(volumes)) => {
            Ok(CurveModel::PMedianWithVolumes(volumes))
        }
        (CurveModelName::PMedian, Some(_), _) => {
            bail!("--within has no effect with --objective p-median")
        }
        (CurveModelName::Mclp, Some(minutes), None) => {
            let standard = TravelTime::try_limit_from_minutes(minutes).context("--within")?;
            Ok(CurveModel::Mclp(standard))
        }
        (CurveModelName::Mclp, None, _) => {
            bail!("--within MINUTES is needed: the time standard")
        }
        (CurveModelName::Mclp, _, Some(_)) => {
            bail!("--min-demand and --max-demand have no effect with --objective mclp")
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
