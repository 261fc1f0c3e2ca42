use super::print;
use catchment::run::Interrupted;
use std::process::{ExitCode, Termination};

/// How the program ends; `--help` lists the codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: done.
    Done,
    /// 1: the question has no answer, which is proven.
    NoAnswer,
    /// 2: bad input or usage.
    BadInput,
    /// 3: the time limit ended before there was an answer or a proof that there is none.
    Undecided,
    /// 70: a fault of the program.
    InternalError,
    /// 130: interrupted.
    Interrupted,
}

impl Exit {
    /// Says on standard error what stopped the program.
    pub(crate) fn from_error(error: &anyhow::Error) -> Self {
        if error
            .chain()
            .any(|cause| cause.downcast_ref::<Interrupted>().is_some())
        {
            print::say(error);
            return Self::Interrupted;
        }
        // Most errors tell their cause themselves; only what is not yet said is added.
        let mut message = error.to_string();
        for cause in error.chain().skip(1).map(ToString::to_string) {
            if !message.contains(&cause) {
                message = message + ": " + &cause;
            }
        }
        print::say(format_args!("error: {message}"));
        Self::BadInput
    }

    /// Prints help, the version, or what is wrong with the arguments.
    pub(crate) fn from_usage(error: &clap::Error) -> Self {
        let _ = error.print();
        if error.use_stderr() {
            Self::BadInput
        } else {
            Self::Done
        }
    }
}

impl Termination for Exit {
    fn report(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Done => 0,
            Self::NoAnswer => 1,
            Self::BadInput => 2,
            Self::Undecided => 3,
            Self::InternalError => 70,
            Self::Interrupted => 130,
        })
    }
}
