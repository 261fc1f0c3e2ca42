//! The boundary that no panic crosses: a fault of the program is said as one, in a line, and has an exit
//! code of its own.

use super::exit::Exit;
use super::print;
use std::panic::{self, UnwindSafe};
use std::sync::{Mutex, PoisonError};

/// What the first panic said, and where.
static SAID: Mutex<Option<String>> = Mutex::new(None);

/// Does the work of the program; a panic in it removes what is half-written and becomes an exit code.
pub(crate) fn within_boundary(work: impl FnOnce() -> Exit + UnwindSafe) -> Exit {
    panic::set_hook(Box::new(|info| {
        let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
        // Those that follow are of threads that waited for the first.
        said.get_or_insert_with(|| info.to_string());
    }));
    panic::catch_unwind(work).unwrap_or_else(|_| {
        catchment::run::abandon();
        let said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
        print::say(format_args!(
            "internal error: {}\nThis is a fault of the program, not of the input. Nothing that was \
             there before was changed. Please report it in the issue tracker of catchment with this text, \
             `catchment --version`, the command, and the smallest input that shows it.",
            said.as_deref().unwrap_or("unknown").replace('\n', " ")
        ));
        Exit::InternalError
    })
}
