use super::args::{Common, Format};
use super::exit::Exit;
use super::interrupt;
use super::location_args::ExpandOptions;
use super::optimise::{ended, no_layout};
use super::progress::Progress;
use super::study_source::StudySource;
use super::terminal;
use catchment::load::Wanted;
use catchment::pipeline::{self, Stages};
use catchment::report::{self, OutputFolder};

/// Finds the best order in which to add centres, and what the order costs.
pub(crate) fn expand(options: &ExpandOptions, common: &Common) -> anyhow::Result<Exit> {
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
    let kept = places.problem(&prepared)?.kept_sites().len();
    progress.begin(options.to.saturating_sub(kept));
    let mut told = |centres: usize| progress.step(&format!("{centres} centres"));
    let found = pipeline::expand(study, &prepared, &places, options.to, budget, &mut told);
    let steps = match found {
        Ok(steps) => steps,
        Err(error) => return no_layout(error),
    };

    let standard = report::headline(&study.standards);
    let table = report::expansion(&steps, &prepared.dataset, &study.standards, standard);
    let folder = match &options.output {
        Some(folder) => folder.clone(),
        None => source.output(None).join("expansion"),
    };
    let output = OutputFolder::create(&folder)?;
    output.write("expansion.csv", table.to_csv().as_bytes())?;
    drop(progress);

    match options.format {
        Format::Json => println!("{:#}", table.to_json()),
        Format::Csv => print!("{}", table.to_csv()),
        Format::Table if common.quiet => {}
        Format::Table => {
            let minutes = study.standards[standard].as_f64();
            print!(
                "{}",
                terminal::expansion(&steps, &prepared.dataset, (standard, minutes))
            );
            println!("Results: {}", output.path().join("expansion.csv").display());
        }
    }
    let answers = steps.iter().flat_map(report::Expansion::each);
    Ok(ended(answers.map(|best| &best.answer)))
}
