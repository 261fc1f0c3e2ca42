use super::args::{Common, Format, PictureOptions, ResultOptions};
use catchment::load;
use catchment::report::DataTable;
use catchment::run::WriteOptions;

/// What a command writes, and that it was this one.
pub(crate) fn write_options(pictures: &PictureOptions) -> WriteOptions {
    let mut options = WriteOptions::default();
    options.pictures = !pictures.no_maps;
    options.command = std::env::args().collect();
    options
}

/// Prints a table in the requested format; for people, prints `told`.
pub(crate) fn print(
    table: &DataTable,
    options: &ResultOptions,
    common: &Common,
    told: impl FnOnce() -> String,
) {
    match options.format {
        Format::Json => println!("{:#}", table.to_json()),
        Format::Csv => print!("{}", table.to_csv()),
        Format::Table if common.quiet => {}
        Format::Table => print!("{}", load::printable(&told())),
    }
}
