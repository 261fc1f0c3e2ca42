use super::args::Common;
use super::exit::Exit;
use super::location_args::CurveOptions;
use super::opened::{Opened, print};
use super::optimise::{ended, no_layout};
use super::study_source::StudySource;
use super::terminal;
use anyhow::bail;
use catchment::optimise::Status;
use catchment::pipeline;
use catchment::render::{self, CurvePoint, Fonts};
use catchment::report::{self, Best};

/// Finds the best mean time for every number of centres.
pub(crate) fn curve(options: &CurveOptions, common: &Common) -> anyhow::Result<Exit> {
    let budget = options.effort.budget()?;
    let results = &options.results;
    let source = StudySource::open(results.study.as_deref())?;
    let opened = Opened::open(source, common, false)?;
    let (study, prepared) = (&opened.source.study, &opened.prepared);
    let places = options.places.places(&options.keep);
    let problem = places.problem(prepared)?;
    let from = options.from.max(problem.kept_sites().len()).max(1);
    let to = options.to.unwrap_or(problem.open_sites().len());
    if from > to {
        bail!("no number of centres lies between {from} and {to}");
    }
    opened.progress.begin(to - from + 1);
    let step = |centres: usize| format!("the best {centres} centres");
    let mut told = |centres: usize| opened.progress.step(&step(centres));
    let found = pipeline::curve(study, prepared, &places, from..=to, budget, &mut told);
    let best = match found {
        Ok(best) => best,
        Err(error) => return no_layout(error),
    };

    let table = report::optimum_curve(&best, &prepared.dataset, &study.standards);
    let output = opened.folder(results, "curve")?;
    output.write("curve.csv", table.to_csv().as_bytes())?;
    if !results.no_maps {
        let instance = prepared.instance(study);
        let layouts: Vec<_> = prepared
            .dataset
            .layouts
            .iter()
            .map(|layout| instance.evaluate(layout))
            .collect();
        let points: Vec<CurvePoint> = best.iter().filter_map(point).collect();
        let built_in = results.study.is_none();
        let published = if built_in { render::ENGLAND } else { &[] };
        let chart = render::optimum_chart(study, &points, &layouts, published)?;
        output.write("curve.svg", chart.svg.as_bytes())?;
        output.write("curve.png", &chart.png(&Fonts::embedded())?)?;
    }
    opened.progress.end();

    let told = || terminal::curve(study, &table, output.path());
    print(&table, results, common, told);
    Ok(ended(best.iter().map(|best| &best.answer)))
}

fn point(best: &Best) -> Option<CurvePoint> {
    Some(CurvePoint {
        centres: best.answer.sites().len(),
        mean_minutes: best.answer.value()?,
        proven: best.answer.status == Status::Optimal,
    })
}
