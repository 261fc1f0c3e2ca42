use super::args::SchemaOptions;
use super::exit::Exit;
use super::print;
use catchment::study;

/// Prints the JSON Schema of a study, or the reference that is written from it.
pub(crate) fn schema(options: &SchemaOptions) -> anyhow::Result<Exit> {
    if options.markdown {
        print::machine(study::reference())?;
    } else {
        print::machine(format_args!("{:#}\n", study::schema()))?;
    }
    Ok(Exit::Done)
}
