use super::args::{Common, InitOptions};
use super::exit::Exit;
use anyhow::{Context as _, bail};
use catchment::report::OutputFolder;
use catchment::study;

const FILES: [(&str, &str); 4] = [
    ("study.toml", include_str!("../../data/example/study.toml")),
    (
        "population.csv",
        include_str!("../../data/example/population.csv"),
    ),
    (
        "hospitals.csv",
        include_str!("../../data/example/hospitals.csv"),
    ),
    (
        "travel_times.csv",
        include_str!("../../data/example/travel_times.csv"),
    ),
];

/// What editors complete and check the study by; its first comment names it.
const SCHEMA: &str = "study.schema.json";

/// Writes a small study to start from; never over a file that is there.
pub(crate) fn init(options: &InitOptions, common: &Common) -> anyhow::Result<Exit> {
    let schema = format!("{:#}\n", study::schema());
    let files = FILES.into_iter().chain([(SCHEMA, schema.as_str())]);
    for (name, _) in files.clone() {
        let path = options.dir.join(name);
        if path.exists() {
            bail!(
                "`{}` already exists; name a folder that has no study in it",
                path.display()
            );
        }
    }
    let folder = OutputFolder::create(&options.dir)
        .with_context(|| format!("cannot write a study to `{}`", options.dir.display()))?;
    for (name, text) in files {
        folder.write(name, text.as_bytes())?;
    }
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
