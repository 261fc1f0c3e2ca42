use super::args::{Common, Format};
use super::exit::Exit;
use super::location_args::OptimiseOptions;
use super::location_model::{location_model, usual_name};
use super::no_answer::no_layout;
use super::opened::Opened;
use super::study_source::StudySource;
use super::terminal;
use anyhow::bail;
use catchment::load;
use catchment::optimise::{Answer, Status};
use catchment::render;
use catchment::report::{self, RunManifest};
use catchment::run::{self, Formats};
use catchment::study::names_files;

/// Finds the best layout and evaluates it as a run does.
pub(crate) fn optimise(options: &OptimiseOptions, common: &Common) -> anyhow::Result<Exit> {
    let model = location_model(options)?;
    let budget = options.effort.budget()?;
    let name = match &options.name {
        Some(name) => name.clone(),
        None => usual_name(&model, &options.keep),
    };
    if !names_files(&name) {
        bail!(
            "--name `{name}`: expected letters, digits, `-`, `_` and `.`, because it is used in \
             file names",
        );
    }
    let results = &options.results;
    let source = StudySource::open(results.study.as_deref())?;
    if source
        .study
        .layouts
        .iter()
        .any(|layout| layout.name == name)
    {
        bail!("the study already has a layout `{name}`; give this one another --name");
    }
    let mut opened = Opened::open(source, common, true)?;
    let selection = options.sites.selection(&options.keep, &opened.source.study);
    let prepared = &mut opened.prepared;
    let answer = match opened.stages.stage("search for the best layout", || {
        run::solve(&model, &selection, prepared, budget)
    }) {
        Ok(answer) => answer,
        Err(error) => return no_layout(error, model.objective(), results),
    };

    let unit = &opened.source.study.population.demand_unit;
    let told = answer.unreachable.as_ref();
    let warning = told.and_then(|told| {
        report::unreachable_warning(told, answer.sites(), &prepared.dataset, unit)
    });
    if results.format != Format::Table {
        opened.progress.warn(warning.as_slice());
    }
    prepared.dataset.report.warnings.extend(warning);
    let study = run::adopt(&opened.source.study, prepared, &answer, &name)?;
    if !options.pictures.no_maps {
        let warning = render::without_glyphs(&study, &opened.prepared.dataset);
        opened.warn(warning);
    }
    let output = opened.folder(results, &name)?;
    let Opened {
        source,
        prepared,
        progress,
        mut stages,
    } = opened;
    let evaluated = run::evaluate(&study, &prepared, &mut stages);
    let run = evaluated.run(&study, &prepared);
    let solution = report::solution_json(&answer, run.dataset);
    let layouts = report::layouts_table(&answer, &name, run.dataset);
    output.write("solution.json", format!("{solution:#}\n").as_bytes())?;
    output.write("layouts.csv", layouts.to_csv().as_bytes())?;
    let formats = Formats {
        parquet: false,
        geojson: true,
    };
    stages.stage("write the tables", || {
        run::write_tables(&run, &prepared, formats, &output)
    })?;
    if !options.pictures.no_maps {
        stages.stage("draw the maps", || run::draw(&run, &output))?;
    }
    let command = ("optimise", std::env::args().collect());
    output.finish("optimise", &source.inputs(), |files| {
        RunManifest::new(&run, command, files, &source.label, stages.done()).to_json()
    })?;
    progress.end();

    match results.format {
        Format::Json => println!("{solution:#}"),
        Format::Csv => print!("{}", layouts.to_csv()),
        Format::Table if common.quiet => {}
        Format::Table => {
            print!(
                "{}",
                load::printable(&terminal::summary(&run, output.path()))
            );
            print!("{}", load::printable(&terminal::solution(&answer, &run)));
            let file = output.path().join("layouts.csv");
            println!(
                "To use it in a study, add a layout with: name = \"{name}\", file = \"{}\"",
                file.display()
            );
        }
    }
    Ok(ended(std::iter::once(&answer)))
}

/// Results of a search that Ctrl-C ended are written, and the exit code says that it was.
pub(crate) fn ended<'a>(mut answers: impl Iterator<Item = &'a Answer>) -> Exit {
    if answers.any(|answer| answer.status == Status::Cancelled) {
        Exit::Interrupted
    } else {
        Exit::Done
    }
}
