use crate::load::Dataset;
use crate::model::{PointIndex, SiteIndex};
use crate::optimise::{Names, NoSolution, ProblemError};

/// A question that cannot be asked, or has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LocationError {
    /// A word that names no sites.
    #[error(
        "`{word}` is not a capability, layout or site of the study{}",
        nearest.as_ref().map_or_else(String::new, |word| format!("; did you mean `{word}`?"))
    )]
    UnknownSites {
        /// The word.
        word: String,
        /// What is spelt most alike.
        nearest: Option<String>,
    },
    /// A column that groups nothing.
    #[error("the study does not group by `{name}` (it groups by {})", known.join(", "))]
    UnknownGrouping {
        /// The column.
        name: String,
        /// The columns there are.
        known: Vec<String>,
    },
    /// A site that must be both open and closed.
    #[error("site `{0}` is both kept and excluded")]
    KeptAndExcluded(String),
    /// The data contradict themselves.
    #[error(transparent)]
    Problem(#[from] ProblemError),
    /// There is no such layout.
    #[error("{explained}")]
    NoSolution {
        /// Why.
        cause: NoSolution,
        /// Why, with names.
        explained: String,
    },
}

impl LocationError {
    /// Why there is no layout, with the names of a dataset and of the groups that have a floor.
    pub(super) fn no_solution(cause: NoSolution, data: &Dataset, groups: &[String]) -> Self {
        let names = DatasetNames { data, groups };
        Self::NoSolution {
            explained: cause.explained(&names),
            cause,
        }
    }
}

struct DatasetNames<'a> {
    data: &'a Dataset,
    groups: &'a [String],
}

impl Names for DatasetNames<'_> {
    fn point(&self, point: PointIndex) -> String {
        let point = &self.data.points[point.get()];
        format!("{} ({})", point.name, point.id)
    }

    fn site(&self, site: SiteIndex) -> String {
        self.data.site(site).name.clone()
    }

    fn group(&self, group: u32) -> String {
        let label = self.groups.get(group as usize);
        label.map_or_else(|| "a group".to_owned(), Clone::clone)
    }
}
