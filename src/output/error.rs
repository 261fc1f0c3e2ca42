/// Why results could not be written. Nothing of the earlier results was changed, unless the error says so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutputError {
    /// The folder cannot be created or written to.
    #[error(
        "cannot write to the output folder `{path}`: {source}; choose another folder for the results"
    )]
    Folder {
        /// The folder.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{path}`: {source}")]
    File {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file of results that the run reads.
    #[error(
        "`{path}` is an input of this run, and results are never written over an input; choose another \
         {instead} for the results"
    )]
    IsInput {
        /// The file.
        path: String,
        /// What to choose another of: `folder`, `file`.
        instead: &'static str,
    },
    /// Another run is writing there.
    #[error(
        "the output folder `{path}` is in use by {owner}; wait until it ends, or choose another folder \
         for the results"
    )]
    Locked {
        /// The folder.
        path: String,
        /// Who is writing: process, time and command.
        owner: String,
    },
    /// A folder has the name of a file of results.
    #[error(
        "cannot write `{path}`: a folder of this name is in the way; remove it, or choose another folder \
         for the results"
    )]
    FolderInTheWay {
        /// The name.
        path: String,
    },
    /// Two results of one name, at least where names differ in more than case.
    #[error(
        "two results would share the file `{name}` (the other is `{other}`); give the layouts, scenarios \
         and groups names that differ in more than upper and lower case"
    )]
    SharedName {
        /// The name.
        name: String,
        /// The first of that name.
        other: String,
    },
    /// A name that no file can have.
    #[error("a result cannot be called `{}`: {reason}", shortened(name))]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it, and what was expected.
        reason: String,
    },
    /// The folder holds the results of another command, which would be removed.
    #[error(
        "`{path}` holds the results of `catchment {subcommand}`, which would be removed; choose another \
         folder for the pictures"
    )]
    OtherResults {
        /// The folder.
        path: String,
        /// The command that wrote there.
        subcommand: String,
    },
    /// Files could neither all get their names nor all be put back.
    #[error(
        "cannot give `{path}` its name: {source}. The earlier files could not be put back: the folder has \
         no run.json until the next run into it, which finishes the work first"
    )]
    Unfinished {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// The beginning of a name that may be very long.
fn shortened(name: &str) -> String {
    const SHOWN: usize = 40;
    if name.chars().count() <= SHOWN {
        return name.to_owned();
    }
    name.chars().take(SHOWN).chain(['…']).collect()
}
