//! Files of results, which get their names together or not at all.
//!
//! An [`OutputFolder`] is one run's: it stages every file beside the others, and at the end gives all of
//! them their names, the manifest last. `docs/reliability.md` says what holds when a run is interrupted
//! there. A [`StagedFile`] is one file with a name of its own.

mod digest;
mod disk;
mod earlier;
mod error;
mod file_name;
mod folder;
mod inputs;
mod journal;
mod lock;
mod replacement;
mod staged_file;
mod staging;
mod unfinished;
#[cfg(test)]
mod tests;

pub(crate) use digest::FileDigest;
#[cfg(test)]
pub(crate) use disk::fault::Fault;
pub(crate) use earlier::MANIFEST;
pub use error::OutputError;
pub(crate) use file_name::folder_of;
pub(crate) use folder::{OutputFolder, WrittenFile, write_file};
pub(crate) use inputs::InputFiles;
pub(crate) use staged_file::StagedFile;
pub(crate) use unfinished::abandon;
