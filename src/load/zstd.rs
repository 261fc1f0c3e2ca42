//! Zstandard, all frames of a file at the same time.
//!
//! A file of one frame is decoded by one thread; whoever writes a large file in several frames
//! has it read that many times faster.

use super::limit::too_large;
use crate::limits::Limit;
use rayon::prelude::*;
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes decoded before they are handed on: a part of the second-level cache.
const STEP: usize = 1 << 18;

/// The content of all frames of `stored`, one after the other: no more than `most` bytes, as `limit` says.
pub(super) fn decompress(
    stored: &[u8],
    most: u64,
    limit: &'static Limit,
) -> Result<Vec<u8>, String> {
    let frames = frames(stored)?;
    let left = AtomicU64::new(most);
    let mut contents: Vec<Vec<u8>> = frames
        .into_par_iter()
        .map(|frame| {
            decode_frame(frame, &left)
                .map_err(|error| error.unwrap_or_else(|| too_large(most, limit)))
        })
        .collect::<Result<_, _>>()?;
    match contents.len() {
        1 => Ok(contents.remove(0)),
        _ => Ok(contents.concat()),
    }
}

/// Takes what it unpacks from the bytes that are `left` for all frames.
///
/// # Errors
///
/// What the decoder says; `None` of a file that unpacks to too much.
fn decode_frame(mut frame: &[u8], left: &AtomicU64) -> Result<Vec<u8>, Option<String>> {
    let mut decoder = FrameDecoder::new();
    decoder
        .reset(&mut frame)
        .map_err(|error| Some(error.to_string()))?;
    // What the frame claims to hold is a hint, not a promise.
    let claimed = usize::try_from(decoder.content_size()).unwrap_or(0);
    let mut content = Vec::with_capacity(claimed.min(frame.len() * 64));
    while !decoder.is_finished() {
        decoder
            .decode_blocks(&mut frame, BlockDecodingStrategy::UptoBytes(STEP))
            .map_err(|error| Some(error.to_string()))?;
        let more = decoder
            .collect_to_writer(&mut content)
            .map_err(|error| Some(error.to_string()))? as u64;
        let taken = |left: u64| left.checked_sub(more);
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken)
            .map_err(|_| None)?;
    }
    match decoder.get_checksum_from_data() {
        Some(sum) if decoder.get_calculated_checksum() != Some(sum) => {
            Err(Some("the checksum of the content is wrong".to_owned()))
        }
        _ => Ok(content),
    }
}

/// Cuts a file into its frames, skippable ones left out.
///
/// # Source
///
/// RFC 8878, sections 3.1.1 and 3.1.2.
fn frames(stored: &[u8]) -> Result<Vec<&[u8]>, String> {
    const MAGIC: u32 = 0xFD2F_B528;
    const SKIPPABLE: std::ops::RangeInclusive<u32> = 0x184D_2A50..=0x184D_2A5F;
    let mut frames = Vec::new();
    let mut rest = stored;
    while !rest.is_empty() {
        let magic = little_endian(rest, 0, 4)?;
        let length = if SKIPPABLE.contains(&magic) {
            8 + little_endian(rest, 4, 4)? as usize
        } else if magic == MAGIC {
            frame_length(rest)?
        } else {
            return Err(format!("expected a frame (got the bytes {magic:08x})"));
        };
        let (frame, after) = rest.split_at_checked(length).ok_or(CUT_SHORT)?;
        if magic == MAGIC {
            frames.push(frame);
        }
        rest = after;
    }
    if frames.is_empty() {
        Err("the file has no frame".to_owned())
    } else {
        Ok(frames)
    }
}

const CUT_SHORT: &str = "the file is cut short";

fn little_endian(bytes: &[u8], start: usize, length: usize) -> Result<u32, String> {
    let bytes = bytes.get(start..start + length).ok_or(CUT_SHORT)?;
    Ok(bytes
        .iter()
        .rev()
        .fold(0, |number, &byte| number << 8 | u32::from(byte)))
}

/// The length of the frame at the start of `bytes`.
fn frame_length(bytes: &[u8]) -> Result<usize, String> {
    const RUN_LENGTH_BLOCK: u32 = 1;
    let descriptor = little_endian(bytes, 4, 1)?;
    let single_segment = descriptor >> 5 & 1 == 1;
    let window = usize::from(!single_segment);
    let dictionary = [0, 1, 2, 4][(descriptor & 3) as usize];
    let content_size = [usize::from(single_segment), 2, 4, 8][(descriptor >> 6) as usize];
    let checksum = if descriptor >> 2 & 1 == 1 { 4 } else { 0 };
    let mut at = 5 + window + dictionary + content_size;
    loop {
        let block = little_endian(bytes, at, 3)?;
        let size = if block >> 1 & 3 == RUN_LENGTH_BLOCK {
            1
        } else {
            (block >> 3) as usize
        };
        at += 3 + size;
        if block & 1 == 1 {
            return Ok(at + checksum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::UNPACKED_BYTES;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    fn frame(text: &str) -> Vec<u8> {
        compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
    }

    #[test]
    fn frames_are_read_one_after_the_other_and_skippable_ones_skipped() {
        let long = "id,lat,lon\n".repeat(100_000);
        let mut stored = frame(&long);
        stored.extend(b"\x50\x2A\x4D\x18\x03\x00\x00\x00abc");
        stored.extend(frame("the end"));
        let content = decompress(&stored, 1 << 30, &UNPACKED_BYTES).unwrap();
        assert!(content == format!("{long}the end").into_bytes());
    }

    /// Whatever is cut off or changed, there is an error or the right content: never a panic.
    #[test]
    fn damage_is_an_error() {
        let text = "id,lat,lon\nA,51.5,-0.1\n";
        let whole = frame(text);
        for length in 0..whole.len() {
            assert!(
                decompress(&whole[..length], 1 << 30, &UNPACKED_BYTES).is_err(),
                "{length} bytes"
            );
        }
        for at in 0..4 {
            let mut changed = whole.clone();
            changed[at] ^= 0x10;
            assert!(
                decompress(&changed, 1 << 30, &UNPACKED_BYTES).is_err(),
                "byte {at}"
            );
        }
    }

    /// A few bytes may claim any size: frames together give no more than is asked for.
    #[test]
    fn more_than_the_most_is_an_error() {
        let text = "0".repeat(3_000_000);
        let two = [frame(&text), frame(&text)].concat();
        assert!(decompress(&two, 6_000_000, &UNPACKED_BYTES).is_ok());
        assert!(
            decompress(&two, 5_999_999, &UNPACKED_BYTES)
                .unwrap_err()
                .contains("decompresses")
        );
    }
}
