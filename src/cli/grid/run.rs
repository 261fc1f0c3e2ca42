use super::args::GridRunOptions;
use super::progress::GridProgress;
use crate::cli::args::{Common, Format};
use crate::cli::exit::Exit;
use crate::cli::output::command_line;
use crate::cli::print;
use crate::cli::source::source;
use crate::cli::terminal;
use anyhow::{Context as _, bail};
use catchment::crs::Crs;
use catchment::run::{GridRequest, GridSession, GridSites, PolygonFile, WrittenGrid};
use catchment::study::ColumnNames;
use catchment::units::{Demand, TravelTime};
use serde_json::{Map, Value, json};

/// Computes a file of cells.
pub(crate) fn run(options: &GridRunOptions, common: &Common) -> anyhow::Result<Exit> {
    let session = GridSession::open(request(options)?)?;
    let mut progress = GridProgress::new(common.quiet);
    progress.warn(session.warnings());
    let results = session.compute(&mut progress)?;
    progress.warn(results.warnings());
    let written = results.write(command_line(), &progress)?;
    drop(progress);
    if !common.quiet {
        for note in &written.notes {
            print::say(format_args!("note: {note}"));
        }
    }
    match options.format {
        Format::Json => print::machine(format_args!("{:#}\n", as_json(&written)))?,
        Format::Csv => print::machine(written.tables[0].1.to_csv())?,
        Format::Table if common.quiet => {}
        Format::Table => print::people(terminal::grid(&written))?,
    }
    if written.result.people == Demand::ZERO {
        let file = options.input.display();
        print::say(format_args!("no answer: nobody lives in {file}"));
        return Ok(Exit::NoAnswer);
    }
    Ok(Exit::Done)
}

fn as_json(written: &WrittenGrid) -> Value {
    let tables = written.tables.iter().map(|(name, table)| {
        let name = name.trim_end_matches(".csv").to_owned();
        (name, table.to_json())
    });
    let mut all: Map<String, Value> = tables.collect();
    all.insert("cells".to_owned(), json!(written.result.cells));
    all.insert(
        "population".to_owned(),
        json!(written.result.people.as_f64()),
    );
    Value::Object(all)
}

fn request(options: &GridRunOptions) -> anyhow::Result<GridRequest> {
    let sites = match &options.hospitals {
        Some(file) => GridSites::Hospitals(file.clone()),
        None => GridSites::Study(Box::new(source(options.study.as_deref())?)),
    };
    let mut request = GridRequest::new(&options.input, sites);
    for &minutes in &options.within {
        let standard = TravelTime::try_limit_from_minutes(minutes);
        let standard = standard.with_context(|| format!("--within {minutes}"))?;
        request.standards.push(standard);
    }
    let groups = options.groups.clone().zip(options.group_id.clone());
    request.groups = groups.map(|(file, property)| PolygonFile { file, property });
    request.columns = columns(&options.columns)?;
    request.crs = options.crs.as_deref().map(Crs::from_code).transpose()?;
    request.friction.clone_from(&options.friction);
    request.band = options.band;
    request.layouts.clone_from(&options.layout);
    request.candidates.clone_from(&options.candidates);
    request.nearest = options.nearest;
    request.backup = options.backup;
    request.cells.clone_from(&options.cells);
    request.raster.clone_from(&options.raster);
    request.map.clone_from(&options.map);
    request.folder.clone_from(&options.output);
    Ok(request)
}

fn columns(pairs: &[String]) -> anyhow::Result<ColumnNames> {
    let mut columns = ColumnNames::default();
    for pair in pairs {
        let Some((field, header)) = pair.split_once('=') else {
            bail!("--columns `{pair}`: expected FIELD=HEADER, for example population=POP");
        };
        let (field, header) = (field.trim().to_owned(), header.trim().to_owned());
        columns.named.insert(field, header);
    }
    Ok(columns)
}
