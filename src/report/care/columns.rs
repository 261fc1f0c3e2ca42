use crate::model::SiteIndex;
use crate::report::table::DataCell;
use crate::treatment::{Figures, LayoutTreatment};

/// Columns that a pathway adds to a table of layouts or groups.
pub(in crate::report) const FIGURES: [&str; 7] = [
    "ivt_minutes",
    "mt_minutes",
    "direct_percent",
    "transfers",
    "good_outcomes_per_1000",
    "excellent_outcomes_per_1000",
    "good_outcomes",
];

/// The cells of [`FIGURES`].
pub(in crate::report) fn figures(figures: &Figures) -> [DataCell; 7] {
    [
        DataCell::minutes(figures.ivt_mean),
        DataCell::minutes(figures.mt_mean),
        DataCell::percent(figures.direct_percent),
        DataCell::Number(figures.transfers, 3),
        DataCell::percent(figures.good_per_1000()),
        DataCell::percent(figures.excellent_per_1000()),
        DataCell::Number(figures.expected.good, 3),
    ]
}

/// Columns that a pathway adds to a table of centres.
pub(in crate::report) const SITE_COLUMNS: [&str; 3] =
    ["first_admissions", "transfers_in", "thrombectomies"];

/// The cells of [`SITE_COLUMNS`].
pub(in crate::report) fn site_cells(treatment: &LayoutTreatment, site: SiteIndex) -> [DataCell; 3] {
    let place = treatment.network.place_of(site);
    place.map_or([const { DataCell::Empty }; 3], |place| {
        let flow = &treatment.chosen().flows.units[place];
        [flow.first_admissions, flow.transfers_in, flow.procedures].map(DataCell::demand)
    })
}
