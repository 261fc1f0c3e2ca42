//! What the ids of a table of times can mean.

use super::super::error::LoadError;
use super::super::near_ids::{self, NearIds};
use crate::model::Site;
use std::collections::HashMap;

/// What the ids of a table can mean.
pub(in super::super) struct Known<'a> {
    pub(super) origins: &'a [&'a str],
    pub(super) origin_of: HashMap<&'a str, u32>,
    pub(super) origin_file: &'a str,
    pub(super) sites: &'a [Site],
    pub(super) site_of: HashMap<&'a str, u16>,
    pub(super) site_file: &'a str,
}

impl<'a> Known<'a> {
    pub(in super::super) fn new(
        origins: &'a [&'a str],
        origin_file: &'a str,
        sites: &'a [Site],
        site_file: &'a str,
    ) -> Self {
        Self {
            origin_of: origins.iter().copied().zip(0..).collect(),
            origins,
            origin_file,
            site_of: sites.iter().map(|site| site.id.as_str()).zip(0..).collect(),
            sites,
            site_file,
        }
    }

    /// The place of an origin among all; most tables have them in the same order.
    pub(super) fn origin(&self, id: &str, expected: usize) -> Option<u32> {
        match self.origins.get(expected) {
            Some(&next) if next == id => u32::try_from(expected).ok(),
            _ => self.origin_of.get(id).copied(),
        }
    }

    pub(super) fn no_overlap(&self, file: &str, what_side: Side, found: Vec<String>) -> LoadError {
        const SHOWN: usize = 3;
        let (what, other, expected): (_, _, Box<[String]>) = match what_side {
            Side::Origin => (
                "origin id",
                self.origin_file,
                self.origins
                    .iter()
                    .take(SHOWN)
                    .map(ToString::to_string)
                    .collect(),
            ),
            Side::Site => (
                "site id",
                self.site_file,
                self.sites
                    .iter()
                    .take(SHOWN)
                    .map(|site| site.id.clone())
                    .collect(),
            ),
        };
        let near = match what_side {
            Side::Origin => NearIds::new(self.origins.iter().copied()),
            Side::Site => NearIds::new(self.sites.iter().map(|site| site.id.as_str())),
        };
        let guesses: Vec<_> = found.iter().filter_map(|id| near.guess(id)).collect();
        LoadError::NoOverlap {
            file: file.to_owned(),
            what,
            other: other.to_owned(),
            guess: near_ids::in_words(&guesses),
            found: found.into_iter().take(SHOWN).collect(),
            expected,
        }
    }
}

#[derive(Clone, Copy)]
pub(super) enum Side {
    Origin,
    Site,
}
