//! Decoders of other crates that may panic at damaged bytes, kept from ending the program.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether this thread is in a decoder: a panic there is an error of the input.
    static DECODING: Cell<bool> = const { Cell::new(false) };
}

/// Runs a decoder; a panic in it becomes an error, and nothing is printed.
///
/// A decoder that panicked must not be used again: what it left behind may make no sense.
pub(crate) fn guarded<T>(decode: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let others = take_hook();
        set_hook(Box::new(move |info| {
            if !DECODING.get() {
                others(info);
            }
        }));
    });
    let outer = DECODING.replace(true);
    let done = catch_unwind(AssertUnwindSafe(decode));
    DECODING.set(outer);
    done.unwrap_or_else(|_| Err("the file is damaged".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_and_the_next_panic_is_one_again() {
        let damaged = guarded::<u8>(|| panic!("a decoder at damaged bytes"));
        assert_eq!(damaged, Err("the file is damaged".to_owned()));
        assert_eq!(guarded(|| Ok(3)), Ok(3));
        assert!(!DECODING.get());
    }
}
