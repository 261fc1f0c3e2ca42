//! Errors of the library as Python exceptions, with the same text.

use catchment::optimise::NoSolution;
use catchment::units::Measure;
use pyo3::{PyErr, PyResult};

/// The exceptions of `catchment.errors`.
mod exceptions {
    use pyo3::import_exception;

    import_exception!(catchment.errors, CatchmentError);
    import_exception!(catchment.errors, ForkError);
    import_exception!(catchment.errors, Infeasible);
    import_exception!(catchment.errors, InputError);
    import_exception!(catchment.errors, OutputError);
    import_exception!(catchment.errors, StudyError);
    import_exception!(catchment.errors, Undecided);
}

/// Input that cannot be used: an `InputError`.
pub(crate) fn input(error: impl ToString) -> PyErr {
    exceptions::InputError::new_err(error.to_string())
}

/// A study that cannot be opened or asked: a `StudyError`.
pub(crate) fn study(error: impl ToString) -> PyErr {
    exceptions::StudyError::new_err(error.to_string())
}

/// Results that cannot be written or drawn: an `OutputError`.
pub(crate) fn output(error: impl ToString) -> PyErr {
    exceptions::OutputError::new_err(error.to_string())
}

/// A `StudyError` where a study is about costs, and this is about times alone.
pub(crate) fn if_not_times(measure: &Measure, what: &str) -> PyResult<()> {
    match measure {
        Measure::Minutes => Ok(()),
        Measure::Cost(_) => Err(study(format!(
            "the study is about costs in {}: {what} would call them minutes, and are left out",
            measure.symbol()
        ))),
    }
}

/// A call after a fork: a `ForkError`.
pub(crate) fn fork(text: String) -> PyErr {
    exceptions::ForkError::new_err(text)
}

/// A fault of this program, never of its input.
pub(crate) fn internal(text: &str) -> PyErr {
    exceptions::CatchmentError::new_err(format!(
        "internal error: {text}; this is a fault of catchment, please report it"
    ))
}

/// No layout: `Infeasible` where that is proven, `Undecided` where the budget ended first.
pub(crate) fn no_solution(error: &NoSolution) -> PyErr {
    let text = error.to_string();
    match error {
        NoSolution::Undecided { lower_bound } => {
            exceptions::Undecided::new_err((text, *lower_bound))
        }
        _ => exceptions::Infeasible::new_err(text),
    }
}
