use super::args::GridRunOptions;
use super::progress::{GridProgress, watched};
use crate::cli::args::{Common, Format};
use crate::cli::exit::Exit;
use crate::cli::interrupt;
use crate::cli::new_folder::NewFolder;
use crate::cli::study_source::StudySource;
use crate::cli::terminal;
use anyhow::{Context as _, bail};
use catchment::crs::Crs;
use catchment::grid::{self, GridOutputs, GridRun, GroupPolygons};
use catchment::load::{self, Dataset, Outline, Wanted, Warning};
use catchment::plausibility;
use catchment::render::{self, Fonts, GridMap};
use catchment::report::{self, EarlierRun};
use catchment::run::{self, GridChoice, GridPrepared};
use catchment::study::ColumnNames;
use catchment::units::TravelTime;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Computes a file of cells.
pub(crate) fn run(options: &GridRunOptions, common: &Common) -> anyhow::Result<Exit> {
    check_names(options)?;
    let (source, data) = sites(options)?;
    let choice = choice(options)?;
    let prepared = run::grid_options(&source.study, &data, choice)?;
    let folder = NewFolder::create(&folder_of(options))?;
    let began = Instant::now();
    let progress = GridProgress::new(common.quiet);
    let mut warnings = data.report.warnings.clone();
    warnings.extend(plausibility::of_sites(&source.study, &data));
    if options.map.is_some() {
        warnings.extend(without_glyphs(&prepared));
    }
    progress.warn(&warnings);
    let mut run = watched(&progress, |told| grid::run(&prepared.options, told))?;
    let of_groups = prepared.options.groups.as_ref();
    let mut notes = of_groups.map_or(Vec::new(), |groups| groups.notes().to_vec());
    notes.extend(run.result.notes.clone());
    if let Some(file) = &options.groups {
        let outside = run::outside_groups(&prepared.options, &run.result, file)?;
        progress.warn(outside.as_slice());
        warnings.extend(outside);
    }
    progress.warn(&run.result.warnings);
    warnings.extend(run.result.warnings.clone());
    let tables = run::grid_tables(&prepared.options, &run.result);
    for (name, table) in &tables {
        run.add(&folder.path().join(name), table.to_csv().as_bytes())?;
    }
    if let Some(file) = &options.map {
        draw(file, &mut run, &prepared, &data)?;
    }
    let milliseconds = (began.elapsed().as_secs_f64() * 1e6).round() / 1e3;
    let command = std::env::args().collect();
    let mut files: Vec<String> = tables.iter().map(|(name, _)| (*name).to_owned()).collect();
    files.push(report::MANIFEST.to_owned());
    files.sort_unstable();
    let named_files: Vec<&Path> = [&options.cells, &options.raster, &options.map]
        .into_iter()
        .filter_map(|file| file.as_deref())
        .collect();
    let manifest = report::grid_manifest(
        &prepared.options,
        &run.result,
        (command, &source.label),
        (&files, &named_files),
        &warnings,
        &notes,
        milliseconds,
    );
    run.add(
        &folder.path().join(report::MANIFEST),
        format!("{manifest:#}\n").as_bytes(),
    )?;
    interrupt::check()?;
    let output = folder.path().to_owned();
    let earlier = EarlierRun::read(&output, report::GRID_RUN);
    let result = run.finish()?;
    folder.keep();
    let inputs = [Some(&options.input), options.groups.as_ref()];
    let mut others = source.inputs();
    others.extend(inputs.into_iter().flatten().cloned());
    others.extend(named_files.into_iter().map(Path::to_owned));
    earlier.remove(&files, &others)?;
    drop(progress);
    if !common.quiet {
        for note in &notes {
            eprintln!("note: {note}");
        }
    }

    match options.format {
        Format::Json => {
            let tables = tables.iter().map(|(name, table)| {
                let name = name.trim_end_matches(".csv").to_owned();
                (name, table.to_json())
            });
            let mut all: Map<String, Value> = tables.collect();
            all.insert("cells".to_owned(), json!(result.cells));
            all.insert("population".to_owned(), json!(result.people.as_f64()));
            println!("{:#}", Value::Object(all));
        }
        Format::Csv => print!("{}", tables[0].1.to_csv()),
        Format::Table if common.quiet => {}
        Format::Table => print!(
            "{}",
            load::printable(&terminal::grid(
                &prepared.options,
                &result,
                &tables,
                &output
            ))
        ),
    }
    if result.people == catchment::units::Demand::ZERO {
        eprintln!("no answer: nobody lives in {}", options.input.display());
        return Ok(Exit::NoAnswer);
    }
    Ok(Exit::Done)
}

/// What the map, which is of the first layout, cannot show of its words.
fn without_glyphs(prepared: &GridPrepared) -> Option<Warning> {
    let (_, layout) = &prepared.options.layouts[0];
    let labels = layout.iter().map(|&n| &prepared.labels[usize::from(n)]);
    let named = layout.len() <= render::MOST_NAMES;
    let labels = labels.filter(|_| named);
    let texts = prepared.titles.iter().take(1).chain(&prepared.credit);
    render::missing_glyphs(
        texts.chain(labels).map(String::as_str),
        "the map shows boxes",
    )
}

/// Files are written in the format that their names say.
fn check_names(options: &GridRunOptions) -> anyhow::Result<()> {
    let named = [
        ("--cells", &options.cells, "parquet"),
        ("--raster", &options.raster, "tif"),
        ("--map", &options.map, "png"),
    ];
    for (option, file, ending) in named {
        let Some(file) = file else { continue };
        let fits = file
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case(ending));
        if !fits {
            bail!(
                "{option} `{}`: expected a name ending in .{ending}",
                file.display()
            );
        }
        if *file == options.input {
            bail!("{option} `{}`: this is the input file", file.display());
        }
    }
    Ok(())
}

fn folder_of(options: &GridRunOptions) -> PathBuf {
    options.output.clone().unwrap_or_else(|| {
        let stem = options.input.file_stem().unwrap_or_default();
        Path::new("outputs").join(format!("grid-{}", stem.display()))
    })
}

/// The sites and layouts of the study, or of a CSV of hospitals.
fn sites(options: &GridRunOptions) -> anyhow::Result<(StudySource, Dataset)> {
    let wanted = Wanted {
        drawing: options.map.is_some(),
    };
    let Some(file) = &options.hospitals else {
        let source = StudySource::open(options.study.as_deref())?;
        let data = load::sites(&source.study, &source.files, wanted)?;
        return Ok((source, data));
    };
    let mut source = StudySource::of_hospitals(file)?;
    let mut data = load::sites(&source.study, &source.files, wanted)?;
    let columns: Vec<String> = options
        .candidates
        .iter()
        .filter(|word| data.site_by_id(word).is_none())
        .cloned()
        .collect();
    if !columns.is_empty() {
        source.study.hospitals.capabilities = columns;
        data = load::sites(&source.study, &source.files, wanted)?;
    }
    if options.candidates.is_empty() {
        data.layouts.push(run::all_sites(&data)?);
    }
    Ok((source, data))
}

fn choice(options: &GridRunOptions) -> anyhow::Result<GridChoice> {
    let mut standards = Vec::new();
    for &minutes in &options.within {
        let standard = TravelTime::try_limit_from_minutes(minutes);
        standards.push(standard.with_context(|| format!("--within {minutes}"))?);
    }
    standards.sort_unstable();
    standards.dedup();
    let groups = match (&options.groups, &options.group_id) {
        (Some(file), Some(property)) => Some(GroupPolygons::read(file, property)?),
        _ => None,
    };
    let mut columns = ColumnNames::default();
    for pair in &options.columns {
        let Some((field, header)) = pair.split_once('=') else {
            bail!("--columns `{pair}`: expected FIELD=HEADER, for example population=POP");
        };
        let (field, header) = (field.trim().to_owned(), header.trim().to_owned());
        columns.named.insert(field, header);
    }
    Ok(GridChoice {
        columns,
        input: options.input.clone(),
        crs: options.crs.as_deref().map(Crs::from_code).transpose()?,
        band: options.band,
        layouts: options.layout.clone(),
        candidates: options.candidates.clone(),
        standards,
        groups,
        nearest: options.nearest.max(1),
        backup: options.backup,
        outputs: GridOutputs {
            cells: options.cells.clone(),
            raster: options.raster.clone(),
            image: options.map.is_some(),
        },
    })
}

fn draw(
    file: &Path,
    run: &mut GridRun,
    prepared: &GridPrepared,
    data: &Dataset,
) -> anyhow::Result<()> {
    let Some(image) = &run.image else {
        return Ok(());
    };
    let options = &prepared.options;
    let (_, layout) = &options.layouts[0];
    let centres = layout.iter().map(|&n| {
        let n = usize::from(n);
        (options.centres[n].1, prepared.labels[n].clone())
    });
    let outlines: &[Outline] = data
        .drawing
        .as_ref()
        .map_or(&[], |drawing| &drawing.outlines);
    let map = GridMap {
        image,
        title: format!("Time to the nearest centre: {}", prepared.titles[0]),
        subtitle: report::grid_sentence(options, &run.result.layouts[0]),
        standards: &options.standards,
        centres: centres.collect(),
        outlines,
        attribution: &prepared.credit,
    };
    let png = render::grid_map(&map, &Fonts::embedded())?;
    run.add(file, &png)?;
    Ok(())
}
