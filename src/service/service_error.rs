/// Centres and groups that are not a service.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceError {
    /// A centre without a suite.
    #[error("centre {centre} has no suite: expected at least 1")]
    NoSuite {
        /// Place in the layout.
        centre: usize,
    },
    /// A centre that never has a team.
    #[error("centre {centre} has no team in any hour of the week: expected at least 1 in an hour")]
    NoTeam {
        /// Place in the layout.
        centre: usize,
    },
    /// A group without centres.
    #[error("network `{group}` has no centre")]
    NoMember {
        /// The group.
        group: String,
    },
    /// A group with a centre that is not in the layout.
    #[error("network `{group}`: centre {centre} is not in the layout, which has {centres} centres")]
    NotInLayout {
        /// The group.
        group: String,
        /// The place asked for.
        centre: usize,
        /// Centres of the layout.
        centres: usize,
    },
    /// A centre that two groups have, or one group twice.
    #[error("centre {centre} appears twice: in network `{first}` and in network `{second}`")]
    AppearsTwice {
        /// Place in the layout.
        centre: usize,
        /// The group that has it first.
        first: String,
        /// The group that has it again.
        second: String,
    },
    /// A fixed host that is not a member.
    #[error("network `{group}`: its host, centre {host}, is not one of its centres")]
    HostOutside {
        /// The group.
        group: String,
        /// The host.
        host: usize,
    },
}
