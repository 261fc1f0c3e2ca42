//! Inputs made from seeds: bytes are changed at random, and texts at their joints as well.

use crate::random::Random;

/// How the bytes of an input are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Rows and cells.
    Csv,
    /// Tables, keys and values.
    Toml,
    /// Objects and lists.
    Json,
    /// Numbers of 1 to 8 bytes, and much of what matters at the front and the end.
    Binary,
}

/// Longer inputs are cut: time goes into many of them.
const LONGEST: usize = 1 << 16;

/// The input of this number.
pub(crate) fn input(form: Form, seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = random.choice(seeds).clone();
    // One change mostly: what is read in spite of it leads farther than what is refused at once.
    let changes = 1 + random.next().trailing_ones();
    for _ in 0..changes {
        if form == Form::Binary || random.one_in(4) {
            change_bytes(&mut bytes, seeds, form, random);
        } else {
            change_text(&mut bytes, form, random);
        }
    }
    bytes.truncate(LONGEST);
    bytes
}

/// A place, more often near the front and the end than between.
fn place(length: usize, random: &mut Random) -> usize {
    match random.below(4) {
        0 => random.below(length.min(64)),
        1 => length - 1 - random.below(length.min(512)),
        _ => random.below(length),
    }
}

const NUMBERS: [u64; 18] = [
    0,
    1,
    2,
    3,
    4,
    8,
    16,
    127,
    128,
    255,
    256,
    32_767,
    65_535,
    0x7FFF_FFFF,
    0x8000_0000,
    0xFFFF_FFFF,
    0x7FFF_FFFF_FFFF_FFFF,
    u64::MAX,
];

fn change_bytes(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], form: Form, random: &mut Random) {
    if bytes.is_empty() {
        bytes.push(b'0');
    }
    let length = bytes.len();
    let at = place(length, random);
    // What is inserted or left out moves all that follows: in binary files less often.
    let kinds = if form == Form::Binary && !random.one_in(4) {
        4
    } else {
        9
    };
    match random.below(kinds) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = random.next().to_le_bytes()[0],
        2 => {
            let number = *random.choice(&NUMBERS);
            let size = 1 << random.below(4);
            let mut new = number.to_le_bytes()[..size].to_vec();
            if random.one_in(2) {
                new.reverse();
            }
            for (byte, new) in bytes[at..].iter_mut().zip(new) {
                *byte = new;
            }
        }
        3 => bytes[at] = bytes[at].wrapping_add(random.choice(&[1, 255, 2, 254, 16]).to_owned()),
        4 => {
            let count = 1 + random.below(16.min(length - at));
            bytes.drain(at..at + count);
        }
        5 => {
            let count = 1 + random.below(32.min(length - at));
            let part = bytes[at..at + count].to_vec();
            let to = random.below(length);
            bytes.splice(to..to, part);
        }
        6 => bytes.truncate(at),
        7 => {
            let other = random.choice(seeds);
            if !other.is_empty() {
                let from = random.below(other.len());
                let count = 1 + random.below(64.min(other.len() - from));
                let end = (at + count).min(length);
                bytes.splice(at..end, other[from..from + count].iter().copied());
            }
        }
        _ => bytes.insert(at, random.next().to_le_bytes()[0]),
    }
}

/// What cells and values are replaced by.
const WORDS: [&str; 40] = [
    "",
    "0",
    "-0",
    "1",
    "-1",
    "0.5",
    "1e308",
    "-1e308",
    "1e-320",
    "1e309",
    "nan",
    "inf",
    "-inf",
    "99999999999999999999",
    "30000",
    "30000.0001",
    "9007199254740993",
    "0x10",
    "1_000",
    "1,5",
    "\"",
    "\"\"",
    "'",
    "yes",
    "no",
    "true",
    "NA",
    "=1+1",
    "@x",
    "\u{b}",
    "\u{0}",
    "\u{1b}[31m",
    "\u{202e}x",
    "é",
    "𝒳",
    "<script>",
    "|",
    "90",
    "-180",
    "180.0000001",
];

fn change_text(bytes: &mut Vec<u8>, form: Form, random: &mut Random) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let line_end = if form == Form::Json { ',' } else { '\n' };
    let mut lines: Vec<String> = text.split(line_end).map(str::to_owned).collect();
    let at = random.below(lines.len());
    match random.below(6) {
        0 => {
            lines.remove(at);
        }
        1 => {
            let line = lines[at].clone();
            lines.insert(random.below(lines.len() + 1), line);
        }
        2 => {
            let other = random.below(lines.len());
            lines.swap(at, other);
        }
        _ => {
            let marks: &[char] = match form {
                Form::Csv => &[','],
                Form::Toml => &['=', ',', '[', ']', '{', '}'],
                Form::Json | Form::Binary => &['[', ']', '{', '}', ':'],
            };
            lines[at] = with_other_cell(&lines[at], marks, random);
        }
    }
    *bytes = lines.join(&line_end.to_string()).into_bytes();
}

/// A line with one of its cells replaced, left out or said twice.
fn with_other_cell(line: &str, marks: &[char], random: &mut Random) -> String {
    let cells: Vec<&str> = line.split_inclusive(marks).collect();
    let at = random.below(cells.len());
    let mut new: Vec<String> = cells.iter().map(ToString::to_string).collect();
    let Some(cell) = cells.get(at) else {
        return line.to_owned();
    };
    let mark = cell.chars().next_back().filter(|c| marks.contains(c));
    let word = *random.choice(&WORDS);
    let mark = mark.map(String::from).unwrap_or_default();
    match random.below(8) {
        0 => {
            new.remove(at);
        }
        1 => new.insert(at, (*cell).to_owned()),
        2 => new[at] = format!("\"{word}\"{mark}"),
        3 => new[at] = format!("{}{mark}", word.repeat(1 + random.below(300))),
        _ => new[at] = format!("{word}{mark}"),
    }
    new.concat()
}
