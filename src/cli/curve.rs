use super::args::{Common, Format};
use super::exit::Exit;
use super::interrupt;
use super::location_args::CurveOptions;
use super::optimise::{ended, no_layout};
use super::progress::Progress;
use super::study_source::StudySource;
use super::terminal;
use anyhow::bail;
use catchment::load::Wanted;
use catchment::optimise::Status;
use catchment::pipeline::{self, Stages};
use catchment::render::{self, CurvePoint, Fonts};
use catchment::report::{self, Best, OutputFolder};

/// Finds the best mean time for every number of centres.
pub(crate) fn curve(options: &CurveOptions, common: &Common) -> anyhow::Result<Exit> {
    let budget = options.effort.budget()?;
    let source = StudySource::open(options.study.as_deref())?;
    let study = &source.study;
    let progress = Progress::new(common.quiet);
    let mut observer = |stage: &str| progress.stage(stage);
    let mut stages = Stages::new(&mut observer);
    let wanted = Wanted { drawing: false };
    let prepared = pipeline::prepare(study, &source.files, wanted, &mut stages)?;
    interrupt::check()?;
    let places = options.places.places(&options.keep);
    let problem = places.problem(&prepared)?;
    let from = options.from.max(problem.kept_sites().len()).max(1);
    let to = options.to.unwrap_or(problem.open_sites().len());
    if from > to {
        bail!("no number of centres lies between {from} and {to}");
    }
    progress.begin(to - from + 1);
    let mut told = |centres: usize| progress.step(&format!("the best {centres} centres"));
    let found = pipeline::curve(study, &prepared, &places, from..=to, budget, &mut told);
    let best = match found {
        Ok(best) => best,
        Err(error) => return no_layout(error),
    };

    let table = report::optimum_curve(&best, &prepared.dataset, &study.standards);
    let folder = match &options.output {
        Some(folder) => folder.clone(),
        None => source.output(None).join("curve"),
    };
    let output = OutputFolder::create(&folder)?;
    output.write("curve.csv", table.to_csv().as_bytes())?;
    if !options.no_maps {
        let instance = prepared.instance(study);
        let layouts: Vec<_> = prepared
            .dataset
            .layouts
            .iter()
            .map(|layout| instance.evaluate(layout))
            .collect();
        let points: Vec<CurvePoint> = best.iter().filter_map(point).collect();
        let built_in = options.study.is_none();
        let published = if built_in { render::ENGLAND } else { &[] };
        let chart = render::optimum_chart(study, &points, &layouts, published)?;
        output.write("curve.svg", chart.svg.as_bytes())?;
        output.write("curve.png", &chart.png(&Fonts::embedded())?)?;
    }
    drop(progress);

    match options.format {
        Format::Json => println!("{:#}", table.to_json()),
        Format::Csv => print!("{}", table.to_csv()),
        Format::Table if common.quiet => {}
        Format::Table => print!("{}", terminal::curve(study, &table, output.path())),
    }
    Ok(ended(best.iter().map(|best| &best.answer)))
}

fn point(best: &Best) -> Option<CurvePoint> {
    Some(CurvePoint {
        centres: best.answer.sites().len(),
        mean_minutes: best.answer.value()?,
        proven: best.answer.status == Status::Optimal,
    })
}
