use parquet::errors::ParquetError;

/// What the decoder says, without its own name before it.
#[expect(
    clippy::needless_pass_by_value,
    reason = "an error becomes its text at once"
)]
pub(super) fn reason(error: ParquetError) -> String {
    let text = error.to_string();
    let plain = text.strip_prefix("Parquet error: ");
    plain.map_or_else(|| text.clone(), str::to_owned)
}
