//! Zstandard, frame by frame.

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Bytes decoded before they are handed on: a part of the second-level cache.
const STEP: usize = 1 << 20;

/// The content of all frames of `stored`, one after the other.
pub(super) fn decompress(mut stored: &[u8]) -> Result<Vec<u8>, String> {
    if stored.is_empty() {
        return Err("the file is empty".to_owned());
    }
    let mut content = Vec::with_capacity(stored.len() * 12);
    let mut decoder = FrameDecoder::new();
    while !stored.is_empty() {
        match decoder.reset(&mut stored) {
            Ok(()) => decode_frame(&mut decoder, &mut stored, &mut content)?,
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                length,
                ..
            })) => {
                let rest = stored.get(length as usize..);
                stored = rest.ok_or("a skippable frame is cut short")?;
            }
            Err(error) => return Err(error.to_string()),
        }
    }
    Ok(content)
}

fn decode_frame(
    decoder: &mut FrameDecoder,
    stored: &mut &[u8],
    content: &mut Vec<u8>,
) -> Result<(), String> {
    while !decoder.is_finished() {
        decoder
            .decode_blocks(&mut *stored, BlockDecodingStrategy::UptoBytes(STEP))
            .map_err(|error| error.to_string())?;
        decoder
            .collect_to_writer(&mut *content)
            .map_err(|error| error.to_string())?;
    }
    match decoder.get_checksum_from_data() {
        Some(sum) if decoder.get_calculated_checksum() != Some(sum) => {
            Err("the checksum of the content is wrong".to_owned())
        }
        _ => Ok(()),
    }
}
