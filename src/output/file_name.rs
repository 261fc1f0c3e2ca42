use super::error::OutputError;
use std::path::{Component, Path};

/// The longest name of a file in bytes: what every common file system takes.
pub(super) const LONGEST_NAME: usize = 255;

/// Whether a name is that of a file in a folder itself.
pub(super) fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let one = matches!(
        (parts.next(), parts.next()),
        (Some(Component::Normal(_)), None)
    );
    one && !name.contains(['/', '\\', '\0'])
}

/// Checks that a result may have this name.
///
/// # Errors
///
/// It leads out of the folder or is too long.
pub(super) fn check(name: &str) -> Result<(), OutputError> {
    let wrong = |reason: String| OutputError::Name {
        name: name.to_owned(),
        reason,
    };
    if name.len() > LONGEST_NAME {
        let bytes = name.len();
        return Err(wrong(format!(
            "names of files have at most {LONGEST_NAME} bytes (got {bytes}); give the layout, scenario or \
             group a shorter name"
        )));
    }
    if !is_plain(name) || name.starts_with(".catchment-") {
        return Err(wrong(
            "expected the name of a file in the folder".to_owned(),
        ));
    }
    Ok(())
}

/// The folder that a file is in, `.` for a name alone.
pub(crate) fn folder_of(file: &Path) -> &Path {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// What names share that some system takes for the same.
pub(super) fn folded(name: &str) -> String {
    name.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_file_of_the_folder_and_at_most_255_bytes_long() {
        let longest = "x".repeat(LONGEST_NAME);
        for name in ["run.json", "a b.csv", "access-ä.svg", &longest] {
            assert!(check(name).is_ok(), "{name}");
        }
        let too_long = "x".repeat(LONGEST_NAME + 1);
        for name in [
            "",
            ".",
            "..",
            "/a",
            "a/b",
            "../a",
            "a\\b",
            "a\0",
            ".catchment-lock",
            &too_long,
        ] {
            assert!(check(name).is_err(), "{name}");
        }
    }
}
