/// Why results could not be written.
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
    /// A file of an earlier run cannot be removed.
    #[error("cannot remove `{path}`, which an earlier run left: {source}")]
    Stale {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}
