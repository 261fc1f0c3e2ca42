use super::canvas::{Canvas, halo};
use super::dots::Dots;
use super::font::{self, Fonts};
use super::labels::{self, Label, Placed, Surroundings};
use super::land;
use super::legend::{Fill, Legend};
use super::marker::{self, MarkerKind};
use super::page::{self, MARGIN};
use super::palette::{TimeClasses, sequential};
use super::pen::{Anchor, colour, tenths};
use super::png::{Picture, RenderError, encode};
use super::rect::Rect;
use super::words;
use crate::grid::GridImage;
use crate::load::Outline;
use crate::model::{EARTH_RADIUS, LatLon};
use crate::study::Figures;
use crate::units::TravelTime;
use geo::Coord;
use resvg::tiny_skia::{ColorU8, Pixmap, PremultipliedColorU8};
use std::fmt::Write as _;

/// A map of the cells of a grid, each pixel in the colour of its time class.
#[derive(Debug, Clone)]
pub(crate) struct GridMap<'a> {
    /// The pixels.
    pub image: &'a GridImage,
    /// What is shown.
    pub title: String,
    /// The figures.
    pub subtitle: String,
    /// Time standards that the classes follow.
    pub standards: &'a [TravelTime],
    /// Where the centres lie, and their short names.
    pub centres: Vec<(LatLon, String)>,
    /// Land around the cells.
    pub outlines: &'a [Outline],
    /// Sources to name.
    pub attribution: &'a [String],
}

const HEAD: f64 = 128.0;
/// The largest frame, in pixels.
const FRAME: (f64, f64) = (1_500.0, 1_600.0);
/// Between the frame and what it shows.
const PADDING: f64 = 24.0;
/// A page is at least so wide: titles need room.
const NARROWEST: f64 = 1_200.0;
const LABEL: f64 = 22.0;
/// Ten pixels to the millimetre.
const DPI: u32 = 254;
/// Markers are so much smaller than on other maps: they cover cells.
const SMALLER: f64 = 0.8;
const NOTE: &str = "Each pixel shows the longest journey of anyone who lives in it; pixels where \
    nobody lives have no colour.";

/// Draws the map as a PNG file.
///
/// Pixels are drawn with true east–west lengths in the middle of the picture only: an
/// equirectangular projection, good for a country.
///
/// # Errors
///
/// It cannot be rasterised or encoded.
pub(crate) fn grid_map(map: &GridMap, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
    let classes = TimeClasses::around(map.standards);
    let colours = sequential(classes.len());
    let mut legend = Legend {
        title: "Time to the nearest centre, in minutes".to_owned(),
        ..Legend::default()
    };
    for (colour, name) in colours.iter().zip(classes.names()) {
        legend.fill(Fill::Colour(colour), &name, String::new());
    }
    legend.marker(MarkerKind::Centre, "centre");
    let plan = Plan::new(map.image, legend.size());
    let foot = Foot::new(map.attribution, plan.width);
    let height = plan.frame.bottom() + foot.height();

    let mut ground = Canvas::new(plan.width, height);
    plan.draw_land(&mut ground, map.outlines);
    let picture = |canvas: Canvas| Picture {
        name: "the map".to_owned(),
        svg: canvas.finish(&map.title),
        dpi: DPI,
        layers: Vec::new(),
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page has some thousand pixels"
    )]
    let size = [plan.width, height].map(|side| side.ceil() as u32);
    let mut pixels = Pixmap::new(size[0], size[1]).ok_or_else(|| RenderError::Size {
        picture: "the map".to_owned(),
    })?;
    picture(ground).draw_over(&mut pixels, fonts)?;
    let paint: Vec<PremultipliedColorU8> = colours
        .iter()
        .map(|hex| {
            let rgb = colour(hex);
            ColorU8::from_rgba(rgb.0, rgb.1, rgb.2, 0xff).premultiply()
        })
        .collect();
    plan.paint(&mut pixels, map.image, |time| paint[classes.class(time)]);

    let mut above = Canvas::clear(plan.width, height);
    let names = plan.draw_centres(&mut above, &map.centres);
    above.layer(&halo(4.0), |pen| labels::draw_names(pen, &names, LABEL));
    above.layer("", |pen| {
        pen.frame(&plan.frame, "#7f7f7f", 2.0);
        page::head(
            pen,
            [&map.title, &map.subtitle],
            plan.width,
            &Figures::default(),
        );
        foot.draw(pen, plan.frame.bottom());
    });
    legend.draw(&mut above, &plan.legend, Dots::None);
    plan.draw_scale(&mut above);
    picture(above).draw_over(&mut pixels, fonts)?;
    encode(&pixels, "the map", DPI)
}

/// Where everything goes, in pixels of the page.
struct Plan {
    width: f64,
    frame: Rect,
    legend: Rect,
    /// Longitude and latitude of the upper left pixel's outer corner, and where it is drawn.
    west: f64,
    north: f64,
    left: f64,
    top: f64,
    /// Pixels of the page for each degree of longitude and latitude.
    per_degree: [f64; 2],
    /// The latitude at which the scale bar holds, where it does not hold all over the map.
    true_at: Option<String>,
}

impl Plan {
    fn new(image: &GridImage, (legend_width, legend_height): (f64, f64)) -> Self {
        let ((north, west), (step_lat, step_lon)) = (image.north_west(), image.step());
        let high = image.height() as f64 * step_lat;
        let middle = (north - high / 2.0).to_radians().cos().max(0.05);
        let wide = image.width() as f64 * step_lon * middle;
        let room = [FRAME.0 - 2.0 * PADDING, FRAME.1 - 2.0 * PADDING];
        let scale = (room[0] / wide).min(room[1] / high);
        let least = legend_height + 80.0;
        let frame = Rect::new(
            MARGIN,
            HEAD,
            (wide * scale + 2.0 * PADDING).max(0.4 * FRAME.0).round(),
            (high * scale + 2.0 * PADDING).max(least).round(),
        );
        let legend = Rect::new(frame.right() + 20.0, frame.top, legend_width, legend_height);
        Self {
            width: (legend.right() + MARGIN).max(NARROWEST),
            west,
            north,
            left: (frame.left + (frame.width - wide * scale) / 2.0).round(),
            top: (frame.top + (frame.height - high * scale) / 2.0).round(),
            per_degree: [scale * middle, scale],
            true_at: true_at(north, north - high),
            frame,
            legend,
        }
    }

    fn place(&self, lon: f64, lat: f64) -> [f64; 2] {
        // As near to the picture as whole turns bring it.
        let shown = self.frame.width / self.per_degree[0];
        let from = self.west - (360.0 - shown.min(360.0)) / 2.0;
        let along = (lon - from).rem_euclid(360.0) + from - self.west;
        [
            self.left + along * self.per_degree[0],
            self.top + (self.north - lat) * self.per_degree[1],
        ]
    }

    fn draw_land(&self, canvas: &mut Canvas, outlines: &[Outline]) {
        let frame = &self.frame;
        canvas.layer("", |pen| pen.rectangle(frame, "#ffffff"));
        let (x, y) = (tenths(frame.left), tenths(frame.top));
        let (w, h) = (tenths(frame.width), tenths(frame.height));
        canvas.raw(&format!(
            "<clipPath id=\"frame\"><rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/></clipPath>"
        ));
        let mut data = String::new();
        let drawn = outlines
            .iter()
            .filter(|outline| outline.kind == "land" || outline.kind == "region");
        for polygon in drawn.flat_map(|outline| &outline.shape.0) {
            for ring in land::turned(polygon) {
                self.write_ring(&ring, &mut data);
            }
        }
        canvas.path(
            &data,
            "clip-path=\"url(#frame)\" fill=\"#e9e9e7\" stroke=\"#c4c4c0\" stroke-width=\"8\"",
        );
    }

    /// Writes a ring as often as whole turns around the Earth bring it into the frame.
    fn write_ring(&self, ring: &[Coord], data: &mut String) {
        for turn in [-360.0, 0.0, 360.0] {
            let place = |at: &Coord| {
                [
                    self.left + (at.x + turn - self.west) * self.per_degree[0],
                    self.top + (self.north - at.y) * self.per_degree[1],
                ]
            };
            let (low, high) = ring.iter().fold((f64::MAX, f64::MIN), |(low, high), at| {
                let [x, _] = place(at);
                (low.min(x), high.max(x))
            });
            if high < self.frame.left || low > self.frame.right() {
                continue;
            }
            for (number, corner) in ring.iter().enumerate() {
                let [x, y] = place(corner);
                let letter = if number == 0 { 'M' } else { 'L' };
                let _ = write!(data, "{letter}{} {}", tenths(x), tenths(y));
            }
            data.push('Z');
        }
    }

    /// Paints the pixels; where several fall on one of the page, the longest time is shown.
    fn paint(
        &self,
        page: &mut Pixmap,
        image: &GridImage,
        paint: impl Fn(TravelTime) -> PremultipliedColorU8,
    ) {
        let step = image.step();
        let size = [step.1 * self.per_degree[0], step.0 * self.per_degree[1]];
        let (left, top) = (whole(self.left), whole(self.top));
        let edges = |count: usize, size: f64| -> Vec<usize> {
            (0..=count).map(|n| whole(n as f64 * size)).collect()
        };
        let (columns, rows) = (
            edges(image.width(), size[0]),
            edges(image.height(), size[1]),
        );
        let page_width = page.width() as usize;
        let shown = (columns[image.width()] + 1, rows[image.height()] + 1);
        let mut longest: Vec<Option<TravelTime>> = vec![None; shown.0 * shown.1];
        for down in 0..image.height() {
            for across in 0..image.width() {
                let Some(time) = image.time(across, down) else {
                    continue;
                };
                for y in rows[down]..rows[down + 1].max(rows[down] + 1) {
                    for x in columns[across]..columns[across + 1].max(columns[across] + 1) {
                        let pixel = &mut longest[y * shown.0 + x];
                        *pixel = (*pixel).max(Some(time));
                    }
                }
            }
        }
        for (pixel, time) in longest.iter().enumerate() {
            let at = (top + pixel / shown.0) * page_width + left + pixel % shown.0;
            if let (Some(time), Some(pixel)) = (time, page.pixels_mut().get_mut(at)) {
                *pixel = paint(*time);
            }
        }
    }

    /// Draws the markers; gives their names, placed, unless there are too many.
    fn draw_centres(&self, canvas: &mut Canvas, centres: &[(LatLon, String)]) -> Vec<Placed> {
        let radius = SMALLER * MarkerKind::Centre.radius();
        let mut shown: Vec<Label> = centres
            .iter()
            .map(|(place, name)| Label {
                at: self.place(place.lon(), place.lat()),
                radius,
                text: name.clone(),
            })
            .collect();
        shown.retain(|label| self.frame.contains(label.at));
        let around = Surroundings {
            frame: self.frame,
            markers: shown.iter().map(|label| (label.at, radius)).collect(),
            furniture: Vec::new(),
        };
        let placed = if centres.len() <= words::MOST_NAMES {
            labels::place(&shown, &around, LABEL)
        } else {
            Vec::new()
        };
        canvas.layer("", |pen| {
            labels::draw_leaders(pen, &placed);
            for label in &shown {
                marker::draw(pen, MarkerKind::Centre, label.at, SMALLER);
            }
        });
        placed
    }

    /// A scale bar below the legend, true in the middle of the map.
    fn draw_scale(&self, canvas: &mut Canvas) {
        let per_km = self.per_degree[1] * 180.0 / std::f64::consts::PI / EARTH_RADIUS * 1_000.0;
        let most = self.legend.width * 0.8 / per_km;
        let power = 10_f64.powf(most.log10().floor());
        let km = [5.0, 2.0, 1.0]
            .map(|step| step * power)
            .into_iter()
            .find(|&km| km <= most)
            .unwrap_or(power);
        let (left, base) = (self.legend.left, self.legend.bottom() + 50.0);
        let right = left + km * per_km;
        canvas.layer(&halo(0.0), |pen| {
            let bar = [
                [left, base - 8.0],
                [left, base],
                [right, base],
                [right, base - 8.0],
            ];
            pen.path(&bar, "#111111", 3.0);
            let at = [f64::midpoint(left, right), base - 10.0];
            pen.text(at, Anchor::Middle, 20.0, "#111111", &format!("{km} km"));
            // Lengths to the east and west are true at one latitude alone.
            if let Some(latitude) = &self.true_at {
                let below = [left, base + 26.0];
                pen.text(below, Anchor::Start, 20.0, "#111111", latitude);
            }
        });
    }
}

/// The latitude at which lengths are true, in words; `None` where they are within 2% all over the map.
fn true_at(north: f64, south: f64) -> Option<String> {
    let middle = f64::midpoint(north, south);
    let across = |latitude: f64| latitude.to_radians().cos();
    let edges = [north, south].map(|edge| (across(edge) / across(middle) - 1.0).abs());
    edges.iter().any(|&off| off > 0.02).then(|| {
        let side = if middle < 0.0 { "S" } else { "N" };
        format!("at {:.0}° {side}", middle.abs())
    })
}

/// The text below the frame.
struct Foot {
    lines: Vec<String>,
}

const SMALL: f64 = 17.0;
const LINE: f64 = 24.0;

impl Foot {
    fn new(attribution: &[String], page: f64) -> Self {
        let mut lines = font::wrap(NOTE, SMALL, page - 2.0 * MARGIN);
        lines.extend(font::wrap(
            &attribution.join(" · "),
            SMALL,
            page - 2.0 * MARGIN,
        ));
        Self { lines }
    }

    fn height(&self) -> f64 {
        22.0 + LINE * self.lines.len() as f64
    }

    fn draw(&self, pen: &mut super::pen::Pen, top: f64) {
        for (line, n) in self.lines.iter().zip(1..) {
            let at = [MARGIN, top + 8.0 + LINE * f64::from(n)];
            pen.text(at, Anchor::Start, SMALL, "#666666", line);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place on a page"
)]
fn whole(pixels: f64) -> usize {
    pixels.max(0.0).round() as usize
}
