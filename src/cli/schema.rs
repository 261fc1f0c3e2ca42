use super::args::SchemaOptions;
use super::exit::Exit;
use catchment::study;

/// Prints the JSON Schema of a study, or the reference that is written from it.
#[expect(clippy::unnecessary_wraps, reason = "as every command")]
pub(crate) fn schema(options: &SchemaOptions) -> anyhow::Result<Exit> {
    if options.markdown {
        print!("{}", study::reference());
    } else {
        println!("{:#}", study::schema());
    }
    Ok(Exit::Done)
}
