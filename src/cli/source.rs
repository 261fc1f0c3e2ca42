use super::progress::Progress;
use catchment::load::Wanted;
use catchment::run::{OpenError, Session, StudySource};
use std::path::Path;

/// Reads a study file, or the built-in study where none is named.
pub(crate) fn source(path: Option<&Path>) -> Result<StudySource, OpenError> {
    path.map_or_else(StudySource::built_in, StudySource::open)
}

/// Opens a study, `drawing` with what maps need, and says on standard error what a reader of the
/// answer needs to know.
pub(crate) fn session(
    source: StudySource,
    drawing: bool,
    progress: &mut Progress,
) -> Result<Session, OpenError> {
    let session = Session::open(source, Wanted { drawing }, progress)?;
    progress.warn(session.warnings());
    Ok(session)
}
