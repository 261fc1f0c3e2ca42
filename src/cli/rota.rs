use super::args::{Common, RotaOptions};
use super::exit::Exit;
use super::output::{command_line, print};
use super::progress::Progress;
use super::source::{session, source};
use super::terminal;

/// Counts the clinicians that opening hours need.
pub(crate) fn rota(options: &RotaOptions, common: &Common) -> anyhow::Result<Exit> {
    let results = &options.results;
    let mut progress = Progress::new(common.quiet);
    let session = session(source(results.study.as_deref())?, false, &mut progress)?;
    let rotas = session.rota(&mut progress)?;
    let command = command_line();
    let folder = rotas.write(results.output.as_deref(), command, &mut progress)?;
    progress.end();
    print(&rotas.table(), results, common, || {
        terminal::rota(&rotas, &folder)
    })?;
    Ok(Exit::Done)
}
