use super::args::{Common, Example, InitOptions};
use super::exit::Exit;
use super::print;
use catchment::run::{ExampleStudy, write_example_study};

/// Writes a small study to start from; never over a file that is there.
pub(crate) fn init(options: &InitOptions, common: &Common) -> anyhow::Result<Exit> {
    let study = match options.example {
        Example::Cornwall => ExampleStudy::Cornwall,
        Example::Malta => ExampleStudy::Malta,
    };
    write_example_study(&options.dir, study)?;
    if !common.quiet {
        let dir = options.dir.display();
        print::people(format_args!(
            "Created a study of {} in {dir}. Edit {dir}/study.toml, then run\n  \
             catchment check {dir}\n  catchment run {dir}\n",
            study.title(),
        ))?;
    }
    Ok(Exit::Done)
}
