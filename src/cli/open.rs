//! Shows a file where there is a desktop.

use super::print;
use std::path::Path;

/// Opens a page in the browser of the desktop; without one, or where that fails, says where it is.
pub(crate) fn open_page(page: &Path) {
    let shown = page.display();
    if !has_desktop() {
        print::say(format_args!(
            "--open: there is no desktop here; open {shown} in a browser"
        ));
        return;
    }
    // A path from the root, as a browser does not know this folder.
    let whole = page.canonicalize();
    if let Err(error) = open::that_detached(whole.as_deref().unwrap_or(page)) {
        print::say(format_args!(
            "--open: cannot open {shown}: {error}; open it in a browser"
        ));
    }
}

/// Whether there is a screen: systems with X or Wayland name it in the environment.
fn has_desktop() -> bool {
    let has_screens = cfg!(any(windows, target_os = "macos"));
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    has_screens
        || ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
            .into_iter()
            .any(named)
}
