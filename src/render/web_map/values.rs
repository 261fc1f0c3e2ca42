use super::shapes::Shapes;
use super::source::WebMapOf;
use crate::allocation::Catchment;
use crate::evaluation::Evaluation;
use crate::model::{Layout, SiteIndex};
use crate::render::base_map::BaseMap;
use crate::units::TravelTime;
use crate::wording::{counted, or_dash, thousands};
use serde_json::{Value, json};

/// What a script has to know beside the columns.
pub(super) fn description(
    base: &BaseMap,
    of: &WebMapOf,
    shapes: &Shapes,
    layers: &[Value],
) -> Value {
    let used = used_sites(of);
    let sites: Value = used
        .iter()
        .map(|&site| site_json(base, of, shapes, site))
        .collect();
    let layouts: Value = (of.evaluations.iter())
        .map(|evaluation| layout(of, evaluation, &used))
        .collect();
    let grid = shapes
        .grid
        .map(|grid| json!({ "step": grid.step, "size": grid.size }));
    json!({
        "grid": grid,
        "credit": base.credit,
        "sources": of.study.attribution().collect::<Vec<_>>().join(" · "),
        "unit": of.study.population.demand_unit,
        "base": of.evaluations.iter().position(|e| e.layout.name() == of.study.base_layout),
        "layers": layers,
        "layouts": layouts,
        "sites": sites,
    })
}

/// The sites of any layout, ascending.
fn used_sites(of: &WebMapOf) -> Vec<SiteIndex> {
    let layouts = of.evaluations.iter().map(|evaluation| &evaluation.layout);
    let mut used: Vec<SiteIndex> = layouts.flat_map(Layout::sites).copied().collect();
    used.sort_unstable();
    used.dedup();
    used
}

fn site_json(base: &BaseMap, of: &WebMapOf, shapes: &Shapes, site: SiteIndex) -> Value {
    let place = base.sites[site.get()].zip(shapes.grid);
    let place = place.map(|(place, grid)| grid.step_of(place));
    let site = of.data.site(site);
    json!({ "id": site.id, "name": site.name, "label": site.label, "at": place })
}

fn layout(of: &WebMapOf, evaluation: &Evaluation, used: &[SiteIndex]) -> Value {
    let centres = evaluation.catchments.iter().map(|catchment| {
        let place = used.binary_search(&catchment.site).unwrap_or_default();
        json!([place, figures(of, evaluation, catchment)])
    });
    json!({
        "name": evaluation.layout.name(),
        "title": of.study.layout_title(evaluation.layout.name()),
        "sites": centres.collect::<Value>(),
    })
}

/// What a centre's catchment is, in one line.
fn figures(of: &WebMapOf, evaluation: &Evaluation, catchment: &Catchment) -> String {
    format!(
        "{} {} ({}%), {}, mean {} min, longest {} min",
        thousands(catchment.demand.as_f64()),
        of.study.population.demand_unit,
        or_dash(catchment.demand.percent_of(evaluation.coverage.demand), 1),
        counted(u64::try_from(catchment.points).unwrap_or(u64::MAX), "area"),
        or_dash(catchment.mean_minutes(), 1),
        or_dash(catchment.longest.map(TravelTime::as_f64), 1),
    )
}
