use super::super::error::LoadError;
use super::{Known, Table};
use crate::study::TravelFile;

pub(super) fn read(
    choice: &TravelFile,
    _content: &[u8],
    _known: &Known<'_>,
) -> Result<Table, LoadError> {
    Err(LoadError::Parquet {
        file: choice.file.clone(),
        reason: "not yet".to_owned(),
    })
}
