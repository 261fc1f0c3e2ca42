use super::columns;
use crate::pathway::Flows;
use crate::report::run::Run;
use crate::report::table::{DataCell, DataTable};
use crate::treatment::Figures;
use crate::units::Demand;

/// Sizes of first admissions a year that the literature counts hospitals by.
///
/// # Source
///
/// Allen et al. 2019, European Stroke Journal.
const FEW: [u32; 2] = [300, 600];
const MANY: u32 = 2_500;

/// `pathways.csv`: one row per layout and pathway, all by road.
#[must_use]
pub(crate) fn pathways(run: &Run) -> DataTable {
    let mut header = vec!["layout", "pathway"];
    header.extend(columns::FIGURES);
    header.extend([
        "utility_per_1000",
        "qalys_per_1000",
        "ivt_in_time",
        "ivt_in_time_percent",
        "ivt_too_late",
        "ivt_too_late_percent",
        "mt_in_time",
        "mt_in_time_percent",
        "mt_too_late",
        "mt_too_late_percent",
        "thrombectomies",
        "hospitals_below_300",
        "hospitals_below_600",
        "hospitals_above_2500",
    ]);
    let mut table = DataTable::new(header.into_iter().map(String::from).collect());
    for treatment in run.treatment.iter().flat_map(|all| &all.layouts) {
        let mut push = |pathway: &str, figures: &Figures, flows: Option<&Flows>| {
            let mut row = vec![DataCell::text(&treatment.layout), DataCell::text(pathway)];
            row.extend(columns::figures(figures));
            row.push(DataCell::percent(
                figures.per_1000(figures.expected.utility),
            ));
            row.push(DataCell::percent(figures.per_1000(figures.expected.qalys)));
            for part in [
                figures.ivt.in_time,
                figures.ivt.too_late,
                figures.mt.in_time,
                figures.mt.too_late,
            ] {
                row.push(DataCell::Number(part, 3));
                row.push(DataCell::percent(figures.percent(part)));
            }
            row.push(DataCell::Number(figures.thrombectomies, 3));
            row.extend(sizes(flows));
            table.push(row);
        };
        for pathway in &treatment.pathways {
            let flows = Some(&pathway.flows);
            push(pathway.pathway.key(), &pathway.figures, flows);
        }
        if let Some(figures) = &treatment.with_test {
            push("best-outcome-with-test", figures, None);
        }
    }
    table
}

fn sizes(flows: Option<&Flows>) -> [DataCell; 3] {
    let Some(flows) = flows else {
        return [const { DataCell::Empty }; 3];
    };
    let count = |enough: &dyn Fn(Demand) -> bool| {
        let counted = flows.units.iter().filter(|u| enough(u.first_admissions));
        DataCell::Whole(counted.count() as u64)
    };
    [
        count(&|first| first < Demand::from_whole(FEW[0])),
        count(&|first| first < Demand::from_whole(FEW[1])),
        count(&|first| first > Demand::from_whole(MANY)),
    ]
}

/// `units.csv`: one row per layout and hospital, by the study's routing and by road.
#[must_use]
pub(crate) fn units(run: &Run) -> DataTable {
    let header = [
        "layout",
        "site_id",
        "name",
        "tier",
        "first_admissions",
        "transfers_out",
        "transfers_in",
        "thrombectomies",
        "centre_id",
        "centre_minutes",
    ];
    let mut table = DataTable::new(header.map(String::from).to_vec());
    for treatment in run.treatment.iter().flat_map(|all| &all.layouts) {
        let flows = &treatment.chosen().flows.units;
        for (unit, flow) in treatment.network.units().iter().zip(flows) {
            let site = run.dataset.site(unit.site);
            let road = unit.road.filter(|_| !unit.centre);
            table.push(vec![
                DataCell::text(&treatment.layout),
                DataCell::text(&site.id),
                DataCell::text(&site.name),
                DataCell::text(if unit.centre { "mt" } else { "ivt" }),
                DataCell::demand(flow.first_admissions),
                DataCell::demand(flow.transfers_out),
                DataCell::demand(flow.transfers_in),
                DataCell::demand(flow.procedures),
                road.map_or(DataCell::Empty, |(centre, _)| {
                    DataCell::text(&run.dataset.site(centre).id)
                }),
                DataCell::minutes(road.map(|(_, time)| time.as_f64())),
            ]);
        }
    }
    table
}

/// `allowable-delay.csv`: one row per layout and allowable delay of a bypass.
#[must_use]
pub(crate) fn allowable_delay(run: &Run) -> DataTable {
    let header = [
        "layout",
        "allowable_delay_minutes",
        "ivt_minutes",
        "mt_minutes",
        "direct_percent",
        "redirected_percent",
        "redirected_ivt_lost_minutes",
        "redirected_mt_gained_minutes",
    ];
    let mut table = DataTable::new(header.map(String::from).to_vec());
    for treatment in run.treatment.iter().flat_map(|all| &all.layouts) {
        for delay in &treatment.allowable {
            let demand = treatment.chosen().summary.demand;
            table.push(vec![
                DataCell::text(&treatment.layout),
                DataCell::minutes(Some(delay.allowable.as_f64())),
                DataCell::minutes(delay.ivt_mean),
                DataCell::minutes(delay.mt_mean),
                DataCell::percent(delay.direct_percent),
                DataCell::percent(delay.redirected.percent_of(demand)),
                DataCell::minutes(delay.redirected_ivt_lost),
                DataCell::minutes(delay.redirected_mt_gained),
            ]);
        }
    }
    table
}
