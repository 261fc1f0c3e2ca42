use super::chart_legend::Key;
use super::line_chart::{Line, LineChart, Points, axis};
use super::palette::line as line_colour;
use super::png::{Picture, RenderError};
use super::sign::Sign;
use crate::model::CapabilityStatus;
use crate::study::Study;
use crate::treatment::{BreakEvenCurve, BreakEvenPoint};

/// From the door of a unit to the door of a centre, by road and by air, against the distance
/// between them, beside break-even distances that others published.
///
/// # Errors
///
/// The drawing library refuses the chart.
pub(crate) fn break_even_chart(
    study: &Study,
    curves: &[BreakEvenCurve],
) -> Result<Picture, RenderError> {
    let road = curves.first();
    let line = |number, curve: &BreakEvenCurve, minutes: &dyn Fn(&BreakEvenPoint) -> f64| Line {
        values: curve
            .points
            .iter()
            .map(|point| (point.distance.kilometres(), minutes(point)))
            .collect(),
        colour: line_colour(number),
        dashes: "",
    };
    let mut lines: Vec<Line> = road
        .into_iter()
        .map(|curve| line(0, curve, &|point| point.road.as_f64()))
        .collect();
    let mut legend = vec![(Key::Line(line_colour(0), ""), "by road".to_owned())];
    let mut points = Vec::new();
    for (number, curve) in (1..).zip(curves) {
        lines.push(line(number, curve, &|point| point.air.as_f64()));
        legend.push((
            Key::Line(line_colour(number), ""),
            format!("by helicopter, {}: {}", pads(curve), sooner(curve)),
        ));
        points.extend(curve.found.map(|found| Points {
            values: vec![(
                found.distance.kilometres(),
                (curve.hop.door_in_door_out + found.road).as_f64(),
            )],
            sign: Sign::Diamond(line_colour(number)),
        }));
    }
    let values = || lines.iter().flat_map(|line| &line.values);
    let farthest = values().fold(1.0, |most: f64, value| most.max(value.0));
    let longest = values().fold(1.0, |most: f64, value| most.max(value.1));
    let published = study.published.break_evens.iter();
    let marks: Vec<(f64, String)> = published
        .clone()
        .map(|each| (each.km, format!("{:.0} km", each.km)))
        .collect();
    let theirs: Vec<(Key, String)> = published
        .map(|each| (Key::Mark, format!("{:.0} km: {}", each.km, each.source)))
        .collect();
    LineChart {
        name: "break-even".to_owned(),
        title: "Distance from which a helicopter is faster than the road".to_owned(),
        subtitle: subtitle(road, !marks.is_empty()),
        across: (
            "Great-circle distance between the hospitals, in kilometres".to_owned(),
            axis(farthest, 20),
        ),
        up: ("Door to door, in minutes".to_owned(), axis(longest, 30)),
        lines,
        points,
        marks,
        legend: vec![legend, theirs],
    }
    .draw(study)
}

fn pads(curve: &BreakEvenCurve) -> &'static str {
    match curve.pads {
        CapabilityStatus::Yes => "pads at both hospitals",
        CapabilityStatus::No => "no pad at either hospital",
        CapabilityStatus::Unknown => "pads unknown",
    }
}

fn sooner(curve: &BreakEvenCurve) -> String {
    match curve.found {
        Some(found) => format!("faster from {:.0} km", found.distance.kilometres()),
        None => "never faster".to_owned(),
    }
}

fn subtitle(curve: Option<&BreakEvenCurve>, published: bool) -> String {
    let dashed = if published {
        "; dashed: published break-even distances"
    } else {
        ""
    };
    let assumed = curve.map(|curve| {
        format!(
            "Base {:.0} km from the unit, cruise {:.0} km/h, road ambulance leaves {:.0} min after \
             arrival{dashed}",
            curve.hop.from_base.kilometres(),
            curve.hop.cruise.as_f64(),
            curve.hop.door_in_door_out.as_f64()
        )
    });
    assumed.unwrap_or_default()
}
