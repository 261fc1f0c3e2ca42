//! The `catchment` program; see `catchment --help`.

mod cli;

fn main() -> cli::Exit {
    cli::main()
}
