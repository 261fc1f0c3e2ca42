use super::args::{Common, ExplainOptions, Format};
use super::exit::Exit;
use super::print;
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;
use catchment::report;
use catchment::run::{PatientQuestion, Session, SimulationQuestion};

/// Shows one area's way to treatment.
pub(crate) fn explain(options: &ExplainOptions, common: &Common) -> anyhow::Result<Exit> {
    let source = source(options.study.as_deref())?;
    source.require_pathway()?;
    let mut progress = Progress::new(common.quiet);
    let session = session(source, false, &mut progress)?;
    progress.end();
    if let Some(patient) = options.patient {
        return explain_patient(&session, patient, options);
    }
    let explained = session.explain(&options.area, options.layout.as_deref())?;
    match options.format {
        Format::Json => print::machine(serde_json::to_string_pretty(&explained)? + "\n")?,
        Format::Csv => print::machine(report::explained_table(&explained).to_csv())?,
        Format::Table => print::people(terminal::explained(&explained))?,
    }
    Ok(Exit::Done)
}

/// Shows what happens to a simulated patient.
fn explain_patient(
    session: &Session,
    patient: u32,
    options: &ExplainOptions,
) -> anyhow::Result<Exit> {
    let mut simulation = SimulationQuestion::default();
    simulation.layouts.extend(options.layout.clone());
    simulation.scenarios.clone_from(&options.scenario);
    simulation.seed = options.seed;
    let histories = session.explain_patient(&PatientQuestion {
        area: options.area.clone(),
        patient,
        replication: options.replication,
        simulation,
    })?;
    let table = histories.table();
    match options.format {
        Format::Json => print::machine(serde_json::to_string_pretty(&table.to_json())? + "\n")?,
        Format::Csv => print::machine(table.to_csv())?,
        Format::Table => print::people(terminal::patient(&histories))?,
    }
    Ok(Exit::Done)
}
