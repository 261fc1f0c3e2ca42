/// The west, south, east and north of a shape.
pub(super) type Bounds = [f64; 4];

/// The bounds of all.
pub(super) fn around(bounds: impl IntoIterator<Item = Bounds>) -> Option<Bounds> {
    bounds
        .into_iter()
        .reduce(|[w, s, e, n], [w2, s2, e2, n2]| [w.min(w2), s.min(s2), e.max(e2), n.max(n2)])
}
