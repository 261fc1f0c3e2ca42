use super::args::{Format, ResultOptions};
use super::exit::Exit;
use super::interrupt;
use super::print;
use catchment::optimise::Objective;
use catchment::report;
use catchment::run::LocationError;
use catchment::units::Measure;

/// Ends the command if there is no layout. That is an answer, unlike a question that is wrong: it is
/// said on standard error and, for programs, on standard output.
pub(crate) fn no_answer(
    error: LocationError,
    objective: Objective,
    measure: &Measure,
    results: &ResultOptions,
) -> anyhow::Result<Exit> {
    let Some(none) = error.no_answer(objective, measure) else {
        return Err(error.into());
    };
    interrupt::check()?;
    if results.format == Format::Json {
        print::machine(format_args!("{:#}\n", report::no_answer_json(&none)))?;
    }
    let (words, exit) = match none.status {
        "undecided" => ("undecided", Exit::Undecided),
        _ => ("no answer", Exit::NoAnswer),
    };
    print::say(format_args!("{words}: {}", none.reason));
    Ok(exit)
}
