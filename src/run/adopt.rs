use super::Prepared;
use crate::model::{Layout, LayoutError};
use crate::optimise::Answer;
use crate::report::answer_title;
use crate::study::{LayoutSource, LayoutSpec, Study};

/// A study of two layouts, the base of `study` and the best layout under the name `name`, so that
/// the one is evaluated and compared with the other as in a run.
///
/// # Errors
///
/// The answer holds no site.
pub fn adopt(
    study: &Study,
    prepared: &mut Prepared,
    answer: &Answer,
    name: &str,
) -> Result<Study, LayoutError> {
    let data = &mut prepared.dataset;
    let layout = Layout::try_new(name, answer.sites().to_vec())?;
    let ids = layout
        .sites()
        .iter()
        .map(|&site| data.site(site).id.clone())
        .collect();
    data.layouts
        .retain(|layout| layout.name() == study.base_layout);
    data.layouts.push(layout);
    let mut study = study.clone();
    study
        .layouts
        .retain(|layout| layout.name == study.base_layout);
    study.layouts.push(LayoutSpec {
        name: name.to_owned(),
        title: answer_title(answer),
        source: LayoutSource::Sites(ids),
        line: 0,
    });
    Ok(study)
}
