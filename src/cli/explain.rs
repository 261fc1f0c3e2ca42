use super::args::{Common, ExplainOptions, Format};
use super::exit::Exit;
use super::opened::Opened;
use super::study_source::StudySource;
use super::terminal;
use anyhow::bail;
use catchment::load;
use catchment::report::{self, Explained, Words};
use catchment::run;

/// Shows one area's way to treatment.
pub(crate) fn explain(options: &ExplainOptions, common: &Common) -> anyhow::Result<Exit> {
    let source = StudySource::open(options.study.as_deref())?;
    if source.study.pathway.is_none() {
        bail!(
            "`{}` has no `[pathway]`, so there is nothing to explain",
            source.label
        );
    }
    let Opened {
        source,
        prepared,
        progress,
        ..
    } = Opened::open(source, common, false)?;
    progress.end();
    let study = &source.study;
    let data = &prepared.dataset;
    let point = data.find_point(&options.area)?;
    let name = options.layout.as_ref().unwrap_or(&study.base_layout);
    let Some(layout) = data.layout(name) else {
        let known: Vec<String> = study
            .layouts
            .iter()
            .map(|layout| format!("`{}`", layout.name))
            .collect();
        bail!(
            "no layout is named `{name}`; the study has {}",
            known.join(", ")
        );
    };
    let explanation = run::explain(study, &prepared, layout, point);
    let (Some(explanation), Some(care)) = (explanation, &prepared.care) else {
        return Ok(Exit::NoAnswer);
    };
    let words = Words {
        study,
        dataset: data,
        table: care.table.as_ref(),
        areas: &care.areas,
        by_area: &care.by_area,
        fleet: &data.fleet,
    };
    let explained: Explained = report::explained(&words, &explanation, name, point);
    match options.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&explained)?),
        Format::Csv => print!("{}", report::explained_table(&explained).to_csv()),
        Format::Table => print!("{}", load::printable(&terminal::explained(&explained))),
    }
    Ok(Exit::Done)
}
