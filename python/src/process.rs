//! Work beside Python: without its lock, ended by Ctrl-C, and refused after a fork.

use crate::error;
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// The process that first worked here; 0 before that.
static FIRST: AtomicU32 = AtomicU32::new(0);

/// How long a signal may wait until it is heard.
const POLL: Duration = Duration::from_millis(20);

/// Refuses to work in a process that was forked from one that has worked: its threads did not come
/// along, and whatever waits for them would wait for ever.
pub(crate) fn check_fork() -> PyResult<()> {
    let this = std::process::id();
    match FIRST.compare_exchange(0, this, Ordering::Relaxed, Ordering::Relaxed) {
        Err(first) if first != this => Err(error::fork(format!(
            "catchment was used in process {first} before this process, {this}, was forked from it, and the \
             threads it works with do not survive a fork; start processes with \
             multiprocessing.get_context(\"spawn\"), or use catchment only in the child processes"
        ))),
        _ => Ok(()),
    }
}

/// Does short work without Python's lock.
pub(crate) fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    check_fork()?;
    let done = py.detach(|| catch_unwind(AssertUnwindSafe(work)));
    done.map_err(|_| error::internal("the work ended unexpectedly"))
}

/// Does work that may take long without Python's lock. A signal that raises an exception, as Ctrl-C does,
/// sets the flag that the work is given, and is raised at once; the work ends by itself as soon as it
/// looks at the flag.
pub(crate) fn cancellable<T: Send + 'static>(
    py: Python<'_>,
    work: impl FnOnce(&AtomicBool) -> T + Send + 'static,
) -> PyResult<T> {
    check_fork()?;
    let cancel = Arc::new(AtomicBool::new(false));
    let (done, mut waiting) = channel();
    let flag = Arc::clone(&cancel);
    let spawned = thread::Builder::new()
        .name("catchment".to_owned())
        .spawn(move || {
            let result = catch_unwind(AssertUnwindSafe(|| work(&flag)));
            // Nobody waits after a signal.
            let _ = done.send(result);
        });
    spawned.map_err(|cause| error::internal(&format!("no thread could be started: {cause}")))?;
    loop {
        let received;
        (waiting, received) = py.detach(move || {
            let received = waiting.recv_timeout(POLL);
            (waiting, received)
        });
        match received {
            Ok(Ok(result)) => return Ok(result),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => {
                return Err(error::internal("the work ended unexpectedly"));
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Err(signal) = py.check_signals() {
                    cancel.store(true, Ordering::Relaxed);
                    return Err(signal);
                }
            }
        }
    }
}

/// Sets how many threads work; `False` where the work has begun and their number is fixed.
#[pyfunction]
pub(crate) fn set_threads(threads: usize) -> PyResult<bool> {
    check_fork()?;
    if threads == 0 {
        return Err(error::input("threads must be at least 1 (got 0)"));
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    Ok(pool.build_global().is_ok() || rayon::current_num_threads() == threads)
}
