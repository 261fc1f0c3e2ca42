//! Methods: the form that all models take, its relaxation and bounds, branch and bound, local search.

pub(super) mod bound;
pub(super) mod branch_and_bound;
pub(super) mod constraint_handler;
pub(super) mod cover_handler;
pub(super) mod cover_rows;
pub(super) mod cover_tree;
pub(super) mod cut;
pub(super) mod dominated_columns;
pub(super) mod gap;
pub(super) mod incumbents;
pub(super) mod interchange;
pub(super) mod k_best;
pub(super) mod layout_search;
pub(super) mod median_handler;
pub(super) mod nearest_rows;
mod node;
pub(super) mod open_node;
pub(super) mod price_search;
pub(super) mod priced_rows;
pub(super) mod reduction;
pub(super) mod relaxation;
pub(super) mod rounds;
pub(super) mod set_cover;
pub(super) mod site_state;
pub(super) mod tree_builder;
mod waiting;
pub(super) mod warm_start;
