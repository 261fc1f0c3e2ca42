use super::args::Common;
use super::exit::Exit;
use super::location_args::CurveOptions;
use super::location_model::curve_model;
use super::no_answer::{no_answer, no_layout};
use super::opened::{Opened, print};
use super::optimise::ended;
use super::study_source::StudySource;
use super::terminal;
use anyhow::bail;
use catchment::model::Layout;
use catchment::optimise::{
    CurveModel, CurveStep, EvaluatedAnswer, LocationProblem, NoLayout, Objective, Status,
};
use catchment::render::{self, CurveOf, CurvePoint, Fonts, Picture};
use catchment::report::{self, NoAnswer};
use catchment::run::{self, CurveQuestion};

/// Finds the best layout for every number of centres.
pub(crate) fn curve(options: &CurveOptions, common: &Common) -> anyhow::Result<Exit> {
    let model = curve_model(options)?;
    let budget = options.effort.budget()?;
    let results = &options.results;
    let source = StudySource::open(results.study.as_deref())?;
    let mut opened = Opened::open(source, common, false)?;
    if !options.pictures.no_maps {
        let warning = render::chart_without_glyphs(&opened.source.study, &opened.prepared.dataset);
        opened.warn(warning);
    }
    let (study, prepared) = (&opened.source.study, &opened.prepared);
    let selection = options.sites.selection(&options.keep, study);
    let question = CurveQuestion {
        model,
        selection: &selection,
    };
    let problem = selection.problem(prepared)?;
    let from = options.from.max(problem.kept_sites().len()).max(1);
    let to = options.to.unwrap_or(problem.open_sites().len());
    if from > to {
        bail!("--from {from} --to {to}: expected at least one number of centres in this range");
    }
    opened.progress.begin(to - from + 1);
    let step = |centres: usize| format!("the best {centres} centres");
    let mut progress = |centres: usize| opened.progress.step(&step(centres));
    let found = run::curve(study, prepared, question, from..=to, budget, &mut progress);
    let steps = match found {
        Ok(steps) => steps,
        Err(error) => return no_layout(error, model.objective(), results),
    };
    if steps.iter().all(|step| step.found.is_err()) {
        let undecided =
            |step: &CurveStep<EvaluatedAnswer>| matches!(step.found, Err(NoLayout::Undecided));
        let status = if steps.iter().any(undecided) {
            "undecided"
        } else {
            "infeasible"
        };
        let reason = terminal::most_centres(&steps);
        let none = NoAnswer {
            objective: model.objective(),
            status,
            reason: reason.trim_end(),
            lower_bound: None,
        };
        return no_answer(&none, results);
    }

    let table = report::optimum_curve(&steps, &prepared.dataset, &study.standards);
    let output = opened.folder(results, "curve")?;
    output.write("curve.csv", table.to_csv().as_bytes())?;
    if !options.pictures.no_maps {
        let mut subject_to = question.subject_to();
        if problem.unreachable_matters() && model.objective() == Objective::Mean {
            let rule = match problem.unreachable_cost() {
                Some(cost) => format!("unreachable demand at {cost}"),
                None => "least unreachable demand first".to_owned(),
            };
            let before = if subject_to.is_empty() { "" } else { ", " };
            subject_to = format!("{subject_to}{before}{rule}");
        }
        let chart = chart(&opened, model, &subject_to, &problem, &steps)?;
        output.write("curve.svg", chart.svg.as_bytes())?;
        output.write("curve.png", &chart.png(&Fonts::embedded())?)?;
    }
    opened.progress.end();

    print(&table, results, common, || {
        let most = match model {
            CurveModel::PMedianWithVolumes(_) => terminal::most_centres(&steps),
            _ => String::new(),
        };
        let answers = steps
            .iter()
            .filter_map(|step| Some(&step.found.as_ref().ok()?.answer));
        let gaps = terminal::unreachable(answers, &prepared.dataset, study);
        let remark = format!("{most}{gaps}");
        terminal::curve(study, &table, &remark, output.path())
    });
    let found = steps.iter().filter_map(|step| step.found.as_ref().ok());
    Ok(match ended(found.map(|best| &best.answer)) {
        Exit::Done if budget.is_cancelled() => Exit::Interrupted,
        exit => exit,
    })
}

/// The curve with the study's layouts and what others published.
fn chart(
    opened: &Opened,
    model: CurveModel,
    subject_to: &str,
    problem: &LocationProblem,
    steps: &[CurveStep<EvaluatedAnswer>],
) -> anyhow::Result<Picture> {
    let data = &opened.prepared.dataset;
    let of = match model {
        CurveModel::Mclp(standard) => CurveOf::Within(standard),
        _ => CurveOf::Mean,
    };
    let value = |layout: &Layout| match of {
        CurveOf::Within(standard) => problem
            .covered(layout.sites(), standard)
            .percent_of(problem.total_demand()),
        CurveOf::Mean => {
            let sum = problem.objective(layout.sites());
            sum.mean_over(problem.objective_demand(layout.sites()))
        }
    };
    let layouts = data.layouts.iter();
    let layouts: Vec<(&Layout, f64)> = layouts
        .filter_map(|layout| Some((layout, value(layout)?)))
        .collect();
    let points: Vec<CurvePoint> = steps.iter().filter_map(point).collect();
    let study = &opened.source.study;
    Ok(render::optimum_chart(
        study,
        (of, subject_to),
        &points,
        &layouts,
    )?)
}

fn point(step: &CurveStep<EvaluatedAnswer>) -> Option<CurvePoint> {
    let answer = &step.found.as_ref().ok()?.answer;
    Some(CurvePoint {
        centres: step.centres,
        value: answer.value_percent.or(answer.value())?,
        proven: answer.status == Status::Optimal,
    })
}
