use super::args::{Common, Format, PictureOptions, ResultOptions};
use super::print::{self, StdoutError};
use catchment::report::DataTable;
use catchment::run::WriteOptions;

/// What a command writes, and that it was this one.
pub(crate) fn write_options(pictures: &PictureOptions) -> WriteOptions {
    let mut options = WriteOptions::default();
    options.pictures = !pictures.no_maps;
    options.command = command_line();
    options
}

/// The words of the command line; what is not UTF-8 in them is marked.
pub(crate) fn command_line() -> Vec<String> {
    std::env::args_os()
        .map(|word| word.to_string_lossy().into_owned())
        .collect()
}

/// Prints a table in the requested format; for people, prints `told`.
///
/// # Errors
///
/// Standard output is closed or full.
pub(crate) fn print(
    table: &DataTable,
    options: &ResultOptions,
    common: &Common,
    told: impl FnOnce() -> String,
) -> Result<(), StdoutError> {
    match options.format {
        Format::Json => print::machine(format_args!("{:#}\n", table.to_json())),
        Format::Csv => print::machine(table.to_csv()),
        Format::Table if common.quiet => Ok(()),
        Format::Table => print::people(told()),
    }
}
