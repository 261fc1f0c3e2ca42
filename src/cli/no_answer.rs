use super::args::{Format, ResultOptions};
use super::exit::Exit;
use super::interrupt;
use catchment::optimise::Objective;
use catchment::pipeline::LocationError;
use catchment::report;

/// Ends the command where there is no layout: that is an answer, a wrong question is not.
pub(crate) fn no_layout(
    error: LocationError,
    objective: Objective,
    results: &ResultOptions,
) -> anyhow::Result<Exit> {
    let LocationError::NoSolution { cause, explained } = &error else {
        return Err(error.into());
    };
    no_answer(objective, report::no_answer_word(cause), explained, results)
}

/// Says why there is no answer: on standard error, and for programs on standard output.
pub(crate) fn no_answer(
    objective: Objective,
    status: &str,
    reason: &str,
    results: &ResultOptions,
) -> anyhow::Result<Exit> {
    interrupt::check()?;
    if results.format == Format::Json {
        println!("{:#}", report::no_answer_json(objective, status, reason));
    }
    let (words, exit) = match status {
        "undecided" => ("undecided", Exit::Undecided),
        _ => ("no answer", Exit::NoAnswer),
    };
    eprintln!("{words}: {reason}");
    Ok(exit)
}
