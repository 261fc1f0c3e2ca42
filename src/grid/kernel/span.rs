/// A contiguous part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::grid) struct Span {
    pub(in crate::grid) from: usize,
    pub(in crate::grid) len: usize,
}

impl Span {
    #[inline(always)]
    pub(in crate::grid) fn slice<T>(self, all: &[T]) -> &[T] {
        &all[self.from..self.from + self.len]
    }
}
