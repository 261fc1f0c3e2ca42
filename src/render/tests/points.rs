//! Laws of maps whose demand points are dots, and of the land beneath them.

use super::*;
use crate::load::NATURAL_EARTH;
use crate::render::difference_map::change_classes;
use crate::render::dots::{Dots, EDGE, GROUND};
use crate::render::helicopter_map::Gain;
use crate::render::legend::Fill;

fn access(data: &Dataset, study: &Study) -> Picture {
    let each = evaluate(data, study);
    let base = BaseMap::new(data, study).unwrap();
    access_map(&base, data, study, &each[0])
}

/// A dot of more demand is drawn after one of less, whatever their classes are.
#[test]
fn the_largest_demand_is_on_top() {
    let study = study();
    // The first points are in the nearest class, which was once drawn first of all.
    for largest in [0, 1, 17, 34] {
        let mut data = country(false);
        data.points[largest].demand = Demand::from_whole(5_000);
        let each = evaluate(&data, &study);
        let base = BaseMap::new(&data, &study).unwrap();
        assert_eq!(
            base.by_demand.last().map(|&point| point as usize),
            Some(largest)
        );
        let classes = palette::TimeClasses::around(&study.standards);
        let (_, time) = each[0].allocation.iter().nth(largest).unwrap().unwrap();
        let colour = palette::sequential(classes.len())[classes.class(time)];
        let svg = access_map(&base, &data, &study, &each[0]).svg;
        // The main map comes first; of its dots, round paths, the last are those of the largest.
        let (main, _) = svg.split_once("<defs><path id=\"whole-1\"").unwrap();
        let mut dots = main.lines().filter(|line| line.contains("a70 70 0 1 1"));
        assert!(
            dots.next_back().unwrap().contains(colour),
            "{largest}: {colour}"
        );
    }
}

/// A legend shows dots where the map has dots: no lines across, which dots have no room for.
#[test]
fn legends_of_dots_show_dots() {
    let study = study();
    let hatched = |svg: &str| svg.matches("url(#hatched)").count();
    let dots = access(&country(false), &study).svg;
    assert_eq!(hatched(&dots), 0);
    assert!(dots.contains(Fill::Hatched.dot_colour()) && dots.contains("no road access"));
    // The legend, and the areas of each window in which some lie.
    assert!(hatched(&access(&country(true), &study).svg) >= 2);
    // Both where the only point out of reach has no area and others have some.
    let mut mixed = country(true);
    mixed.drawing.as_mut().unwrap().areas[(SIDE * SIDE - 1) as usize] = None;
    let base = BaseMap::new(&mixed, &study).unwrap();
    assert_eq!(base.dots, Dots::Some);
    let svg = access(&mixed, &study).svg;
    assert!(hatched(&svg) == 1 && svg.contains(Fill::Hatched.dot_colour()));
}

/// Lightness of a colour from 0 to 1, as the eye sees it.
///
/// # Source
///
/// CIE 1976 L*, of sRGB (IEC 61966-2-1).
fn lightness(hex: &str) -> f64 {
    let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
    let linear = |c: f64| {
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    let [r, g, b] = [1, 3, 5].map(|at| linear(part(at)));
    let luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    (1.16 * luminance.cbrt() - 0.16).max(0.0)
}

/// The eye tells every dot from land and sea: by its own lightness, or, as pale as they are, by its
/// edge.
#[test]
fn dots_of_every_class_are_seen() {
    let changes = change_classes("no road access")
        .into_iter()
        .map(|(fill, _)| fill);
    let gains = Gain::all().into_iter().map(Gain::fill);
    let times = (4..=9)
        .flat_map(palette::sequential)
        .map(|&colour| Fill::Colour(colour));
    for fill in changes.chain(gains).chain(times) {
        let dot = fill.dot_colour();
        for ground in &GROUND[..2] {
            let apart = |one: &str, other: &str| (lightness(one) - lightness(other)).abs();
            assert!(
                apart(dot, ground) > 0.15 || apart(dot, EDGE) > 0.25 && apart(EDGE, ground) > 0.25,
                "{dot} on {ground}"
            );
        }
    }
    assert!(lightness("#ffffff") > 0.999 && lightness("#000000").abs() < 1e-9);
}

/// A study without outlines has the land of Natural Earth and says so; one that brings land, or wants
/// none, has not, and borders alone are no land.
#[test]
fn maps_without_land_get_that_of_the_earth() {
    let mut study = study();
    let outline = |kind: &str| Outline {
        kind: kind.to_owned(),
        name: String::new(),
        shape: land::tests::land()[0].clone(),
    };
    let with = |outlines: Vec<Outline>, study: &Study| {
        let mut data = country(true);
        data.drawing.as_mut().unwrap().outlines = outlines;
        let base = BaseMap::new(&data, study).unwrap();
        let svg = access(&data, study).svg;
        (!base.land.is_empty(), svg.contains(NATURAL_EARTH))
    };
    assert_eq!(with(Vec::new(), &study), (true, true));
    assert_eq!(with(vec![outline("region")], &study), (true, true));
    assert_eq!(with(vec![outline("land")], &study), (true, false));
    study.drawing.coastline = false;
    assert_eq!(with(Vec::new(), &study), (false, false));
}

/// Signs of centres are open: their middle shows the area in which they lie.
#[test]
fn the_nearest_area_is_seen_in_the_sign_of_its_centre() {
    let (data, study) = (country(true), study());
    let svg = access(&data, &study).svg;
    let rings = svg.lines().filter(|line| line.starts_with("<circle"));
    let open = |ring: &str| ring.contains("fill=\"none\"");
    assert!(
        rings.clone().count() > 2 && rings.clone().all(open),
        "{:?}",
        rings.collect::<Vec<_>>()
    );
}

/// The pixels of a PNG and its width.
fn pixels(picture: &Picture, fonts: &Fonts) -> (Vec<u8>, usize) {
    let png = picture.png(fonts).unwrap();
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(png))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let width = reader.next_frame(&mut pixels).unwrap().width as usize;
    (pixels, width)
}

/// A PNG is the SVG rasterised, although what maps share is drawn once for all of them.
#[test]
fn shared_layers_change_no_picture() {
    let fonts = Fonts::embedded();
    for areas in [true, false] {
        for mut picture in pictures(areas) {
            // Below the classes, the classes, and above them.
            let mut number = 0;
            picture.layers.retain(|_| {
                number += 1;
                number % 3 != 2
            });
            let (layered, _) = pixels(&picture, &fonts);
            picture.layers.clear();
            let (whole, _) = pixels(&picture, &fonts);
            assert_eq!(layered.len(), whole.len());
            let differ = layered
                .iter()
                .zip(&whole)
                .filter(|(a, b)| a.abs_diff(**b) > 2)
                .count();
            assert_eq!(differ, 0, "{}", picture.name);
        }
    }
}

/// Areas that are rasterised once for all maps look as in the SVG: every pixel has a colour among those up to two
/// pixels around it there, so that borders are where they were; but for a part of the steps in which the SVG library
/// covers pixels: sixteenths, and of the height of lines quarters. Lines across may be more or less blurred, and cover
/// half of the borders beside them in the SVG alone.
#[test]
fn areas_are_drawn_as_in_the_svg() {
    let fonts = Fonts::embedded();
    for mut picture in pictures(true) {
        let (layered, width) = pixels(&picture, &fonts);
        picture.layers.clear();
        let (whole, _) = pixels(&picture, &fonts);
        assert_eq!(layered.len(), whole.len());
        let height = whole.len() / 3 / width;
        let of_lines = |at: usize| {
            let colour = &whole[at..at + 3];
            colour
                .iter()
                .all(|part| (138..=219).contains(part) && part.abs_diff(colour[0]) <= 1)
        };
        let has_lines = picture.name.starts_with("catchments");
        let step = if has_lines { 24 } else { 6 };
        let mut differ = Vec::new();
        for (y, x) in (2..height - 2).flat_map(|y| (2..width - 2).map(move |x| (y, x))) {
            let place = 3 * (y * width + x);
            if layered[place..place + 3] == whole[place..place + 3] {
                continue;
            }
            let around = || (y - 2..=y + 2).flat_map(|y| (x - 2..=x + 2).map(move |x| (x, y)));
            if around().any(|(x, y)| of_lines(3 * (y * width + x))) {
                continue;
            }
            for part in 0..3 {
                let parts = around().map(|(x, y)| whole[3 * (y * width + x) + part]);
                let ends = parts.fold((u8::MAX, 0), |(low, high), at| (low.min(at), high.max(at)));
                let found = layered[place + part];
                if found < ends.0.saturating_sub(step) || found > ends.1.saturating_add(step) {
                    differ.push((x, y, part, found, ends));
                }
            }
        }
        let shown = &differ[..differ.len().min(5)];
        assert!(
            differ.is_empty(),
            "{} in {}: {shown:?}",
            differ.len(),
            picture.name
        );
    }
}

/// Sides of the squares whose colours are compared, in pixels.
const SQUARE: usize = 16;

/// The most by which a square of one picture has more of a colour than that of another, in steps of a pixel's colour.
fn most_apart(one: &[u8], other: &[u8], width: usize) -> f64 {
    let height = one.len() / 3 / width;
    let squares = (0..height / SQUARE).flat_map(|y| (0..width / SQUARE).map(move |x| (y, x)));
    let apart = squares.flat_map(|(top, left)| {
        (0..3).map(move |part| {
            let sum = |of: &[u8]| -> i64 {
                let rows = (0..SQUARE).map(|y| (top * SQUARE + y) * width + left * SQUARE);
                let places = rows.flat_map(|row| (row..row + SQUARE).map(|at| 3 * at + part));
                places.map(|place| i64::from(of[place])).sum()
            };
            sum(one).abs_diff(sum(other))
        })
    });
    apart.max().unwrap_or(0) as f64 / (SQUARE * SQUARE) as f64
}

/// Everywhere the maps have as much of every colour as in the SVG: steps at single borders even out within a square,
/// and borders that are a pixel off do not.
#[test]
fn areas_have_as_much_of_every_colour_as_in_the_svg() {
    let fonts = Fonts::embedded();
    for mut picture in pictures(true) {
        let (layered, width) = pixels(&picture, &fonts);
        picture.layers.clear();
        let (whole, _) = pixels(&picture, &fonts);
        let mut shifted = layered.clone();
        shifted.rotate_right(3);
        let allowed = if picture.name.starts_with("catchments") {
            8.0
        } else {
            4.0
        };
        let (apart, if_shifted) = (
            most_apart(&layered, &whole, width),
            most_apart(&shifted, &whole, width),
        );
        assert!(
            apart < allowed && if_shifted > 12.0,
            "{apart}, a pixel off {if_shifted}: {}",
            picture.name
        );
    }
}
