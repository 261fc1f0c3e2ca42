//! What a search does after its time is over.

mod clocked;
mod constrained;
mod plain;
