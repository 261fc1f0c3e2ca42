use super::WriteError;
use crate::compare::Comparison;
use crate::evaluation::Evaluation;
use crate::render::{self, Base, Fonts, Picture, RenderError};
use crate::report::{OutputFolder, Run};
use rayon::prelude::*;

/// A picture to draw.
enum Subject<'a> {
    Access(&'a Evaluation),
    Catchments(&'a Evaluation),
    Difference(&'a Comparison),
    CoverageCurves,
    CentreSizes,
}

/// Draws every picture of a run as SVG and PNG; the number of pictures.
///
/// A study without coordinates gets charts and no maps.
///
/// # Errors
///
/// A picture cannot be drawn or written; those before it are there, whole.
pub fn draw(run: &Run, output: &OutputFolder) -> Result<usize, WriteError> {
    let base = Base::new(run.dataset, run.study);
    let mut subjects = Vec::new();
    if base.is_some() {
        subjects.extend(run.evaluations.iter().map(Subject::Access));
        subjects.extend(run.evaluations.iter().map(Subject::Catchments));
        subjects.extend(run.comparisons.iter().map(Subject::Difference));
    }
    subjects.extend([Subject::CoverageCurves, Subject::CentreSizes]);
    let fonts = Fonts::embedded();
    // One picture a task: they differ in size, and no two threads should wait for a third.
    subjects
        .par_iter()
        .with_max_len(1)
        .try_for_each(|subject| {
            let Some(picture) = picture(subject, run, base.as_ref())? else {
                return Ok(());
            };
            output.write(&format!("{}.svg", picture.name), picture.svg.as_bytes())?;
            output.write(&format!("{}.png", picture.name), &picture.png(&fonts)?)?;
            Ok::<(), WriteError>(())
        })?;
    Ok(subjects.len())
}

fn picture(
    subject: &Subject,
    run: &Run,
    base: Option<&Base>,
) -> Result<Option<Picture>, RenderError> {
    let (data, study) = (run.dataset, run.study);
    Ok(match *subject {
        Subject::Access(evaluation) => {
            base.map(|base| render::access_map(base, data, study, evaluation))
        }
        Subject::Catchments(evaluation) => {
            base.map(|base| render::catchment_map(base, data, study, evaluation))
        }
        Subject::Difference(comparison) => base
            .zip(run.evaluation(&comparison.base))
            .zip(run.evaluation(&comparison.layout))
            .map(|((base, before), after)| {
                render::difference_map(base, data, study, before, after)
            }),
        Subject::CoverageCurves => Some(render::coverage_chart(study, run.evaluations)?),
        Subject::CentreSizes => Some(render::size_chart(data, study, run.evaluations)),
    })
}
