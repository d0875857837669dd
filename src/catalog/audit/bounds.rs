//! Bounds as people write them.

/// A number of bytes: `5mb`, `500 kB`, `1.5gb`, `1000`. Units count by 1024, as the service counts.
///
/// # Errors
///
/// What may be written.
pub fn read_bytes(text: &str) -> Result<u64, String> {
    const UNITS: [(&str, f64); 4] =
        [("gb", 1_073_741_824.0), ("mb", 1_048_576.0), ("kb", 1024.0), ("b", 1.0)];
    number_of(text, &UNITS).ok_or_else(|| format!("`{text}` is no size: write 5mb, 500kb or 1.5gb"))
}

/// A number of pixels: `25mp`, `6000x4000`, `24000000`.
///
/// # Errors
///
/// What may be written.
pub fn read_pixels(text: &str) -> Result<u64, String> {
    let sides = text.split_once(['x', '×']);
    let sides = sides.and_then(|(width, height)| {
        let side = |text: &str| text.trim().parse::<u64>().ok();
        side(width)?.checked_mul(side(height)?)
    });
    sides
        .or_else(|| number_of(text, &[("mp", 1e6), ("px", 1.0)]))
        .ok_or_else(|| format!("`{text}` is no number of pixels: write 25mp or 6000x4000"))
}

fn number_of(text: &str, units: &[(&str, f64)]) -> Option<u64> {
    let text = text.trim().to_lowercase();
    let unit = units.iter().find_map(|(name, size)| Some((text.strip_suffix(name)?, *size)));
    let (number, size) = unit.unwrap_or((&text, 1.0));
    let number: f64 = number.trim().parse().ok()?;
    let bound = number * size;
    // Larger ones aren't exact any more, and bound nothing.
    (number >= 0.0 && bound <= 9e15).then_some(bound as u64)
}
