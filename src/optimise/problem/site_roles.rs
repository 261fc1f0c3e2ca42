use super::error::ProblemError;
use crate::model::SiteIndex;

/// What a site may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Candidate,
    Kept,
    Excluded,
}

/// Which sites may, must and must not be open.
#[derive(Debug, Clone)]
pub(crate) struct SiteRoles(Vec<Role>);

impl SiteRoles {
    /// All are candidates.
    pub(crate) fn new(sites: usize) -> Self {
        Self(vec![Role::Candidate; sites])
    }

    /// Leaves of the candidates only these.
    pub(crate) fn restrict(&mut self, sites: &[SiteIndex]) -> Result<(), ProblemError> {
        self.check(sites)?;
        let mut named = vec![false; self.0.len()];
        for site in sites {
            named[site.get()] = true;
        }
        for (role, named) in self.0.iter_mut().zip(named) {
            if *role == Role::Candidate && !named {
                *role = Role::Excluded;
            }
        }
        Ok(())
    }

    pub(crate) fn keep(&mut self, sites: &[SiteIndex]) -> Result<(), ProblemError> {
        self.check(sites)?;
        for site in sites {
            self.0[site.get()] = Role::Kept;
        }
        Ok(())
    }

    pub(crate) fn exclude(&mut self, sites: &[SiteIndex]) -> Result<(), ProblemError> {
        self.check(sites)?;
        for &site in sites {
            let role = &mut self.0[site.get()];
            if *role == Role::Kept {
                return Err(ProblemError::KeptAndExcluded(site));
            }
            *role = Role::Excluded;
        }
        Ok(())
    }

    /// Makes candidates of the kept sites.
    pub(crate) fn free(&mut self) {
        for role in &mut self.0 {
            if *role == Role::Kept {
                *role = Role::Candidate;
            }
        }
    }

    /// Sites that may be open, kept ones included, ascending.
    pub(crate) fn open(&self) -> Vec<SiteIndex> {
        self.having(|role| role != Role::Excluded)
    }

    /// Sites that must be open, ascending.
    pub(crate) fn kept(&self) -> Vec<SiteIndex> {
        self.having(|role| role == Role::Kept)
    }

    fn having(&self, wanted: impl Fn(Role) -> bool) -> Vec<SiteIndex> {
        (0..)
            .map(SiteIndex)
            .zip(&self.0)
            .filter_map(|(site, &role)| wanted(role).then_some(site))
            .collect()
    }

    fn check(&self, sites: &[SiteIndex]) -> Result<(), ProblemError> {
        let known = self.0.len();
        match sites.iter().find(|site| site.get() >= known) {
            Some(&site) => Err(ProblemError::UnknownSite { site, sites: known }),
            None => Ok(()),
        }
    }
}
