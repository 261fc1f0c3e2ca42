//! Pictures with fewer corners, for where they are shown small.

use super::png::Picture;
use std::fmt::Write as _;

/// Corners nearer than this to the last one are left out, in tenths of a pixel: a pixel and a half of
/// a picture that is shown at half its size.
const NEAR: i64 = 25;

impl Picture {
    /// The words of its title.
    #[must_use]
    pub(crate) fn title(&self) -> String {
        let (_, rest) = self.svg.split_once("<title>").unwrap_or_default();
        let title = rest.split_once("</title>").map_or("", |(title, _)| title);
        let title = title.replace("&lt;", "<").replace("&gt;", ">");
        title.replace("&amp;", "&")
    }

    /// The same with coarser outlines.
    #[must_use]
    pub(crate) fn coarse(&self) -> Self {
        let mut svg = String::with_capacity(self.svg.len() / 2);
        let mut parts = self.svg.split(" d=\"");
        svg.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let (data, rest) = part.split_once('"').unwrap_or((part, ""));
            let _ = write!(svg, " d=\"{}\"{rest}", coarser(data));
        }
        Self {
            name: self.name.clone(),
            svg,
            dpi: self.dpi,
            layers: Vec::new(),
        }
    }
}

/// The data of a path of closed lines, as `view.rs` writes them; any other data as they are.
fn coarser(data: &str) -> String {
    if data.contains(|letter: char| letter.is_ascii_alphabetic() && !"Mlz".contains(letter)) {
        return data.to_owned();
    }
    let lines = data.split('z').filter(|line| !line.is_empty());
    lines
        .map(|line| closed_line(line).unwrap_or_default())
        .collect()
}

/// One closed line; `None` where nothing is left of it.
fn closed_line(line: &str) -> Option<String> {
    let (start, steps) = line.strip_prefix('M')?.split_once('l')?;
    let mut numbers = numbers(start);
    let (mut x, mut y) = (numbers.next()?, numbers.next()?);
    let mut last = (x, y);
    let mut steps = self::numbers(steps);
    let mut written = String::new();
    let mut corners = 0;
    while let (Some(dx), Some(dy)) = (steps.next(), steps.next()) {
        (x, y) = (x + dx, y + dy);
        let (right, down) = (x - last.0, y - last.1);
        if right.abs() < NEAR && down.abs() < NEAR {
            continue;
        }
        let gap = if corners > 0 && right >= 0 { " " } else { "" };
        let comma = if down >= 0 { " " } else { "" };
        let _ = write!(written, "{gap}{right}{comma}{down}");
        last = (x, y);
        corners += 1;
    }
    (corners > 1).then(|| format!("M{start}l{written}z"))
}

/// Whole numbers, apart by spaces or by the sign of the next.
fn numbers(text: &str) -> impl Iterator<Item = i64> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let sign = usize::from(rest.starts_with('-'));
        let digits = rest[sign..].find(|c: char| !c.is_ascii_digit());
        let end = digits.map_or(rest.len(), |digits| digits + sign);
        let (number, after) = rest.split_at(end);
        rest = after;
        number.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_corners_go_and_the_others_stay_where_they_were() {
        assert_eq!(coarser("M10 -20l100 0 5-5-5 105z"), "M10 -20l100 0 0 100z");
        assert_eq!(coarser("M0 0l3 3-3 3z"), "");
        assert_eq!(coarser("M0 0h10v10z"), "M0 0h10v10z");
    }
}
