use super::args::GridGenerateOptions;
use super::progress::{GridProgress, watched};
use crate::cli::args::Common;
use crate::cli::exit::Exit;
use anyhow::bail;
use catchment::grid::GeneratedGrid;

/// The most cells: a continent at 100 m has some thousand million.
const MOST: u64 = 100_000_000_000;

/// Makes a grid up.
pub(crate) fn generate(options: &GridGenerateOptions, common: &Common) -> anyhow::Result<Exit> {
    if !(1..=MOST).contains(&options.cells) {
        bail!("--cells {}: expected from 1 to {MOST}", options.cells);
    }
    let Ok([west, south, east, north]) = <[f64; 4]>::try_from(options.extent.as_slice()) else {
        bail!("--extent: expected four numbers: west, south, east, north");
    };
    if !(west < east && south < north) {
        bail!(
            "--extent {west},{south},{east},{north}: expected west before east, south before north"
        );
    }
    let grid = GeneratedGrid::with_cells(options.cells, options.seed, [west, south, east, north]);
    let progress = GridProgress::new(common.quiet);
    let people = watched(&progress, |told| grid.write(&options.output, told))?;
    drop(progress);
    if !common.quiet {
        println!(
            "{}: {} rows of {} cells, {:.0} people, seed {}",
            options.output.display(),
            grid.rows,
            grid.columns,
            people.as_f64(),
            grid.seed,
        );
    }
    Ok(Exit::Done)
}
