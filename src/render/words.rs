use super::legend::Legend;
use super::marker::MarkerKind;
use super::palette::plain;
use super::sites::Marker;
use crate::evaluation::Evaluation;
use crate::load::Dataset;
use crate::model::Layout;
use crate::study::Study;
use crate::units::Demand;

/// Layouts with more centres than this have markers without names.
pub(super) const MOST_NAMES: usize = 40;

/// The class of those who cannot reach any centre.
pub(super) const NO_WAY: &str = "no way by road";

/// A layout's title in the study, or its name.
pub(super) fn layout_title<'a>(study: &'a Study, layout: &'a Layout) -> &'a str {
    study
        .layouts
        .iter()
        .find(|spec| spec.name == layout.name())
        .map_or(layout.name(), |spec| spec.title.as_str())
}

/// Number of centres, mean, and shares within the standards.
pub(super) fn summary(study: &Study, evaluation: &Evaluation) -> String {
    let centres = evaluation.layout.centres();
    let mut parts = vec![if centres == 1 {
        "1 centre".to_owned()
    } else {
        format!("{centres} centres")
    }];
    let coverage = &evaluation.coverage;
    parts.extend(
        coverage
            .mean_minutes
            .map(|mean| format!("mean {mean:.1} min")),
    );
    let within: Vec<String> = study
        .standards
        .iter()
        .zip(&coverage.within)
        .filter_map(|(&standard, within)| {
            let percent = tenth(within.percent_of(coverage.demand)?);
            Some(format!("{percent} % within {}", plain(standard)))
        })
        .collect();
    if !within.is_empty() {
        parts.push(format!("{} min", within.join(", ")));
    }
    parts.join(" · ")
}

/// The demand of every class.
pub(super) fn shares(data: &Dataset, class_of: &[u8], classes: usize) -> Vec<Demand> {
    let mut shares = vec![Demand::ZERO; classes];
    for (point, &class) in data.points.iter().zip(class_of) {
        shares[usize::from(class)] += point.demand;
    }
    shares
}

/// What [`percent`] is of.
pub(super) fn share_of(study: &Study) -> String {
    format!("% of {}", study.population.demand_unit)
}

/// A part of the demand as text, in per cent.
pub(super) fn percent(part: Demand, all: Demand) -> String {
    part.percent_of(all).map_or_else(String::new, tenth)
}

/// Per cent with one decimal; neither nothing nor everything is said of what only rounds to it.
pub(super) fn tenth(percent: f64) -> String {
    match percent {
        little if little > 0.0 && little < 0.05 => "< 0.1".to_owned(),
        nearly if (99.95..100.0).contains(&nearly) => "> 99.9".to_owned(),
        percent => format!("{percent:.1}"),
    }
}

/// A text that begins with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// Explains the usual marker.
pub(super) fn centre_entry(legend: &mut Legend) {
    legend.marker(MarkerKind::Centre, "centre");
}

/// A marker for every centre of a layout, with names unless there are too many.
pub(super) fn markers(data: &Dataset, layout: &Layout) -> Vec<Marker> {
    layout
        .sites()
        .iter()
        .map(|&site| Marker {
            site,
            kind: MarkerKind::Centre,
            label: (layout.centres() <= MOST_NAMES).then(|| data.site(site).label.clone()),
        })
        .collect()
}

/// A whole number with commas.
pub(super) fn thousands(count: f64) -> String {
    let digits = format!("{count:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_rounds_to_nothing_or_all_says_so() {
        assert_eq!(tenth(0.0), "0.0");
        assert_eq!(tenth(0.049), "< 0.1");
        assert_eq!(tenth(99.949), "99.9");
        assert_eq!(tenth(99.95), "> 99.9");
        assert_eq!(tenth(100.0), "100.0");
    }

    #[test]
    fn thousands_have_commas() {
        let numbers = [0.0, 999.0, 1_000.0, 1_234_567.0].map(thousands);
        assert_eq!(numbers, ["0", "999", "1,000", "1,234,567"]);
    }
}
