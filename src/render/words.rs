use super::base_map::BaseMap;
use super::legend::{Fill, Legend};
use super::marker::Marker;
use super::marker::MarkerKind;
use super::palette::plain;
use crate::evaluation::Evaluation;
use crate::load::Dataset;
use crate::model::Layout;
use crate::pathway::{Pathway, StrokeNetwork};
use crate::study::Study;
use crate::treatment::Figures;
use crate::units::Demand;
use crate::wording::{capitalised, counted};

/// Layouts with more centres than this have markers without names.
pub(crate) const MOST_NAMES: usize = 40;

/// The title of a layout where it begins a line: with a capital, or the name as it is written where the
/// layout has no title.
pub(crate) fn layout_heading(study: &Study, layout: &str) -> String {
    match study.layout_title(layout) {
        title if title == layout => title.to_owned(),
        title => capitalised(title),
    }
}

/// The class of those who have no time to any centre: it is not said of points without a row in the
/// table of travel times that they have no route.
pub(super) const fn no_time(data: &Dataset) -> &'static str {
    if data.without_row.is_empty() {
        "no road access"
    } else {
        "no travel time"
    }
}

/// Number of centres, mean, and shares within the standards.
pub(super) fn summary(study: &Study, evaluation: &Evaluation) -> String {
    let centres = evaluation.layout.centres();
    let mut parts = vec![counted(centres, "centre")];
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
            Some(format!("{percent}% within {}", plain(standard)))
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

/// An entry for every class that somebody is in, with its share of the demand.
pub(super) fn class_entries(
    legend: &mut Legend,
    data: &Dataset,
    class_of: &[u8],
    fills: &[Fill],
    names: &[impl AsRef<str>],
) {
    let shares = shares(data, class_of, fills.len());
    for ((class, fill), (name, share)) in (0_u8..).zip(fills).zip(names.iter().zip(shares)) {
        if class_of.contains(&class) {
            legend.fill(*fill, name.as_ref(), percent(share, data.demand()));
        }
    }
}

/// What [`percent`] is of.
pub(super) fn share_of(study: &Study) -> String {
    format!("% of {}", study.population.demand_unit)
}

/// A part of the demand as text, in per cent.
pub(super) fn percent(part: Demand, all: Demand) -> String {
    part.percent_of(all).map_or_else(String::new, tenth)
}

/// Per cent with one decimal; neither nothing nor everything is reported about what only rounds to
/// it.
pub(super) fn tenth(percent: f64) -> String {
    match percent {
        little if little > 0.0 && little < 0.05 => "< 0.1".to_owned(),
        nearly if (99.95..100.0).contains(&nearly) => "> 99.9".to_owned(),
        percent => format!("{percent:.1}"),
    }
}

/// Explains the usual marker.
pub(super) fn centre_entry(legend: &mut Legend) {
    legend.marker(MarkerKind::Centre, "centre");
}

/// A marker for every centre of a layout, with names unless there are too many.
pub(super) fn markers(base: &BaseMap, data: &Dataset, layout: &Layout) -> Vec<Marker> {
    layout
        .sites()
        .iter()
        .map(|&site| Marker {
            at: base.sites[site.get()],
            kind: MarkerKind::Centre,
            label: (layout.centres() <= MOST_NAMES).then(|| data.site(site).label.clone()),
        })
        .collect()
}

/// Explains the markers of [`hospital_markers`].
pub(super) fn hospital_entries(legend: &mut Legend) {
    legend.marker(MarkerKind::Centre, "MT centre");
    legend.marker(MarkerKind::Unit, "IVT unit");
}

/// The units that are not centres, small and unnamed, beneath the centres of a layout.
pub(super) fn hospital_markers(
    base: &BaseMap,
    data: &Dataset,
    layout: &Layout,
    network: &StrokeNetwork,
) -> Vec<Marker> {
    let units = network.units().iter().filter(|unit| !unit.centre);
    let mut all: Vec<Marker> = units
        .map(|unit| Marker {
            at: base.sites[unit.site.get()],
            kind: MarkerKind::Unit,
            label: None,
        })
        .collect();
    all.extend(markers(base, data, layout));
    all
}

/// What a pathway gives, in one line.
pub(super) fn pathway_summary(pathway: Pathway, figures: &Figures) -> String {
    let mut parts = vec![capitalised(pathway_name(pathway))];
    let mean = |of: &str, mean: Option<f64>| {
        mean.map(|mean| format!("mean {mean:.0} min from onset to {of}"))
    };
    parts.extend(mean("MT", figures.mt_mean));
    parts.extend(mean("IVT", figures.ivt_mean));
    parts.extend(
        figures
            .direct_percent
            .map(|percent| format!("{}% straight to a centre", tenth(percent))),
    );
    parts.join(" · ")
}

const fn pathway_name(pathway: Pathway) -> &'static str {
    match pathway {
        Pathway::DripAndShip => "drip and ship",
        Pathway::Mothership => "mothership",
        Pathway::Bypass => "bypass",
        Pathway::BestOutcome => "best outcome",
    }
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
}
