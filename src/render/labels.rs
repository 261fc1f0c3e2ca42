use super::font;
use super::pen::{Anchor, Pen};
use super::rect::Rect;

/// Something to be named on a map.
#[derive(Debug, Clone)]
pub(super) struct Label {
    /// Its marker's middle, in pixels.
    pub(super) at: [f64; 2],
    /// How far its marker reaches.
    pub(super) radius: f64,
    /// Its name.
    pub(super) text: String,
}

/// A name and its place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) text: String,
    /// What the text covers.
    pub(super) rect: Rect,
    /// Which end of the text is at the marker.
    pub(super) anchor: Anchor,
    /// From the marker to the text, where they are apart.
    pub(super) leader: Option<([f64; 2], [f64; 2])>,
}

/// What labels keep clear of.
#[derive(Debug, Clone)]
pub(super) struct Surroundings {
    /// Labels stay inside.
    pub(super) frame: Rect,
    /// Markers and their radius, named or not.
    pub(super) markers: Vec<([f64; 2], f64)>,
    /// Legends, insets, scale bars.
    pub(super) furniture: Vec<Rect>,
}

/// Directions from a marker to its name, most wanted first (Imhof 1975).
const DIRECTIONS: [[f64; 2]; 8] = [
    [1.0, 0.0],
    [0.75, -0.75],
    [0.75, 0.75],
    [-1.0, 0.0],
    [-0.75, -0.75],
    [-0.75, 0.75],
    [0.0, -1.0],
    [0.0, 1.0],
];

/// The distance of names from their markers, in font sizes: at first without a leader line.
const DISTANCES: [f64; 7] = [0.0, 1.0, 2.0, 3.2, 4.5, 6.0, 8.0];

/// Places every name that can be placed without covering another, a marker or furniture.
///
/// Greedy: the most crowded marker first, each in the first free position, near ones before far.
pub(super) fn place(labels: &[Label], around: &Surroundings, size: f64) -> Vec<Placed> {
    let crowd = |label: &Label| {
        let near = |other: &&Label| apart(other.at, label.at) < 8.0 * size;
        labels.iter().filter(near).count()
    };
    let mut order: Vec<&Label> = labels.iter().collect();
    order.sort_by_cached_key(|label| std::cmp::Reverse(crowd(label)));
    let mut placed: Vec<Placed> = Vec::new();
    for label in order {
        let free = DISTANCES
            .iter()
            .flat_map(|&distance| DIRECTIONS.iter().map(move |&way| (distance, way)))
            .map(|(distance, way)| candidate(label, size, distance, way))
            .find(|candidate| is_free(candidate, label, around, &placed));
        placed.extend(free);
    }
    placed
}

/// The name in one direction and distance from its marker.
fn candidate(label: &Label, size: f64, distance: f64, way: [f64; 2]) -> Placed {
    let radius = label.radius;
    let (width, height) = (font::width(&label.text, size), size);
    let off = radius + 0.25 * size + distance * size;
    let [x, y] = [label.at[0] + way[0] * off, label.at[1] + way[1] * off];
    let (anchor, left) = match way[0] {
        across if across > 0.0 => (Anchor::Start, x),
        across if across < 0.0 => (Anchor::End, x - width),
        _ => (Anchor::Middle, x - width / 2.0),
    };
    let top = match way[1] {
        down if down > 0.0 => y - 0.1 * height,
        down if down < 0.0 => y - 0.9 * height,
        _ => y - height / 2.0,
    };
    let leader = (distance > 0.0).then(|| {
        let touch = [x - 0.15 * size * way[0], y - 0.15 * size * way[1]];
        let start = [label.at[0] + way[0] * radius, label.at[1] + way[1] * radius];
        (start, touch)
    });
    Placed {
        text: label.text.clone(),
        rect: Rect::new(left, top, width, height),
        anchor,
        leader,
    }
}

fn is_free(candidate: &Placed, label: &Label, around: &Surroundings, placed: &[Placed]) -> bool {
    let rect = candidate.rect.grown(2.0);
    let clear = |(at, radius): &([f64; 2], f64)| !rect.grown(*radius).contains(*at);
    let off_leaders = |other: &Placed| other.leader.is_none_or(|line| !crosses(line, &rect));
    let leader_clear = candidate.leader.is_none_or(|line| {
        placed.iter().all(|other| !crosses(line, &other.rect))
            && around.furniture.iter().all(|other| !crosses(line, other))
            && around.markers.iter().all(|&(at, radius)| {
                apart(at, label.at) < 0.5
                    || !crosses(line, &Rect::new(at[0], at[1], 0.0, 0.0).grown(radius + 1.0))
            })
            && placed
                .iter()
                .filter_map(|other| other.leader)
                .all(|other| !meet(line, other))
    });
    around.frame.grown(-4.0).encloses(&rect)
        && around.markers.iter().all(clear)
        && around.furniture.iter().all(|other| !rect.overlaps(other))
        && placed
            .iter()
            .all(|other| !rect.overlaps(&other.rect.grown(2.0)) && off_leaders(other))
        && leader_clear
}

fn apart(one: [f64; 2], other: [f64; 2]) -> f64 {
    (one[0] - other[0]).hypot(one[1] - other[1])
}

/// Whether a line comes into a rectangle.
fn crosses((from, to): ([f64; 2], [f64; 2]), rect: &Rect) -> bool {
    let (r, b) = (rect.right(), rect.bottom());
    let corners = [[rect.left, rect.top], [r, rect.top], [r, b], [rect.left, b]];
    rect.contains(from)
        || rect.contains(to)
        || (0..4).any(|side| meet((from, to), (corners[side], corners[(side + 1) % 4])))
}

fn meet((a, b): ([f64; 2], [f64; 2]), (c, d): ([f64; 2], [f64; 2])) -> bool {
    let turn = |p: [f64; 2], q: [f64; 2], r: [f64; 2]| {
        (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    };
    turn(a, b, c) * turn(a, b, d) <= 0.0 && turn(c, d, a) * turn(c, d, b) <= 0.0
}

/// Draws the leader lines.
pub(super) fn draw_leaders(pen: &mut Pen, labels: &[Placed]) {
    for label in labels {
        if let Some((from, to)) = label.leader {
            pen.line(from, to, "#333333", 1.5);
        }
    }
}

/// Draws the names, each held at its marker's side, whatever font a reader has.
pub(super) fn draw_names(pen: &mut Pen, labels: &[Placed], size: f64) {
    for Placed {
        text, rect, anchor, ..
    } in labels
    {
        let x = match anchor {
            Anchor::Start => rect.left,
            Anchor::Middle => rect.left + rect.width / 2.0,
            Anchor::End => rect.right(),
        };
        pen.text([x, rect.top + 0.82 * size], *anchor, size, "#111111", text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Names never cover each other, a marker, furniture or the edge.
        #[test]
        fn names_keep_clear_of_everything(
            places in prop::collection::vec((0.0..800.0_f64, 0.0..800.0_f64, "[A-Za-z ]{1,14}"), 1..40),
        ) {
            let labels: Vec<Label> = places
                .iter()
                .map(|(x, y, text)| Label { at: [*x, *y],
                    radius: 6.0, text: text.clone() })
                .collect();
            let around = Surroundings {
                frame: Rect::new(0.0, 0.0, 800.0, 800.0),
                markers: labels.iter().map(|label| (label.at, 6.0)).collect(),
                furniture: vec![Rect::new(0.0, 0.0, 200.0, 300.0)],
            };
            let placed = place(&labels, &around, 20.0);
            for (number, label) in placed.iter().enumerate() {
                prop_assert!(around.frame.encloses(&label.rect));
                prop_assert!(!label.rect.overlaps(&around.furniture[0]));
                for other in &placed[number + 1..] {
                    prop_assert!(!label.rect.overlaps(&other.rect), "{} {}", label.text, other.text);
                }
                for (at, _) in &around.markers {
                    prop_assert!(!label.rect.contains(*at));
                }
            }
        }
    }

    /// A few markers well apart are all named, beside the marker and without a line.
    #[test]
    fn names_with_room_stand_at_their_markers() {
        let labels: Vec<Label> = (0..5_u8)
            .map(|n| Label {
                at: [100.0, 100.0 + 120.0 * f64::from(n)],
                radius: 6.0,
                text: "Stoke".to_owned(),
            })
            .collect();
        let around = Surroundings {
            frame: Rect::new(0.0, 0.0, 800.0, 800.0),
            markers: labels.iter().map(|label| (label.at, 6.0)).collect(),
            furniture: Vec::new(),
        };
        let placed = place(&labels, &around, 20.0);
        assert_eq!(placed.len(), 5);
        assert!(
            placed
                .iter()
                .all(|label| label.leader.is_none() && label.rect.left > 100.0)
        );
    }
}
