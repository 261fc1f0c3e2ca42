//! Eastings and northings that were read as the British National Grid and are in the sea.

use super::warning::Warning;
use crate::crs::Crs;
use crate::model::LatLon;
use crate::units::Demand;

/// Where there is land of Great Britain or the Isle of Man: one row for 20 km of northing, from
/// the north down, one mark for 20 km of easting.
///
/// # Source
///
/// Natural Earth 1:10m countries (public domain), as packed by `world-atlas` 2.0.2.
const LAND: [&str; 65] = [
    "...................................",
    "...................................",
    "...................................",
    "...................................",
    "......................##...........",
    ".....................###...........",
    ".....................###...........",
    "...................####............",
    "...................#.##............",
    ".....................##............",
    "...................................",
    "....................##.............",
    "................###................",
    "................###................",
    "...............###.................",
    "...............###.................",
    ".......#..########.................",
    ".....###..#######..................",
    "....####..#######..................",
    "#...####.#######...................",
    "#...###.#######....................",
    "...##.###############..............",
    "...##################..............",
    "...##################..............",
    "...##.##############...............",
    "...#..##############...............",
    ".....###############...............",
    "....###############................",
    "....#.#############................",
    "......#############................",
    "......#############................",
    ".....###############...............",
    ".....################..............",
    "......#.##############.............",
    "......###.############.............",
    "..........############.............",
    ".........##############............",
    ".........##############............",
    "..........###.##########...........",
    "...........##.############.........",
    "...........##..###########.........",
    "..........###..############........",
    "................###########........",
    "................############.......",
    "................############.......",
    "...........#################.......",
    "...........#################.......",
    "...........#####################...",
    "..........#######################..",
    "............#####################..",
    "............#####################..",
    "............#####################..",
    ".........########################..",
    "........########################...",
    "........########################...",
    ".........##.###################....",
    ".............####################..",
    "..........#.####################...",
    "...........#####################...",
    "..........#####################....",
    ".........################..##......",
    "........#######...###.#............",
    ".......########....................",
    "......####...##....................",
    "....#...##.........................",
];

/// Metres of a side of a square of [`LAND`].
const SIDE: f64 = 20_000.0;

/// Share of the places in the sea above which they are probably of another grid: islands too small
/// for the source hold less.
const MOST_IN_SEA: f64 = 0.02;

/// Says how many places of a file lie in the sea.
pub(super) fn warning<'a>(
    file: &str,
    places: impl Iterator<Item = (&'a str, Option<LatLon>, Option<Demand>)>,
) -> Option<Warning> {
    let grid = Crs::from_number(27_700)?;
    let (mut all, mut at_sea) = (0_usize, Vec::new());
    let mut turned = 0_usize;
    for (id, place, demand) in places {
        let Some((x, y)) = place.and_then(|place| grid.coordinates(place)) else {
            continue;
        };
        all += 1;
        if !is_land(x, y) {
            turned += usize::from(is_land(y, x));
            at_sea.push((id, demand));
        }
    }
    let count = at_sea.len();
    if count as f64 <= MOST_IN_SEA * all as f64 {
        return None;
    }
    let what = format!(
        "{count} of {all} eastings and northings of the British National Grid lie in the sea"
    );
    let exchanged = if turned == count {
        "are easting and northing exchanged? "
    } else {
        ""
    };
    let advice = format!(
        "{exchanged}if they are from another grid, name it: `crs = \"EPSG:29903\"` is the Irish \
         Grid, EPSG:28992 the Dutch RD, EPSG:21781 the Swiss grid"
    );
    let mut warning = Warning::of_file(file, count, what)
        .examples(at_sea.iter().map(|(id, _)| *id))
        .advice(advice);
    warning.demand = at_sea.iter().map(|(_, demand)| *demand).sum();
    Some(warning)
}

fn is_land(easting: f64, northing: f64) -> bool {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number too small or too large is the first or the last"
    )]
    let square = |metres: f64| (metres / SIDE) as usize;
    if easting < 0.0 || northing < 0.0 {
        return false;
    }
    let row = LAND.len().checked_sub(square(northing) + 1);
    row.is_some_and(|row| LAND[row].as_bytes().get(square(easting)) == Some(&b'#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_are_on_land_and_those_of_other_grids_are_not() {
        for (town, easting, northing) in [
            ("London", 530_000.0, 180_000.0),
            ("Penzance", 147_000.0, 30_000.0),
            ("Lerwick", 447_500.0, 1_141_500.0),
            ("Stornoway", 142_500.0, 932_500.0),
            ("Hugh Town", 90_300.0, 10_500.0),
            ("Lowestoft", 655_000.0, 293_000.0),
            ("Douglas", 238_000.0, 475_500.0),
            ("Holyhead", 224_500.0, 382_500.0),
        ] {
            assert!(is_land(easting, northing), "{town}");
        }
        for (town, easting, northing) in [
            ("Amsterdam, RD", 121_000.0, 487_000.0),
            ("Utrecht, RD", 136_000.0, 455_500.0),
            ("Zurich, LV03", 683_000.0, 248_000.0),
            ("Limerick, Irish Grid", 158_000.0, 157_000.0),
            ("Galway, Irish Grid", 130_000.0, 225_000.0),
            ("Derry, Irish Grid", 243_500.0, 417_000.0),
            ("nowhere", 0.0, 0.0),
            ("off the table", 690_000.0, 1_299_000.0),
        ] {
            assert!(!is_land(easting, northing), "{town}");
        }
    }
}
