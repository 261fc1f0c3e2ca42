use super::args::GridGenerateOptions;
use super::progress::GridProgress;
use crate::cli::args::Common;
use crate::cli::exit::Exit;
use crate::cli::print::{self, whole};
use anyhow::bail;
use catchment::run::GridGenerateRequest;

/// Makes a grid up.
pub(crate) fn generate(options: &GridGenerateOptions, common: &Common) -> anyhow::Result<Exit> {
    let Ok(extent) = <[f64; 4]>::try_from(options.extent.as_slice()) else {
        bail!("--extent: expected four numbers: west, south, east, north");
    };
    let request = GridGenerateRequest {
        cells: options.cells,
        seed: options.seed,
        extent,
    };
    let mut progress = GridProgress::new(common.quiet);
    let (grid, people) = request.write(&options.output, &mut progress)?;
    drop(progress);
    if !common.quiet {
        print::people(format_args!(
            "{}: {} rows of {} cells, {} people, seed {}\n",
            options.output.display(),
            whole(grid.rows as f64),
            whole(grid.columns as f64),
            whole(people.as_f64()),
            grid.seed,
        ))?;
    }
    Ok(Exit::Done)
}
