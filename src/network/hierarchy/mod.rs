//! Contraction hierarchies: a graph prepared once, so that times between many places take a sweep over a
//! small part of it.

mod bytes;
mod contraction;
mod ordered;
pub(super) mod sweep;
mod witness;

pub use bytes::HierarchyError;
pub use ordered::Hierarchy;
pub(super) use sweep::Direction;
