use super::lzw;
use flate2::{Decompress, FlushDecompress};
use ruzstd::decoding::FrameDecoder;

/// How a TIFF packs its tiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Lzw,
    Deflate,
    PackBits,
    Zstd,
}

impl Compression {
    /// By the number of the tag `Compression`.
    ///
    /// # Errors
    ///
    /// The name of a compression that is not read, and what to do.
    pub(super) fn from_number(number: u64) -> Result<Self, String> {
        let name = match number {
            1 => return Ok(Self::None),
            5 => return Ok(Self::Lzw),
            8 | 32_946 => return Ok(Self::Deflate),
            32_773 => return Ok(Self::PackBits),
            50_000 => return Ok(Self::Zstd),
            2..=4 => "CCITT fax",
            6 | 7 => "JPEG, which changes numbers,",
            34_712 => "JPEG 2000",
            34_887 => "LERC",
            34_925 => "LZMA",
            50_001 => "WebP",
            50_002 => "JPEG XL",
            _ => "",
        };
        let name = if name.is_empty() {
            format!("number {number}")
        } else {
            name.to_owned()
        };
        Err(format!(
            "compression {name} is not supported; recompress the file: `gdal_translate -co \
             COMPRESS=DEFLATE old.tif new.tif`"
        ))
    }

    /// The most bytes that one packed byte can encode.
    pub(super) fn most_expansion(self) -> u64 {
        match self {
            Self::None => 1,
            Self::PackBits => 64,
            // 258 bytes for two bits.
            Self::Deflate => 1_032,
            // A table of 4,096 entries, each a byte longer than the one before, in 12 bits a code.
            Self::Lzw => 2_731,
            // A block of 128 KiB in four bytes.
            Self::Zstd => 1 << 15,
        }
    }

    /// Fills `to` with what `from` holds.
    ///
    /// # Errors
    ///
    /// Damaged data, or too little of them.
    pub(super) fn unpack(self, from: &[u8], to: &mut [u8]) -> Result<(), String> {
        let filled = match self {
            Self::None => {
                let count = from.len().min(to.len());
                to[..count].copy_from_slice(&from[..count]);
                count
            }
            Self::Lzw if from.len() > 1 && from[0] == 0 && from[1] & 1 == 1 => {
                return Err("LZW from before 1992 (low bit first) is not supported".to_owned());
            }
            Self::Lzw => lzw::decode(from, to),
            Self::Deflate => {
                let mut state = Decompress::new(true);
                state
                    .decompress(from, to, FlushDecompress::Finish)
                    .map_err(|e| format!("damaged ({e})"))?;
                usize::try_from(state.total_out()).unwrap_or(usize::MAX)
            }
            Self::PackBits => pack_bits(from, to),
            Self::Zstd => {
                let decoded = FrameDecoder::new().decode_all(from, to);
                decoded.map_err(|e| format!("damaged ({e})"))?
            }
        };
        if filled < to.len() {
            return Err(format!(
                "cut short or damaged: {filled} of {} bytes",
                to.len()
            ));
        }
        Ok(())
    }
}

/// # Source
///
/// TIFF 6.0, section 9.
fn pack_bits(mut from: &[u8], to: &mut [u8]) -> usize {
    let mut filled = 0;
    while let (Some((&head, rest)), true) = (from.split_first(), filled < to.len()) {
        let room = &mut to[filled..];
        from = rest;
        if head < 128 {
            let count = (usize::from(head) + 1).min(from.len()).min(room.len());
            room[..count].copy_from_slice(&from[..count]);
            from = &from[(usize::from(head) + 1).min(from.len())..];
            filled += count;
        } else if head > 128 {
            let Some((&byte, rest)) = from.split_first() else {
                break;
            };
            let count = (257 - usize::from(head)).min(room.len());
            room[..count].fill(byte);
            from = rest;
            filled += count;
        }
    }
    filled
}
