use super::args::{Common, InitOptions};
use super::exit::Exit;
use catchment::run::write_example_study;

/// Writes a small study to start from; never over a file that is there.
pub(crate) fn init(options: &InitOptions, common: &Common) -> anyhow::Result<Exit> {
    write_example_study(&options.dir)?;
    if !common.quiet {
        let dir = options.dir.display();
        println!(
            "Created a study of Cornwall and Plymouth in {dir}. Edit {dir}/study.toml, then run",
        );
        println!("  catchment check {dir}");
        println!("  catchment run {dir}");
    }
    Ok(Exit::Done)
}
