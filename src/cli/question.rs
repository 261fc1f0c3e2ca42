use super::location_args::{CurveModel, CurveOptions, Model, OptimiseOptions};
use anyhow::{Context as _, bail};
use catchment::model::UnreachableRule;
use catchment::optimise::CoverTarget;
use catchment::pipeline::{CurveQuestion, Floor, Question, Terms};
use catchment::units::{Minutes, Share};

/// What the options of `optimise` ask for; nothing that has no effect is passed over.
pub(crate) fn question(options: &OptimiseOptions) -> anyhow::Result<Question> {
    let terms = terms(options)?;
    let refuse = |given: bool, option: &str, with: &str| {
        if given {
            bail!("{option} has no effect with --objective {with}");
        }
        Ok(())
    };
    let no_terms = |with: &str| refuse(terms != Terms::None, "a limit or --best", with);
    let centres = || {
        let needed = "--centres P is needed: how many centres shall the layout have?";
        options.centres.context(needed)
    };
    let standard = || {
        let minutes = options
            .within
            .context("--within MINUTES is needed: the time standard")?;
        Minutes::try_limit_from_minutes(minutes).context("--within")
    };
    let no_cost = |with: &str| {
        let rule = options.places.unreachable;
        refuse(
            rule.is_some_and(|rule| rule != UnreachableRule::Exclude),
            "--unreachable, other than exclude,",
            with,
        )
    };
    match options.objective {
        Model::PMedian => {
            refuse(options.within.is_some(), "--within", "p-median")?;
            refuse(options.share.is_some(), "--share", "p-median")?;
            Ok(Question::Mean {
                centres: centres()?,
                terms,
            })
        }
        Model::Mclp => {
            no_terms("mclp")?;
            no_cost("mclp")?;
            refuse(options.share.is_some(), "--share", "mclp")?;
            Ok(Question::Within {
                centres: centres()?,
                standard: standard()?,
            })
        }
        Model::Lscp => {
            no_terms("lscp")?;
            no_cost("lscp")?;
            refuse(options.centres.is_some(), "--centres", "lscp")?;
            let target = match options.share {
                None => CoverTarget::Everything,
                Some(percent) => {
                    CoverTarget::Share(Share::try_new(percent / 100.0).context("--share")?)
                }
            };
            Ok(Question::Fewest {
                standard: standard()?,
                target,
            })
        }
        Model::PCentre => {
            no_terms("p-centre")?;
            refuse(options.within.is_some(), "--within", "p-centre")?;
            refuse(options.share.is_some(), "--share", "p-centre")?;
            Ok(Question::Longest {
                centres: centres()?,
            })
        }
    }
}

/// What the options of `curve` ask for.
pub(crate) fn curve_question(options: &CurveOptions) -> anyhow::Result<CurveQuestion> {
    let volumes = options.limits.volumes()?;
    let rule = options.places.unreachable;
    if options.objective == CurveModel::Mclp
        && rule.is_some_and(|rule| rule != UnreachableRule::Exclude)
    {
        bail!("--unreachable, other than exclude, has no effect with --objective mclp");
    }
    match (options.objective, options.within, volumes) {
        (CurveModel::PMedian, None, None) => Ok(CurveQuestion::Mean),
        (CurveModel::PMedian, None, Some(volumes)) => Ok(CurveQuestion::Volumes(volumes)),
        (CurveModel::PMedian, Some(_), _) => {
            bail!("--within has no effect with --objective p-median")
        }
        (CurveModel::Mclp, Some(minutes), None) => {
            let standard = Minutes::try_limit_from_minutes(minutes).context("--within")?;
            Ok(CurveQuestion::Within(standard))
        }
        (CurveModel::Mclp, None, _) => {
            bail!("--within MINUTES is needed: the time standard")
        }
        (CurveModel::Mclp, _, Some(_)) => {
            bail!("--min-demand and --max-demand have no effect with --objective mclp")
        }
    }
}

fn terms(options: &OptimiseOptions) -> anyhow::Result<Terms> {
    let volumes = options.limits.volumes()?;
    if options.best == 0 {
        bail!("--best 0: at least one layout");
    }
    let given = [volumes.is_some(), options.floor.is_some(), options.best > 1];
    if given.into_iter().filter(|&given| given).count() > 1 {
        bail!("only one of --min-demand and --max-demand, --floor, and --best at a time");
    }
    if let Some(volumes) = volumes {
        return Ok(Terms::Volumes(volumes));
    }
    if let Some(text) = &options.floor {
        return Ok(Terms::Floor(floor(text)?));
    }
    Ok(match options.best {
        1 => Terms::None,
        best => Terms::Best(best),
    })
}

fn floor(text: &str) -> anyhow::Result<Floor> {
    let wrong = || format!("--floor `{text}`: expected COLUMN:MINUTES:PERCENT, as `region:60:80`");
    let mut parts = text.rsplitn(3, ':');
    let mut part = || parts.next().with_context(wrong);
    let (percent, minutes, grouping) = (part()?, part()?, part()?);
    let number = |text: &str| text.trim().parse::<f64>().with_context(wrong);
    Ok(Floor {
        grouping: grouping.to_owned(),
        standard: Minutes::try_limit_from_minutes(number(minutes)?).with_context(wrong)?,
        share: Share::try_new(number(percent)? / 100.0).with_context(wrong)?,
    })
}

/// A name for the layout that the question asks for.
pub(crate) fn usual_name(question: &Question, keep: &[String]) -> String {
    let mut name = match question {
        Question::Mean { centres, terms } => match terms {
            Terms::None | Terms::Best(_) => format!("best-{centres}"),
            Terms::Volumes(_) => format!("best-{centres}-limits"),
            Terms::Floor(_) => format!("best-{centres}-floor"),
        },
        Question::Within { centres, standard } => {
            format!("mclp-{centres}-within-{}", standard.as_f64())
        }
        Question::Fewest { standard, .. } => format!("lscp-within-{}", standard.as_f64()),
        Question::Longest { centres } => format!("p-centre-{centres}"),
    };
    for kept in keep.iter().take(1) {
        name = format!("{name}-keep-{kept}");
    }
    name
}
