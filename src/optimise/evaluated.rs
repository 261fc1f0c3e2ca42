use super::answer::Answer;
use crate::evaluation::{Evaluation, Instance};
use crate::model::Layout;

/// A best layout and all that it gives.
#[derive(Debug, Clone)]
pub struct EvaluatedAnswer {
    /// What was found and proven.
    pub answer: Answer,
    /// What the best layout gives.
    pub evaluation: Evaluation,
}

impl EvaluatedAnswer {
    /// Evaluates the best layout of an answer, and gives it a name.
    ///
    /// # Panics
    ///
    /// The answer is not from a problem with the instance's matrix.
    #[must_use]
    pub fn new(answer: Answer, name: &str, instance: &Instance) -> Self {
        let layout = Layout::try_new(name, answer.sites().to_vec());
        let layout = layout.expect("an answer has sites, each once");
        Self {
            evaluation: instance.evaluate(&layout),
            answer,
        }
    }
}

impl AsRef<Answer> for EvaluatedAnswer {
    fn as_ref(&self) -> &Answer {
        &self.answer
    }
}
