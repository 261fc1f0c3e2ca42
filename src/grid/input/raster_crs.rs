use super::content::Content;
use crate::crs::Crs;
use crate::grid::error::GridError;
use std::path::Path;

/// The system of a raster, from what its file says and what the caller says.
///
/// # Errors
///
/// They contradict each other, or neither names a known system.
pub(in crate::grid::input) fn raster_crs(
    file: &Path,
    own: Option<Result<Crs, String>>,
    given: Option<&Crs>,
    content: Content,
    (x, y): (f64, f64),
    notes: &mut Vec<String>,
) -> Result<Crs, GridError> {
    let key = content.crs_key();
    match (own, given) {
        (Some(Ok(own)), Some(given)) if !own.agrees_with(given, x, y) => Err(GridError::file(
            file,
            format!(
                "the file says {}, and `{key}` says {}; remove `{key}`, or correct the file: \
                 `gdal_edit.py -a_srs {} {}`",
                own.code(),
                given.code(),
                given.code(),
                file.display()
            ),
        )),
        (Some(Ok(own)), _) => Ok(own),
        (Some(Err(e)), Some(given)) => {
            let code = given.code();
            notes.push(format!(
                "its own coordinate system is not supported ({e}); `{key}` ({code}) is used"
            ));
            Ok(given.clone())
        }
        (Some(Err(e)), None) => Err(GridError::file(file, e)),
        (None, Some(given)) => Ok(given.clone()),
        (None, None) => Err(GridError::file(
            file,
            format!(
                "no coordinate reference system; {}",
                content.how_to_name_the_crs()
            ),
        )),
    }
}
