use super::fields::{Fields, Values};
use super::layer::{Layer, Shape};
use crate::evaluation::Evaluation;
use crate::load::Drawing;
use crate::model::{CapabilityStatus, LatLon, Layout, PointIndex, SiteIndex};
use crate::report::care::AreaCells;
use crate::report::cold_spots::{main_group, residents};
use crate::report::run::Run;
use crate::units::{Demand, TravelTime};
use geo::Coord;
use rayon::prelude::*;
use std::collections::BTreeSet;

/// All layers that a run has: areas, sites and, where there are polygons, catchments and cold spots.
pub(super) fn layers<'a>(run: &Run<'a>) -> Vec<Layer<'a>> {
    let both = |names: [&str; 2]| names.map(|name| layer(run, name));
    let halves = rayon::join(
        || both(["areas", "sites"]),
        || both(["catchments", "cold_spots"]),
    );
    halves.0.into_iter().chain(halves.1).flatten().collect()
}

/// The layer of this name, if a run has it.
pub(super) fn layer<'a>(run: &Run<'a>, name: &str) -> Option<Layer<'a>> {
    let drawing = run.dataset.drawing.as_ref();
    let drawing = drawing.filter(|drawing| !drawing.borders().is_empty());
    match name {
        "areas" => Some(areas(run)),
        "sites" => Some(sites(run)),
        "catchments" => Some(catchments(run, drawing?)),
        "cold_spots" => Some(cold_spots(run, drawing?)),
        _ => None,
    }
}

fn point(at: Option<LatLon>) -> Shape<'static> {
    at.map_or(Shape::Nowhere, |at| {
        Shape::Point(Coord {
            x: at.lon(),
            y: at.lat(),
        })
    })
}

fn minutes(time: Option<TravelTime>) -> Option<f64> {
    time.map(TravelTime::as_f64)
}

fn count(number: usize) -> Option<i64> {
    i64::try_from(number).ok()
}

/// One feature for each demand point: its polygon or, without one, its place.
fn areas<'a>(run: &Run<'a>) -> Layer<'a> {
    let data = run.dataset;
    let polygons = data.drawing.as_ref().map(|drawing| &drawing.areas);
    let shapes = data.points.par_iter().enumerate().map(|(number, of)| {
        let polygon = polygons.and_then(|polygons| polygons.get(number)?.as_ref());
        match polygon.map(Shape::polygons) {
            None | Some(Shape::Nowhere) => point(of.position),
            Some(polygons) => polygons,
        }
    });
    Layer::new("areas", shapes.collect(), area_fields(run))
}

/// The names of every demand point, its groups and what each layout gives it.
pub(super) fn area_fields<'a>(run: &Run<'a>) -> Fields<'a> {
    let data = run.dataset;
    let points = &data.points;
    let mut fields = Fields::default();
    let texts = |text: &mut dyn Iterator<Item = &'a str>| Values::Text(text.map(Some).collect());
    fields.push(
        "id",
        texts(&mut points.iter().map(|point| point.id.as_str())),
    );
    fields.push(
        "name",
        texts(&mut points.iter().map(|point| point.name.as_str())),
    );
    let demand = points.iter().map(|point| Some(point.demand.as_f64()));
    fields.push("demand", Values::number(demand));
    let population = points
        .iter()
        .map(|point| point.population.map(Demand::as_f64));
    fields.push("population", Values::number(population));
    for grouping in &data.groupings {
        let members = grouping.members().iter();
        let labels = members.map(|&member| Some(grouping.labels()[member as usize].as_str()));
        fields.push(grouping.name(), Values::Text(labels.collect()));
    }
    let spots = run.cold_spots();
    for (number, evaluation) in run.evaluations.iter().enumerate() {
        let mut rank = vec![None; points.len()];
        for (place, spot) in (1..).zip(&spots.by_layout[number]) {
            for point in &spot.points {
                rank[point.get()] = Some(place);
            }
        }
        push_layout(&mut fields, run, evaluation);
        if spots.contiguity.is_some() {
            let layout = evaluation.layout.name();
            fields.push(format!("cold_spot_{layout}"), Values::Whole(rank));
        }
    }
    fields
}

/// What one layout gives every area.
fn push_layout<'a>(fields: &mut Fields<'a>, run: &Run<'a>, evaluation: &'a Evaluation) {
    let data = run.dataset;
    let layout = evaluation.layout.name();
    let id = |site: SiteIndex| data.site(site).id.as_str();
    let answers = || evaluation.allocation.iter();
    let times = answers().map(|answer| minutes(answer.map(|(_, time)| time)));
    fields.push(format!("minutes_{layout}"), Values::number(times));
    let sites = answers().map(|answer| answer.map(|(site, _)| id(site)));
    fields.push(format!("site_{layout}"), Values::Text(sites.collect()));
    let Some(cells) = AreaCells::new(run, layout) else {
        return;
    };
    let points = (0..).map(PointIndex).take(data.points.len());
    let all: Vec<_> = points.map(|point| cells.cell(point)).collect();
    let ivt = all.iter().map(|cell| minutes(cell.ivt));
    fields.push(format!("ivt_minutes_{layout}"), Values::number(ivt));
    let mt = all.iter().map(|cell| minutes(cell.mt));
    fields.push(format!("mt_minutes_{layout}"), Values::number(mt));
    let routes = all.iter().map(|cell| cell.best_route);
    fields.push(
        format!("best_route_{layout}"),
        Values::Text(routes.collect()),
    );
}

/// One feature for each site of any layout.
fn sites<'a>(run: &Run<'a>) -> Layer<'a> {
    let data = run.dataset;
    let layouts = run.evaluations.iter().map(|evaluation| &evaluation.layout);
    let used: BTreeSet<SiteIndex> = layouts.flat_map(Layout::sites).copied().collect();
    let used: Vec<SiteIndex> = used.into_iter().collect();
    let of = || used.iter().map(|&site| data.site(site));
    let shapes = of().map(|site| point(site.position)).collect();
    let mut fields = Fields::default();
    fields.push(
        "id",
        Values::Text(of().map(|site| Some(site.id.as_str())).collect()),
    );
    fields.push(
        "name",
        Values::Text(of().map(|site| Some(site.name.as_str())).collect()),
    );
    for (number, capability) in data.capabilities.iter().enumerate() {
        let words = of().map(|site| match site.capabilities[number] {
            CapabilityStatus::Yes => Some("yes"),
            CapabilityStatus::No => Some("no"),
            CapabilityStatus::Unknown => None,
        });
        fields.push(capability, Values::Text(words.collect()));
    }
    for evaluation in run.evaluations {
        let layout = evaluation.layout.name();
        let catchment = |site: &SiteIndex| {
            let mut all = evaluation.catchments.iter();
            all.find(|catchment| catchment.site == *site)
        };
        let open = used.iter().map(|site| catchment(site).is_some());
        fields.push(format!("open_{layout}"), Values::Flag(open.collect()));
        let demand = used
            .iter()
            .map(|site| Some(catchment(site)?.demand.as_f64()));
        fields.push(format!("demand_{layout}"), Values::number(demand));
        let mean = used.iter().map(|site| catchment(site)?.mean_minutes());
        fields.push(format!("mean_minutes_{layout}"), Values::number(mean));
    }
    Layer::new("sites", shapes, fields)
}

/// Areas together by the class of every point, if it has one.
fn merged(drawing: &Drawing, class_of: &[Option<usize>], classes: usize) -> Vec<Shape<'static>> {
    let shapes = drawing.borders().merged(class_of, classes);
    shapes.into_iter().map(Shape::of_any).collect()
}

/// One feature for each layout and centre that somebody is nearest to: the polygons of its catchment in one.
fn catchments<'a>(run: &Run<'a>, drawing: &Drawing) -> Layer<'a> {
    let data = run.dataset;
    let of = || {
        let evaluations = run.evaluations.iter();
        evaluations.flat_map(|evaluation| {
            let catchments = evaluation.catchments.iter();
            let some = catchments.filter(|catchment| catchment.points > 0);
            some.map(move |catchment| (evaluation, catchment))
        })
    };
    let shapes = run.evaluations.iter().flat_map(|evaluation| {
        let places = evaluation.allocation.places();
        let class_of: Vec<_> = places.map(|place| Some(place?.0)).collect();
        let shapes = merged(drawing, &class_of, evaluation.catchments.len());
        let catchments = evaluation.catchments.iter().zip(shapes);
        catchments.filter_map(|(catchment, shape)| (catchment.points > 0).then_some(shape))
    });
    let shapes = shapes.collect();
    let mut fields = Fields::default();
    let layouts = of().map(|(evaluation, _)| Some(evaluation.layout.name()));
    fields.push("layout", Values::Text(layouts.collect()));
    let sites = || of().map(|(_, catchment)| data.site(catchment.site));
    fields.push(
        "site_id",
        Values::Text(sites().map(|site| Some(site.id.as_str())).collect()),
    );
    fields.push(
        "name",
        Values::Text(sites().map(|site| Some(site.name.as_str())).collect()),
    );
    let points = of().map(|(_, catchment)| count(catchment.points));
    fields.push("points", Values::Whole(points.collect()));
    let demand = of().map(|(_, catchment)| Some(catchment.demand.as_f64()));
    fields.push("demand", Values::number(demand));
    let population = of().map(|(_, catchment)| catchment.population.map(Demand::as_f64));
    fields.push("population", Values::number(population));
    let mean = of().map(|(_, catchment)| catchment.mean_minutes());
    fields.push("mean_minutes", Values::number(mean));
    let longest = of().map(|(_, catchment)| minutes(catchment.longest));
    fields.push("max_minutes", Values::number(longest));
    Layer::new("catchments", shapes, fields)
}

/// One feature for each layout and cold spot: its polygons in one.
fn cold_spots<'a>(run: &Run<'a>, drawing: &Drawing) -> Layer<'a> {
    let data = run.dataset;
    let found = run.cold_spots();
    let of = || {
        let layouts = run.evaluations.iter().zip(&found.by_layout);
        layouts.flat_map(|(evaluation, spots)| {
            let ranked = (1..).zip(spots);
            ranked.map(move |(rank, spot)| (evaluation, rank, spot))
        })
    };
    let shapes = found.by_layout.iter().flat_map(|spots| {
        let mut class_of = vec![None; data.points.len()];
        for (number, spot) in spots.iter().enumerate() {
            for point in &spot.points {
                class_of[point.get()] = Some(number);
            }
        }
        merged(drawing, &class_of, spots.len())
    });
    let shapes = shapes.collect();
    let mut fields = Fields::default();
    let layouts = of().map(|(evaluation, ..)| Some(evaluation.layout.name()));
    fields.push("layout", Values::Text(layouts.collect()));
    let standard = of().map(|_| Some(found.standard.as_f64()));
    fields.push("standard_minutes", Values::number(standard));
    fields.push(
        "rank",
        Values::Whole(of().map(|(_, rank, _)| Some(rank)).collect()),
    );
    let points = of().map(|(.., spot)| count(spot.points.len()));
    fields.push("points", Values::Whole(points.collect()));
    let demand = of().map(|(.., spot)| Some(spot.demand.as_f64()));
    fields.push("demand", Values::number(demand));
    let people = of().map(|(.., spot)| residents(spot, data).map(Demand::as_f64));
    fields.push("residents", Values::number(people));
    let mean = of().map(|(.., spot)| spot.mean_minutes());
    fields.push("mean_minutes", Values::number(mean));
    let longest = of().map(|(.., spot)| minutes(spot.longest));
    fields.push("max_minutes", Values::number(longest));
    let largest = of().map(|(.., spot)| Some(data.points[spot.largest.get()].name.as_str()));
    fields.push("largest_name", Values::Text(largest.collect()));
    if let Some(grouping) = data.groupings.first() {
        let groups = of().map(|(.., spot)| main_group(spot, grouping, data));
        fields.push("group", Values::Text(groups.collect()));
    }
    Layer::new("cold_spots", shapes, fields)
}
