use crate::load::FileReport;
use crate::output::FileDigest;
use std::path::PathBuf;
use std::thread::{self, JoinHandle};

/// Sizes and hashes of the large files that a grid reads, worked out while it is computed.
#[derive(Debug)]
pub(super) struct InputDigests(JoinHandle<Vec<FileReport>>);

impl InputDigests {
    /// Begins with files by their roles. A pipe can be read once and has no hash.
    pub(super) fn begin(files: Vec<(&'static str, PathBuf)>) -> Self {
        let report = |(role, path): (&str, PathBuf)| {
            let is_file = path.metadata().is_ok_and(|found| found.is_file());
            let digest = is_file.then(|| FileDigest::of_file(&path).ok()).flatten();
            let (bytes, sha256) = digest.map_or_else(
                || (0, String::new()),
                |digest| (digest.bytes, digest.sha256),
            );
            FileReport {
                role: role.to_owned(),
                path: path.display().to_string(),
                bytes,
                sha256,
                ..FileReport::default()
            }
        };
        let work = move || files.into_iter().map(report).collect();
        Self(thread::spawn(work))
    }

    /// The hashes, once they are there.
    pub(super) fn end(self) -> Vec<FileReport> {
        self.0.join().unwrap_or_default()
    }
}
