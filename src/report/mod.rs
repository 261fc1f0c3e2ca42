//! Results to files: one output format or table per file, and the only place that knows output
//! columns.

mod answer_lines;
mod areas;
mod area_columns;
mod areas_parquet;
mod parquet_table;
mod care;
mod clinicians;
mod cold_spot_table;
mod cold_spots;
mod comparison;
mod content;
mod curve;
mod equity;
mod expansion;
mod gis;
mod grid;
mod groups;
mod growth;
mod html;
mod in_unit;
mod input;
mod manifest;
mod markdown;
mod minutes;
mod no_answer;
mod optima;
mod optimum_curve;
mod overview;
mod pareto;
mod proof;
mod remarks;
mod repairs;
mod isochrones;
mod road;
mod road_matrix;
mod rota;
mod run;
mod sensitivity;
mod simulation;
mod site_ids;
mod sites;
mod solution;
mod summary;
mod table;
mod unreachable;
mod workbook;

pub use crate::output::OutputError;
pub use answer_lines::{answer_lines, candidates_line};
pub(crate) use area_columns::area_columns;
pub use area_columns::{ColumnValues, DataColumn};
pub(crate) use areas::areas_csv;
pub(crate) use areas_parquet::areas_parquet;
pub use care::{Explained, ExplainedLeg, ExplainedPathway, explained_table};
pub(crate) use care::{
    Words, allowable_delay, base_siting, break_even, explained, helicopter, pathways, sensitivity,
    transfers, units,
};
pub use clinicians::{ClinicianAnswer, SameStaff, StaffedAnswer, StaffedRow};
pub(crate) use cold_spot_table::cold_spots;
pub(crate) use cold_spots::ColdSpots;
pub(crate) use comparison::{changes, comparison};
pub use content::{Detail, input_files_table, layouts};
pub(crate) use content::{content, map_tables};
pub(crate) use curve::coverage_curve;
pub(crate) use equity::{concentration, equity, equity_chart, inequality};
pub(crate) use expansion::expansion;
pub(crate) use gis::{GisLayers, areas_wide_csv};
pub(crate) use grid::{
    GridCommand, grid_backup, grid_centres, grid_groups, grid_manifest, grid_ranks, grid_sentence,
    grid_summary,
};
pub(crate) use groups::{gaps, groups};
pub use growth::{
    GrowthAnswer, GrowthCase, GrowthRun, StandardYears, growth_answer, growth_document,
    growth_support_answer,
};
pub(crate) use growth::{
    centres_by_hours, growth_regions, growth_support, growth_table, growth_targets,
};
pub(crate) use html::{HtmlPage, PageMap, PlacedPicture, html};
pub(crate) use in_unit::table_in_unit;
pub use input::{input_json, input_remarks, input_table, input_totals};
pub(crate) use isochrones::isochrones_geojson;
pub(crate) use manifest::{CommandLine, RunManifest, Stage};
pub use markdown::markdown;
pub(crate) use no_answer::no_answer_word;
pub use no_answer::{NoAnswer, no_answer_json};
pub(crate) use optima::optima;
pub(crate) use optimum_curve::optimum_curve;
pub use overview::overview;
pub(crate) use pareto::{pareto, pareto_in_words};
pub(crate) use remarks::remarks;
pub(crate) use repairs::repairs;
pub use road::{
    network_json, network_remarks, road_classes, road_classes_data, road_json, road_remarks,
};
pub(crate) use road_matrix::{road_matrix_csv, road_matrix_parquet};
pub(crate) use rota::rota_table;
pub use rota::{RotaLayout, RotaRun, rota_answer};
pub use run::Run;
pub use sensitivity::{ComparedPair, SensitivityRun, VariedInput, sensitivity_answer};
pub(crate) use sensitivity::{
    sensitivity_morris, sensitivity_sobol, sensitivity_tornado, simulation_uncertainty,
};
pub use simulation::{
    ServiceHistory, SimulatedRun, SimulationRun, patient_history, simulation_answer,
    simulation_remarks,
};
pub(crate) use simulation::{
    history_table, simulation_comparison, simulation_content, simulation_events, simulation_groups,
    simulation_hours, simulation_services, simulation_sites,
};
pub(crate) use sites::sites;
pub(crate) use solution::{answer_title, layouts_table, solution_json};
pub(crate) use summary::summary;
pub use table::{DataCell, DataTable};
pub(crate) use unreachable::unreachable_warning;
pub use unreachable::{UnreachableRemark, unreachable_remark};
pub(crate) use workbook::workbook;
