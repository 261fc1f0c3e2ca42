use super::content::{Detail, layouts};
use super::run::Run;
use crate::document::aligned;

/// The layouts side by side, as a terminal shows them: the title of the study, the table and what its
/// columns say.
#[must_use]
pub fn overview(run: &Run) -> String {
    let layouts = layouts(run, Detail::Brief);
    let caption = layouts.caption().to_plain();
    format!("{}\n\n{}\n{caption}\n", run.study.title, aligned(&layouts))
}
