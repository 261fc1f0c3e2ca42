use super::args::{Format, ResultOptions};
use super::exit::Exit;
use super::interrupt;
use catchment::optimise::{NoSolution, Objective};
use catchment::report::{self, NoAnswer};
use catchment::run::LocationError;

/// Ends the command if there is no layout. That is an answer, unlike a question that is wrong.
pub(crate) fn no_layout(
    error: LocationError,
    objective: Objective,
    results: &ResultOptions,
) -> anyhow::Result<Exit> {
    let LocationError::NoSolution { cause, explained } = &error else {
        return Err(error.into());
    };
    let lower_bound = match cause {
        NoSolution::Undecided { lower_bound } => *lower_bound,
        _ => None,
    };
    let none = NoAnswer {
        objective,
        status: report::no_answer_word(cause),
        reason: explained,
        lower_bound,
    };
    no_answer(&none, results)
}

/// Says why there is no answer, on standard error and, for programs, on standard output.
pub(crate) fn no_answer(none: &NoAnswer, results: &ResultOptions) -> anyhow::Result<Exit> {
    interrupt::check()?;
    if results.format == Format::Json {
        println!("{:#}", report::no_answer_json(none));
    }
    let (words, exit) = match none.status {
        "undecided" => ("undecided", Exit::Undecided),
        _ => ("no answer", Exit::NoAnswer),
    };
    eprintln!("{words}: {}", none.reason);
    Ok(exit)
}
